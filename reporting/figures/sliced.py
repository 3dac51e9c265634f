"""Figures of a whole, cut into the areas and the years that a report tells them by."""


class Sliced:
    """A report with `total` and `areas`: Slices that know their area and is_empty."""

    @property
    def reported(self):
        """The areas with at least one number in the period."""
        return [part.area for part in self.areas if not part.is_empty]

    @property
    def not_reported(self):
        return [part.area for part in self.areas if part.is_empty]

    @property
    def is_empty(self):
        return self.total.is_empty


def sliced(scope, found, kind):
    """{total, areas, years}: Slices (of this kind) for a report.

    In: found {(id of a line or None, year or None): what a Slice is made of}. An area
    where nothing happened stands among them if it is expected to report.
    """
    years = sorted(year for _line, year in found if year)
    return {
        "total": kind(**found.get((None, None), {})),
        "areas": tuple(
            kind(area=area, **found.get((pk, None), {}))
            for pk, area in scope.lines.items()
            if (pk, None) in found or scope.is_expected(area)
        ),
        "years": tuple(kind(year=year, **found[None, year]) for year in years),
    }
