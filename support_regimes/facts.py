"""From the records to what the pure parts read: facts, rules, requests, provisions."""

from collections import Counter, defaultdict

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from areas.clock import today
from areas.models import Area
from support_regimes import rulebook
from support_regimes.board import Asked, Given
from support_regimes.bodies import Bodies
from support_regimes.calendars import the_calendar
from support_regimes.choosing import readings_of, rule_set_of
from support_regimes.clocks import due_step, request_clock
from support_regimes.documents import document_of
from support_regimes.findings import marked
from support_regimes.known import Facts
from support_regimes.models import (
    ProcedureStep,
    Provision,
    RegimeAnswer,
    RegimeRequest,
    RequestState,
    RequestStep,
)
from support_regimes.rulebook import STAY
from support_regimes.staying import stays_of

TERM = "within_12_months"
__all__ = ["STAY", "File", "cited", "due_step", "given_of", "norm_words", "rules_of"]


class File:
    """One case as the board needs it: read once, asked for each claimant."""

    def __init__(self, case, day=None, rule_set=None):
        self.case, self.day = case, day or today()
        self.rule_set = rule_set or rule_set_of(case, self.day)
        self.minors = list(case.minors.order_by("recorded_at", "pk"))
        self.requests = list(
            RegimeRequest.objects.filter(case=case, asked_on__lte=self.day)
            .select_related("item", "regime")
            .order_by("asked_on", "recorded_at")
        )
        self.provisions = list(
            Provision.objects.filter(case=case, happened_on__lte=self.day)
            .select_related("item__regime", "source", "minor", "recorded_by")
            .order_by("-happened_on", "-recorded_at")
        )
        # Once is once: also in an earlier case of the same person.
        once = Provision.objects.as_of(self.day).filter(
            victim=case.victim_id, once=True
        )
        self.once = list(once.select_related("item").order_by("happened_on"))
        answers = RegimeAnswer.objects.filter(case=case).as_of(self.day)
        self.answers = list(answers.order_by("happened_on", "recorded_at"))
        steps = RequestStep.objects.filter(request__case=case).live()
        self.steps = defaultdict(list)
        for step in steps.order_by("recorded_at"):
            self.steps[step.request_id].append(step)
        self.calendar = the_calendar(case.territory_id)
        self.followed = readings_of(case, self.day)
        self.rules, self.procedure = rules_of(
            self.rule_set, case.territory, self.day, self.followed
        )

    def facts(self, minor=None):
        """The facts of one claimant; `minor` None is the person of the case."""
        case, claimant = self.case, minor or self.case.victim
        citizenship = case.victim.citizenship
        stays = self.stays(minor)
        return Facts(
            day=self.day,
            accompanying=minor is not None,
            citizenship="" if minor else citizenship,
            with_citizenship=citizenship if minor else "",
            is_minor=claimant.is_minor_on(self.day),
            at_school=minor.at_school if minor else None,
            received_on=case.received_on,
            returned_on=case.returned_on,
            facility_from=case.in_facility_from,
            facility_until=case.in_facility_until,
            stays=tuple(stays),
            extended_until=getattr(stays[-1], "extended_until", None)
            if stays
            else None,
            away=case.away,
            calendar=self.calendar,
            **self._identified(),
            **self._papers(minor),
            **self._needs(minor),
            **self._poverty(),
            **self._answers_of(minor),
        )

    # What one file asks the database; filed.py has read it for many cases at once.

    def identification(self):
        return self._standing(self.case.identifications).last()

    def papers(self):
        return self._standing(self.case.victim.papers)

    def poverty(self):
        return self._standing(self.case.household.poverty_statuses).last()

    def needs(self):
        return self._standing(self.case.needs)

    def _standing(self, events):
        """What had happened by the day, in order."""
        return events.as_of(self.day).order_by("happened_on", "recorded_at")

    def stays(self, minor=None):
        return stays_of(self.case, minor)

    def _identified(self):
        found = self.identification()
        if not found:
            return {}
        is_confirmed = found.status == "victim"
        return {
            "status": found.status,
            "identified_on": found.happened_on,
            "confirmed_on": found.paper_on if is_confirmed else None,
            "confirmed_by": found.body if is_confirmed else "",
        }

    def _papers(self, minor):
        if minor:
            return {}
        last = {paper.kind: paper for paper in self.papers()}
        return {
            "papers": {kind: paper.status for kind, paper in last.items()},
            "paper_days": {kind: paper.happened_on for kind, paper in last.items()},
        }

    def _poverty(self):
        status = self.poverty()
        if not status:
            return {}
        return {
            "poverty": status.category,
            "poverty_on": status.happened_on,
            "poverty_year": status.year,
            "poverty_certificate": bool(status.certificate),
        }

    def _needs(self, minor):
        if minor:
            return {"needs": frozenset(minor.needs)}
        days = {need.kind: need.happened_on for need in self.needs()}
        return {"needs": frozenset(days), "need_days": days}

    def _answers_of(self, minor):
        minor_id = minor.pk if minor else None
        mine = [answer for answer in self.answers if answer.minor_id == minor_id]
        codes = {r.pk: r.code for r in self.rule_set.regimes.all()} if mine else {}
        last = {codes.get(answer.regime_id): answer for answer in mine}
        return {
            "declined": {c: a.happened_on for c, a in last.items() if not a.wants},
            "asked": self._asked_in_time(minor),
            "had": {
                p.item.code: p.happened_on for p in self.once if p.minor_id == minor_id
            },
            "given": self._units(minor),
        }

    def _units(self, minor):
        """{item code: units given} of what stands."""
        units = Counter()
        for provision in self.given_to(minor):
            units[provision.item.code] += provision.quantity
        return dict(units)

    def _asked_in_time(self, minor):
        """{regime code: day} of applications that the term of the law speaks of."""
        items = {
            item.code
            for rule in self.rules
            for item in rule.items
            if TERM in item.conditions
            or any(TERM in keys for keys in rule.persons.values())
        }
        return {
            r.regime.code: r.asked_on
            for r in self.requests_of(minor)
            if r.item.code in items and r.state != RequestState.WITHDRAWN
        }

    def requests_of(self, minor=None):
        minor_id = minor.pk if minor else None
        return [r for r in self.requests if r.minor_id == minor_id]

    def given_to(self, minor=None):
        """What the claimant was given and stands."""
        minor_id = minor.pk if minor else None
        return [
            p for p in self.provisions if p.minor_id == minor_id and not p.voided_at
        ]

    def asked(self, minor=None):
        """{regime code: Asked}: the request that matters now, a live one first."""
        found = {}
        for request in self.requests_of(minor):
            before = found.get(request.regime.code)
            if before is None or request.is_live or not before.is_live:
                found[request.regime.code] = self._asked(request)
        return found

    def _asked(self, request):
        steps = self.steps[request.pk]
        procedure = self.procedure.get(request.regime_id, {})
        next_step = due_step(request.state, procedure)
        clock = request_clock(steps, procedure, self.calendar)
        body = self.bodies.of(next_step, request.territory_id)
        return Asked(
            pk=request.pk,
            state=request.state,
            label=request.get_state_display(),
            item=request.item.name,
            on=steps[-1].happened_on if steps else request.asked_on,
            body=marked(body.name, body.step.is_unconfirmed) if body else "",
            clock=clock,
            due_on=clock.due_on if clock and next_step else None,
            is_live=request.is_live,
            is_given=any(p.request_id == request.pk for p in self.given_to_anyone()),
        )

    @cached_property
    def bodies(self):
        """Who takes which step in the place of the case on the day."""
        return Bodies(self.day, [self.case.territory_id])

    def given_to_anyone(self):
        return [p for p in self.provisions if not p.voided_at]

    def given(self, minor=None):
        """{regime code: Given}: turns, sums and last day of what stands."""
        rows = defaultdict(list)
        for provision in self.given_to(minor):
            rows[provision.item.regime.code].append(provision)
        return {code: given_of(provisions) for code, provisions in rows.items()}


