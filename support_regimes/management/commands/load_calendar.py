from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from support_regimes.loading_calendar import DATA, read, save


class Command(BaseCommand):
    """Load the days off of the state; a second run changes nothing."""

    help = "Load days off and weekend days worked."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="path", default=DATA)

    def handle(self, *args, **options):
        try:
            done = save(read(options["path"]))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _(
                "Calendar: %(added)d added, %(changed)d changed, %(same)d as before,"
                " %(kept)d kept as on the page."
            )
            % {key: done[key] for key in ("added", "changed", "same", "kept")}
        )
