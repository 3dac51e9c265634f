"""What the administrator is told first: unusual use of the last week."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import trail

DAYS = 7


def unusual_use(user, day):
    """Flags by kind; a dict as attention.block makes it, None without any."""
    if not user.has_perm("accounts.view_activity"):
        return None
    flags = trail.unusual(timezone.now() - timedelta(days=DAYS))
    if not flags:
        return None
    counts = Counter(flag.kind for flag in flags)
    rows = [
        {"label": label, "value": counts[kind]}
        for kind, label in trail.KINDS.items()
        if counts[kind]
    ]
    note = ngettext("%(n)s flag in 7 days", "%(n)s flags in 7 days", len(flags))
    return {
        "part": "reporting/home_figures.html",
        "title": _("Unusual use"),
        "note": note % {"n": len(flags)},
        "rows": rows,
        "records": (),
        "presses": True,
        "url_name": "accounts:trail_unusual",
    }
