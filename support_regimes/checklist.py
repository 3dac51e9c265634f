"""What the records themselves say to the questions of an audit (auditing.py).

They only show: whoever audits compares with the papers and judges. One file is read once
and asked by the functions that the board, the clocks and the payments use.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from areas.clock import today
from support_regimes import choosing
from support_regimes.auditing import QUESTIONS
from support_regimes.clocks import request_clock
from support_regimes.eligibility import assess
from support_regimes.facts import TERM, File, cited
from support_regimes.findings import marked, shown_day
from support_regimes.models import PlanStep, RequestState, RequestStep, UnmetNeed
from support_regimes.replaying import replay, seen_of

CASE, BOARD = "victims:case_person", "support_regimes:case_board"
PLANS, UNMET = "support_regimes:case_stays", "support_regimes:case_unmet"


@dataclass(frozen=True)
class Seen:
    """words: what the records say; is_met: True, False, or None (a person judges)."""

    words: str
    is_met: bool | None = None
    page: str = BOARD

    @property
    def saw(self):
        """As AuditFinding.saw keeps it."""
        return {True: "met", False: "not_met", None: ""}[self.is_met]


def _none_or(rows, nothing, words, wrong):
    """Seen of rows of which `wrong` are not in order; with no rows nobody can say."""
    return Seen(words, not wrong) if rows else Seen(nothing)


class Checklist:
    """The questions of a case, each with what the records say."""

    def __init__(self, case):
        self.case, self.file = case, File(case)

    def answer(self, question):
        """Seen, or None where only a person can look."""
        return getattr(self, question.look)() if question.look else None

    def basis(self, question):
        """Which articles ask for it: of the rules that the case follows, or in words."""
        if not question.steps:
            return question.source
        steps = [
            procedure[act]
            for procedure in self.file.procedure.values()
            for act in question.steps
            if act in procedure
        ]
        return "; ".join(dict.fromkeys(cited(step) for step in steps))

    def lines(self):
        """[(Question, Seen or None, basis, address or "")] in the order of the file."""
        found = []
        for question in QUESTIONS.values():
            seen = self.answer(question)
            url = reverse(seen.page, args=[self.case.pk]) if seen else ""
            found.append((question, seen, self.basis(question), url))
        return found

    @cached_property
    def requests(self):
        """Requests that were not withdrawn."""
        return [r for r in self.file.requests if r.state != RequestState.WITHDRAWN]

    @cached_property
    def decisions(self):
        """The deciding steps, each with its request at hand."""
        found = []
        for request in self.requests:
            request.case = self.case
            for step in self.file.steps[request.pk]:
                if step.act in RequestStep.DECIDING:
                    step.request = request
                    found.append(step)
        return found

    @cached_property
    def given(self):
        return self.file.given_to_anyone()

    @cached_property
    def payments(self):
        return [turn for turn in self.given if turn.amount is not None]

    def consent(self):
        rows = self.case.consents.live().filter(purpose="record")
        last = rows.order_by("happened_on", "recorded_at").last()
        if last is None:
            return Seen(_("Nothing is noted."), False, CASE)
        words = f"{last.get_answer_display()}, {shown_day(last.happened_on)}"
        return Seen(
            words, {"yes": True, "not_asked": None}.get(last.answer, False), CASE
        )

    def confirmation(self):
        found = self.file.identification()
        if found is None:
            return Seen(_("Nothing is noted."), None, CASE)
        words = found.get_status_display()
        if found.status != "victim":
            return Seen(words, None, CASE)
        if not (found.paper_on and found.body):
            return Seen(_("%s; the paper lacks its day or body") % words, False, CASE)
        return Seen(f"{words}, {shown_day(found.paper_on)}", True, CASE)

    def application(self):
        """What the state decides on is asked for on paper before it is given."""
        of_state = [turn for turn in self.given if turn.item.regime.is_decided_by_state]
        without = [turn for turn in of_state if not turn.request_id]
        words = _("%(all)s applications; %(without)s turns of support without one")
        words %= {"all": len(self.requests), "without": len(without)}
        rows = self.requests or of_state
        return _none_or(rows, _("Nothing was asked for."), words, without)

    def in_term(self):
        """By the condition of the rules, for the day on which it was asked."""
        rules = {regime.code: regime for regime in self.file.rules}
        verdicts = defaultdict(int)
        for request in self.requests:
            regime = rules.get(request.regime.code)
            if regime is None:
                continue
            result = assess(self.file.facts(request.minor), regime)
            verdict = seen_of(result, request.item.code).get(TERM)
            verdicts[verdict] += verdict is not None
        told = verdicts["met"] + verdicts["unmet"] + verdicts["unclear"]
        if not told:
            return Seen(_("No application has a time limit."))
        words = _("%(met)s in time, %(unmet)s too late, %(unclear)s without a day")
        words %= {key: verdicts[key] for key in ("met", "unmet", "unclear")}
        if verdicts["unmet"] or not verdicts["unclear"]:
            return Seen(words, not verdicts["unmet"])
        return Seen(words)

    def in_time(self):
        """Every body within its working days: what was done, and what waits now."""
        late, steps = [], 0
        for request in self.requests:
            procedure = self.file.procedure.get(request.regime_id, {})
            done = self.file.steps[request.pk]
            days = [*(step.happened_on for step in done[1:]), today()]
            for number, day in enumerate(days, 1):
                clock = request_clock(done[:number], procedure, self.file.calendar)
                if clock and clock.allowed is not None and clock.is_running:
                    steps += 1
                    late += [clock.days_late(day)] if clock.is_late(day) else []
        words = _(
            "%(steps)s steps with a limit; %(late)s late, by %(days)s working days"
        )
        words %= {"steps": steps, "late": len(late), "days": sum(late)}
        return _none_or(steps, _("No step has a limit."), words, late)

    def decision(self):
        without = [step for step in self.decisions if not step.document_on]
        words = _("%(all)s decisions; %(without)s without the day of the paper")
        words %= {"all": len(self.decisions), "without": len(without)}
        return _none_or(self.decisions, _("Nothing was decided."), words, without)

    def conditions(self):
        """By the rules of the case on that day, and as what was known then says."""
        wrong = [why for step in self.decisions for why in self._wrong(step)]
        words = _("%s decisions") % len(self.decisions)
        words = "; ".join([words, *dict.fromkeys(wrong)])
        return _none_or(self.decisions, _("Nothing was decided."), words, wrong)

    def _wrong(self, step):
        rules = choosing.rule_set_of(self.case, step.happened_on)
        if rules and rules.key != step.rule_set_key:
            yield _("decided under other rules than those of the case")
        verdicts = set(step.facts_seen.values())
        if step.result == RequestStep.Result.APPROVED and "unmet" in verdicts:
            yield _("approved although a condition was not met")
        if step.result == RequestStep.Result.REFUSED and verdicts == {"met"}:
            yield _("refused although all conditions were met")
        again = replay(step)
        if again and not again.is_same:
            yield _("what was known that day says otherwise")

    def norm(self):
        """Every payment by its norm, and all of a request within its decision."""
        above = [turn for turn in self.payments if turn.above_norm()]
        wrong = [turn for turn in above if not turn.ground.strip()]
        over = sum(self._is_over(request) for request in self.requests)
        words = _(
            "%(all)s payments; %(above)s above the norm, %(ground)s of them with a"
            " ground; %(over)s decisions exceeded"
        ) % {
            "all": len(self.payments),
            "above": len(above),
            "ground": len(above) - len(wrong),
            "over": over,
        }
        norms = [turn.norm for turn in self.payments]
        words = marked(words, any(norm and norm.is_unconfirmed for norm in norms))
        nothing = _("No payment is recorded.")
        return _none_or(self.payments, nothing, words, wrong or over)

    def _is_over(self, request):
        mine = [step for step in self.decisions if step.request is request]
        paid = sum(t.amount for t in self.payments if t.request_id == request.pk)
        return bool(mine and mine[-1].amount and paid > mine[-1].amount)

    def receipt(self):
        without = [turn for turn in self.payments if not turn.document_number.strip()]
        words = _("%(all)s payments; %(without)s without the number of a receipt")
        words %= {"all": len(self.payments), "without": len(without)}
        return _none_or(self.payments, _("No payment is recorded."), words, without)

    def follow_up(self):
        rows = list(PlanStep.objects.open().filter(case=self.case))
        late = [step for step in rows if step.is_late(today())]
        done = PlanStep.objects.filter(case=self.case).exists()
        words = _("%(open)s steps open; %(late)s overdue")
        words %= {"open": len(rows), "late": len(late)}
        seen = _none_or(done, _("No plan was made."), words, late)
        return Seen(seen.words, seen.is_met, PLANS)

    def unmet(self):
        """How much there was to note, only the person can say."""
        number = UnmetNeed.objects.live().filter(case=self.case).count()
        return Seen(_("%s unmet needs noted") % number, None, UNMET)
