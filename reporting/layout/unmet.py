"""The report on unmet needs laid out: by cause, by area, and both by year."""

from django.utils.translation import gettext as _

from reporting.figures.question import Question
from reporting.layout.areas import AreaRows
from reporting.layout.grid import Column, Grid, Group, Part, Row, count, money
from support_regimes.causes import GROUPS


class Layout(AreaRows):
    """Makes the tables of one report (figures.unmet.Unmet)."""

    def official(self):
        """The table by cause."""
        return [self.causes()]

    def details(self):
        """By area, by area and cause, by year; nothing when there is nothing."""
        if self.report.is_empty:
            return []
        return [self.by_area(), self.areas_and_causes(), self.by_year()]

    def grids(self):
        return [*self.official(), *self.details()]

    def headline(self):
        """The numbers above the tables, each with what is not in it."""
        all_ = self.report.total.all
        figures = [
            (
                _("Persons with an unmet need"), all_.persons, "persons",
                _("of them under 18: %s") % all_.minors,
            ),
            (
                _("Unmet needs (turns)"), all_.turns, "turns",
                _("of them without a file: %s") % all_.without_file,
            ),
            (_("Met later"), all_.met, "met", _("still counted as unmet at first")),
            (_("Still open"), all_.open, "open", ""),
        ]  # fmt: skip
        return [
            {"label": label, "part": count(value, Question(measure))[0], "note": note}
            for label, value, measure, note in figures
        ]

    def without(self):
        return ""

    def causes(self):
        groups = [self._group(key, words) for key, words in GROUPS.items()]
        total = Row(_("Total"), self._cells(self.report.total.all))
        return Grid(
            key="causes",
            title=_("Table 1. Unmet needs by cause"),
            unit=_("Unit: person, turn, VND"),
            first=_("Cause"),
            columns=self._columns(),
            groups=(*groups, Group((), total)),
            folds=True,
            notes=(
                _(
                    "A person may have several unmet needs, so the lines of persons are"
                    " not added. A turn is one need of one person on one day."
                ),
                _(
                    "Money is the sum of what was valued; a need that was not valued in"
                    " money is not 0. Needs met later stay in the figures."
                ),
            ),
        )

    def _group(self, key, words):
        rows = tuple(
            Row(cause.name, self._of_cause(cause.key), str(number))
            for number, cause in enumerate(self.report.causes, 1)
            if cause.group == key
        )
        return Group(rows, heading=str(words))

    def _of_cause(self, key):
        return self._cells(self.report.total.cause(key), of=key)

    def _columns(self):
        return (
            Column(_("Persons"), "count"),
            Column(_("of them under 18"), "count"),
            Column(_("Turns"), "count"),
            Column(_("of them without a file"), "count"),
            Column(_("Met later"), "count"),
            Column(_("Still open"), "count"),
            Column(_("Money asked for"), "money"),
            Column(_("Not valued (turns)"), "count"),
        )

    def _cells(self, counted, **where):
        def ask(measure):
            return Question(measure, **where)

        names = ("persons", "minors", "turns", "without_file", "met", "open")
        return (
            *(count(getattr(counted, name), ask(name)) for name in names),
            # Without a need there is nothing to value; with one, not valued is said.
            money(counted.amount, ask("valued") if counted.valued else None)
            if counted.turns
            else (),
            count(counted.not_valued, ask("not_valued")),
        )

    def by_area(self):
        return Grid(
            "unmet_by_area",
            _("Table 2. Unmet needs by area"),
            _("Unit: person, turn, VND"),
            self.report.scope.head,
            self._columns(),
            (self._areas(lambda part, **where: self._cells(part.all, **where)),),
        )

    def areas_and_causes(self):
        return Grid(
            "unmet_areas_causes",
            _("Table 3. Unmet needs by area and cause: turns (persons)"),
            _("Unit: turn, in brackets person"),
            self.report.scope.head,
            self._cause_columns(),
            (self._areas(self._by_cause),),
        )

    def by_year(self):
        rows = tuple(
            Row(str(part.year), self._by_cause(part, year=str(part.year)), str(number))
            for number, part in enumerate(self.report.years, 1)
        )
        return Grid(
            "unmet_by_year",
            _("Table 4. Unmet needs by year and cause: turns (persons)"),
            _("Unit: turn, in brackets person"),
            _("Year"),
            self._cause_columns(),
            (Group(rows, Row(_("Whole period"), self._by_cause(self.report.total))),),
        )

    @property
    def _used(self):
        """The causes that occur: the others would be empty columns."""
        by_cause = self.report.total.by_cause
        return [cause for cause in self.report.causes if cause.key in by_cause]

    def _cause_columns(self):
        return tuple(Column(cause.name, "count") for cause in self._used)

    def _by_cause(self, part, **where):
        return tuple(
            self._turns_and_persons(part.cause(cause.key), of=cause.key, **where)
            for cause in self._used
        )

    def _turns_and_persons(self, counted, **where):
        persons = Part(
            counted.persons, "count", label=_("persons"), is_aside=True,
            question=Question("persons", **where),
        )  # fmt: skip
        turns = Part(
            counted.turns,
            "count",
            label=_("turns"),
            question=Question("turns", **where),
        )
        return (turns, persons)
