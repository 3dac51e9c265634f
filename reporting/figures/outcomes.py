"""What came of support: learning, jobs, loans, legal aid, insurance, in persons and turns.

A person is counted once in each number, also over several cases; a minor who came along
is a person of their own. What was not valued in money is not 0. `insured` is of the last
day of the question, everything else of its period.
"""

from dataclasses import dataclass, field

from reporting.figures.scope import Scope

# measure -> what its parts are by: kinds, causes, jobs, papers or shares (outcomes.toml).
MEASURES = {
    "started": "kind",
    "finished": "kind",
    "left": "cause",
    "job": "what",
    "loan_asked": "kind",
    "granted": "kind",
    "refused": "cause",
    "aid": "kind",
    "papers": "what",
    "awarded": "kind",
    "received": "kind",
    "insured": "share",
    "referred": "kind",
    "gone": "kind",
}


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

    @property
    def is_empty(self):
        return not self.all


@dataclass(frozen=True)
class Outcomes:
    """The question, the whole, and the areas that have something."""

    scope: Scope
    total: Slice
    areas: tuple


def outcomes(scope):
    """What came of support for a Scope, in one statement."""
    found = {}
    for line, measure, of, *numbers in scope.rows("places.sql", "outcomes.sql"):
        part = found.setdefault(line, Slice(area=scope.lines.get(line)))
        counted = Counted(*numbers)
        if of is None:
            part.all[measure] = counted
        else:
            part.by[measure, of] = counted
    total = found.pop(None, Slice())
    areas = tuple(found[pk] for pk in scope.lines if pk in found)
    return Outcomes(scope=scope, total=total, areas=areas)
