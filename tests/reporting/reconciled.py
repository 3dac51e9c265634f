"""A reconciliation that was kept, past every policy."""

from datetime import date

from reporting.models import Reconciliation
from tests.conftest import unguarded
from tests.factories import recorder

LINES = {
    "matched": 5, "unsure_ours": 1, "unsure_theirs": 2, "only_ours": 1, "only_theirs": 3,
    "withheld": 0, "outside": 0, "unread": 1,
}  # fmt: skip


def reconciliation(area, **fields):
    """{"pk": …} of a comparison of 2023 with a list of the police."""
    with unguarded():
        made = Reconciliation(
            territory=area,
            recorded_by=recorder(),
            **{
                "source": "police",
                "from_on": date(2023, 1, 1),
                "to_on": date(2023, 12, 31),
                "by_list": True,
                "theirs": {"persons": 10, "female": 9},
                "ours": {"persons": 7, "female": 7, "minors": 1},
                "lines": LINES,
                "note": "Đã gọi lại phòng nghiệp vụ",
            }
            | fields,
        )
        made.save(force_insert=True)
    return {"pk": made.pk}
