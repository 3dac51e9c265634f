"""What supported people said that waits for this person's answer."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from victims.models import Complaint

MOST = 8


def complaints_waiting(user, day):
    """Complaints that this desk must answer, overdue first; a dict as attention.block."""
    if not user.has_perm("victims.answer_complaint"):
        return None
    waiting = Complaint.objects.answered_by(user).waiting()
    rows = list(
        waiting.select_related("territory__parent").order_by("due", "recorded_at")[: MOST + 1]
    )
    if not rows:
        return None
    late = sum(row.due < day for row in rows)
    note = ngettext("%(n)s overdue", "%(n)s overdue", late) % {"n": late} if late else ""
    return {
        "part": "reporting/home_complaints.html",
        "title": _("Her voice: to be answered"),
        "note": note,
        "rows": rows[:MOST],
        "records": rows[:MOST],
        "presses": True,
        "has_more": len(rows) > MOST,
        "day": day,
    }
