"""What stands behind a number of the report on unmet needs: persons, or needs."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.figures.question import UNKNOWN, Page, one_of

# measure -> (words, what its number is)
MEASURES = {
    "persons": (_("with an unmet need"), "persons"),
    "minors": (_("under 18 with an unmet need"), "persons"),
    "turns": (_("unmet needs"), "turns"),
    "without_file": (_("unmet needs of persons without a file"), "turns"),
    "met": (_("needs met later"), "turns"),
    "open": (_("needs still open"), "turns"),
    "valued": (_("needs valued in money"), "money_of_turns"),
    "not_valued": (_("needs not valued in money"), "turns"),
}
FIRST_KEY = (date.min.isoformat(), "")


@dataclass(frozen=True)
class Row:
    """A need, or a person by the case (None: without a file) or minor with the turns.

    amount: VND or None; met: whether something met it (a person: all of them).
    """

    case_id: object
    minor_id: object
    day: date
    cause: str
    age_group: str
    turns: int
    amount: object
    met: bool
    key: tuple


def behind(scope, question, after=FIRST_KEY, most=50):
    """A Page of Rows by day; raises ValidationError for no such number."""
    number_is = MEASURES[one_of(MEASURES, question.measure)][1]
    day, unit = after if after[0] else FIRST_KEY
    found = scope.rows(
        "places.sql",
        "needs.sql",
        "behind_unmet.sql",
        as_of=scope.as_of,
        persons=number_is == "persons",
        line=question.line_id,
        year=question.year_number,
        cause=_cause(question.of),
        only=question.measure,
        after_day=_day(day),
        after_unit=unit,
        most=most + 1,
    )
    rows = tuple(
        Row(*values, key=(values[2].isoformat(), str(unit)))
        for *values, unit, _units, _total in found[:most]
    )
    units, total = found[0][-2:] if found else (0, 0)
    number = int(total or 0) if number_is == "money_of_turns" else units
    return Page(rows, units, number, len(found) > most)


def _cause(key):
    if len(key) > 24:
        raise ValidationError(UNKNOWN)
    return key


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(UNKNOWN) from error
