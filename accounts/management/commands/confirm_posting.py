from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Posting


class Command(BaseCommand):
    """Confirm a waiting posting as the owner of the tables.

    For a province with one administrator only: the second person is whoever keeps the
    server. In: sign-in name and role. Refused when nothing waits, or when a second
    administrator is there who could confirm it.
    """

    help = "Confirm a powerful posting where there is no second administrator."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", help="for example provincial_officer")

    @transaction.atomic
    def handle(self, *args, username, role, **options):
        waiting = Posting.objects.waiting().filter(user__username=username, role=role)
        posting = waiting.select_for_update(of=("self",)).first()
        if not posting:
            raise CommandError(_("Nothing of this person and role waits."))
        if posting.second_persons():
            raise CommandError(_("A second administrator can confirm it on the pages."))
        try:
            posting.confirm_as_owner()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(_("In force: %s.") % posting)
