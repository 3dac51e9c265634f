"""What stands behind a number of the Department's report: persons or turns."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.figures import behind_outcomes
from reporting.figures.question import UNKNOWN, Page, one_of
from support_regimes.models import Item

# measure -> (words, what its number is, which of them)
MEASURES = {
    "received": (_("persons received"), "received", ""),
    "female": (_("women and girls received"), "received", "female"),
    "male": (_("men and boys received"), "received", "male"),
    "other_sex": (_("received, sex other or not recorded"), "received", "other_sex"),
    "under_18": (_("received under 18"), "received", "under_18"),
    "age_uncertain": (_("received, age not certain"), "received", "age_uncertain"),
    "persons": (_("persons supported"), "persons", ""),
    "minors": (_("accompanying minors supported"), "persons", "minors"),
    "turns": (_("turns of support"), "turns", ""),
    "minors_turns": (_("turns of accompanying minors"), "turns", "minors_turns"),
    "without_file": (_("turns of persons without a file"), "turns", "without_file"),
    **behind_outcomes.MEASURES,
}
FIRST_KEY = (date.min.isoformat(), "")


@dataclass(frozen=True)
class Row:
    """A person by the case (None: without a file) or minor, with so many turns.

    day: of reception, of the first turn, or of the turn; provision and item: of a turn.
    """

    case_id: object
    minor_id: object
    provision_id: object
    day: date
    item_id: object
    turns: int
    key: tuple


def behind(scope, question, after=FIRST_KEY, most=50):
    """A Page of Rows by day; raises ValidationError for no such number."""
    _words, number_is, only = MEASURES[one_of(MEASURES, question.measure)]
    day, unit = after if after[0] else FIRST_KEY
    if question.measure in behind_outcomes.MEASURES:
        return behind_outcomes.behind(scope, question, (_day(day), unit), most)
    found = scope.rows(
        "places.sql",
        "turns.sql",
        f"behind_{number_is}.sql",
        "behind_labour.sql",
        line=question.line_id,
        year=question.year_number,
        regime=_report_line(question.of),
        only=only,
        after_day=_day(day),
        after_unit=unit,
        most=most + 1,
    )
    rows = tuple(
        Row(*values, key=(values[3].isoformat(), str(unit)))
        for *values, unit, _units in found[:most]
    )
    units = found[0][-1] if found else 0
    return Page(rows, units, units, len(found) > most)


def _report_line(code):
    """A line of the table, or several as one: "1+a+e"."""
    asked = set(code.split("+")) if code else set()
    known = Item.objects.filter(report_line__in=asked).values_list("report_line")
    if asked - {line for (line,) in known}:
        raise ValidationError(UNKNOWN)
    return code


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(UNKNOWN) from error