def given_of(provisions):
    """Turns, VND of those valued (None if none was), and the last day."""
    amounts = [p.amount for p in provisions if p.amount is not None]
    return Given(
        turns=len(provisions),
        total=sum(amounts) if amounts else None,
        not_valued=len(provisions) - len(amounts),
        last_on=max(p.happened_on for p in provisions),
    )


def rules_of(rule_set, area, day, followed=None):
    """(regimes as plain data, {regime id: {act: step}}) for a place and day.

    followed: {(number of the regime, topic): place of the reading}, see rulebook.py.
    """
    if rule_set is None:
        return [], {}
    procedure = defaultdict(dict)
    for step in ProcedureStep.objects.filter(regime__rule_set=rule_set):
        procedure[step.regime_id][step.act] = step
    regimes = rulebook.regimes_from(
        document_of(rule_set), areas_above(area), day, followed
    )
    return regimes, procedure


def areas_above(area):
    """The keys of the areas that cover a place, itself included."""
    rows = Area.objects.filter(covering__covers=area)
    return {
        f"{code}@{version}" for code, version in rows.values_list("code", "version")
    }


def cited(line):
    """The article of a line, marked where nobody has confirmed it."""
    basis = line.basis
    return f"{basis} ({_('not confirmed')})" if line.is_unconfirmed else basis


def norm_words(norm, item):
    """The norm of an item as the pages write it."""
    if norm is None:
        return ""
    return rulebook.norm_words({"kind": norm.kind, "amount": norm.amount}, item.unit)
