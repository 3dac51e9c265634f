"""What came of support: learning, jobs, loans, legal aid, insurance, in persons and turns.

A person is counted once in each number, also over several cases; a minor who came along
is a person of their own. What was not valued in money is not 0. `insured` is of the last
day of the question, everything else of its period.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from reporting.figures.scope import Scope
from support_regimes.outcomes import TOPICS

ROWS = ("places.sql", "came.sql")


def _parts(topic, step, lists):
    """{key: Choice} of what a measure is told by, as outcomes.toml lists it."""
    of = TOPICS[topic].steps[step] if step else TOPICS[topic]
    return getattr(of, lists)


@dataclass(frozen=True)
class Measure:
    """What is counted: its topic and words, what it is told by, whether it has money.

    parts: {key: Choice}; insurance has none: what the state pays is a matter of law.
    """

    topic: str
    words: str
    parts: dict = field(default_factory=dict)
    has_money: bool = False


MEASURES = {
    "started": Measure(
        "learning", _("Began to learn"), _parts("learning", "", "kinds")
    ),
    "finished": Measure("learning", _("Finished"), _parts("learning", "", "kinds")),
    "left": Measure(
        "learning", _("Left before the end"), _parts("learning", "left", "causes")
    ),
    "job": Measure("learning", _("Found a job"), _parts("learning", "job", "whats")),
    "loan_asked": Measure(
        "loan", _("Applied for a loan"), _parts("loan", "", "kinds"), has_money=True
    ),
    "granted": Measure(
        "loan", _("Loan granted"), _parts("loan", "", "kinds"), has_money=True
    ),
    "refused": Measure("loan", _("Loan refused"), _parts("loan", "refused", "causes")),
    "aid": Measure("legal", _("Got legal aid"), _parts("legal", "", "kinds")),
    "papers": Measure("legal", _("Papers made"), _parts("legal", "paper", "whats")),
    "awarded": Measure(
        "legal", _("Compensation awarded"), _parts("legal", "", "kinds"), has_money=True
    ),
    "received": Measure(
        "legal", _("Compensation received"), _parts("legal", "", "kinds"),
        has_money=True,
    ),
    "insured": Measure("insurance", _("Card good on the last day")),
    "referred": Measure("health", _("Referred"), _parts("health", "", "kinds")),
    "gone": Measure("health", _("Went there"), _parts("health", "", "kinds")),
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """persons (minors among them), turns, and their sum in VND (None: none has one)."""

    persons: int = 0
    minors: int = 0
    turns: int = 0
    amount: int | None = None


NOTHING = Counted()


@dataclass(frozen=True)
class Slice:
    """The figures of an area or of the whole: {measure: Counted}, {(measure, of): …}."""

    area: object = None
    all: dict = field(default_factory=dict)
    by: dict = field(default_factory=dict)

    def count(self, measure, of=None):
        if of is None:
            return self.all.get(measure, NOTHING)
        return self.by.get((measure, of), NOTHING)

    def used(self, measure):
        """The keys of its parts that occur, in the order of the list; dropped ones last."""
        listed = MEASURES[measure].parts
        found = {of for each, of in self.by if each == measure}
        dropped = sorted(found - {*listed, ""}) if listed else []
        return [*(key for key in listed if key in found), *dropped]

    @property
    def is_empty(self):
        return not self.all


@dataclass(frozen=True)
class Outcomes:
    """The question, the whole, and the areas that have something (others have 0)."""

    scope: Scope
    total: Slice
    areas: tuple


def outcomes(scope):
    """What came of support for a Scope, in one statement."""
    found = {}
    for line, measure, of, *numbers in scope.rows(*ROWS, "outcomes.sql"):
        part = found.setdefault(line, Slice(area=scope.lines.get(line)))
        counted = Counted(*numbers)
        if of is None:
            part.all[measure] = counted
        else:
            part.by[measure, of] = counted
    total = found.pop(None, Slice())
    areas = tuple(found[pk] for pk in scope.lines if pk in found)
    return Outcomes(scope=scope, total=total, areas=areas)
