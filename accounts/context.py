"""What every page's shell shows: the sample-data strip and the way around."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.views.tabs import ADMINISTRATION
from areas.clock import today

# label, icon, url name, permission
NAVIGATION = [
    (_("Desk"), "today", "home", None),
    (_("Cases"), "case", "victims:case_list", "victims.view_case"),
    (
        _("Prevention households"),
        "home",
        "victims:household_list",
        "livelihoods.view_herd",
    ),
    (_("Grants"), "banknote", "livelihoods:grant_list", "livelihoods.view_grant"),
    (
        _("Visit calendar"),
        "calendar",
        "livelihoods:visit_list",
        "livelihoods.view_homevisit",
    ),
    (
        _("Regimes due"),
        "book",
        "support_regimes:due_list",
        "support_regimes.record_step",
    ),
    (  # the province sees requests as states alone; the others come here from the above
        _("Requests for regimes"),
        "book",
        "support_regimes:request_list",
        "support_regimes.change_budget",
    ),
    (
        _("Funding"),
        "banknote",
        "support_regimes:funding_list",
        "support_regimes.view_budget",
    ),
    (
        _("Complaints and feedback"),
        "speech",
        "support_regimes:complaint_list",
        "victims.view_complaint",
    ),
    (_("Reports"), "chart", "reporting:report_list", "reporting.view_labour"),
    (_("Reports"), "chart", "reporting:report_list", "reporting.view_womens_union"),
    (_("Reports"), "chart", "reporting:report_list", "reporting.view_unmet"),
    (
        _("Old registers"),
        "upload",
        "livelihoods:import_record",
        "livelihoods.import_record",
    ),
    (_("People"), "person", "accounts:user_list", "accounts.view_user"),
    (_("Places"), "home", "areas:area_list", "areas.view_area"),
    (_("Moves"), "map", "victims:transfer_list", "victims.move_case"),
    (_("Emergency"), "alert", "victims:emergency_list", "victims.ask_emergency"),
    (_("Rules"), "law", "support_regimes:rule_set_list", "support_regimes.view_rules"),
]
DUE = "support_regimes:due_list"
ON_PHONE = [
    "home",
    "victims:case_list",
    "livelihoods:visit_list",
    "livelihoods:grant_list",
    "reporting:report_list",
    "accounts:user_list",
    "areas:area_list",
]


def shell(request):
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    navigation = _navigation(request, user) if signed_in else []
    return {
        "sample_data": settings.DEMO,
        "second_step_off": settings.DEMO_WITHOUT_SECOND_FACTOR,
        "data_day": today(),
        "navigation": navigation,
        "bottom_bar": _bottom_bar(navigation),
        "emergency_readings": user.readings if signed_in else [],
        "names_shown": names_shown(request) if signed_in else None,
    }


def _bottom_bar(navigation):
    """The few pages of the phone; "Today" because it must fit a fifth of 360 px."""
    bar = [item for item in navigation if item["name"] in ON_PHONE]
    return [
        item | {"label": _("Today")} if item["name"] == "home" else item for item in bar
    ]


def note_late(request, number):
    """Remember how many regimes were overdue when somebody last looked, for this day."""
    told = [today().isoformat(), number]
    if request.session.get("late") != told:
        request.session["late"] = told


def _late(request):
    """That number beside the list in the navigation; 0 when nobody looked today."""
    day, number = request.session.get("late") or ["", 0]
    return number if day == today().isoformat() else 0


def names_shown(request):
    """Whether the office switch shows names; None for those who have no such switch."""
    if not request.user.has_perm("victims.reveal_name"):
        return None
    return bool(request.session.get("names_shown"))


def _is_here(path, name, url):
    """Whether this page lies under that one of the navigation."""
    if name == "home":
        return path == url
    parts = map(reverse, ADMINISTRATION) if name in ADMINISTRATION else [url]
    return any(path.startswith(part) for part in parts)


def _navigation(request, user):
    """The pages that this person's roles open, each once, the current one marked."""
    shown = {}
    for label, icon, name, permission in NAVIGATION:
        if name in shown or (permission and not user.has_perm(permission)):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if name == "home" and user.has_role(Role.CASEWORKER):
            label = _("Today")
        shown[name] = {
            "name": name, "label": label, "icon": icon, "url": url,
            "current": _is_here(request.path, name, url),
            "count": _late(request) if name == DUE else 0,
        }  # fmt: skip
    return list(shown.values())
