"""What the page of outcomes says: per claimant and topic, and what to ask next. Reads."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from support_regimes.due.sources import REMIND
from support_regimes.findings import shown_day
from support_regimes.models import Outcome
from support_regimes.outcomes import TOPICS, hindrance

_SETTLED = {"done", "repaid_all", "gone"}


@dataclass
class Entry:
    """One outcome as shown: its live steps in order, its state, what may follow."""

    outcome: object
    steps: list
    day: object
    state: str = ""
    tag: str = "info"
    can: list = field(default_factory=list)

    def __post_init__(self):
        outcome, last = self.outcome, self.steps[-1] if self.steps else None
        if outcome.voided_at:
            return
        if outcome.topic == Outcome.Topic.INSURANCE:
            self.state, self.tag = card_state(outcome, self.day)
        elif last and last.rule:
            self.state, self.tag = last.rule.name, last.rule.tag
        else:
            self.state = outcome.rule.begun
        found = {step.kind for step in self.steps}
        ended = any(step.ends for step in self.steps)
        steps = outcome.rule.steps.values()
        self.can = [
            step for step in steps if not hindrance(step, outcome.kind, found, ended)
        ]

    @property
    def unmet(self):
        """The key of the unmet need that its last step may be counted under, or ""."""
        return self.steps[-1].unmet if self.steps else ""


@dataclass
class Section:
    """A topic of one claimant: its entries, the newest first, and the next question."""

    topic: object
    entries: list
    ask: str


def card_state(card, day):
    """(words, tag) of an insurance card on a day."""
    if not card.has_card:
        return _("no card"), "warn"
    if card.valid_until and card.valid_until < day:
        return _("has ended"), "warn"
    if card.valid_from and card.valid_from > day:
        return _("not valid yet"), "info"
    if not card.valid_until:
        return _("end not known"), "neutral"
    if card.valid_until <= day + timedelta(days=REMIND):
        return _("ends soon"), "warn"
    return _("valid"), "ok"


def sections(outcomes, minor, day):
    """The sections of a claimant; in: outcomes of the case with `steps` prefetched."""
    own = [each for each in outcomes if each.minor_id == (minor.pk if minor else None)]
    for topic in TOPICS.values():
        if minor and not topic.minors:
            continue
        entries = [
            Entry(each, _in_order(each), day) for each in own if each.topic == topic.key
        ]
        live = [entry for entry in entries if not entry.outcome.voided_at]
        ask = to_ask(topic.key, live[0] if live else None, day, of_minor=bool(minor))
        yield Section(topic, entries, ask)


def _in_order(outcome):
    live = [step for step in outcome.steps.all() if not step.voided_at]
    return sorted(live, key=lambda step: (step.happened_on, step.recorded_at))


def to_ask(topic, entry, day, *, of_minor=False):
    """The next question for a visit (str), or "" where nothing is to ask.

    In: the newest live Entry of the topic, or None where nothing was recorded.
    """
    if topic == Outcome.Topic.INSURANCE:
        return _about_card(entry.outcome if entry else None, day)
    if entry is None:
        return _first_question(topic, of_minor)
    kinds = {step.kind for step in entry.steps}
    if owed(entry.steps):
        return _("Has the compensation been paid? How much so far?")
    if kinds & _SETTLED:
        return ""
    if topic == Outcome.Topic.LEGAL:
        return _about_law(entry.outcome, kinds)
    return _about(topic, entry.steps[-1].kind if entry.steps else "")


def owed(steps):
    """VND of the last award that was not received; in: live steps in order."""
    awarded = [step.amount for step in steps if step.kind == "awarded"]
    received = sum(step.amount for step in steps if step.kind == "received")
    return max(awarded[-1] - received, 0) if awarded else 0


def _first_question(topic, of_minor):
    if topic == Outcome.Topic.LEARNING:
        if of_minor:
            return _("Does the child go to school? Which class?")
        return _("Is going to school or learning a trade wished for?")
    return {
        Outcome.Topic.LOAN: _("Is a loan needed? Is there a plan for it?"),
        Outcome.Topic.LEGAL: _("Which papers are missing? Is legal help wanted?"),
    }.get(topic, "")


def _about(topic, last):
    if topic == Outcome.Topic.LEARNING:
        return {
            "finished": _("Has a job been found?"),
            "left": _("Is there a wish to learn again, or elsewhere?"),
            "job": _("Is it still the same job?"),
            "job_kept": _("Is it still the same job?"),
            "job_lost": _("Has another job been found?"),
            "no_job": _("Has a job been found?"),
        }.get(last, _("Do the lessons go well? Does something hinder?"))
    if topic == Outcome.Topic.LOAN:
        return {
            "refused": _("Could somebody else lend?"),
            "granted": _("How much has been repaid?"),
            "repaid": _("How much has been repaid?"),
        }.get(last, _("Has the lender answered?"))
    return _("Was the person there? (Never ask why.)")


def _about_law(outcome, kinds):
    in_court = outcome.kind in ("compensation", "proceedings", "divorce", "custody")
    if in_court and not kinds & {"closed_asked", "closed_not_asked"}:
        return _("Shall a hearing closed to the public be asked for?")
    if "asked" in kinds and "awarded" not in kinds:
        return _("Has the compensation been decided?")
    return _("How far has it got?")


def _about_card(card, day):
    if card is None:
        return _("Is there a health insurance card? Look at its dates.")
    if not card.has_card:
        return _("Has a health insurance card been made?")
    if not card.valid_until:
        return _("Until when is the insurance card valid?")
    if card.valid_until < day:
        return _("The insurance card has ended: has it been renewed?")
    if card.valid_until <= day + timedelta(days=REMIND):
        ends = shown_day(card.valid_until)
        return _("The insurance card ends on %(day)s: renew it.") % {"day": ends}
    return ""
