"""Putting a backup back: all of it into an empty database, or nothing.

The whole file is opened and authenticated before the first statement; the data come in
one transaction; roles that were made for it go again when it fails.
"""

import hashlib
import json
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from operation.backups import envelope, inventory, tools

EMPTY = """
    SELECT (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
                              AND d.deptype = 'e')),
        rolsuper, current_setting('server_encoding') = 'UTF8'
    FROM pg_roles WHERE rolname = current_user"""


class Refused(Exception):
    """Nothing was restored: a sentence says why."""


def survey(path, private_key):
    """Read the whole file; (key of this file, manifest). Broken or Refused otherwise."""
    digest, manifest = None, None
    with Path(path).open("rb") as file:
        key = envelope.open_key(file, private_key)
        for name, chunks in envelope.Opener(file, key).members():
            if name == "dump":
                digest = _digest(chunks)
            elif name == "manifest.json":
                manifest = json.loads(b"".join(chunks))
    if not manifest or digest != manifest["dump_sha256"]:
        raise Refused("The dump and the manifest do not belong together.")
    return key, manifest


def _digest(chunks):
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def restore(path, key, manifest, url):
    """Restore into the empty database of `url`, a superuser's address."""
    with psycopg.connect(url, autocommit=True) as connection:
        things, superuser, utf8 = connection.execute(EMPTY).fetchone()
        if not superuser:
            raise Refused("Restoring makes roles: it needs a superuser's address.")
        if things:
            raise Refused(
                f"The database {connection.info.dbname} is not empty; nothing is ever"
                " restored over something. Make a new one:  createdb NAME"
            )
        if not utf8:
            raise Refused("The database must be UTF8:  createdb -E UTF8 -T template0")
        made = make_roles(connection, manifest["roles"])
        try:
            _pour(path, key, url, connection.info.server_version // 10000)
        except BaseException:
            for name in made:
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
            raise
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO app_owner").format(name))
        connection.execute("ANALYZE")


def make_roles(connection, roles):
    """Make the roles that are missing, without passwords; the names of those made."""
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    made = []
    for role in roles:
        name = sql.Identifier(role["name"])
        if role["name"] not in there:
            words = [
                power.upper() if role[power] else f"NO{power.upper()}"
                for power in ("login", "bypassrls", "createdb", "inherit")
            ]
            phrase = "CREATE ROLE {} " + " ".join(words)
            connection.execute(sql.SQL(phrase).format(name))
            made.append(role["name"])
        for setting in role["settings"]:
            word, _is, value = setting.partition("=")
            phrase = sql.SQL("ALTER ROLE {} SET {} = {}")
            told = phrase.format(name, sql.Identifier(word), sql.Literal(value))
            connection.execute(told)
        for group in role["member_of"]:
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), name)
            )
    return made


def _pour(path, key, url, server):
    command = [tools.program("pg_restore", server), "--dbname=" + dbname(url)]
    command += ["--single-transaction", "--exit-on-error", "--no-password"]
    with Path(path).open("rb") as file, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=tools.environment(url),
        )
        try:
            for name, chunks in envelope.Opener(file, key).members():
                for chunk in chunks:
                    if name == "dump":
                        process.stdin.write(chunk)
        except BrokenPipeError:
            pass  # pg_restore says itself why it stopped reading
        except BaseException:
            process.kill()
            raise
        finally:
            hang_up(process)
        if process.returncode:
            errors.seek(0)
            text = errors.read().decode(errors="replace").strip()
            raise Refused("pg_restore: " + text)


def hang_up(process):
    """Close what it reads and wait for its end; it may have stopped reading long ago."""
    with suppress(BrokenPipeError):
        process.stdin.close()
    process.wait()


def dbname(url):
    return psycopg.conninfo.conninfo_to_dict(url)["dbname"]


def compare(manifest, url):
    """Sentences about what is not as it was, none when all is."""
    with psycopg.connect(url) as connection:
        found = inventory.take(connection, emptied=[])
    return list(inventory.differences(manifest, found))


def as_role(url, role):
    """The same address, acting as another role: for the checks that follow."""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}options=-c%20role%3D{role}"
