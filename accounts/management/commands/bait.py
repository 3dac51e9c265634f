import re
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts import activity
from accounts.models import Bait

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Command(BaseCommand):
    """Mark the case of an invented person as a bait, or end it, as the tables' owner.

    In: its key, or the address of its page. Whoever opens it afterwards is flagged to
    the administrator. The owner reads no case, so whether the key exists is not
    checked; the trail keeps that a bait was laid, not which.
    """

    help = "Flag whoever opens this invented case; --end stops it."

    def add_arguments(self, parser):
        parser.add_argument("key", help="the case's key, or its page's address")
        parser.add_argument(
            "--end", action="store_true", help="flag nobody from now on"
        )

    @transaction.atomic
    def handle(self, *args, key, end, **options):
        found = KEY.findall(key.lower())
        if not found:
            raise CommandError(_("There is no key of a case in it."))
        record = UUID(found[0])
        if not end:
            laid = {"since": Now(), "until": None}
            Bait.objects.update_or_create(record=record, defaults=laid)
            activity.write("lay bait")
            self.stdout.write(_("Whoever opens this case is flagged from now on."))
        elif Bait.objects.filter(record=record, until=None).update(until=Now()):
            activity.write("end bait")
            self.stdout.write(_("The bait is ended."))
        else:
            raise CommandError(_("This case is no bait."))
