from pathlib import Path

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

PAGES = {"413.html": {}, "503.html": {"wait": 10}}


class Command(BaseCommand):
    """Write the pages that the web server in front shows by itself into DIRECTORY.

    413 for what is too large for it, 503 when the program is not there; the second
    reloads by itself. After each change of version.
    """

    help = "Write the error pages of the web server in front as files."

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path)

    def handle(self, *args, directory, **options):
        for name, context in PAGES.items():
            (directory / name).write_text(render_to_string(name, context))
        self.stdout.write(f"{len(PAGES)} pages in {directory}")
