from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from support_regimes.loading import DATA, read, save


class Command(BaseCommand):
    """Load the rule sets; a second run changes nothing."""

    help = "Load rule sets, regimes, conditions, items, norms and steps."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="directory", default=DATA)

    def handle(self, *args, **options):
        try:
            done = save(read(options["directory"]))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _(
                "Rules: %(added)d added, %(changed)d changed, %(same)d as before,"
                " %(removed)d removed."
            )
            % {key: done[key] for key in ("added", "changed", "same", "removed")}
        )
        if done["left"]:
            self.stdout.write(
                _("%d lines were changed on the pages and are left as they are there.")
                % done["left"]
            )
