from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Export


class Command(BaseCommand):
    """Destroy lists whose 24 hours are over, and end requests nobody decided in a week.

    For the hourly timer, as the application's role; each opening of the page of lists
    does the same. Again at once it changes nothing. Out: how many.
    """

    help = "Destroy exported lists whose time is over."

    def handle(self, *args, **options):
        with transaction.atomic():
            ended = Export.expire()
        self.stdout.write(_("%s lists ended.") % ended)
