"""What waits for this person as the second one: files with many names."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Export

MOST_WAITING = 8


def exports_waiting(user, day):
    """Exports of the area that need a second person; a dict as attention.block makes."""
    if not user.has_perm("accounts.decide_export"):
        return None
    waiting = Export.objects.waiting_for(user).order_by("recorded_at")
    rows = list(
        waiting.select_related("recorded_by", "territory__parent")[: MOST_WAITING + 1]
    )
    if not rows:
        return None
    shown = rows[:MOST_WAITING]
    note = ngettext("%(n)s request", "%(n)s requests", len(shown)) % {"n": len(shown)}
    return {
        "part": "reporting/home_exports.html",
        "title": _("Lists with names waiting for a second person"),
        "note": note,
        "rows": shown,
        "records": shown,
        "presses": True,
        "has_more": len(rows) > MOST_WAITING,
    }
