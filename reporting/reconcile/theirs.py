"""The list of another office, read into persons. Nothing of the file is kept.

Rows that cannot be read are told by their number, never dropped in silence.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.names import folded
from livelihoods.imports.files import read
from reporting.reconcile.matching import Person

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5000

# What heads mean, folded. A day of birth gives the year.
HEADS = {
    "name": {"ho ten", "ho va ten", "ho ten nan nhan", "ten", "ten nan nhan",
             "ho va ten nan nhan", "full name", "name"},
    "year": {"nam sinh", "sinh nam", "ngay sinh", "ngay thang nam sinh", "nam",
             "year of birth", "birth year", "date of birth"},
    "day": {"ngay", "ngay tiep nhan", "ngay tro ve", "ngay ve", "ngay giai cuu",
            "ngay ban giao", "ngay giao nhan", "day", "date"},
    "sex": {"gioi tinh", "gioi", "nam nu", "sex"},
}  # fmt: skip
SEXES = {"nu": "female", "f": "female", "female": "female", "nam": "male", "m": "male",
         "male": "male"}  # fmt: skip
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
YEAR = re.compile(r"(?:\d{1,2}[./-])?(\d{4})")
OLDEST = 1900


@dataclass
class List:
    """people: Person by row; outside, unread: numbers of rows not compared."""

    people: list = field(default_factory=list)
    outside: list = field(default_factory=list)
    unread: list = field(default_factory=list)
    knows_sex: bool = False


def listed(file, *, first, last, head=None, columns=None):
    """The List of an uploaded file, for days from first to last.

    In: head, number of the row with the names of the columns, or None to look for it;
    columns {name, year, day, sex: heading or letter} as typed. ValidationError, by the
    field of the form, for what cannot be read.
    """
    if PurePosixPath(file.name.lower()).suffix == ".zip":
        raise ValidationError({"file": _("Only CSV and XLSX files are compared.")})
    typed = {kind: text for kind, text in (columns or {}).items() if text}
    if file.size > MOST_BYTES:
        raise ValidationError({"file": _("The file is larger than 2 MB.")})
    try:
        sheets = read(file.name, file.read(), MOST_ROWS, _tells_head(head, typed))
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    sheet, found = _table([sheet for sheet in sheets if sheet.headers], typed)
    return _people(sheet, found, first, last)


def _tells_head(chosen, typed):
    """By its number where one was chosen, else by a heading of names."""
    if chosen:
        return lambda number, values: number == chosen
    names = HEADS["name"] | {folded(typed.get("name", "")) or "ho ten"}
    return lambda number, values: (
        len(values) > 1 and any(folded(str(value)) in names for value in values)
    )


def _table(sheets, typed):
    """The first sheet with a column of names, and {kind: number of the column}."""
    for sheet in sheets:
        found = mapped(sheet.headers, typed)
        if "name" in found and not set(typed) - set(found):
            return sheet, found
    if not sheets:
        raise ValidationError({"head": _("No head row is found. Choose the head row.")})
    text = _("No column is called so. Write its heading, or its letter such as B.")
    lost = set(typed) - set(mapped(sheets[0].headers, typed))
    raise ValidationError(dict.fromkeys(lost or {"name"}, text))


def mapped(headers, typed):
    """{kind: number of the column, from 0}; what was typed goes before what is known."""
    heads = [folded(str(header)) for header in headers]
    found = {}
    for kind, known in HEADS.items():
        if kind in typed:
            at = _typed(heads, typed[kind])
        else:
            at = next((at for at, text in enumerate(heads) if text in known), None)
        if at is not None:
            found[kind] = at
    return found


def _typed(heads, text):
    if folded(text) in heads:
        return heads.index(folded(text))
    letter = text.strip().upper()
    if len(letter) == 1 and "A" <= letter <= "Z" and ord(letter) - 65 < len(heads):
        return ord(letter) - 65
    return None


def _people(sheet, found, first, last):
    result = List(knows_sex="sex" in found)
    for number, values in sheet.rows:
        cells = {k: values[at] if at < len(values) else "" for k, at in found.items()}
        try:
            person = _person(number, cells)
        except ValueError:
            result.unread.append(number)
            continue
        if person.day and not first <= person.day <= last:
            result.outside.append(number)
        else:
            result.people.append(person)
    return result


def _person(number, cells):
    """A row as a Person; ValueError where a cell says nothing we understand."""
    name = str(cells["name"])
    if not any(word.isalpha() for word in folded(name).split()):
        raise ValueError(name)
    sex = folded(str(cells.get("sex", "")))
    return Person(
        key=number,
        names=(name,),
        year=_year(cells.get("year", "")),
        day=_day(cells.get("day", "")),
        sex=SEXES.get(sex, ""),
    )


def _day(cell):
    """A day of a cell, or None for an empty one."""
    if cell == "" or isinstance(cell, date):
        return cell or None
    text = str(cell)
    if match := DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(text)
    return date(year, month, day)


def _year(cell):
    """The year of birth in a cell with a year, a month or a day; None if empty."""
    text = str(cell)
    if cell == "":
        return None
    match = YEAR.fullmatch(text)
    year = int(match[1]) if match else _day(cell).year
    if not OLDEST <= year <= 2200:
        raise ValueError(text)
    return year
