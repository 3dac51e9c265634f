from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from livelihoods.demo.people import load_people


class Command(BaseCommand):
    """Add the demo's bodies, users and postings; a second run changes nothing.

    Runs as the owner of the tables: there is no administrator yet who could.
    """

    help = "Add the people who work in the demo (demo only)."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(_("This is for the demo only."))
        self.stdout.write(_("People of the demo: %s added.") % load_people())
