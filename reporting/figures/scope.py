"""What a report is asked for: where, from when to when, as of when, line by line."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.db import connection

from areas.models import Area
from areas.planning import planned

HERE = Path(__file__).parent
# Whole tables are read, as a report needs: the planner would fetch each of hundreds of
# thousands of rows by itself.
ALL_AT_ONCE = {"enable_nestloop": "off", "enable_sort": "off", "jit": "off"}
ALL_AT_ONCE |= {"work_mem": "64MB"}


@dataclass(frozen=True)
class Scope:
    """The question behind all figures of a report.

    area: the Area asked for; from_on, to_on: first and last day of the period; as_of: the
    day of the count; by: "district" or "commune", the lines of the tables; reach: ids of
    the areas that the asker's powers cover (list of int).
    """

    area: Area
    from_on: date
    to_on: date
    as_of: date
    by: str
    reach: tuple

    @property
    def last(self):
        """The last day counted: an event must lie in the period and be known by then."""
        return min(self.to_on, self.as_of)

    @property
    def years(self):
        """ "2019–2023" for whole years, else the days: "15/03/2023–30/06/2023"."""
        first, last = self.from_on, self.to_on
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if not whole:
            return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
        same = first.year == last.year
        return str(last.year) if same else f"{first.year}–{last.year}"

    @property
    def is_internal(self):
        """Communes with one person name themselves: not to leave the offices."""
        return self.by == "commune"

    @cached_property
    def lines(self):
        """{id: Area} of the lines a table can have, in official order.

        Communes of today's list have no district: together they are a line of their
        province.
        """
        areas = Area.objects.within(self.area).select_related("parent")
        if self.by == "commune":
            areas = areas.filter(level=Area.Level.COMMUNE)
        else:
            areas = areas.exclude(level=Area.Level.COMMUNE)
        return {area.pk: area for area in areas.order_by("version", "code")}

    def is_expected(self, area):
        """A line that stands in the table even when nothing happened there."""
        is_line = area.level == self.by
        begins_in_time = not area.valid_from or area.valid_from <= self.last
        ends_in_time = not area.valid_to or area.valid_to >= self.from_on
        return is_line and begins_in_time and ends_in_time

    def parameters(self, **more):
        """The named parameters of the SQL files."""
        return {
            "area": self.area.pk,
            "by": self.by,
            "first": self.from_on,
            "last": self.last,
            "reach": list(self.reach),
        } | more

    def rows(self, *files, **more):
        """The rows of a statement that stands in these files of this folder."""
        with planned(**ALL_AT_ONCE), connection.cursor() as cursor:
            cursor.execute(_text(*files), self.parameters(**more))
            return cursor.fetchall()


def _text(*files):
    return "\n".join((HERE / file).read_text(encoding="utf-8") for file in files)
