"""What is said of the rows of one page: cases, rules, clocks and holders, in bulk."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from support_regimes import board
from support_regimes.bodies import Bodies
from support_regimes.calendars import calendars
from support_regimes.clocks import due_step, request_clock
from support_regimes.eligibility import assess
from support_regimes.facts import TERM, cited
from support_regimes.filed import files_of
from support_regimes.findings import shown_day
from support_regimes.models import (
    Outcome,
    ProcedureStep,
    Regime,
    RegimeRequest,
    RequestStep,
)
from support_regimes.ways import ways_of
from victims.models import AccompanyingMinor, Case


@dataclass(frozen=True)
class Line:
    """One row as shown. `of`: the record that it opens, for its address and the trail."""

    row: object
    case: Case
    regime: Regime | None
    what: str
    limit: str
    basis: str
    left: str
    holder: str
    of: object
    minor: AccompanyingMinor | None = None
    is_late: bool = False
    is_sure: bool = True
    state: str = ""
    state_kind: str = "neutral"
    missing: str = ""

    @property
    def due_on(self):
        return self.row.due_on

    @property
    def url(self):
        if isinstance(self.of, RegimeRequest):
            return reverse("support_regimes:regime_request", args=[self.of.pk])
        return self.of.get_absolute_url()


# {kind: function of (rows, Shared) giving lines in their order}; a later app adds its own.
CONCLUDE = {}


def concludes(kind):
    def keep(function):
        CONCLUDE[kind] = function
        return function

    return keep


class Shared:
    """What lines of every kind need: cases, regimes, minors and bodies of the page."""

    def __init__(self, rows, user, day):
        self.user, self.day = user, day
        cases = Case.objects.visible_to(user).select_related(
            "victim", "household", "territory__parent"
        )
        self.cases = cases.in_bulk({row.case_id for row in rows})
        regimes = Regime.objects.select_related("rule_set", "instrument")
        self.regimes = regimes.in_bulk({row.regime_id for row in rows if row.regime_id})
        minors = {row.minor_id for row in rows if row.minor_id}
        self.minors = AccompanyingMinor.objects.in_bulk(minors) if minors else {}
        self.bodies = Bodies(day, {row.territory_id for row in rows})
        self.steps = defaultdict(dict)
        for step in ProcedureStep.objects.filter(
            regime__in=self.regimes
        ).select_related("instrument", "regime"):
            self.steps[step.regime_id][step.act] = step

    def body(self, step, row):
        found = self.bodies.of(step, row.territory_id)
        return found.name if found else ""

    def common(self, row):
        return {
            "row": row,
            "case": self.cases[row.case_id],
            "regime": self.regimes.get(row.regime_id),
            "minor": self.minors.get(row.minor_id),
            "is_late": bool(row.due_on and row.due_on < self.day),
        }


def concluded(rows, user, day):
    """The rows (desk.Row) with what the page says of them (list of Line)."""
    if not rows:
        return []
    shared, lines = Shared(rows, user, day), {}
    for kind, conclude in CONCLUDE.items():
        own = [row for row in rows if row.kind == kind and row.case_id in shared.cases]
        if own:
            lines |= {line.row.key: line for line in conclude(own, shared)}
    return [lines[row.key] for row in rows if row.key in lines]


def days_left(due_on, day):
    """ "12 days left", in days of the calendar."""
    left = (due_on - day).days
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def working_days_left(left):
    if left < 0:
        said = ngettext("%(n)s working day late", "%(n)s working days late", -left)
        return said % {"n": -left}
    if left == 0:
        return _("due today")
    said = ngettext("%(n)s working day left", "%(n)s working days left", left)
    return said % {"n": left}


def within_term(result):
    """The items (ItemResult) of a regime that are asked for within a term, best first."""
    of_persons = any(TERM in keys for keys in result.rules.persons.values())
    return (each for each in result.items if of_persons or TERM in each.item.conditions)


@concludes("term")
def term_lines(rows, shared):
    """Entitled and not asked: what seems open, and until when it may be asked for."""
    files = files_of(
        {r.case_id: shared.cases[r.case_id] for r in rows}.values(), shared.day
    )
    for row in rows:
        file, regime = files[row.case_id], shared.regimes[row.regime_id]
        facts = file.facts()
        rules = next(each for each in file.rules if each.code == regime.code)
        result = assess(facts, rules)
        ask = shared.steps[regime.pk]["ask"]
        lead = next(within_term(result), result.lead)
        ways = ways_of(lead.findings) if lead else ()
        is_over = bool(row.due_on) and row.due_on < shared.day
        yield Line(
            **shared.common(row),
            what=lead.item.name if lead else regime.name,
            limit=_term(ask.months, facts.confirmed_on),
            basis=cited(ask),
            left=days_left(row.due_on, shared.day) if row.due_on else "",
            holder=_("Caseworker of the commune: file the application"),
            of=file.case,
            is_sure=not row.due_on
            or file.calendar.is_sure(facts.confirmed_on, row.due_on),
            state=_("The time is over") if is_over else board.status_label(lead.state),
            state_kind="warn" if is_over else board.KINDS[lead.state],
            missing=str(ways[0].what) if ways else "",
        )


def _term(months, confirmed_on):
    if confirmed_on is None:
        return _("The day of the confirmation is not recorded.")
    term = ngettext(
        "%(n)s month from the confirmation of %(day)s",
        "%(n)s months from the confirmation of %(day)s",
        months,
    )
    return term % {"n": months, "day": shown_day(confirmed_on)}


@concludes("step")
def step_lines(rows, shared):
    """Whoever must act on a request, by the same clock as everywhere."""
    requests = RegimeRequest.objects.select_related("item", "case")
    requests = requests.in_bulk([row.ref for row in rows])
    steps = defaultdict(list)
    for step in (
        RequestStep.objects.live().filter(request__in=requests).order_by("recorded_at")
    ):
        steps[step.request_id].append(step)
    for row in rows:
        request, procedure = requests[row.ref], shared.steps[row.regime_id]
        calendar = calendars().of(row.territory_id)
        clock = request_clock(steps[row.ref], procedure, calendar)
        step = due_step(request.state, procedure)
        yield Line(
            **shared.common(row),
            what=request.item.name,
            limit=_limit(step, clock),
            basis=cited(step) if step else "",
            left=_left(clock, step, shared.day),
            holder=shared.body(step, row) or _("The family: complete the papers"),
            of=request,
            is_sure=not clock or clock.is_sure,
            state=request.get_state_display(),
            state_kind="warn" if request.state == "returned" else "info",
        )


def _limit(step, clock):
    if not step or not clock:
        return _("No limit is named while papers are missing")
    if step.working_days is None:
        return step.name
    said = ngettext(
        "%(step)s: %(n)s working day after %(day)s",
        "%(step)s: %(n)s working days after %(day)s",
        step.working_days,
    )
    day = shown_day(clock.started_on)
    return said % {"step": step.name, "n": step.working_days, "day": day}


def _left(clock, step, day):
    if not clock or clock.allowed is None:
        return ""
    left = clock.left(day)
    return working_days_left(left) if step or left < 0 else _("the clock stands still")


@concludes("stay")
def stay_lines(rows, shared):
    """Stays in facilities, and the last day that is paid."""
    for row in rows:
        regime = shared.regimes[row.regime_id]
        yield Line(
            **shared.common(row),
            what=_("Stay in a facility: last day that is paid"),
            limit=_("By the limit of the stay that the rules follow"),
            basis=cited(regime),
            left=days_left(row.due_on, shared.day) if row.due_on else "",
            holder=_("Facility and caseworker: return home, or a longer stay"),
            of=shared.cases[row.case_id],
        )


@concludes("insurance")
def insurance_lines(rows, shared):
    """Insurance cards that end and were not renewed."""
    cards = Outcome.objects.in_bulk([row.ref for row in rows])
    for row in rows:
        card = cards[row.ref]
        yield Line(
            **shared.common(row),
            what=_("Health insurance card: renew it"),
            limit=str(card),
            basis="",
            left=days_left(row.due_on, shared.day),
            holder=_("Caseworker of the commune: ask at the next visit"),
            of=card,
        )
