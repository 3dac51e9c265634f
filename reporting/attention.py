"""What needs attention today, for one person: blocks of the first page.

Each block asks for what this person's roles do, and is None when there is nothing in it
for them. A block is a dict: `part` (its template), `title`, `note`, `rows`, `records`
(shown, for the trail), `presses` (something must be done about it now).
"""

from datetime import timedelta

from django.db.models import Count, F, Min, Prefetch, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Posting, User, WorkSetting
from accounts.roles import Role
from areas.models import Area
from livelihoods.models import Grant, HerdEntry
from reporting.approvals import exports_waiting
from reporting.oversight import unusual_use
from reporting.told import notices, postings_waiting
from reporting.voices import complaints_answered, complaints_waiting
from support_regimes.calendars import calendars
from support_regimes.clocks import request_clock
from support_regimes.due.desk import NONE, desk
from support_regimes.models import Budget, ProcedureStep, RegimeRequest, RequestStep
from victims.models import Case, Household

MOST = 8  # rows of a block; the list behind it has the rest
DAYS_AHEAD = 7
DAYS_BACK = 30
POSTINGS_END_WITHIN = 30
STEP = "support_regimes.record_step"  # whose work it is


def block(part, title, rows, *, note="", records=(), presses=False, **more):
    """A block, or None without rows."""
    if not rows:
        return None
    found = {"part": f"reporting/home_{part}.html", "title": title, "note": note}
    return found | {"rows": rows, "records": records, "presses": presses} | more


def with_cases(households):
    """Households with their place and, as `open_cases`, who of them is supported."""
    cases = Case.objects.open().select_related("victim").order_by("received_on")
    return households.select_related("territory").prefetch_related(
        Prefetch("cases", cases, to_attr="open_cases")
    )


def first_of(queryset):
    """The first rows of a block, and how many there are in all."""
    rows = list(queryset[: MOST + 1])
    count = len(rows) if len(rows) <= MOST else queryset.count()
    return rows[:MOST], count


def own(user, model, role=Role.CASEWORKER):
    """The records of the places where the person works in this role."""
    return model.objects.filter(territory__in=user.areas_as(role))


def visits_overdue(user, day):
    if not user.has_role(Role.CASEWORKER):
        return None
    late = own(user, Household).overdue(day).order_by("next_visit_on", "id")
    rows, count = first_of(with_cases(late))
    note = ngettext("%(n)s household", "%(n)s households", count)
    return block(
        "visits",
        _("Visits overdue"),
        rows,
        note=note % {"n": count},
        records=rows,
        presses=True,
        has_more=count > MOST,
    )


def grants_returned(user, day):
    if not user.has_role(Role.CASEWORKER):
        return None
    grants = own(user, Grant).filter(state=Grant.State.RETURNED)
    grants = grants.select_related("household", "case").order_by("mend_by", "id")
    rows, count = first_of(grants)
    note = ngettext("%(n)s request", "%(n)s requests", count) % {"n": count}
    return block(
        "returned",
        _("Returned for mending"),
        rows,
        note=note,
        records=rows,
        presses=True,
        has_more=count > MOST,
    )


def grants_waiting(user, day):
    if not user.has_perm("livelihoods.decide_grant"):
        return None
    waiting = Grant.objects.for_decision_of(user).with_totals()
    rows, count = first_of(waiting.select_related("household__territory", "case"))
    note = ngettext("%(n)s request", "%(n)s requests", count) % {"n": count}
    return block(
        "waiting",
        _("Grants waiting for a decision"),
        rows,
        note=note,
        records=rows,
        presses=True,
        has_more=count > MOST,
        days=WorkSetting.value_on("decision_days", day),
    )


def requests_waiting(user, day):
    """Requests for regimes with their bodies, oldest first, with the body's clock."""
    officer = user.has_role(Role.LABOUR_OFFICER) or user.has_role(Role.DISTRICT_OFFICER)
    if not officer:
        return None
    steps = RequestStep.objects.live().order_by("recorded_at")
    requests = RegimeRequest.objects.visible_to(user).waiting()
    count = requests.count()
    rows = list(
        requests.select_related("case", "item", "territory")
        .prefetch_related(Prefetch("steps", steps, to_attr="taken"))
        .order_by("asked_on", "recorded_at")[:MOST]
    )
    procedures = {}
    for step in ProcedureStep.objects.filter(regime__in={r.regime_id for r in rows}):
        procedures.setdefault(step.regime_id, {})[step.act] = step
    for request in rows:
        request.due_on = _due_on(request, procedures.get(request.regime_id, {}))
        request.is_late = bool(request.due_on and request.due_on < day)
    note = ngettext("%(n)s request", "%(n)s requests", count) % {"n": count}
    title = _("Regimes waiting for a decision")
    return block(
        "requests",
        title,
        rows,
        note=note,
        records=rows,
        presses=True,
        has_more=count > MOST,
    )


def _due_on(request, procedure):
    """The day by which the body must have acted, or None where no law sets one."""
    calendar = calendars().of(request.territory_id)
    clock = request_clock(request.taken, procedure, calendar)
    return clock.due_on if clock else None


def regimes_due(user, day):
    """Counts of what is due under the regimes: what may be lost for ever first."""
    if not user.has_perm(STEP):
        return None
    found = desk(user.reach(STEP), day, rows=0)
    term, total = found.counts.get("term", NONE), found.total
    lines = [
        (_("Not applied for yet, and the time runs"), term.everything, "kind=term"),
        (_("Overdue"), total.late, "show=late"),
        (_("The next 7 days"), total.soon, "show=soon"),
    ]
    rows = [
        {"label": label, "value": value, "query": query}
        for label, value, query in lines
        if value
    ]
    more = {"presses": bool(total.late), "late": total.late}
    return block("due", _("Regimes due"), rows, **more)


