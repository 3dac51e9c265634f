import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operation.backups import envelope, making, restoring, tools
from operation.management.commands.backup import keep_run

WRONG = (envelope.Broken, restoring.Refused, tools.Missing, OSError, psycopg.Error)


class Command(BaseCommand):
    """Put a backup back into an empty database: `restore FILE --key KEY --into URL`.

    KEY: a file that holds the private key ("-": standard input, so that it lies nowhere).
    URL: a superuser's address of a new, empty database, in an empty cluster at best. The
    whole file is authenticated first; then all is restored or nothing. Who was erased
    since the backup is erased again, by the list beside the backups (--erased FILE).
    --verify compares every table, sequence, policy, trigger, function and grant with what
    was written down when the backup was made, walks the trail, and opens pages.
    """

    help = "Restore a backup into an empty database, and compare it with what it was."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", required=True, help='file of the private key or "-"'
        )
        parser.add_argument("--into", required=True, help="superuser's address, empty")
        parser.add_argument("--erased", type=Path, help="default: erased.jsonl beside")
        parser.add_argument("--verify", action="store_true")

    def handle(self, *args, file, key, into, erased, verify, **options):
        began = time.monotonic()
        try:
            self.restore(file, key, into, erased or file.parent / making.ERASED, verify)
        except (*WRONG, CommandError) as error:
            self.keep(verify, file, False, str(error), began)
            raise CommandError(str(error)) from error
        self.keep(verify, file, True, "", began)
        self.stdout.write(f"Done in {time.monotonic() - began:.1f} s.")
        self.stdout.write(
            "Next, as a superuser: passwords for app_owner, app and app_backup (the"
            " backup holds none), then  manage.py set_mint_key  as app_owner."
        )

    def restore(self, file, key, into, erased, verify):
        private = sys.stdin.read() if key == "-" else Path(key).read_text()
        opened, manifest = restoring.survey(file, private)
        self.stdout.write(f"The file is whole, made {manifest['made_at']}.")
        missing = set(manifest["sealing_keys"]) - making.sealing_marks()
        if missing:
            self.stdout.write(
                f"SEALING_KEYS lacks {sorted(missing)}: what they sealed stays closed."
            )
        restoring.restore(file, opened, manifest, into)
        self.stdout.write("Restored.")
        if verify:
            found = restoring.compare(manifest, into)
            if found:
                raise CommandError("Not as it was:\n" + "\n".join(found))
            rows = sum(table["rows"] for table in manifest["tables"].values())
            self.stdout.write(f"Equal: {len(manifest['tables'])} tables, {rows} rows.")
        self.erase(into, erased)
        self.manage(into, "app_owner", "set_mint_key")
        if verify:
            anchor = (
                [":".join(map(str, manifest["trail"]))] if manifest["trail"] else []
            )
            self.manage(into, "app_backup", "trail", "verify", "--anchor", *anchor)
            self.manage(into, "app", "smoke")

    def erase(self, into, path):
        """Erase again who was erased after this backup was made."""
        if path.exists():
            self.manage(into, "app_owner", "erase_again", path.absolute())
        else:
            self.stdout.write(f"NOBODY was erased again: there is no {path}.")

    def manage(self, into, role, *words):
        """One of our own commands on the restored database, as this role."""
        settings_of = os.environ | {"DATABASE_URL": restoring.as_role(into, role)}
        settings_of["TRAIL_ANCHORS"] = ""  # the head that counts is the backup's own
        command = [sys.executable, settings.BASE_DIR / "manage.py", *words]
        done = subprocess.run(  # noqa: S603
            command, env=settings_of, capture_output=True, text=True, check=False
        )
        for line in done.stdout.splitlines():
            self.stdout.write(f"  {line}")
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [""])[-1]
            raise CommandError(f"{words[0]} failed: {last}")

    def keep(self, verify, file, ok, note, began):
        """A drill counts only when all was compared; told to the running system."""
        url = os.environ.get("DATABASE_BACKUP_URL")
        if verify and url:
            note = f"{file.name}: {note.splitlines()[0]}" if note else file.name
            seconds = time.monotonic() - began
            keep_run(url, kind="restore test", ok=ok, note=note, seconds=seconds)
