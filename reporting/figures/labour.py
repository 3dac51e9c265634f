"""Department of Labour: who was received, and support by regime, in persons and turns.

A person (người) is counted once in each number, a turn (lượt) is one support on one day.
A minor who came along is a person of their own. Support to somebody without a file is a
turn, and no person. Definitions of every figure: docs/reports.md.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from reporting.figures.laws import laws_of, together
from reporting.figures.outcomes import Outcomes, outcomes
from reporting.figures.scope import Scope
from reporting.figures.sliced import Sliced, sliced


@dataclass(frozen=True)
class Received:
    """Persons received in the period. Women and minors overlap: never add them."""

    persons: int = 0
    female: int = 0
    male: int = 0
    under_18: int = 0
    age_uncertain: int = 0

    @property
    def other_sex(self):
        """Another sex, not said or not recorded."""
        return self.persons - self.female - self.male


@dataclass(frozen=True)
class Given:
    """Support given: persons (minors among them) and turns (all, minors', without file)."""

    persons: int = 0
    minors: int = 0
    turns: int = 0
    minors_turns: int = 0
    without_file: int = 0


NO_RECEIVED, NO_GIVEN = Received(), Given()


@dataclass(frozen=True)
class Slice:
    """The figures of an area, of a year or of the whole: received, given, by regime."""

    area: object = None
    year: object = None
    received: Received = NO_RECEIVED
    given: Given = NO_GIVEN
    by_regime: dict = field(default_factory=dict)

    def regime(self, code):
        return self.by_regime.get(code, NO_GIVEN)

    @property
    def is_empty(self):
        return not (self.received.persons or self.given.turns)


@dataclass(frozen=True)
class Labour(Sliced):
    """The report: its question, the laws with their lines, whole, areas and years.

    together: lines of several laws told as one; groups: {"1+a+e": Given} of these and of
    each law as a whole, only where there are several laws; outcomes: what came of it.
    """

    scope: Scope
    laws: tuple
    outcomes: Outcomes
    total: Slice
    areas: tuple
    years: tuple
    together: tuple = ()
    groups: dict = field(default_factory=dict)

    @property
    def regimes(self):
        """The lines of all laws, in order."""
        return tuple(line for law in self.laws for line in law.lines)

    @property
    def is_of_2013(self):
        """Only Decree 09/2013 is told: its paper stays as it always was."""
        return len(self.laws) == 1 and not self.laws[0].is_lettered

    def group(self, of):
        return self.groups.get(of, NO_GIVEN)


def _slices(scope):
    """{(line, year): what a Slice is made of}"""
    found = defaultdict(lambda: {"by_regime": {}})
    for part, line, year, regime, *numbers in scope.rows(
        "places.sql", "turns.sql", "labour.sql"
    ):
        to = found[line, year]
        if part == "received":
            to["received"] = Received(*numbers)
        elif regime:
            to["by_regime"][regime] = Given(*numbers)
        else:
            to["given"] = Given(*numbers)
    return found


def labour(scope):
    """The Department's figures for a Scope: two statements, and the names of the lines.

    Where the period lies under two laws, one more statement joins their lines.
    """
    found = _slices(scope)
    used = {code for to in found.values() for code in to["by_regime"]}
    laws = laws_of(scope, used)
    both = together(laws)
    return Labour(
        scope=scope,
        laws=laws,
        outcomes=outcomes(scope),
        together=both,
        groups=_groups(scope, [part.of for part in (*laws, *both)] if both else []),
        **sliced(scope, found, Slice),
    )


def _groups(scope, groups):
    if not groups:
        return {}
    rows = scope.rows("places.sql", "turns.sql", "groups.sql", groups=groups)
    return {of: Given(*numbers) for of, *numbers in rows}
