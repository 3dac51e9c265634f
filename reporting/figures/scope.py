"""What a report is asked for: where, from when to when, as of when, line by line."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.planning import planned

HERE = Path(__file__).parent
# Whole tables are read, as a report needs: the planner would fetch each of hundreds of
# thousands of rows by itself.
ALL_AT_ONCE = {"enable_nestloop": "off", "enable_sort": "off", "jit": "off"}
ALL_AT_ONCE |= {"work_mem": "64MB"}


# by -> (words, words above the column, level of the lines). The first two go by the list
# of the day when it happened; the others bring both sides of a reform into one list.
DISTRICT, COMMUNE, PROVINCE = (
    Area.Level.DISTRICT,
    Area.Level.COMMUNE,
    Area.Level.PROVINCE,
)
READINGS = {
    "district": (_("District"), _("District"), DISTRICT),
    "commune": (_("Commune, for internal use"), _("Commune"), COMMUNE),
    "old_district": (_("Old district"), _("Old district"), DISTRICT),
    "new_commune": (_("New commune, for internal use"), _("New commune"), COMMUNE),
    "new_province": (_("New province"), _("New province"), PROVINCE),
}
NOTES = {
    "old_district": _(
        "What happened in a new commune counts under the old district it lay in. Where a"
        " new commune has parts of several old districts and nothing says which, it"
        " counts as “unknown old district”."
    ),
    "new_commune": _(
        "What happened in an old commune counts under the commune it became. Of a split"
        " commune each household counts where it was given; as long as it was not, in"
        " the main successor."
    ),
    "new_province": _(
        "What happened before the reform counts under the province of today."
    ),
}
# The line of what happened in a commune made of parts of several old districts.
UNKNOWN = Area(
    pk=0, code="0", version=0, level=DISTRICT, kind=_("unknown"),
    name=_("old district"),
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """The question behind all figures of a report.

    area: the Area asked for; from_on, to_on: first and last day of the period; as_of: the
    day of the count; by: which of READINGS the lines of the tables are; reach: ids of
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
        return self.level == Area.Level.COMMUNE

    @property
    def words(self):
        """What the lines are: "Old district"."""
        return READINGS[self.by][0]

    @property
    def head(self):
        """What stands above the column of the lines."""
        return str(READINGS[self.by][1])

    @property
    def level(self):
        """The level of the lines."""
        return READINGS[self.by][2]

    @property
    def note(self):
        """How places of both sides of a reform come together; empty otherwise."""
        return str(NOTES.get(self.by, ""))

    @property
    def is_across(self):
        """The lines bring both sides of a reform into one list."""
        return self.by in ("old_district", "new_commune", "new_province")

    @cached_property
    def lines(self):
        """{id: Area} of the lines a table can have, in official order.

        By the day's lists communes of today have no district: together they are a line
        of their province. By old districts those of several are a line of their own.
        """
        areas = Area.objects.select_related("parent").order_by("version", "code")
        if self.is_across:
            found = {pk for (pk,) in self.rows("places.sql", "lines.sql")}
            lines = {area.pk: area for area in areas.filter(pk__in=found)}
            return lines | ({UNKNOWN.pk: UNKNOWN} if 0 in found else {})
        areas = areas.within(self.area)
        if self.is_internal:
            areas = areas.filter(level=Area.Level.COMMUNE)
        else:
            areas = areas.exclude(level=Area.Level.COMMUNE)
        return {area.pk: area for area in areas}

    def is_expected(self, area):
        """A line that stands in the table even when nothing happened there."""
        is_line = area.level == self.level and area.pk != UNKNOWN.pk
        if self.is_across:
            return is_line
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
