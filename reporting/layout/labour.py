"""The Department's report laid out: who was received, support by regime, area and year."""

from django.utils.translation import gettext as _

from reporting.figures.question import Question
from reporting.layout import outcomes
from reporting.layout.areas import AreaRows
from reporting.layout.grid import Column, Grid, Group, Part, Row, count


class Layout(AreaRows):
    """Makes the tables of one report (figures.labour.Labour)."""

    def official(self):
        """The table of the state layout: one line a regime, persons and turns.

        Where two laws held, a table each, and one that tells their lines as one.
        """
        tables = [self.regimes(*numbered) for numbered in enumerate(self.laws, 1)]
        return [*tables, self.together()] if self.report.together else tables

    @property
    def laws(self):
        return self.report.laws

    def details(self):
        """By area and by year; nothing when there is nothing."""
        if self.report.is_empty:
            return []
        of_laws = [*enumerate(self.laws, 1)]
        by_area = [self.by_area(*numbered) for numbered in of_laws]
        return [
            self.received(), *by_area, *(self.by_year(*numbered) for numbered in of_laws)
        ]  # fmt: skip

    def _title(self, title, place, number, law):
        """The title with its place in the report, 1a, 1b where each law has a table.

        Under a law of its own where there are several, or a later one.
        """
        letter = self._letter(number) if len(self.laws) > 1 else ""
        title %= f"{place}{letter}"
        if not letter and not law.is_lettered:
            return title
        return _("%(title)s, under %(law)s") % {"title": title, "law": law.short}

    def _letter(self, number):
        return chr(ord("a") + number - 1)

    def _key(self, key, number):
        return key if number == 1 else f"{key}_{number}"

    def outcomes(self):
        """What came of support; nothing where nothing was recorded."""
        return outcomes.Layout(self.report.outcomes).grids()

    def grids(self):
        return [*self.official(), *self.details(), *self.outcomes()]

    def headline(self):
        """The numbers above the tables, each with what is not in it."""
        got, given = self.report.total.received, self.report.total.given
        figures = [
            (_("Persons received"), got.persons, "received", ""),
            (
                _("Women and girls"), got.female, "female",
                _("of any age; overlaps with under 18"),
            ),
            (_("Men and boys"), got.male, "male", ""),
            (
                _("Under 18"), got.under_18, "under_18",
                _("age not certain: %s, counted apart") % got.age_uncertain,
            ),
            (_("Persons supported"), given.persons, "persons", _("with minors who came along")),
            (
                _("Turns of support"), given.turns, "turns",
                _("of them without a file: %s") % given.without_file,
            ),
        ]  # fmt: skip
        return [
            {"label": label, "part": count(value, Question(measure))[0], "note": note}
            for label, value, measure, note in figures
        ]

    def without(self):
        return ""

    def regimes(self, number, law):
        rows = tuple(
            Row(line.name, self._given(self.report.total.regime(line.code), line.code),
                line.code)
            for line in law.lines
        )  # fmt: skip
        total, heading = None, ""
        if self.report.together:
            cells = self._given(self.report.group(law.of), law.of)
            total, heading = Row(_("Under this law, each person once"), cells), law.name
        title = _("Table %s. Persons and turns by regime")
        return Grid(
            key=self._key("regimes", number),
            title=self._title(title, 1, number, law),
            unit=_("Unit: person, turn"),
            first=_("Regime"),
            columns=self._given_columns(),
            groups=(Group(rows, total, heading),),
            notes=(
                _(
                    "A person may receive several regimes, so the lines of persons are"
                    " not added. A turn is one support on one day."
                ),
                _(
                    "Persons without a file did not agree to one: their support is"
                    " counted in turns only."
                ),
                *self._draft(law),
            ),
        )

    def _draft(self, law):
        if not (law.is_draft and law.is_lettered):
            return
        yield _(
            "The rules %s are a draft: two persons have not confirmed them yet."
        ) % (law.short)

    def together(self):
        """The lines of both laws as one, as the later law says which continues which."""
        rows = tuple(
            Row(part.name, self._given(self.report.group(part.of), part.of), part.words)
            for part in self.report.together
        )
        cells = self._given(self.report.total.given, "")
        return Grid(
            key="regimes_together",
            title=_("Table %s, both laws together. Persons and turns")
            % f"1{self._letter(len(self.laws) + 1)}",
            unit=_("Unit: person, turn"),
            first=_("Regime"),
            columns=self._given_columns(),
            groups=(Group(rows, Row(_("Any regime, each person once"), cells)),),
            notes=(
                _(
                    "Lines are told as one only where the later law continues a regime"
                    " of the former. Who received under both laws is one person."
                ),
            ),
        )

    def _given_columns(self):
        return (
            Column(_("Persons"), "count"),
            Column(_("of them accompanying minors"), "count"),
            Column(_("Turns"), "count"),
            Column(_("of them without a file"), "count"),
        )

    def _given(self, given, code):
        def ask(measure):
            return Question(measure, of=code)

        return (
            count(given.persons, ask("persons")),
            count(given.minors, ask("minors")),
            count(given.turns, ask("turns")),
            count(given.without_file, ask("without_file")),
        )

    def received(self):
        return Grid(
            key="received",
            title=_("Table 2. Persons received and supported, by area"),
            unit=_("Unit: person, turn"),
            first=self.first,
            columns=tuple(Column(label, "count") for label in self._received_heads()),
            groups=(self._areas(self._received_cells),),
            notes=(
                _("Women and those under 18 overlap: the two are not added."),
                _("The age is that at reception, by the calendar."),
            ),
        )

    def _received_heads(self):
        return [
            _("Persons received"),
            _("Female"),
            _("Male"),
            _("Sex other or not recorded"),
            _("Under 18"),
            _("Age not certain"),
            _("Supported"),
            _("Turns"),
        ]

    def _received_cells(self, part, **where):
        got = part.received
        values = {
            "received": got.persons,
            "female": got.female,
            "male": got.male,
            "other_sex": got.other_sex,
            "under_18": got.under_18,
            "age_uncertain": got.age_uncertain,
            "persons": part.given.persons,
            "turns": part.given.turns,
        }
        return tuple(
            count(value, Question(measure, **where))
            for measure, value in values.items()
        )

    def by_area(self, number, law):
        title = _("Table %s. Support by regime and area: persons (turns)")
        unit = _("Unit: person, in brackets turn")

        def cells(part, **where):
            return self._regimes(law, part, **where)

        return Grid(
            self._key("by_area", number),
            self._title(title, 3, number, law),
            unit,
            self.first,
            self._regime_columns(law),
            (self._areas(cells),),
        )

    def by_year(self, number, law):
        columns = (Column(_("Persons received"), "count"), *self._regime_columns(law))

        def cells(part, **where):
            received = count(part.received.persons, Question("received", **where))
            return (received, *self._regimes(law, part, **where))

        rows = tuple(
            Row(str(part.year), cells(part, year=str(part.year)), str(place))
            for place, part in enumerate(self.report.years, 1)
        )
        title = _("Table %s. Persons received and support by year: persons (turns)")
        unit = _("Unit: person, in brackets turn")
        total = Row(_("Whole period"), cells(self.report.total))
        return Grid(
            self._key("by_year", number),
            self._title(title, 4, number, law),
            unit,
            _("Year"),
            columns,
            (Group(rows, total),),
        )

    def _regime_columns(self, law):
        return tuple(Column(line.code, "count") for line in law.lines)

    def _regimes(self, law, part, **where):
        return tuple(
            self._persons_and_turns(part.regime(line.code), of=line.code, **where)
            for line in law.lines
        )

    def _persons_and_turns(self, given, **where):
        turns = Part(
            given.turns, "count", label=_("turns"), is_aside=True,
            question=Question("turns", **where),
        )  # fmt: skip
        persons = Part(
            given.persons,
            "count",
            label=_("persons"),
            question=Question("persons", **where),
        )
        return (persons, turns)

    @property
    def first(self):
        return self.report.scope.head
