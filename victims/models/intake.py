"""Taking somebody in: household, person and case in one act."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from victims.models.case import Case
from victims.models.case_parts import Need
from victims.models.events import Consent
from victims.models.household import Household, Risk
from victims.models.victim import Victim

URGENT = [
    Need.Kind.SHELTER,
    Need.Kind.FOOD,
    Need.Kind.HEALTH,
    Need.Kind.SAFETY,
    Need.Kind.INTERPRETER,
    Need.Kind.TRAVEL,
    Need.Kind.PAPERS,
    Need.Kind.CHILDREN,
]


@transaction.atomic
def take_in(
    *, by, commune, on, call_name, consent, address_form="", hamlet="", safe="",
    private="", urgent=(), household=None,
):  # fmt: skip
    """Open a file for a person seen for the first time; returns the case.

    In: answers of the quick intake, the commune by the list of that day; `household` if the family is followed already, else
    a new one is opened. Raises ValidationError when the person did not agree: then
    nothing personal may be written at all.
    """
    if consent not in (Consent.Answer.YES, Consent.Answer.NOT_ASKED):
        raise ValidationError(_("Without a yes no file of a person is opened."))
    if household is None:
        now = commune.as_of(today()) or commune
        household = Household(territory=now, hamlet=hamlet).enrol(by=by)
    victim = Victim(
        territory=household.territory, call_name=call_name, address_form=address_form
    )
    victim.recorded_by = victim.updated_by = by
    victim.save(force_insert=True)
    case = Case(victim=victim, household=household, received_on=on, area=commune)
    return _opened(case, by, consent=consent, safe=safe, private=private, urgent=urgent)


@transaction.atomic
def take_back(
    *, by, victim, household, on, consent, safe="", private="", urgent=()
):  # fmt: skip
    """A person known already came back once more: a second case of the same person."""
    if consent not in (Consent.Answer.YES, Consent.Answer.NOT_ASKED):
        raise ValidationError(_("Without a yes no file of a person is opened."))
    case = Case(victim=victim, household=household, received_on=on)
    return _opened(case, by, consent=consent, safe=safe, private=private, urgent=urgent)


def _opened(case, by, *, consent, safe, private, urgent):
    """Open the case; what was answered at intake becomes its first events."""
    on = case.received_on
    case.safe_at_intake, case.private_at_intake = safe, private
    case.full_clean(exclude=["code", "territory", "area", "recorded_by"])
    case.open(by=by)
    Consent(
        case=case, happened_on=on, purpose=Consent.Purpose.RECORD, answer=consent
    ).log(by=by)
    for kind in urgent:
        Need(case=case, happened_on=on, kind=kind, urgent=True).log(by=by)
    if safe == "no":
        case.household.set_risk(Risk.HIGH, by=by)
        case.household.visit_by(on, by=by)
    if case.territory_id in by.reach("victims.change_case"):
        case.assign(by, by=by, reason=str(_("intake")), on=on)
    return case
