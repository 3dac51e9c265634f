"""Unmet needs: what was asked for and not given, by cause, in persons and turns.

A person is counted once in each number; a turn (lượt) is one need of one claimant on one
day. Met later is counted beside it and taken out of nothing. What was not valued in
money is not 0. Definitions of every figure: docs/reports.md.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from reporting.figures.scope import Scope
from reporting.figures.sliced import Sliced, sliced
from support_regimes.causes import CAUSES, Cause


@dataclass(frozen=True)
class Counted:
    """persons (under 18 among them), turns (without a file, met later among them), and
    of the turns those with a value, with their sum in VND (None: none has one).
    """

    persons: int = 0
    minors: int = 0
    turns: int = 0
    without_file: int = 0
    met: int = 0
    valued: int = 0
    amount: int | None = None

    @property
    def open(self):
        return self.turns - self.met

    @property
    def not_valued(self):
        return self.turns - self.valued


NOTHING = Counted()


@dataclass(frozen=True)
class Slice:
    """The figures of an area, of a year or of the whole: all needs, and by cause."""

    area: object = None
    year: object = None
    all: Counted = NOTHING
    by_cause: dict = field(default_factory=dict)

    def cause(self, key):
        return self.by_cause.get(key, NOTHING)

    @property
    def is_empty(self):
        return not self.all.turns


@dataclass(frozen=True)
class Unmet(Sliced):
    """The report: its question, the causes of its table, whole, areas and years."""

    scope: Scope
    causes: tuple
    total: Slice
    areas: tuple
    years: tuple


def unmet(scope):
    """The figures of unmet needs for a Scope, in one statement."""
    found = defaultdict(lambda: {"by_cause": {}})
    files = ("places.sql", "needs.sql", "unmet.sql")
    for line, year, cause, *numbers in scope.rows(*files, as_of=scope.as_of):
        to = found[line, year]
        if cause:
            to["by_cause"][cause] = Counted(*numbers)
        else:
            to["all"] = Counted(*numbers)
    slices = sliced(scope, found, Slice)
    causes = _causes(slices["total"].by_cause)
    return Unmet(scope=scope, causes=causes, **slices)


def _causes(used):
    """The causes of the list in its order, and those that a later list dropped."""
    dropped = sorted(set(used) - set(CAUSES))
    return (*CAUSES.values(), *(Cause(key, key, "not_given") for key in dropped))
