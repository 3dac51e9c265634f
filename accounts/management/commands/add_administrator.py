from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Posting, User, WorkSetting
from accounts.roles import Role
from areas.clock import months_after, today
from areas.models import Area


class Command(BaseCommand):
    """Open the first administrator's account, as the owner of the tables.

    Refused as soon as somebody administers: then people are added on the pages, by a
    person whose name stands in the trail.
    """

    help = "Open the first administrator's account and print its one-time code."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name", help="full name, family name first")
        parser.add_argument("--area", required=True, help="official code, e.g. 02")

    @transaction.atomic
    def handle(self, *args, username, name, area, **options):
        if Posting.objects.live().filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError(_("There is an administrator already."))
        try:
            user = User(username=username, name=name, pledged_on=today())
            code = user.add(by=None)
            place = Area.objects.by_code(area)
            posting = Posting(user=user, role=Role.ADMINISTRATOR, area=place)
            posting.from_on = today()
            months = WorkSetting.value_on("posting_months", today())
            last = max(today(), timezone.localdate())
            posting.until_on = months_after(last, months)
            posting.add(by=None)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _("%(name)s: sign-in name %(username)s, one-time code %(code)s")
            % {"name": user.name, "username": user.username, "code": code}
        )
