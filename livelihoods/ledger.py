"""The ledger of a herd as it reads up to a day; pure once the rows are there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from livelihoods.models import HerdEntry, HomeVisit

Kind = HerdEntry.Kind


@dataclass
class Ledger:
    """Rows with their running balance, and the sums of what stands.

    Struck-out entries are rows without balance and are in no sum.
    """

    rows: list
    came: int = 0
    left: int = 0
    balance: int = 0
    first: int = 0  # heads handed over
    sold: int = 0
    income: int = 0  # whole VND of sales
    died: int = 0

    @classmethod
    def of(cls, herd, day):
        """The ledger of a herd up to and with this day, in two queries at most."""
        entries = herd.entries.filter(happened_on__lte=day).in_order()
        return cls.from_entries(entries.select_related("visit", "handover"))

    @classmethod
    def from_entries(cls, entries):
        ledger = cls([])
        for entry in entries:
            ledger._add(entry)
        return ledger

    def _add(self, entry):
        stands = entry.voided_at is None
        if stands:
            self._count(entry)
        self.rows.append(
            {
                "entry": entry,
                "balance": self.balance if stands else None,
                "source": source(entry),
            }
        )

    def _count(self, entry):
        self.balance += entry.heads
        self.came += entry.came or 0
        self.left += entry.left or 0
        self.income += entry.income or 0
        if entry.kind == Kind.HANDED_OVER:
            self.first += entry.heads
        if entry.kind == Kind.SOLD:
            self.sold += entry.left
        if entry.kind == Kind.DIED:
            self.died += entry.left

    @property
    def growth(self):
        """How many more than were handed over (may be below 0)."""
        return self.balance - self.first

    @property
    def shrinkage(self):
        return -self.growth

    def steps(self):
        """(day, heads left, heads sold, income) of what stands, for the chart."""
        return [
            (
                row["entry"].happened_on,
                row["balance"],
                row["entry"].left if row["entry"].kind == Kind.SOLD else None,
                row["entry"].income,
            )
            for row in self.rows
            if row["balance"] is not None
        ]


def source(entry):
    """Where an entry comes from, in a word."""
    if entry.voided_at:
        return _("struck out")
    if entry.corrects_id:
        return _("correction")
    if entry.handover_id:
        return _("handover slip")
    if entry.visit_id:
        by_phone = entry.visit.way == HomeVisit.Way.PHONE
        return _("phone call") if by_phone else _("home visit")
    return _("entered alone")
