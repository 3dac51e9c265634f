"""What supported people said that waits for this person's answer."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from victims.models import Complaint, ComplaintStep

MOST = 8


def complaints_waiting(user, day):
    """Complaints that this desk must answer, overdue first; a dict as attention.block."""
    if not user.has_perm("victims.answer_complaint"):
        return None
    waiting = Complaint.objects.answered_by(user).waiting()
    rows = list(
        waiting.select_related("territory__parent").order_by("due", "recorded_at")[
            : MOST + 1
        ]
    )
    late = sum(row.due < day for row in rows)
    note = (
        ngettext("%(n)s overdue", "%(n)s overdue", late) % {"n": late} if late else ""
    )
    return _block(_("Complaints and feedback: to be answered"), rows, day, note)


def complaints_answered(user, day):
    """Answers to what this person took down, to be brought to her or him."""
    if not user.has_perm("victims.view_complaint"):
        return None
    taken = Complaint.objects.visible_to(user).with_state()
    taken = taken.filter(recorded_by=user, last_act=ComplaintStep.Act.ANSWER)
    rows = list(
        taken.exclude(answer_by=Complaint.Answer.NONE)
        .select_related("territory__parent")
        .order_by("due", "recorded_at")[: MOST + 1]
    )
    return _block(_("Answered: bring it back"), rows, day)


def _block(title, rows, day, note=""):
    """A dict as attention.block makes it, or None without rows."""
    if not rows:
        return None
    return {
        "part": "reporting/home_complaints.html",
        "title": title,
        "note": note,
        "rows": rows[:MOST],
        "records": rows[:MOST],
        "presses": True,
        "has_more": len(rows) > MOST,
        "day": day,
    }
