from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import acting
from accounts.tables import csv_file
from livelihoods.imports.files import read
from livelihoods.imports.run import run

ENDINGS = {".csv", ".xlsx", ".zip"}


class Command(BaseCommand):
    """Bring old registers in, as a provincial officer: all rows or none.

    In: files, or directories of files (CSV, XLSX, ZIP). Says what each gives while it
    reads, and every bad row with its number, column and reason (--problems: as CSV too).
    Ends with code 1 when rows were refused. The same files again change nothing.
    """

    help = "Bring in old registers (households, persons, grants, herds …)."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="DIR_OR_FILE")
        parser.add_argument("--as", dest="username", required=True)
        parser.add_argument("--register", default="1", help="keeps registers apart")
        parser.add_argument("--good-rows", action="store_true")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--problems", type=Path, metavar="FILE", help="bad rows as CSV"
        )

    def handle(self, *args, **options):
        user = User.objects.filter(username=options["username"]).first()
        if not user:
            raise CommandError(_("There is no such user: %s") % options["username"])
        with acting(user):
            if not user.has_perm("livelihoods.import_record"):
                raise CommandError(_("This person may not bring registers in."))
            done = self.bring_in(user, options)
            self.report(done)
        if options["problems"]:
            options["problems"].write_bytes(problems_file(done))
        if done.refused:
            raise CommandError(
                _("%s rows were refused; the others were taken in.") % done.refused
                if done.kept
                else _("%s rows are wrong; nothing was taken in.") % done.refused
            )

    def bring_in(self, user, options):
        try:
            return run(
                [sheet for path in files(options["paths"]) for sheet in sheets(path)],
                by=user,
                register=options["register"],
                good_rows=options["good_rows"],
                dry_run=options["dry_run"],
                progress=self.stdout.write,
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def report(self, done):
        for outcome in done.outcomes:
            for problem in outcome.problems:
                self.stderr.write(
                    _("%(sheet)s, row %(row)s, %(column)s: %(reason)s")
                    % {
                        "sheet": outcome.sheet,
                        "row": problem.row,
                        "column": problem.column or "–",
                        "reason": problem.reason,
                    }
                )
        if done.kept:
            self.stdout.write(_("%s rows taken in.") % done.new)


def problems_file(done):
    """Every bad row as CSV bytes: sheet, row, column, reason."""
    heads = [_("Sheet"), _("Row"), _("Column"), _("Reason")]
    rows = [
        [outcome.sheet, problem.row, problem.column, problem.reason]
        for outcome in done.outcomes
        for problem in outcome.problems
    ]
    return csv_file(heads, rows)


def files(paths):
    """The paths themselves, and of a directory the tables inside."""
    found = []
    for path in paths:
        if not path.exists():
            raise CommandError(_("There is no such file: %s") % path)
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [p for p in inside if p.suffix.lower() in ENDINGS or p == path]
    if not found:
        raise CommandError(_("No CSV or XLSX file is inside."))
    return found


def sheets(path):
    return read(path.name, path.read_bytes())
