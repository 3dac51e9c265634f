from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current):
    """The parts of the administrator's pages, as items of the tabs component."""
    labels = {
        "accounts:user_list": _("People"),
        "accounts:organisation_list": _("Organisations"),
        "accounts:setting_list": _("Settings of the work"),
    }
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label in labels.items()
    ]
