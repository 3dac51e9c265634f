"""When the next visit of a household is due; today's risk. Written nowhere else."""

from datetime import timedelta

from django.db.models import Max

from accounts.models import WorkSetting
from areas.clock import today


def visit_days(risk, day):
    """The most days between two visits at a risk level, as set on a day."""
    return WorkSetting.value_on(f"visit_days_{risk}", day)


def due_day(household):
    """The day of the next visit, or None: the earliest of what has not been done yet.

    The day agreed at the last visit; so many days after a later handover of animals;
    so many days after the intake of an open case that was not visited since. None
    where a person of an open case wants no visits.
    """
    cases = household.cases.open()
    if any(case.refuses("visit") for case in cases):
        return None
    last = household.visits.latest()
    days = [last.next_visit_on] if last else []
    handed_over = _last_handover(household)
    if handed_over and not (last and last.happened_on > handed_over):
        days.append(_after("after_handover_days", handed_over))
    for case in cases:
        if not (last and last.happened_on >= case.received_on):
            days.append(_after("first_visit_days", case.received_on))
    return min(days, default=None)


def _last_handover(household):
    entries = household.herd_entries.live().filter(kind="handed_over")
    return entries.aggregate(last=Max("happened_on"))["last"]


def _after(key, day):
    return day + timedelta(days=WorkSetting.value_on(key, day))


def reschedule(household, *, by, risk=None):
    """Keep the due day (and a new risk level) on the household, which is locked."""
    household.next_visit_on = due_day(household)
    household.risk_level = risk or household.risk_level
    household.save_version(by=by, fields=["next_visit_on", "risk_level"])


def forget_past(households, *, by):
    """A register without visits does not make a visit of long ago due (a queryset)."""
    past = households.filter(next_visit_on__lt=today(), visits__isnull=True)
    for household in past.for_writing():
        household.next_visit_on = None
        household.save_version(by=by, fields=["next_visit_on"])
