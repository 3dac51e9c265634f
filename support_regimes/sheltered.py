"""The page of the stays of a case: who stays where, how long is paid, what comes next."""

from dataclasses import dataclass

from areas.clock import today
from support_regimes import staying
from support_regimes.calendars import the_calendar
from support_regimes.models import PlanStep, StayEntry


@dataclass
class Claimant:
    """The person of the case (minor None) or a child, with all that concerns stays."""

    minor: object
    counter: staying.Counter | None
    stays: list
    assessment: object
    handovers: list

    @property
    def running(self):
        return next((stay for stay in self.stays if stay.is_running), None)

    @property
    def leaves_unassessed(self):
        """A stay runs, and nobody looked at the home since it began."""
        stay = self.running
        if stay is None:
            return False
        return not (self.assessment and self.assessment.happened_on >= stay.from_on)


def claimants(case, minors, rules, day=None):
    """The person and the children who came along, as a list of Claimant."""
    day = day or today()
    limit, calendar = staying.limit_of(rules), the_calendar(case.territory_id)
    stays, looked, handed = _stays(case), _looked(case), _handed(case)
    found = []
    for minor in [None, *minors]:
        key = minor.pk if minor else None
        periods = staying.stays_of(case, minor)
        looks = [each for each in looked if each.minor_id == key]
        found.append(
            Claimant(
                minor=minor,
                counter=staying.count(periods, limit, day, calendar),
                stays=[stay for stay in stays if stay.minor_id == key],
                assessment=looks[-1] if looks else None,
                handovers=[each for each in handed if each.minor_id == key],
            )
        )
    return found


def _looked(case):
    """The return assessments that stand, the first one first."""
    rows = case.return_assessments.live().select_related("recorded_by")
    return list(rows.order_by("happened_on", "recorded_at"))


def _handed(case):
    """Steps of the handover that stand; `waits`: given, and no yes of the commune yet."""
    rows = case.commune_handovers.live().select_related("recorded_by", "area", "minor")
    rows = list(rows.order_by("happened_on", "recorded_at"))
    replied = {each.answers_id for each in rows}
    for each in rows:
        each.waits = each.step == each.Step.GIVEN and each.pk not in replied
    return rows


def _stays(case):
    """All stays, the newest first, with what happened in them; struck ones too."""
    rows = case.stays.select_related("facility", "minor", "case__victim")
    rows = rows.prefetch_related("entries__recorded_by", "departures__recorded_by")
    rows = list(rows.order_by("-from_on", "-recorded_at"))
    for stay in rows:
        stay.kinds = _by_kind(stay)
        ends = [each for each in stay.departures.all() if not each.voided_at]
        stay.departure = ends[0] if ends else None
    return rows


def _by_kind(stay):
    """[(label, entries)] that stand, by kind, the first first; without empty kinds."""
    found = []
    for kind in StayEntry.Kind:
        rows = [e for e in stay.entries.all() if e.kind == kind and not e.voided_at]
        if rows:
            rows.sort(key=lambda entry: (entry.happened_on, entry.recorded_at))
            found.append((kind.label, rows))
    return found


def proposed_visit(household, user):
    """The next open step of a plan that is a visit to this household, or None.

    A proposal only: the day of the next home visit is written by a visit.
    """
    steps = PlanStep.objects.open().visible_to(user).filter(is_visit=True)
    return steps.filter(case__household=household).order_by("due_on", "pk").first()
