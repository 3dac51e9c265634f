"""Department of Labour: who was received, and support by regime, in persons and turns.

A person (người) is counted once in each number, a turn (lượt) is one support on one day.
A minor who came along is a person of their own. Support to somebody without a file is a
turn, and no person. Definitions of every figure: docs/reports.md.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from reporting.figures.scope import Scope
from support_regimes.models import Item, RuleSet


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
class ReportLine:
    """A line of the Department's table: "6a", "Trợ cấp khó khăn ban đầu"."""

    code: str
    name: str


@dataclass(frozen=True)
class Labour:
    """The report: its question, the lines of its table, whole, areas and years."""

    scope: Scope
    regimes: tuple
    total: Slice
    areas: tuple
    years: tuple

    @property
    def reported(self):
        """The areas with at least one reception or turn in the period."""
        return [part.area for part in self.areas if not part.is_empty]

    @property
    def not_reported(self):
        return [part.area for part in self.areas if part.is_empty]

    @property
    def is_empty(self):
        return self.total.is_empty


def labour(scope):
    """The Department's figures for a Scope: one statement, and the names of the lines."""
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
    used = {code for to in found.values() for code in to["by_regime"]}
    years = sorted(year for _line, year in found if year)
    return Labour(
        scope=scope,
        regimes=report_lines(scope.last, used),
        total=Slice(**found.pop((None, None), {})),
        areas=tuple(
            Slice(area=area, **found.pop((pk, None), {}))
            for pk, area in scope.lines.items()
            if (pk, None) in found or scope.is_expected(area)
        ),
        years=tuple(Slice(year=year, **found.pop((None, year))) for year in years),
    )


def report_lines(day, used=()):
    """The lines of the report by the rules of a day, and those used besides, in order.

    An item with a line of its own gives its name, the others the regime's: so regime 5
    is one line, regime 6 is two.
    """
    in_force = RuleSet.objects.on(day)
    names, kept = {}, set(used)
    items = Item.objects.select_related("regime").order_by("regime__rule_set", "order")
    for item in sorted(items, key=lambda i: i.regime.rule_set_id != in_force.pk):
        if item.regime.rule_set_id == in_force.pk:
            kept.add(item.report_line)
        own = item.report_line != item.regime.report_line
        names.setdefault(item.report_line, item.name if own else item.regime.name)
    return tuple(ReportLine(code, names[code]) for code in sorted(kept, key=_place))


def _place(code):
    """ "6a" stands after "5" and before "10"."""
    digits = "".join(filter(str.isdigit, code))
    return int(digits or 0), code
