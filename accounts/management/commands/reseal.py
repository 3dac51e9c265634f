"""Seal everything anew with the newest key of SEALING_KEYS."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.resealing import columns, reseal


class Command(BaseCommand):
    """In: nothing. Out: how many values of which column; what may be dropped now.

    Runs as the tables' owner. May be stopped and started again at any time.
    """

    help = "Seal every sealed value anew with the newest key; run as the tables' owner."

    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class"
                " WHERE oid = 'victims_victim'::regclass"
            )
            if not cursor.fetchone()[0]:
                raise CommandError("Run this as the owner of the tables (app_owner).")
        total = 0
        for column in columns():
            count = 0
            while done := reseal(column):
                count += done
            if count:
                self.stdout.write(f"{column.table}.{column.name}: {count}")
            total += count
        self.stdout.write(f"{total} values were sealed anew.")
        if settings.SEARCH_KEY:
            self.stdout.write("The older keys may be taken out of SEALING_KEYS.")
        else:
            self.stdout.write(
                "Before an older key goes: set SEARCH_KEY to the last of SEALING_KEYS."
            )