def visits_soon(user, day):
    if not user.has_role(Role.CASEWORKER):
        return None
    soon = own(user, Household).due_within(day, DAYS_AHEAD)
    rows, count = first_of(with_cases(soon.order_by("next_visit_on", "id")))
    note = ngettext("%(n)s visit", "%(n)s visits", count) % {"n": count}
    return block(
        "soon",
        _("The next 7 days"),
        rows,
        note=note,
        records=rows,
        has_more=count > MOST,
    )


def files_unfinished(user, day):
    if not user.has_role(Role.CASEWORKER):
        return None
    cases = own(user, Case).open().filter(sent_on__isnull=True)
    rows = list(cases.order_by("received_on", "id")[: MOST + 1])
    note = ngettext("%(n)s file", "%(n)s files", len(rows)) % {"n": len(rows)}
    return block(
        "files",
        _("Files not finished"),
        rows[:MOST],
        note="" if len(rows) > MOST else note,
        records=rows[:MOST],
        has_more=len(rows) > MOST,
    )


def overdue_by_commune(user, day):
    if not (
        user.has_role(Role.DISTRICT_OFFICER) or user.has_role(Role.PROVINCIAL_OFFICER)
    ):
        return None
    late = Household.objects.visible_to(user).overdue(day)
    rows = list(
        late.values(kind=F("territory__kind"), place=F("territory__name"))
        .annotate(count=Count("id"), oldest=Min("next_visit_on"))
        .order_by("-count", "oldest", "place")
    )
    for row in rows:
        row["days"] = (day - row["oldest"]).days
        row["share"] = 100 * row["count"] // rows[0]["count"]
    count = sum(row["count"] for row in rows)
    note = ngettext("%(n)s household", "%(n)s households", count) % {"n": count}
    title = _("Visits overdue, by commune")
    more = {"presses": True, "has_more": len(rows) > MOST}
    return block("communes", title, rows[:MOST], note=note, **more)


def herd_deaths(user, day):
    if not user.has_role(Role.PROVINCIAL_OFFICER):
        return None
    since = day - timedelta(days=DAYS_BACK)
    died = HerdEntry.objects.visible_to(user).as_of(day).filter(kind="died")
    rows = list(
        died.filter(happened_on__gt=since)
        .values(place=F("area__name"), species=F("herd__species__name"))
        .annotate(heads=-Sum("heads"), households=Count("household", distinct=True))
        .order_by("-heads", "place")[:MOST]
    )
    return block("deaths", _("Animals that died in the last 30 days"), rows)


def money_left(user, day):
    if not user.has_perm("livelihoods.decide_grant"):
        return None
    reach = user.reach("support_regimes.view_budget")
    rows = list(
        Budget.objects.filter(Q(area__isnull=True) | Q(area__in=reach), year=day.year)
        .select_related("source", "area")
        .order_by("source__name", "area__name")
    )
    title = _("Money left in %(year)s") % {"year": day.year}
    return block("money", title, rows)


def postings_ending(user, day):
    if not user.has_perm("accounts.change_user"):
        return None
    last = day + timedelta(days=POSTINGS_END_WITHIN)
    ending = Posting.objects.filter(until_on__gt=day, until_on__lte=last)
    ending = ending.filter(user__is_active=True).select_related("user", "area")
    rows = list(ending.order_by("until_on", "user__name_sort")[:MOST])
    users = [posting.user for posting in rows]
    return block("postings", _("Postings that end soon"), rows, records=users)


def staff(user, day):
    if not user.has_perm("accounts.view_user"):
        return None
    live = Q(pk__in=Posting.objects.live().values("user"))
    counts = User.objects.aggregate(
        working=Count("pk", filter=Q(is_active=True) & live),
        idle=Count("pk", filter=Q(is_active=True) & ~live),
        unseen=Count("pk", filter=Q(is_active=True, must_change_password=True)),
        locked=Count("pk", filter=Q(is_active=False)),
    )
    rows = [
        {"label": _("People with a posting"), "value": counts["working"]},
        {"label": _("Open accounts without a posting"), "value": counts["idle"]},
        {"label": _("Have not signed in yet"), "value": counts["unseen"]},
        {"label": _("Locked accounts"), "value": counts["locked"]},
    ]
    return block("figures", _("People"), rows, url_name="accounts:user_list")


def places(user, day):
    if not user.has_perm("areas.view_area"):
        return None
    areas = Area.objects.on(day).filter(covered_by__area__in=_home_areas(user))
    levels = dict(areas.values_list("level").annotate(Count("id", distinct=True)))
    rows = [
        {"label": label, "value": levels.get(level, 0)}
        for level, label in Area.Level.choices
        if levels.get(level)
    ]
    return block("figures", _("Places"), rows, url_name="areas:area_list")


def _home_areas(user):
    return user.postings.live().values("area")


# The order is fixed: what was told, overdue, waiting for me, due soon, good to know.
BLOCKS = [
    notices,
    postings_waiting,
    exports_waiting,
    complaints_waiting,
    complaints_answered,
    visits_overdue,
    grants_returned,
    grants_waiting,
    regimes_due,
    requests_waiting,
    overdue_by_commune,
    postings_ending,
    visits_soon,
    files_unfinished,
    herd_deaths,
    money_left,
    unusual_use,
    staff,
    places,
]


def blocks(user, day):
    """The blocks that hold something for this person today, in their order."""
    made = (make(user, day) for make in BLOCKS)
    return [each for each in made if each]
