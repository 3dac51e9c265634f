"""From the records to what the pure parts read: facts, rules, requests, provisions."""

from collections import defaultdict

from django.utils.translation import gettext as _

from areas.clock import today
from areas.widgets import dotted
from support_regimes.board import Asked, Given
from support_regimes.choosing import rule_set_of
from support_regimes.deadlines import working_days_after
from support_regimes.eligibility import Facts, ItemRules, RegimeRules
from support_regimes.models import (
    Entitlement,
    Item,
    Norm,
    ProcedureStep,
    Provision,
    Reading,
    RegimeAnswer,
    RegimeRequest,
    RequestState,
    RequestStep,
)

TERM = "within_12_months"
STAY = "stay"  # the topic of the readings on how long a stay is paid


class File:
    """One case as the board needs it: read once, asked for each claimant."""

    def __init__(self, case, day=None):
        self.case, self.day = case, day or today()
        self.rule_set = rule_set_of(case)
        self.minors = list(case.minors.order_by("recorded_at", "pk"))
        self.requests = list(
            RegimeRequest.objects.filter(case=case)
            .select_related("item", "regime")
            .order_by("asked_on", "recorded_at")
        )
        self.provisions = list(
            Provision.objects.filter(case=case)
            .select_related("item__regime", "source", "minor", "recorded_by")
            .order_by("-happened_on", "-recorded_at")
        )
        # Once is once: also in an earlier case of the same person.
        once = Provision.objects.live().filter(victim=case.victim_id, once=True)
        self.once = list(once.select_related("item").order_by("happened_on"))
        answers = RegimeAnswer.objects.filter(case=case).live()
        self.answers = list(answers.order_by("happened_on", "recorded_at"))
        steps = RequestStep.objects.filter(request__case=case).live()
        self.steps = {s.request_id: s for s in steps.order_by("recorded_at")}
        self.rules, self.procedure = rules_of(self.rule_set, case.territory, self.day)

    def facts(self, minor=None):
        """The facts of one claimant; `minor` None is the person of the case."""
        case, claimant = self.case, minor or self.case.victim
        found = case.identification
        status = found.status if found else ""
        return Facts(
            day=self.day,
            accompanying=minor is not None,
            status=status,
            confirmed_on=found.paper_on if status == "victim" else None,
            confirmed_by=found.body if status == "victim" else "",
            citizenship="" if minor else claimant.citizenship,
            is_minor=claimant.is_minor_on(self.day),
            at_school=minor.at_school if minor else None,
            received_on=case.received_on,
            returned_on=case.returned_on,
            facility_from=case.in_facility_from,
            facility_until=case.in_facility_until,
            away=case.away,
            papers={} if minor else _papers(claimant),
            needs=self._needs(minor),
            **self._poverty(),
            **self._answers_of(minor),
        )

    def _poverty(self):
        status = self.case.household.poverty
        if not status:
            return {}
        return {
            "poverty": status.category,
            "poverty_year": status.year,
            "poverty_certificate": bool(status.certificate),
        }

    def _needs(self, minor):
        if minor:
            return frozenset(minor.needs)
        return frozenset(self.case.needs.live().values_list("kind", flat=True))

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
        }

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
        step = self.steps.get(request.pk)
        next_step = due_step(request.state, self.procedure.get(request.regime_id, {}))
        since = step.happened_on if step else request.asked_on
        due = next_step and next_step.working_days
        return Asked(
            pk=request.pk,
            state=request.state,
            label=request.get_state_display(),
            item=request.item.name,
            on=since,
            body=next_step.body if next_step else "",
            due_on=working_days_after(since, due) if due else None,
            is_live=request.is_live,
            is_given=any(p.request_id == request.pk for p in self.given_to_anyone()),
        )

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


def _papers(victim):
    rows = victim.papers.live().order_by("happened_on", "recorded_at")
    return {paper.kind: paper.status for paper in rows}


NEXT_ACT = {"asked": "verify", "verified": "appraise", "appraised": "decide"}


def due_step(state, procedure):
    """The procedure's step that a request waits for ({act: step}), or None."""
    return procedure.get(NEXT_ACT.get(state))


def rules_of(rule_set, area, day):
    """(regimes as plain data, {regime id: {act: step}}) for a place and day."""
    if rule_set is None:
        return [], {}
    persons, items, stays, procedure = _lines(rule_set, area, day)
    regimes = [
        RegimeRules(
            number=regime.number,
            code=regime.code,
            name=regime.name,
            short=regime.short,
            icon=regime.icon,
            by_state=regime.is_decided_by_state,
            basis=cited(regime),
            persons=persons[regime.pk],
            items=tuple(items[regime.pk]),
            stay_days=stays.get(regime.pk),
        )
        for regime in rule_set.regimes.select_related("instrument").order_by("number")
    ]
    return regimes, procedure


def _lines(rule_set, area, day):
    persons, items, procedure = defaultdict(dict), defaultdict(list), defaultdict(dict)
    for row in Entitlement.objects.filter(regime__rule_set=rule_set):
        persons[row.regime_id][row.person] = tuple(row.conditions)
    norms = {}
    for norm in Norm.objects.of(area, day).filter(item__regime__rule_set=rule_set):
        norms.setdefault(norm.item_id, norm)
    lines = Item.objects.filter(regime__rule_set=rule_set).select_related("instrument")
    for item in lines.order_by("order"):
        items[item.regime_id].append(_item_rules(item, norms.get(item.pk)))
    readings = Reading.objects.filter(
        regime__rule_set=rule_set, topic=STAY, followed=True
    )
    stays = {row.regime_id: row.days for row in readings}
    for step in ProcedureStep.objects.filter(regime__rule_set=rule_set):
        procedure[step.regime_id][step.act] = step
    return persons, items, stays, procedure


def _item_rules(item, norm):
    return ItemRules(
        code=item.code,
        name=item.name,
        once=item.once,
        conditions=tuple(item.conditions),
        basis=cited(item),
        is_unconfirmed=item.is_unconfirmed,
        on_board=item.on_board,
        norm=norm_words(norm, item),
        norm_basis=cited(norm) if norm else "",
        amount=norm.amount if norm else None,
    )


def cited(line):
    """The article of a line, marked where nobody has confirmed it."""
    basis = line.basis
    return f"{basis} ({_('not confirmed')})" if line.is_unconfirmed else basis


def norm_words(norm, item):
    """ "3.000.000 đ/người", "ít nhất 70.000 đ/ngày", "theo chi phí thực tế"."""
    if norm is None:
        return ""
    if norm.amount is None:
        return norm.get_kind_display()
    amount = f"{dotted(norm.amount)} đ/{item.get_unit_display()}"
    fixed = norm.kind == Norm.Kind.FIXED
    return amount if fixed else f"{norm.get_kind_display()} {amount}"
