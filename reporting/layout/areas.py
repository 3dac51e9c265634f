"""What the layouts of reports by area share."""

from django.utils.translation import gettext as _

from reporting.layout.grid import Group, Row


class NamedAreas:
    """Of a layout of a report, whose lines are districts or communes."""

    def __init__(self, report):
        self.report = report
        self.by_commune = report.scope.is_internal

    def name(self, area):
        """Districts by their bare name, communes with the district they lie in."""
        if self.by_commune and area.parent_id:
            return f"{area.name} ({area.parent.name})"
        return area.name if area.pk else str(area)


class AreaRows(NamedAreas):
    """Of a layout whose `report` is Sliced."""

    def _areas(self, cells):
        """A row an area that has numbers, and the total; cells(slice, **where)."""
        parts = [part for part in self.report.areas if not part.is_empty]
        rows = tuple(
            Row(self.name(part.area), cells(part, line=part.area), str(number))
            for number, part in enumerate(parts, 1)
        )
        return Group(rows, Row(_("Total"), cells(self.report.total)))

    def reported(self):
        return [self.name(area) for area in self.report.reported]

    def not_reported(self):
        return [self.name(area) for area in self.report.not_reported]
