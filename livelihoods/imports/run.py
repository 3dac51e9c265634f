"""One import: several sheets in the order in which they build on each other."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import activity
from livelihoods.imports.book import Book
from livelihoods.imports.budgets import BudgetResource
from livelihoods.imports.grants import GrantResource
from livelihoods.imports.herds import (
    GuidanceResource,
    HerdResource,
    IncomeResource,
)
from livelihoods.imports.people import HouseholdResource, PersonResource
from livelihoods.models.schedule import forget_past

# In the order of reading; what a row refers to comes before it.
REGISTERS = {
    resource.kind: resource
    for resource in [
        BudgetResource,
        HouseholdResource,
        PersonResource,
        GrantResource,
        HerdResource,
        IncomeResource,
        GuidanceResource,
    ]
}


@dataclass
class Run:
    """What an import did, sheet by sheet, and whether it was kept."""

    outcomes: list
    ignored: list  # names of sheets that are no register
    kept: bool = False

    @property
    def rows(self):
        return sum(outcome.rows for outcome in self.outcomes)

    @property
    def new(self):
        return sum(outcome.new for outcome in self.outcomes)

    @property
    def same(self):
        return sum(outcome.same for outcome in self.outcomes)

    @property
    def refused(self):
        return sum(outcome.refused for outcome in self.outcomes)

    @property
    def problems(self):
        return [p for outcome in self.outcomes for p in outcome.problems]


class _Undo(Exception):
    pass


def register_of(sheet):
    """The register whose required columns the sheet has, or None."""
    suited = [r for r in REGISTERS.values() if r.suits(sheet.headers)]
    return max(suited, key=lambda resource: len(resource.required()), default=None)


def _sorted(sheets):
    """(resource, sheet) in the order of reading, and the names of other sheets."""
    typed = [(register_of(sheet), sheet) for sheet in sheets]
    ignored = [sheet.name for resource, sheet in typed if not resource]
    if len(ignored) == len(typed):
        raise ValidationError(
            _("%s: the columns are not those of a register. Use the empty tables.")
            % ", ".join(ignored)
        )
    order = list(REGISTERS)
    known = [(resource, sheet) for resource, sheet in typed if resource]
    return sorted(known, key=lambda pair: order.index(pair[0].kind)), ignored


def run(sheets, *, by, register, good_rows=False, dry_run=False, progress=None):
    """Take the sheets in, in one transaction; returns the Run.

    In: sheets of files.read; the user who imports (signed in, or inside `acting`); the
    register's name, which keeps its keys apart from those of other registers.
    `good_rows`: keep the rows that are right, else all or nothing. `dry_run`: try
    everything, keep nothing. `progress`: called with a sentence for each sheet.
    Raises ValidationError when no sheet is a register.
    """
    typed, ignored = _sorted(sheets)
    book, result = Book(by=by, register=register), Run([], ignored)
    try:
        with transaction.atomic(), activity.gathered(purpose="import"):
            for resource, sheet in typed:
                outcome = resource(book).take(sheet)
                result.outcomes.append(outcome)
                if progress:
                    progress(_progress(outcome))
            forget_past(book.households(), by=by)
            result.kept = not dry_run and (good_rows or not result.problems)
            if not result.kept:
                raise _Undo
    except _Undo:
        pass
    return result


def _progress(outcome):
    return _(
        "%(label)s (%(sheet)s): %(rows)s rows, %(new)s new, %(same)s here already, "
        "%(refused)s refused."
    ) % {
        "label": outcome.label,
        "sheet": outcome.sheet,
        "rows": outcome.rows,
        "new": outcome.new,
        "same": outcome.same,
        "refused": outcome.refused,
    }
