"""What stands behind a number of what came of support: persons, or turns."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.figures.outcomes import MEASURES as COUNTED
from reporting.figures.outcomes import ROWS
from reporting.figures.question import UNKNOWN, Page
from support_regimes.outcomes import TOPICS, name_in

WORDS = {
    "started": _("began to learn"),
    "finished": _("finished learning"),
    "left": _("left learning before the end"),
    "job": _("found a job after learning"),
    "loan_asked": _("applied for a loan"),
    "granted": _("loans granted"),
    "refused": _("loans refused"),
    "aid": _("got legal aid"),
    "papers": _("papers made with legal aid"),
    "awarded": _("compensation awarded"),
    "received": _("compensation received"),
    "insured": _("with a health insurance card good on the last day"),
    "referred": _("referred to health care"),
    "gone": _("went where they were referred"),
}
# What is asked of each, by the end of its name -> what the number is.
ASKED = {
    "persons": "persons",
    "minors": "persons",
    "turns": "turns",
    "money": "money_of_turns",
}


def named(measure, asked):
    """The measure as the list's address has it: "came_granted_money"."""
    return f"came_{measure}_{asked}"


MEASURES = {
    named(measure, asked): (words, number_is, (measure, asked))
    for measure, words in WORDS.items()
    for asked, number_is in ASKED.items()
    if asked != "money" or COUNTED[measure].has_money
}


@dataclass(frozen=True)
class Row:
    """A turn, or a person by the case or minor with the first day and the turns.

    words: what it was; amount: VND of a turn, or None.
    """

    case_id: object
    minor_id: object
    day: date
    words: str
    turns: int
    amount: object
    key: tuple


def behind(scope, question, after, most):
    """A Page of Rows by day; raises ValidationError for what the report has not."""
    _words, number_is, (measure, only) = MEASURES[question.measure]
    if question.year or len(question.of) > 24:
        raise ValidationError(UNKNOWN)
    found = scope.rows(
        *ROWS,
        "behind_outcomes.sql",
        persons=number_is == "persons",
        measure=measure,
        line=question.line_id,
        of=question.of,
        only=only,
        after_day=after[0],
        after_unit=after[1],
        most=most + 1,
    )
    rows = tuple(
        Row(
            case_id, minor_id, day, part_name(measure, of), turns, amount,
            key=(day.isoformat(), str(unit)),
        )
        for case_id, minor_id, day, of, turns, amount, unit, *_more in found[:most]
    )  # fmt: skip
    units, total = found[0][-2:] if found else (0, 0)
    number = int(total or 0) if number_is == "money_of_turns" else units
    return Page(rows, units, number, len(found) > most)


def part_name(measure, of):
    """What a part of a measure is called; the topic where it has no parts."""
    counted = COUNTED[measure]
    if not of or not counted.parts:
        return TOPICS[counted.topic].name
    return name_in(counted.parts, of)
