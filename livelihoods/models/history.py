"""Grants of the past: what an old register says, kept with its own days."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from livelihoods.models.grant import Grant
from livelihoods.models.grant_parts import GrantStep
from livelihoods.models.handover import Handover, HandoverLine, Payment
from support_regimes.models import Budget


@dataclass
class Past:
    """The steps of a grant that was decided long ago; days after the decision may be
    None. Who decided then is known to the paper alone.
    """

    submitted_on: date
    decided_on: date
    number: str = ""
    budget: Budget | None = None
    paid_on: date | None = None
    voucher: str = ""
    way: str = ""
    handed_over_on: date | None = None
    confirmation: str = ""


@transaction.atomic
def record_history(grant, *, by, lines, past):
    """Keep a past grant as its own acts would have left it; returns the grant.

    In: unsaved grant (household, case, asked_on) and lines. Every amount due is taken
    from the budget, paid in one payment, every line is delivered as approved. Raises
    ValidationError as the acts do.
    """
    grant.ask(by=by, lines=lines)
    _decide(grant, by, past)
    if past.paid_on:
        payment = Payment(
            grant=grant,
            happened_on=past.paid_on,
            voucher=past.voucher,
            way=past.way,
            amount=grant.due_amount,
        )
        payment.give(by=by)
    if past.handed_over_on:
        _hand_over(grant, by, lines, past)
    return grant


def _decide(grant, by, past):
    """Submitted and approved on the days of the register, by nobody who is a user."""
    household = grant.household.territory
    grant.approving_area = household.district() or household.province()
    grant.submitted_on, grant.decided_on = past.submitted_on, past.decided_on
    grant.decision_number, grant.budget = past.number, past.budget
    grant.due_amount = grant.total
    if grant.due_amount:
        if not past.budget:
            raise ValidationError(_("Money that was given has a funding source."))
        past.budget.take(grant.due_amount)
    grant.state = Grant.State.APPROVED
    fields = ["state", "approving_area", "submitted_on", "decided_on"]
    fields += ["decision_number", "budget", "due_amount"]
    grant.save_version(by=by, fields=fields)
    draft, submitted = Grant.State.DRAFT, Grant.State.SUBMITTED
    for act, before, after, on in [
        (GrantStep.Act.SUBMIT, draft, submitted, past.submitted_on),
        (GrantStep.Act.APPROVE, submitted, Grant.State.APPROVED, past.decided_on),
    ]:
        grant._step(act, before, by=by, on=on, to_state=after, note=_("Old register"))


def _hand_over(grant, by, lines, past):
    handover = Handover(
        grant=grant,
        happened_on=past.handed_over_on,
        confirmation=past.confirmation,
    )
    delivered = [HandoverLine(line=line, delivered=line.quantity) for line in lines]
    handover.hand_over(by=by, lines=delivered)
