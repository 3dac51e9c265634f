from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from areas.loading import DATA, read, save


class Command(BaseCommand):
    """Load the lists of places; a second run changes nothing."""

    help = "Load provinces, districts, communes, successions and coverage."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="directory", default=DATA)

    def handle(self, *args, **options):
        try:
            done = save(read(options["directory"]))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _(
                "Areas: %(areas_added)d added, %(areas_changed)d changed, "
                "%(areas_same)d as before. Successions: %(successions_added)d added, "
                "%(successions_changed)d changed, %(successions_removed)d removed. "
                "Coverage: %(coverage_added)d added, %(coverage_removed)d removed."
            )
            % done
        )
