from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Posting
from accounts.models.live import live_postings
from accounts.requests import acting
from accounts.roles import Role
from victims.models import Case


class Command(BaseCommand):
    """Open the sign-in page, and a case as a caseworker who is responsible for it.

    For a database that was just restored, as the application's role. All of it is
    undone: nobody's name is left in the trail for a page they did not open.
    """

    help = "See whether the restored program opens its sign-in page and a case."

    def handle(self, *args, **options):
        with transaction.atomic():
            self.opens(Client(), reverse("sign_in"), "the sign-in page")
            user, case = someone()
            if case:
                client = Client()
                client.force_login(user)
                page = reverse("victims:case_person", args=[case.pk])
                self.opens(client, page, "a case as its caseworker")
            else:
                self.stdout.write("No caseworker has a case: none was opened.")
            transaction.set_rollback(True)

    def opens(self, client, page, what):
        host = settings.ALLOWED_HOSTS[0]
        answer = client.get(page, secure=True, headers={"host": host})
        if answer.status_code != 200:
            raise CommandError(f"{what}: status {answer.status_code}")
        self.stdout.write(f"{what}: 200")


def someone():
    """A caseworker with a case in reach, and that case; or nobody."""
    postings = Posting.objects.filter(
        live_postings(),
        role=Role.CASEWORKER,
        user__is_active=True,
        user__must_change_password=False,
    )
    for posting in postings.select_related("user")[:200]:
        with acting(posting.user):
            case = Case.objects.visible_to(posting.user).first()
        if case:
            return posting.user, case
    return None, None
