from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# All of them lie under "People" in the navigation.
ADMINISTRATION = {
    "accounts:user_list": _("People"),
    "accounts:posting_waiting": _("Waiting postings"),
    "accounts:organisation_list": _("Organisations"),
    "support_regimes:facility_list": _("Facilities"),
    "accounts:setting_list": _("Settings of the work"),
    "accounts:trail_list": _("Access journal"),
    "accounts:trail_unusual": _("Unusual use"),
    "operation:status": _("Condition"),
}


def tabs(current):
    """The parts of the administrator's pages, as items of the tabs component."""
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label in ADMINISTRATION.items()
    ]
