"""Women's Union: livelihood support and what became of it, in two tables.

Households at high risk (grants without a case) and returned victims (grants with a
case). Everything is counted by the place where it happened, up to the day of the count.
Money is whole VND, animals are heads; what was never valued in money is counted apart.
Definitions of every figure: docs/reports.md.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from livelihoods.models import GrantLine, HerdEntry, Income, Species
from reporting.figures.scope import Scope
from support_regimes.models import FundingSource

# Wages are no product of the support: shown, but not part of what was sold.
PRODUCTS = [kind for kind in Income.Kind.values if kind != Income.Kind.WAGES]


@dataclass(frozen=True)
class Line:
    """One line of a table: a district or commune, or (area None) the whole table.

    Counts of units are households in table 1, persons in table 2; each is counted once
    a line, so lines need not add up to the total. Dicts hold no zeros.
    """

    area: object
    units: int = 0
    valued: int = 0
    units_by_kind: dict = field(default_factory=dict)
    units_by_year: dict = field(default_factory=dict)
    support: int = 0
    support_by_kind: dict = field(default_factory=dict)
    support_by_year: dict = field(default_factory=dict)
    support_by_source: dict = field(default_factory=dict)
    not_valued_by_kind: dict = field(default_factory=dict)
    fertilizer: dict = field(default_factory=dict)
    at_first: dict = field(default_factory=dict)
    handed_ever: dict = field(default_factory=dict)
    raised: dict = field(default_factory=dict)
    born: dict = field(default_factory=dict)
    sold: dict = field(default_factory=dict)
    died: dict = field(default_factory=dict)
    sales: int = 0
    products: dict = field(default_factory=dict)
    wages: int = 0

    @property
    def not_valued(self):
        """Units whose support was never valued in money."""
        return self.units - self.valued

    @property
    def valued_support(self):
        """VND of support; None where something was given and nothing of it valued."""
        return self.support if self.valued or not self.units else None

    def support_of(self, kind):
        """VND of a kind; None where it was given without any money value."""
        unvalued = self.not_valued_by_kind.get(kind)
        return self.support_by_kind.get(kind, None if unvalued else 0)

    @property
    def average(self):
        """VND of support a unit with a valued support; None if there is none."""
        return (
            (self.support * 2 + self.valued) // (self.valued * 2)
            if self.valued
            else None
        )

    @property
    def adjustment(self):
        """VND by which what was given differs from the lines that were asked for."""
        return self.support - sum(self.support_by_kind.values())

    @property
    def fertilizer_support(self):
        return self.support_by_kind.get(GrantLine.Kind.FERTILIZER, 0)

    @property
    def support_without_fertilizer(self):
        """VND of all other lines; the difference at approval is in neither."""
        return sum(self.support_by_kind.values()) - self.fertilizer_support

    @property
    def increase(self):
        """{species id: heads}: still raised − all that was ever handed over."""
        kinds = {**self.handed_ever, **self.raised}
        change = {k: self.raised.get(k, 0) - self.handed_ever.get(k, 0) for k in kinds}
        return {species: heads for species, heads in change.items() if heads}

    @property
    def died_by_cause(self):
        causes = Counter()
        for by_cause in self.died.values():
            causes.update(by_cause)
        return dict(causes)

    @property
    def died_heads(self):
        return {species: sum(causes.values()) for species, causes in self.died.items()}

    @property
    def products_total(self):
        return sum(self.products.values())

    @property
    def income(self):
        """VND of animals sold and of products sold, together."""
        return self.sales + self.products_total

    @property
    def is_empty(self):
        return not (self.units or self.raised or self.sold or self.income or self.wages)


@dataclass(frozen=True)
class Table:
    """Lines in official order, without one also those where nothing happened."""

    key: str  # "prevention" or "victims"
    lines: tuple
    total: Line

    @property
    def shown(self):
        return [line for line in self.lines if not line.is_empty]

    @property
    def adds_up(self):
        """Do the lines add up to the total? Not if one household has two places."""
        return all(
            sum(getattr(line, name) for line in self.lines) == getattr(self.total, name)
            for name in ("units", "valued", "support", "income")
        )

    @property
    def without_support(self):
        """The areas in which nothing was given nor came of it."""
        return [line.area for line in self.lines if line.is_empty]


@dataclass(frozen=True)
class WomensUnion:
    """The report: its question, both tables, and the words behind their keys."""

    scope: Scope
    prevention: Table
    victims: Table
    species: dict
    sources: dict

    @property
    def tables(self):
        return [self.prevention, self.victims]

    @property
    def adds_up(self):
        return self.prevention.adds_up and self.victims.adds_up

    @property
    def is_empty(self):
        return self.prevention.total.is_empty and self.victims.total.is_empty


def womens_union(scope):
    """Both tables for a Scope. One statement, and three short lists of words."""
    found = {False: defaultdict(_blank), True: defaultdict(_blank)}
    for part, victims, line, *values in scope.rows(
        "places.sql", "supported.sql", "womens_union.sql"
    ):
        ADD[part](found[victims], line, *values)
    return WomensUnion(
        scope=scope,
        prevention=_table("prevention", scope, found[False]),
        victims=_table("victims", scope, found[True]),
        species={kind.pk: kind for kind in Species.objects.in_order()},
        sources={source.pk: source for source in FundingSource.objects.all()},
    )


def _blank():
    return defaultdict(
        int,
        {
            name: Counter()
            for name in [
                "units_by_kind", "units_by_year", "support_by_kind", "support_by_year",
                "support_by_source", "not_valued_by_kind", "fertilizer", "at_first", "handed_ever", "raised",
                "born", "sold", "products",
            ]
        },
        died=defaultdict(Counter),
    )  # fmt: skip


# How each part of the statement joins the values of a line: (lines, line, three keys,
# three numbers, mark). Parts without a total of their own are added to it here.


def _add_grants(lines, line, year, source, _none, units, valued, amount, grouped):
    """`grouped` says what the row is grouped by: bits 2 = not by year, 1 = not by source."""
    to = lines[line]
    if grouped == 3:
        to["units"], to["valued"], to["support"] = units, int(valued), int(amount or 0)
    elif grouped == 1:
        to["units_by_year"][int(float(year))] = units
        to["support_by_year"][int(float(year))] = int(amount or 0)
    elif amount:
        to["support_by_source"][int(source) if source else None] = int(amount)


def _add_lines(lines, line, kind, unit, quantity, units, not_valued, amount, grouped):
    """`grouped` 1: all units of measure together, 0: one of them."""
    to = lines[line]
    if grouped:
        to["units_by_kind"][kind] = units
        to["not_valued_by_kind"][kind] = int(not_valued)
        if amount:
            to["support_by_kind"][kind] = int(amount)
    elif kind == GrantLine.Kind.FERTILIZER and quantity:
        to["fertilizer"][unit] = Decimal(quantity)


def _add_herd(lines, line, species, kind, cause, heads_ever, heads, income, _grouped):
    species, heads = int(species), abs(int(heads or 0))
    for to in (lines[line], lines[None]):
        to["raised"][species] += int(heads_ever)
        if kind == HerdEntry.Kind.HANDED_OVER:
            to["handed_ever"][species] += int(heads_ever)
            to["at_first"][species] += heads
        elif kind == HerdEntry.Kind.BORN:
            to["born"][species] += heads
        elif kind == HerdEntry.Kind.SOLD:
            to["sold"][species] += heads
            to["sales"] += int(income or 0)
        elif kind == HerdEntry.Kind.DIED and heads:
            to["died"][species][cause] += heads


def _add_incomes(lines, line, kind, _unit, _none, _one, _two, amount, _grouped):
    for to in (lines[line], lines[None]):
        if kind in PRODUCTS:
            to["products"][kind] += int(amount)
        else:
            to["wages"] += int(amount)


ADD = {
    "grants": _add_grants,
    "lines": _add_lines,
    "herd": _add_herd,
    "incomes": _add_incomes,
}


def _table(key, scope, found):
    lines = tuple(
        _line(area, found.get(pk))
        for pk, area in scope.lines.items()
        if pk in found or scope.is_expected(area)
    )
    return Table(key=key, lines=lines, total=_line(None, found.get(None)))


def _line(area, values):
    if values is None:
        return Line(area=area)
    plain = {
        name: {key: each for key, each in value.items() if each}
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }
    plain["died"] = {key: dict(causes) for key, causes in values["died"].items()}
    return Line(area=area, **plain)
