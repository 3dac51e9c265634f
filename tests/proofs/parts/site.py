"""A site of its own for a proof: a PostgreSQL that is safe against kills, and gunicorn.

Everything lies in a throw-away cluster; the server listens on 127.0.0.1 alone.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(PROJECT))

from config.postgres import URLS, Cluster, run  # noqa: E402
from parts.telling import need, say  # noqa: E402, F401

PYTHON = sys.executable
# What PostgreSQL leaves behind is ours to bury: a dead process that nobody has waited
# for looks alive to the next start.
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
WORKERS = 3


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def children(pid):
    text = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in text.read_text().split()] if text.exists() else []


def kill(*pids):
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Site:
    """`with Site("name") as site`: database with places, rules and the demo's people."""

    def __init__(self, name, example=False):
        self.cluster = Cluster(name)
        self.example = example
        self.port = free_port()
        self.server = None
        self.environment = dict(os.environ)

    def __enter__(self):
        self.cluster.fresh()
        _pid, self.door = self.cluster.running()
        urls = {key: self.cluster.url(role) for key, role in URLS.items()}
        self.environment |= urls | {
            "DEMO": "1",
            "DEMO_WITHOUT_SECOND_FACTOR": "1",
            "TODAY": "2024-01-15",
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(PROJECT),
        }
        for command in (
            "migrate -v 0 --no-input",
            "set_mint_key",
            "set_mint_key",
            "load_areas",
            "load_rules",
            "load_calendar",
            "load_species",
            "load_demo_people",
        ):
            self.manage(*command.split(), owner=True)
        if self.example:
            self.manage("load_demo")
        self.serve()
        return self

    def __exit__(self, *error):
        self.stop_server()
        self.cluster.stop()

    def manage(self, *arguments, owner=False, check=True):
        """Run a command as the application, or as the tables' owner; its output."""
        environment = dict(self.environment)
        if owner:
            environment["DATABASE_URL"] = environment["DATABASE_OWNER_URL"]
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=PROJECT,
            env=environment,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if check:
            need(not done.returncode, f"{arguments[0]} failed.\n{done.stdout[-2000:]}")
            return done.stdout
        return done

    def serve(self, application="config.wsgi"):
        command = [PYTHON, "-m", "gunicorn", application, "--workers", str(WORKERS)]
        command += ["--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        command += ["--reuse-port"]
        self.server = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.until_it_answers()

    def until_it_answers(self, seconds=60):
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit("PROOF FAILED: the server does not start.")

    def stop_server(self):
        if self.server:
            kill(*children(self.server.pid), self.server.pid)
            self.server.wait()
            self.server = None

    def kill_worker(self, choose):
        workers = children(self.server.pid)
        if workers:
            kill(choose(workers))

    def kill_server(self):
        """The master and all its workers; then it is started again."""
        self.stop_server()
        self.serve()

    def kill_database(self):
        """The postmaster and all its processes at once; then it recovers."""
        pid, _door = self.cluster.running()
        kill(pid, *children(pid))
        self._bury(pid)
        settings = self.cluster.settings | {"unix_socket_directories": self.door}
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        pg_ctl = self.cluster.binaries() / "pg_ctl"
        log = self.cluster.home / "log"
        where = ["-D", self.cluster.data, "-l", log, "-w"]
        run([pg_ctl, *where, "-o", options, "start"], self.cluster.user)

    @staticmethod
    def _bury(pid):
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def rows(self, question, *params):
        """What is there, past every policy."""
        with psycopg.connect(self.environment["DATABASE_TEST_URL"]) as connection:
            return connection.execute(question, params).fetchall()
