"""What is sealed is in no file of the database, dump, log or temporary directory.

    bin/prove raw

Starts a PostgreSQL of its own with the example record, writes marks into every sealed
field and into a file, reads a case's private parts through the site, then looks for each
mark in all files of the cluster (tables, WAL, temporary files, statement log with
log_statement = all), in a dump and in the program's own output: as UTF-8, UTF-16,
base64 and hex. A name is looked for too, to show that the search finds what is there.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from parts.site import PROJECT, PYTHON, Site, need, say

SEALED = {
    "identity number": "002195771234",
    "phone": "0912771234",
    "safe contact": "Zzqrsafecontact",
    "who must not know": "Zzqrmustnotknow",
    "address": "Zzqraddress",
    "note": "Zzqrnotetext",
    "reason of a strike-out": "Zzqrvoidreason",
    "reason of a grant's step": "Zzqrstepreason",
    "bytes of a file": "Zzqrfilebytes-" + "x" * 40,
    "caption of a file": "Zzqrcaption",
}
NAME = "Zzqrname"
WRITE = PROJECT / "tests" / "proofs" / "parts" / "marking.py"


def shapes(text):
    """The mark as it might stand in a file."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    for shift in range(3):  # base64 at each of its three places
        coded = base64.b64encode(b"-" * shift + plain)
        yield coded[4 if shift else 0 : -4]


def files(*roots):
    for root in roots:
        for path in Path(root).rglob("*"):
            if path.is_file():
                yield path


def search(wanted, *roots):
    """{mark: [files]} over all files below the roots."""
    found = {name: [] for name in wanted}
    forms = {name: list(shapes(text)) for name, text in wanted.items()}
    size = 0
    for path in files(*roots):
        content = path.read_bytes()
        size += len(content)
        for name, shaped in forms.items():
            if any(shape in content for shape in shaped):
                found[name].append(path.name)
    return found, size


def log_everything(site):
    """PostgreSQL writes every statement, but no value of one, as deployed."""
    for setting in (
        "log_statement = 'all'",
        "log_min_duration_statement = 0",
        "log_parameter_max_length = 0",
        "log_parameter_max_length_on_error = 0",
        "log_temp_files = 0",
        "work_mem = '64kB'",
    ):
        as_superuser(site, f"ALTER SYSTEM SET {setting}")
    as_superuser(site, "SELECT pg_reload_conf()")


def as_superuser(site, statement):
    import psycopg  # noqa: PLC0415

    url = site.cluster.url("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def main():
    begun = time.monotonic()
    with Site("raw", example=True) as site, tempfile.TemporaryDirectory() as beside:
        log_everything(site)
        environment = site.environment | {
            "MARKS": json.dumps(SEALED | {"name": NAME}),
            "PYTHONPATH": str(PROJECT),
        }
        done = subprocess.run(
            [PYTHON, str(WRITE)],
            cwd=PROJECT,
            env=environment,
            check=False,
            text=True,
            capture_output=True,
        )
        need(not done.returncode, done.stderr[-3000:])
        Path(beside, "output.log").write_text(done.stdout + done.stderr)
        as_superuser(site, "CHECKPOINT")
        url = site.environment["DATABASE_BACKUP_URL"]
        tool = [str(site.cluster.binaries() / "pg_dump"), "--dbname", url]
        Path(beside, "dump.sql").write_bytes(subprocess.check_output(tool))
        found, size = search(SEALED | {"name": NAME}, site.cluster.home, beside)
    names = found.pop("name")
    say(f"{size / 1e6:.0f} MB searched in {time.monotonic() - begun:.0f} s")
    for mark, where in found.items():
        say(f"{mark:28}{len(where)} files {sorted(set(where))[:4] if where else ''}")
    say(f"{'a name (in clear)':28}{len(names)} files")
    need(names, "the name is in no file either: the search itself is blind")
    need(not any(found.values()), "a sealed text stands in clear")
    say("Nothing that is sealed was found; names are, as docs/security.md says.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main())
