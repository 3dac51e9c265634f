"""Erase again, after a restore, whoever was erased since the backup was made."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from victims.tombstones import erase_again


class Command(BaseCommand):
    """In: a file of tombstones, one JSON object a line. As the tables' owner.

    Prints how many people were erased again; a line that is none stops everything.
    """

    help = "Erase again, after a restore, the people named by a file of tombstones."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            lines = file.read_text("utf-8").splitlines()
            stones = [json.loads(line) for line in lines if line.strip()]
            number = erase_again(stones)
        except (OSError, ValueError, KeyError, TypeError) as error:
            kind = type(error).__name__
            text = _("The file of tombstones cannot be read: %s") % kind
            raise CommandError(text) from error
        self.stdout.write(_("Erased again: %s") % number)
