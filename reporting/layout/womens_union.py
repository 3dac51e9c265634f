"""The Women's Union's report laid out: both official tables and what explains them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.widgets import dotted
from livelihoods.models import GrantLine, HerdEntry, Income
from reporting.figures.behind_union import NO_SOURCE
from reporting.figures.question import Question
from reporting.figures.womens_union import PRODUCTS
from reporting.layout.areas import NamedAreas
from reporting.layout.grid import Column, Grid, Group, Part, Row, count, money

Kind = GrantLine.Kind


class Layout(NamedAreas):
    """Makes the tables of one report (figures.womens_union.WomensUnion)."""

    def official(self):
        """The two published tables."""
        return [
            self.main(
                self.report.prevention,
                _("Table 1. Support for households at high risk of trafficking"),
                _("Unit: household, head, VND"),
                _("Number of households"),
            ),
            self.main(
                self.report.victims,
                _("Table 2. Support for returned victims"),
                _("Unit: person, head, VND"),
                _("Number of persons"),
            ),
        ]

    def details(self):
        """What explains both: kinds, incomes, years, sources, deaths; none if empty."""
        grids = [
            self.years(),
            self.kinds(),
            self.unvalued(),
            self.incomes(),
            self.sources(),
            self.deaths(),
        ]
        return [grid for grid in grids if not grid.is_empty]

    def grids(self):
        return [*self.official(), *self.details()]

    def without(self):
        """The districts in which neither table has anything, as one text."""
        if self.by_commune:
            return ""
        tables = [set(table.without_support) for table in self.report.tables]
        areas = self.report.prevention.without_support
        return ", ".join(self.name(area) for area in areas if area in tables[1])

    # the tables

    def main(self, table, title, unit, units):
        columns = [
            Column(units, "count"),
            Column(_("Support"), "money"),
            Column(_("At first"), "heads"),
            Column(_("Still raised"), "heads"),
            Column(_("Sold (heads)"), "heads"),
            Column(_("From sales"), "money"),
        ]

        def cells(line, ask):
            return (
                self.units(line, ask),
                self.support(line, ask),
                self.heads(line.at_first, ask, "at_first"),
                self.heads(line.raised, ask, "raised"),
                self.heads(line.sold, ask, "sold"),
                money(line.income, ask("income")),
            )

        return Grid(
            key=table.key,
            title=title,
            unit=unit,
            first=self.first,
            columns=tuple(columns),
            groups=(self.group(table, cells),),
            notes=tuple(self.notes(table)),
            empty=_("No support in this period."),
        )

    def years(self):
        columns = [
            Column(_("Year of support"), "count"),
            Column(_("Not valued"), "count"),
            Column(_("Average (VND)"), "money"),
            Column(_("Born (heads)"), "heads"),
            Column(_("Died (heads)"), "heads"),
            Column(_("Increase (heads)"), "heads"),
        ]

        def cells(line, ask):
            return (
                tuple(
                    Part(
                        units, "count", word=f"({year})", label=str(year),
                        question=ask("units", year=str(year)),
                    )
                    for year, units in sorted(line.units_by_year.items())
                ),
                count(line.not_valued, ask("not_valued")),
                (Part(line.average, "average", question=ask("valued")),),
                self.heads(line.born, ask, "born"),
                self.heads(line.died_heads, ask, "died"),
                self.heads(line.increase, ask, "increase"),
            )  # fmt: skip

        title = _("Year of support, average and increase")
        unit = _("Unit: household or person (year), VND, head")
        return self.both("years", title, unit, columns, cells)

    def kinds(self):
        shown = self._kinds("support_by_kind")
        has_fertilizer = Kind.FERTILIZER in shown
        adjusted = any(table.total.adjustment for table in self.report.tables)
        columns = [Column(_upper(kind.label), "money") for kind in shown]
        if has_fertilizer:
            columns.append(Column(_("Together without fertilizer"), "money"))
        if adjusted:
            columns.append(Column(_("Difference from the request"), "money"))

        def cells(line, ask):
            found = [
                money(line.support_of(kind), ask("kind", of=kind.value))
                for kind in shown
            ]
            if has_fertilizer:
                without = line.support_without_fertilizer
                found.append(money(without, ask("without_fertilizer")))
            if adjusted:
                found.append(money(line.adjustment, ask("adjustment")))
            return tuple(found)

        return self.both("kinds", _("Support by kind"), _("Unit: VND"), columns, cells)

    def unvalued(self):
        """What has no money value, in units; and how much fertilizer was given."""
        shown = self._kinds("not_valued_by_kind")
        columns = [Column(_("Amount of fertilizer"), "quantity")]
        columns += [Column(_upper(kind.label), "count") for kind in shown]

        def cells(line, ask):
            amounts = tuple(
                Part(quantity, "quantity", word=unit or "", label=unit or "")
                for unit, quantity in sorted(line.fertilizer.items())
            )
            counts = [
                count(
                    line.not_valued_by_kind.get(kind, 0),
                    ask("kind_not_valued", of=kind.value),
                )
                for kind in shown
            ]
            return (amounts, *counts)

        title = _("Amounts of fertilizer, and support not valued in money")
        unit = _("Not valued, unit: household or person")
        grid = self.both("unvalued", title, unit, columns, cells)
        given = any(table.total.fertilizer for table in self.report.tables)
        return grid if shown or given else Grid(grid.key, title, "", "", (), ())

    def _kinds(self, name):
        """The kinds of support that either table has under this name."""
        totals = [getattr(table.total, name) for table in self.report.tables]
        return [kind for kind in Kind if any(total.get(kind) for total in totals)]

    def incomes(self):
        tables = self.report.tables
        shown = [k for k in PRODUCTS if any(t.total.products.get(k) for t in tables)]
        wages = any(table.total.wages for table in tables)
        words = dict(Income.Kind.choices)
        columns = [Column(_("Animals sold"), "money")]
        columns += [Column(_upper(words[kind]), "money") for kind in shown]
        columns.append(Column(_("Together"), "money"))
        if wages:
            columns.append(Column(_("Wages (not from sales)"), "money"))

        def cells(line, ask):
            products = [
                money(line.products.get(kind, 0), ask("product", of=kind))
                for kind in shown
            ]
            together = money(line.income, ask("income"))
            rest = [money(line.wages, ask("wages"))] if wages else []
            return (money(line.sales, ask("sales")), *products, together, *rest)

        return self.both(
            "incomes", _("Income by product"), _("Unit: VND"), columns, cells
        )

    def sources(self):
        tables = self.report.tables
        keys = {key for table in tables for key in table.total.support_by_source}
        known = [pk for pk in self.report.sources if pk in keys]
        shown = [*known, None] if None in keys else known
        names = {pk: source.name for pk, source in self.report.sources.items()}
        codes = {pk: source.code for pk, source in self.report.sources.items()}
        columns = [
            Column(names.get(pk, _("Source not recorded")), "money") for pk in shown
        ]
        columns.append(Column(_("Together"), "money"))

        def cells(line, ask):
            by_source = [
                money(
                    line.support_by_source.get(pk, 0),
                    ask("source", of=codes.get(pk, NO_SOURCE)),
                )
                for pk in shown
            ]
            return (*by_source, self.support(line, ask))

        title = _("Funding by source")
        return self.both("sources", title, _("Unit: VND"), columns, cells)

    def deaths(self):
        tables = self.report.tables
        shown = [
            cause
            for cause in HerdEntry.Cause
            if any(table.total.died_by_cause.get(cause) for table in tables)
        ]
        columns = [Column(_upper(cause.label), "heads") for cause in shown]

        def cells(line, ask):
            return tuple(
                self.heads(
                    {
                        species: causes[cause]
                        for species, causes in line.died.items()
                        if causes.get(cause)
                    },
                    ask,
                    "died",
                    cause=cause.value,
                )
                for cause in shown
            )

        title = _("Animals that died, by cause")
        grid = self.both("deaths", title, _("Unit: head"), columns, cells)
        return grid if shown else Grid(grid.key, title, "", "", (), ())

    # their parts

    @property
    def first(self):
        return self.report.scope.head

    def both(self, key, title, unit, columns, cells):
        """A table with a group of lines for each of the two published tables."""
        headings = [_("Households at high risk"), _("Returned victims")]
        groups = tuple(
            self.group(table, cells, heading)
            for table, heading in zip(self.report.tables, headings, strict=True)
            if not table.total.is_empty
        )
        return Grid(key, title, unit, self.first, tuple(columns), groups)

    def group(self, table, cells, heading=""):
        def row(line, label, number=""):
            def ask(measure, **more):
                return Question(measure, line.area, table.key, **more)

            return Row(label, cells(line, ask), number)

        rows = tuple(
            row(line, self.name(line.area), str(number))
            for number, line in enumerate(table.shown, 1)
        )
        return Group(rows, row(table.total, _("Total")), heading)

    def support(self, line, ask):
        amount = line.valued_support
        return money(amount, ask("not_valued" if amount is None else "support"))

    def units(self, line, ask):
        parts = count(line.units, ask("units"))
        if line.valued == line.units:
            return parts
        aside = Part(
            line.valued,
            "count",
            label=_("valued"),
            is_aside=True,
            question=ask("valued"),
        )
        return (*parts, aside)

    def heads(self, by_species, ask, measure, cause=""):
        """ "90 lợn, 64 dê": each species in the order of the list."""
        return tuple(
            Part(
                by_species[pk], "heads", word=kind.name.lower(), label=kind.name.lower(),
                question=ask(measure, of=kind.code, cause=cause),
            )
            for pk, kind in self.report.species.items()
            if pk in by_species
        )  # fmt: skip

    # the sentences below a table

    def notes(self, table):
        is_persons = table.key == "victims"
        if table.total.not_valued:
            yield _(
                "In brackets: those whose support has a money value. What was not valued"
                " is counted apart, it is not 0."
            )
        for line in table.shown:
            yield from self.line_notes(line, self.name(line.area), is_persons)

    def line_notes(self, line, name, is_persons):
        """What a line's numbers do not show: not valued, fertilizer, products."""
        if line.not_valued:
            kinds = ", ".join(
                str(Kind(kind).label) for kind in sorted(line.not_valued_by_kind)
            )
            text = _not_valued(line.not_valued, is_persons)
            yield text % {"name": name, "number": line.not_valued, "kinds": kinds}
        if line.fertilizer_support:
            amounts = ", ".join(
                f"{Kind(kind).label} {dotted(amount)}\u00a0đ"
                for kind, amount in sorted(line.support_by_kind.items())
            )
            yield f"{name}: {amounts}."
        words = dict(Income.Kind.choices)
        for kind, amount in line.products.items():
            yield _("%(name)s: %(amount)s VND of the sales come from %(product)s.") % {
                "name": name,
                "amount": dotted(amount),
                "product": words[kind],
            }


def _not_valued(number, is_persons):
    if is_persons:
        return ngettext(
            "%(name)s: %(number)s person received %(kinds)s, not valued in money.",
            "%(name)s: %(number)s persons received %(kinds)s, not valued in money.",
            number,
        )
    return ngettext(
        "%(name)s: %(number)s household received %(kinds)s, not valued in money.",
        "%(name)s: %(number)s households received %(kinds)s, not valued in money.",
        number,
    )


def _upper(words):
    words = str(words)
    return words[:1].upper() + words[1:]
