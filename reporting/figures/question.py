"""Which number of a report is meant, and the list of what stands behind it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNKNOWN = _("There is no such number in this report.")


@dataclass(frozen=True)
class Question:
    """One number: of which measure, line (Area; None: the whole), table, of what.

    of: a kind of support, a product, or the code of a source, species or regime, as the
    measure has it; cause: of deaths only; year: of happening, as text, or empty.
    """

    measure: str
    line: object = None
    table: str = ""
    of: str = ""
    cause: str = ""
    year: str = ""

    def named(self):
        """The question by the names of an address, without what is empty."""
        line = self.line.key if self.line else ""
        names = {
            "table": self.table, "line": line, "measure": self.measure, "of": self.of,
            "cause": self.cause, "year": self.year,
        }  # fmt: skip
        return {name: value for name, value in names.items() if value}

    @property
    def line_id(self):
        return self.line.pk if self.line else None

    @property
    def year_number(self):
        if not self.year:
            return None
        if not (self.year.isdecimal() and len(self.year) == 4):
            raise ValidationError(UNKNOWN)
        return int(self.year)


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `number` is what the list stands for: the number asked about.

    units: how many rows the whole list has.
    """

    rows: tuple
    units: int
    number: int
    has_more: bool

    @property
    def last_key(self):
        return self.rows[-1].key if self.rows else ("", "")


def one_of(values, value):
    """The value, if it is one of these; raises ValidationError."""
    if value not in values:
        raise ValidationError(UNKNOWN)
    return value
