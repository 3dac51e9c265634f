import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Posting, User
from accounts.requests import acting
from accounts.roles import roles_with
from areas.models import Area
from reporting.exports import report_xlsx
from reporting.figures.scope import READINGS
from reporting.forms import ReportForm
from reporting.keys import as_keys
from reporting.pdf import report_pdf
from reporting.reports import REPORTS

NAMES = {"area": "--area", "from_on": "--from", "to_on": "--to", "as_of": "--as-of"}


class Command(BaseCommand):
    """A report as JSON, PDF or XLSX, as a person who may see it.

    In: which report, area by its official code, days as 2023-12-31 or 31/12/2023; what is
    left out is asked for as on the page. Out: to --output, to standard output when that
    is redirected, else (PDF, XLSX) to a file of the report's own name. Refuses an area,
    a day or a person that it cannot be made for. Keys of the JSON: docs/reports.md.
    """

    help = "Make a report: womens_union (livelihood support) or labour (regimes)."

    def add_arguments(self, parser):
        parser.add_argument("report", choices=list(REPORTS))
        parser.add_argument(
            "--area", default="", help="official code: 02, 027, 08@2025"
        )
        parser.add_argument("--from", dest="from_on", default="", metavar="DAY")
        parser.add_argument("--to", dest="to_on", default="", metavar="DAY")
        parser.add_argument("--as-of", default="", metavar="DAY")
        parser.add_argument("--by", choices=list(READINGS), default="district")
        parser.add_argument("--format", choices=["json", "pdf", "xlsx"], default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")
        parser.add_argument(
            "--user",
            metavar="SIGN-IN-NAME",
            help="as whom; left out: the officer posted nearest above the area",
        )

    def handle(self, *args, **options):
        kind = REPORTS[options["report"]]
        user = asker(kind, options)
        with acting(user):
            report = kind.figures(self.scope(kind, user, options))
            data = made(kind, report, user, options["format"])
            kind.taken(report.scope, options["format"])
        self.deliver(data, kind.file_name(report.scope, options["format"]), options)

    def scope(self, kind, user, options):
        asked = QueryDict(mutable=True)
        asked.update({n: options[n] for n in (*NAMES, "by") if options[n]})
        reach = user.reach(kind.permission)
        if not reach:
            raise CommandError(
                _(
                    "%(user)s may not see this report anywhere today: nothing is in reach."
                )
                % {"user": user.username}
            )
        form = ReportForm(asked, reach=reach)
        if not form.is_valid():
            raise CommandError(
                "\n".join(
                    f"{NAMES.get(name, name)}: {error}"
                    for name, errors in form.errors.items()
                    for error in errors
                )
            )
        return form.scope()

    def deliver(self, data, name, options):
        output = options["output"]
        raw = getattr(self.stdout._out, "buffer", None)
        if not output and options["format"] == "json":
            self.stdout.write(data.decode())
            return
        if not output and raw and not sys.stdout.isatty():
            raw.write(data)
            return
        path = output or Path(name)
        path.write_bytes(data)
        self.stderr.write(_("Written: %s") % path)


def asker(kind, options):
    """Who asks: the person named, else the officer posted nearest above the area."""
    if options["user"]:
        user = User.objects.filter(username=options["user"]).first()
        if not user:
            raise CommandError(_("There is no such user: %s") % options["user"])
        return user
    postings = Posting.objects.live().filter(
        role__in=roles_with(kind.permission), user__is_active=True
    )
    if options["area"]:
        try:
            area = Area.objects.by_code(options["area"])
        except ValidationError as error:
            raise CommandError(f"--area: {' '.join(error.messages)}") from error
        postings = postings.filter(area__covering__covers=area)
    found = list(postings.select_related("user", "area"))
    if not found:
        raise CommandError(
            _(
                "Nobody is posted who may see this report there. Name a person by --user."
            )
        )
    levels = list(Area.Level.values)
    nearest_first = -1 if options["area"] else 1

    def rank(posting):
        return nearest_first * levels.index(posting.area.level), posting.user.username

    return min(found, key=rank).user


def made(kind, report, user, form):
    """The report in a format, as bytes."""
    if form == "json":
        return json.dumps(as_keys(report), ensure_ascii=False, indent=2).encode()
    try:
        make = report_pdf if form == "pdf" else report_xlsx
        return make(kind, report, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
