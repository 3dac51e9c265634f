import os
import time

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operation.backups import envelope, making, tools


class Command(BaseCommand):
    """Write one encrypted backup into DIRECTORY (or BACKUP_DIRECTORY).

    Reads DATABASE_BACKUP_URL (role app_backup) and BACKUP_PUBLIC_KEY. The file is
    written beside, opened again and compared before it gets its name; the oldest beyond
    --keep go. How it ended is recorded for the page and for `manage.py health`.
    """

    help = "Write one encrypted backup of the whole database."

    def add_arguments(self, parser):
        parser.add_argument("directory", nargs="?", default=settings.BACKUP_DIRECTORY)
        parser.add_argument("--keep", type=int, default=35, help="files kept (35)")

    def handle(self, *args, directory, keep, **options):
        url = os.environ.get("DATABASE_BACKUP_URL")
        if not url or not directory or not settings.BACKUP_PUBLIC_KEY:
            raise CommandError(
                "DATABASE_BACKUP_URL, BACKUP_PUBLIC_KEY and a directory are needed."
            )
        began, public = time.monotonic(), settings.BACKUP_PUBLIC_KEY
        try:
            path, manifest = making.make(url, directory, public, max(keep, 1))
        except (
            making.Failed,
            envelope.Broken,
            tools.Missing,
            OSError,
            psycopg.Error,
        ) as error:
            keep_run(url, ok=False, note=type(error).__name__, seconds=0)
            raise CommandError(f"No backup was made. {error}") from error
        seconds = time.monotonic() - began
        size = path.stat().st_size
        rows = sum(table["rows"] for table in manifest["tables"].values())
        note = (
            f"{path.name}: {len(manifest['tables'])} tables, {rows} rows, {size} bytes"
        )
        keep_run(url, ok=True, note=note, seconds=seconds)
        self.stdout.write(f"{note}, {seconds:.1f} s")
        if manifest["trail"]:
            number, mark = manifest["trail"]
            self.stdout.write(f"Head of the trail: {number}:{mark}")


def keep_run(url, *, ok, note, seconds, kind="backup"):
    """Record how the job ended, if the database can be reached at all."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute(
                "SELECT record_run(%s, %s, %s, %s)", [kind, ok, note[:300], seconds]
            )
    except psycopg.Error:
        pass  # a database that is away tells the same by the age of its last backup
