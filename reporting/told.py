"""The first block of the first page: what somebody else told this person."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Notice

MOST_TOLD = 20


def notices(user, day):
    """Notices not yet seen, newest first; a dict as attention.block makes it."""
    unseen = Notice.objects.visible_to(user).unseen()
    rows = list(unseen.select_related("told_by", "place")[: MOST_TOLD + 1])
    if not rows:
        return None
    shown = rows[:MOST_TOLD]
    note = ngettext("%(n)s notice", "%(n)s notices", len(shown)) % {"n": len(shown)}
    return {
        "part": "reporting/home_notices.html",
        "title": _("To know"),
        "note": note,
        "rows": shown,
        "records": (),
        "presses": True,
        "has_more": len(rows) > MOST_TOLD,
    }
