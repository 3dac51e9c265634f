"""Grants of the past: what old registers say, kept as their own acts would have.

Many at a time and in few statements, since a register has thousands. The result of each
is the same as ask, submit, approve, give and hand_over leave (a test compares them).
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import activity
from livelihoods.models.grant import Grant
from livelihoods.models.grant_parts import GrantLine, GrantStep
from livelihoods.models.handover import Handover, HandoverLine, Payment
from livelihoods.models.herd import Herd, HerdEntry
from support_regimes.models import Budget
from victims.models import CodeCounter

BATCH = 1000
Act, Stage = GrantStep.Act, Grant.State


@dataclass
class Past:
    """A grant that was decided long ago: unsaved grant and lines, and the days of its
    steps; those after the decision may be None. Who decided is known to the paper alone.
    """

    grant: Grant  # with household, case, asked_on
    lines: list
    submitted_on: date
    decided_on: date
    number: str = ""
    budget: Budget | None = None
    paid_on: date | None = None
    voucher: str = ""
    way: str = ""
    handed_over_on: date | None = None
    confirmation: str = ""

    @property
    def total(self):
        """VND of the valued lines; None when no line is valued."""
        amounts = [
            line.lot_amount or round(line.quantity * line.unit_price)
            for line in self.lines
            if not line.not_valued
        ]
        return sum(amounts) if amounts else None

    @property
    def state(self):
        if self.handed_over_on:
            return Stage.HANDED_OVER
        return Stage.PAID if self.paid_on else Stage.APPROVED

    def steps(self):
        """(act, from state, to state, day) of each step."""
        yield Act.ASK, "", Stage.DRAFT, self.grant.asked_on
        yield Act.SUBMIT, Stage.DRAFT, Stage.SUBMITTED, self.submitted_on
        yield Act.APPROVE, Stage.SUBMITTED, Stage.APPROVED, self.decided_on
        after = Stage.APPROVED
        if self.paid_on:
            yield Act.PAY, after, Stage.PAID, self.paid_on
            after = Stage.PAID
        if self.handed_over_on:
            yield Act.HAND_OVER, after, Stage.HANDED_OVER, self.handed_over_on


class History:
    """The past grants of one register: each is checked and added, then all are kept."""

    def __init__(self, *, by):
        self.by = by
        self.pasts = []
        self.vouchers = set()  # (commune, number) of these grants

    def add(self, past):
        """Check one grant and keep it in mind; raises ValidationError."""
        total = past.total
        if total and not past.budget:
            raise ValidationError(_("Money that was given has a funding source."))
        if past.paid_on and not total:
            raise ValidationError(
                _("Nothing here is valued in money: nothing was paid.")
            )
        place = past.grant.household.territory_id, past.voucher
        if past.paid_on and self._is_used(place):
            raise ValidationError(_("This voucher number is used already."))
        if total:
            past.budget.take(total)
        if past.paid_on:
            self.vouchers.add(place)
        self.pasts.append(past)

    def _is_used(self, place):
        area, voucher = place
        stored = Payment.objects.live().filter(area=area, voucher=voucher)
        return place in self.vouchers or stored.exists()

    def keep(self):
        """Write all that was added; returns the grants."""
        self._write_grants()
        self._write_steps()
        self._write_payments()
        herds = self._write_handovers()
        for herd in herds:
            herd.settle()
        self._trail()
        return [past.grant for past in self.pasts]

    def _placed(self, past):
        """Places and author of what hangs on a grant."""
        household = past.grant.household
        return {"territory_id": household.territory_id, "recorded_by": self.by}

    def _write_grants(self):
        for past in self.pasts:
            grant, commune = past.grant, past.grant.household.territory
            grant.territory_id = grant.area_id = commune.pk
            province = commune.province()
            letters = f"{province.letters}K"
            grant.code = CodeCounter.next_code(letters, grant.asked_on.year)
            grant.approving_area = commune.district() or province
            grant.recorded_by = grant.updated_by = self.by
            grant.state, grant.due_amount = past.state, past.total
            grant.submitted_on, grant.decided_on = past.submitted_on, past.decided_on
            grant.decision_number, grant.budget = past.number, past.budget
            grant.settled_on = past.paid_on
            for place, line in enumerate(past.lines, 1):
                line.grant, line.place = grant, place
                line.territory_id, line.recorded_by = grant.territory_id, self.by
        _create(Grant, [past.grant for past in self.pasts])
        _create(GrantLine, [line for past in self.pasts for line in past.lines])

    def _write_steps(self):
        note = _("Old register")
        steps = [
            GrantStep(
                grant=past.grant,
                act=act,
                from_state=before,
                to_state=after,
                happened_on=day,
                note=note,
                area_id=past.grant.area_id,
                **self._placed(past),
            )
            for past in self.pasts
            for act, before, after, day in past.steps()
        ]
        _create(GrantStep, steps)

    def _write_payments(self):
        payments = [
            Payment(
                grant=past.grant,
                happened_on=past.paid_on,
                voucher=past.voucher,
                way=past.way,
                amount=past.total,
                area_id=past.grant.area_id,
                **self._placed(past),
            )
            for past in self.pasts
            if past.paid_on
        ]
        _create(Payment, payments)

    def _write_handovers(self):
        """Every line delivered as approved; returns the herds that got animals."""
        handovers, delivered, entries, herds = [], [], [], {}
        for past in [past for past in self.pasts if past.handed_over_on]:
            day, placed = past.handed_over_on, self._placed(past)
            handover = Handover(
                grant=past.grant,
                happened_on=day,
                confirmation=past.confirmation,
                number=CodeCounter.next_code("PG", day.year),
                area_id=past.grant.area_id,
                **placed,
            )
            handovers.append(handover)
            for line in past.lines:
                delivered.append(
                    HandoverLine(
                        handover=handover, line=line, delivered=line.approved, **placed
                    )
                )
                if line.species_id:
                    entries.append(self._animals(past, handover, line, herds))
        _create(Handover, handovers)
        _create(HandoverLine, delivered)
        _create(HerdEntry, entries)
        return herds.values()

    def _animals(self, past, handover, line, herds):
        household = past.grant.household
        place = household.pk, line.species_id
        if place not in herds:
            herd = Herd.of(household, line.species, by=self.by)
            herds[place] = Herd.objects.for_writing().get(pk=herd.pk)
        return HerdEntry(
            herd=herds[place],
            household=household,
            kind=HerdEntry.Kind.HANDED_OVER,
            heads=int(line.quantity),
            handover=handover,
            happened_on=handover.happened_on,
            area_id=handover.area_id,
            **self._placed(past),
        )

    def _trail(self):
        for past in self.pasts:
            for act, *_rest in past.steps():
                activity.record(f"{act} grant", past.grant)


def _create(model, rows):
    model.objects.bulk_create(rows, batch_size=BATCH)
