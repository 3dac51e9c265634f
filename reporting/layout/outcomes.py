"""What came of support laid out: a line a measure, and the same by area."""

from django.utils.translation import gettext as _

from reporting.figures.behind_outcomes import named, part_name
from reporting.figures.outcomes import MEASURES
from reporting.figures.question import Question
from reporting.layout.areas import NamedAreas
from reporting.layout.grid import Column, Grid, Group, Part, Row, count, money
from support_regimes.outcomes import TOPICS

AREA_TABLES = [  # number, key, topics: all in one would be too wide for paper
    (6, "outcomes_by_area", ("learning", "loan")),
    (7, "outcomes_by_area_2", ("legal", "insurance", "health")),
]


class Layout(NamedAreas):
    """Makes the tables of what came of support (figures.outcomes.Outcomes)."""

    def grids(self):
        """Nothing while nothing was recorded: 0 would say that nothing came of it."""
        if self.report.total.is_empty:
            return []
        tables = [self.by_area(*table) for table in AREA_TABLES]
        return [self.measures(), *(table for table in tables if table.columns)]

    def measures(self):
        return Grid(
            key="outcomes",
            title=_("Table 5. What came of support"),
            unit=_("Unit: person, turn, VND"),
            first=_("What came of it"),
            columns=(
                Column(_("Persons"), "count"),
                Column(_("of them accompanying minors"), "count"),
                Column(_("Turns"), "count"),
                Column(_("Money"), "money"),
            ),
            groups=self._topics(),
            notes=(
                _(
                    "As far as it was recorded: what nobody noted is not in it. A person"
                    " is counted once in each line; lines of persons are not added."
                ),
                _(
                    "A loan refused may be granted later, a judgment may be replaced: the"
                    " last award of a matter counts. Money that was not valued is not 0."
                ),
            ),
            folds=True,
        )

    def _topics(self):
        numbers = {name: str(number) for number, name in enumerate(MEASURES, 1)}
        return tuple(
            Group(
                tuple(
                    row
                    for name, measure in MEASURES.items()
                    if measure.topic == key
                    for row in self._rows(name, measure, numbers[name])
                ),
                heading=topic.name,
            )
            for key, topic in TOPICS.items()
        )

    def _rows(self, name, measure, number):
        """The line of a measure, and one of each part that occurs."""
        yield Row(str(measure.words), self._cells(name, measure), number)
        for of in self.report.total.used(name):
            # Whole words: a card on a phone, a line of the flat sheet stands alone.
            label = f"{measure.words}: {part_name(name, of)}"
            yield Row(label, self._cells(name, measure, of=of))

    def _cells(self, name, measure, of=""):
        counted = self.report.total.count(name, of or None)

        def ask(what):
            return Question(named(name, what), of=of)

        return (
            count(counted.persons, ask("persons")),
            count(counted.minors, ask("minors")),
            count(counted.turns, ask("turns")),
            # Without a turn there is nothing to value; with one, not valued is said.
            money(counted.amount, None if counted.amount is None else ask("money"))
            if measure.has_money and counted.turns
            else (),
        )

    def by_area(self, number, key, topics):
        """Persons and turns of the measures of these topics that occur."""
        of_topics = [name for name in MEASURES if MEASURES[name].topic in topics]
        used = [name for name in of_topics if name in self.report.total.all]
        areas = [
            part for part in self.report.areas if any(name in part.all for name in used)
        ]
        rows = tuple(
            Row(
                self.name(part.area),
                tuple(_persons_and_turns(part, name, line=part.area) for name in used),
                str(place),
            )
            for place, part in enumerate(areas, 1)
        )
        total = tuple(_persons_and_turns(self.report.total, name) for name in used)
        words = ", ".join(TOPICS[topic].name.lower() for topic in topics)
        return Grid(
            key=key,
            title=_("Table %(number)s. By area: %(words)s, persons (turns)")
            % {"number": number, "words": words},
            unit=_("Unit: person, in brackets turn"),
            first=self.report.scope.head,
            columns=tuple(Column(str(MEASURES[name].words), "count") for name in used),
            groups=(Group(rows, Row(_("Total"), total)),),
        )


def _persons_and_turns(part, name, **where):
    counted = part.count(name)
    persons = Part(
        counted.persons, "count", label=_("persons"),
        question=Question(named(name, "persons"), **where),
    )  # fmt: skip
    turns = Part(
        counted.turns, "count", label=_("turns"), is_aside=True,
        question=Question(named(name, "turns"), **where),
    )  # fmt: skip
    return (persons, turns)
