"""The first block of the first page: what somebody else told this person."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Notice, Posting

MOST_TOLD = 20
MOST = 8


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


def postings_waiting(user, day):
    """Powerful postings of the own province that a second administrator must confirm."""
    if not user.has_perm("accounts.change_user"):
        return None
    waiting = Posting.objects.waiting().filter(
        area__in=user.reach("accounts.change_user")
    )
    rows = list(waiting.select_related("user", "area").order_by("from_on", "pk")[:MOST])
    if not rows:
        return None
    return {
        "part": "reporting/home_postings.html",
        "title": _("Postings that wait for a second person"),
        "note": "",
        "rows": rows,
        "records": [posting.user for posting in rows],
        "presses": True,
        "more_url": "accounts:posting_waiting",
    }
