from django.core.management.base import BaseCommand
from django.db import connection

from accounts import mint


class Command(BaseCommand):
    """Tell the database the mint key of the environment (MINT_KEY, or SECRET_KEY's).

    As the owner of the tables, after each migrate, restore, or change of the key.
    Without it nobody can be signed in; with a new one the sign-ins of before stay.
    """

    help = "Tell the database the key without which nobody can be signed in."

    def handle(self, *args, **options):
        pads = mint.pads()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_mint (pad_in, pad_out) VALUES (%s, %s)"
                " ON CONFLICT (single) DO UPDATE"
                " SET pad_in = excluded.pad_in, pad_out = excluded.pad_out",
                pads,
            )
