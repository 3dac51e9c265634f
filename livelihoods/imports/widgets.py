"""How the cells of a register are read. What cannot be read says why, in a sentence.

A widget raises ValueError, which django-import-export ties to its column.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from areas.models import Area
from areas.names import folded
from areas.widgets import DayField, MoneyField
from livelihoods.imports.words import lookup, usual

NAME = re.compile(r"[^\W\d_]+(?:[ .'’\-]+[^\W\d_]+)*\.?")
WHOLE = re.compile(r"-?\d{1,9}")
REGISTER = uuid5(NAMESPACE_URL, "hoi-gia/register")


def key_id(register, kind, key):
    """The id of a register's row: the same row read twice is the same record."""
    return uuid5(REGISTER, f"{register}\n{kind}\n{key}")


class Column(Field):
    """A column of a register. `example` stands in the template's first row."""

    def __init__(self, attribute, column_name, widget, *, required=False, example=""):
        super().__init__(attribute, column_name, widget, saves_null_values=False)
        self.required, self.example = required, example

    def clean(self, row, **kwargs):
        value = row.get(self.column_name, "")
        if value == "" or value is None:
            if self.required:
                raise ValueError(_("This cell must not be empty."))
            return None
        return self.widget.clean(value, row=row, **kwargs)


class RegisterWidget(Widget):
    """A widget that knows the book of the run: what was read before this row."""

    book = None


def sentence(error):
    """A field's error as the ValueError that the library expects."""
    return ValueError(" ".join(error.messages))


class TextWidget(RegisterWidget):
    @staticmethod
    def unreadable():
        return _("Write this in words.")

    def clean(self, value, row=None, **kwargs):
        return str(value)


class NameWidget(RegisterWidget):
    """A person's name: letters with their marks, spaces, hyphen, apostrophe."""

    def clean(self, value, row=None, **kwargs):
        if not NAME.fullmatch(str(value)):
            raise ValueError(_("Write the name with letters only."))
        return str(value)


class DayWidget(RegisterWidget):
    """05/03/2021, 5-3-21, 2021-03-05 or a true date cell."""

    def clean(self, value, row=None, **kwargs):
        try:
            return DayField().clean(value if isinstance(value, date) else str(value))
        except ValidationError as error:
            raise sentence(error) from None


class BirthWidget(RegisterWidget):
    """A year, or a whole day -> (date, precision)."""

    def clean(self, value, row=None, **kwargs):
        if re.fullmatch(r"\d{4}", str(value)):
            year = int(value)
            if year < 1900:
                raise ValueError(_("The year %s is too long ago.") % year)
            return date(year, 1, 1), "year"
        return DayWidget().clean(value), "day"


class MoneyWidget(RegisterWidget):
    """Whole VND above 0."""

    most = 10_000_000_000

    def clean(self, value, row=None, **kwargs):
        try:
            return MoneyField(min_value=1, max_value=self.most).clean(value)
        except ValidationError as error:
            raise sentence(error) from None


class CountWidget(RegisterWidget):
    """A whole number within limits."""

    def __init__(self, least=1, most=999, **kwargs):
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def clean(self, value, row=None, **kwargs):
        if not WHOLE.fullmatch(str(value)):
            raise ValueError(_("Write a whole number, such as 3."))
        number = int(value)
        if not self.least <= number <= self.most:
            raise ValueError(
                _("The number lies between %(least)s and %(most)s.")
                % {"least": self.least, "most": self.most}
            )
        return number


class QuantityWidget(RegisterWidget):
    """A number above 0 with at most two decimals, 2,5 or 2.5."""

    def clean(self, value, row=None, **kwargs):
        try:
            number = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            raise ValueError(_("Write a number, such as 3 or 2,5.")) from None
        if not (number.is_finite() and 0 < number < 1_000_000):
            raise ValueError(_("The number must be above 0 and below 1,000,000."))
        if number != round(number, 2):
            raise ValueError(_("Write at most two decimals."))
        return number


class WordWidget(RegisterWidget):
    """One of the register's words (words.py), without regard to marks and case."""

    def __init__(self, words, **kwargs):
        super().__init__(**kwargs)
        self.words, self.codes = words, lookup(words)

    def clean(self, value, row=None, **kwargs):
        word = str(value).strip()
        code = self.codes.get(word, self.codes.get(folded(word)))
        if code is None:
            raise ValueError(
                _("“%(word)s” is not understood. Write one of: %(words)s.")
                % {"word": word[:40], "words": ", ".join(usual(self.words))}
            )
        return code


class AreaWidget(RegisterWidget):
    """The official code of a commune; the name beside it must be its name."""

    def clean(self, value, row=None, **kwargs):
        name = str((row or {}).get("Xã") or "")
        return self.book.commune(str(value), name)


class PlaceWidget(RegisterWidget):
    """The official code of any area within the importer's own."""

    def clean(self, value, row=None, **kwargs):
        try:
            area = Area.objects.by_code(value)
        except ValidationError as error:
            raise sentence(error) from None
        if area.pk not in self.book.reach:
            raise ValueError(_("This area is not within your own."))
        return area


class ReferenceWidget(RegisterWidget):
    """The key of a row of another register, read before or in this run."""

    def __init__(self, kind, **kwargs):
        super().__init__(**kwargs)
        self.kind = kind

    def clean(self, value, row=None, **kwargs):
        return self.book.find(self.kind, str(value))


class SpeciesWidget(RegisterWidget):
    def clean(self, value, row=None, **kwargs):
        return self.book.species(str(value))


class SourceWidget(RegisterWidget):
    def clean(self, value, row=None, **kwargs):
        return self.book.source(str(value))
