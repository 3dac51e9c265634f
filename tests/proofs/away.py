"""The database goes away, fills up, turns read-only: pages say so and heal.

    bin/prove away [--again]        --again: with the data of the last run

A demo with gunicorn. The database is stopped, killed: 503 within five seconds, with
Retry-After and a page that reloads; it comes back: 200 without a restart of the program.
Then what is written no longer fits on the disk (a small tmpfs as table space; needs root)
or may not be written at all: refused before anything is acknowledged, and kept afterwards.
"""

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
from parts.telling import need, result, results_at_the_end  # noqa: E402

from config.postgres import Cluster  # noqa: E402

PORT = 8939
SHARED = {"DEMO": "1", "TODAY": "2024-01-15", "DEMO_WITHOUT_SECOND_FACTOR": "1"}
PEOPLE = [
    "load_areas",
    "load_rules",
    "load_calendar",
    "load_species",
    "load_demo_people",
]


def manage(url, *words):
    subprocess.run(
        [sys.executable, "-W", "ignore", PROJECT / "manage.py", *words],
        env=os.environ | SHARED | {"DATABASE_URL": url},
        cwd=PROJECT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


class Browser:
    """One visitor: cookies kept, no redirect followed by itself."""

    def __init__(self):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *args):
                return None

        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.door = urllib.request.build_opener(jar, Stay)

    def ask(self, path, fields=None, limit=30):
        """(status, headers, text, seconds)"""
        data = urllib.parse.urlencode(fields).encode() if fields else None
        began = time.monotonic()
        try:
            answer = self.door.open(f"http://127.0.0.1:{PORT}{path}", data, limit)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode()
        return answer.status, answer.headers, text, time.monotonic() - began

    def keys(self, path):
        """The hidden keys of the first form of a page that asks for them."""
        _status, _headers, text, _seconds = self.ask(path)
        found = r'name="(csrfmiddlewaretoken|submission)" value="([^"]+)"'
        return dict(re.findall(found, text))

    def sign_in(self, username, password):
        fields = self.keys("/sign-in/") | {"username": username, "password": password}
        status, _headers, text, _seconds = self.ask("/sign-in/", fields)
        need(status == 302, f"sign-in: {status} {text[-300:]}")


def away(browser, title, act, back):
    act()
    worst = 0
    for _try in range(4):  # each worker's kept connection, then new ones
        status, headers, text, seconds = browser.ask("/account/")
        worst = max(worst, seconds)
        need(status == 503, f"{title}: {status}")
        need(headers["Retry-After"] == "10", f"{title}: no Retry-After")
        need('http-equiv="refresh"' in text, f"{title}: the page does not reload")
    need(worst < 5, f"{title}: answered after {worst:.1f} s")
    typed = {"text": "Chị kể", "csrfmiddlewaretoken": "x", "password": "bi-mat"}
    status, _headers, text, _seconds = browser.ask("/account/language/", typed)
    need(status == 503 and "Chị kể" in text, f"{title}: what was typed is lost")
    need("bi-mat" not in text, f"{title}: a password came back")
    back()
    began = time.monotonic()
    while browser.ask("/account/")[0] != 200:
        need(time.monotonic() - began < 30, f"{title}: does not heal")
        time.sleep(0.2)
    healed = time.monotonic() - began
    result(
        f"{title}: 503 within {worst:.1f} s, healed {healed:.1f} s after it came back"
    )


def postmaster(cluster, *signals):
    process, _door = cluster.running() or cluster.recorded()
    children = subprocess.run(
        ["pgrep", "-P", str(process)], capture_output=True, text=True, check=False
    ).stdout.split()
    for each in [process, *map(int, children)]:
        for number in signals:
            os.kill(each, number)
    began = time.monotonic()
    while signal.SIGKILL in signals and Path(f"/proc/{process}").exists():
        need(time.monotonic() - began < 30, "the killed server is still there")
        time.sleep(0.1)


def count(cluster):
    with psycopg.connect(cluster.url("postgres")) as door:
        return door.execute("SELECT count(*) FROM accounts_submission").fetchone()[0]


def refused(browser, cluster, title, act, back):
    """A form that cannot be kept is not acknowledged; kept when there is room again."""
    keys = browser.keys("/account/")
    fields = keys | {"language": "vi", "text": "Ghi chú rất dài"}
    before = count(cluster)
    act()
    status, _headers, text, seconds = browser.ask("/account/language/", fields)
    need(status == 503, f"{title}: acknowledged with {status}")
    need("Ghi chú rất dài" in text and "dọn chỗ" in text, f"{title}: {text[-800:]}")
    back()
    need(count(cluster) == before, f"{title}: something was kept")
    status, *_rest = browser.ask("/account/language/", fields)
    need(status == 302, f"{title}: sent again: {status}")
    need(count(cluster) == before + 1, f"{title}: sent again, not kept once")
    result(
        f"{title}: refused after {seconds:.1f} s, nothing kept; sent again: kept once"
    )


def small_disk(cluster, place):
    """Move the table of sent forms to a disk of 24 MB and fill it up."""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=True
    )
    cluster.give(place)
    filling = place / "filling"

    def act():
        with filling.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 4096)
                    file.flush()
            except OSError:
                pass

    with psycopg.connect(cluster.url("postgres"), autocommit=True) as door:
        door.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
        door.execute("ALTER TABLE accounts_submission SET TABLESPACE small")
        # Full pages, so that the next row needs a new one.
        door.execute("ALTER TABLE accounts_submission SET (fillfactor = 10)")
        door.execute("VACUUM FULL accounts_submission")
    return act, filling.unlink


def read_only(cluster, on):
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as door:
        door.execute(f"ALTER SYSTEM SET default_transaction_read_only = {on}")
        door.execute("SELECT pg_reload_conf()")
    time.sleep(1)


def fill(cluster):
    cluster.fresh()
    owner = cluster.url("app_owner")
    for words in (
        ["migrate", "--no-input", "-v", "0"],
        ["set_mint_key"],
        *([c] for c in PEOPLE),
    ):
        manage(owner, *words)


def prove(cluster, disk, again):
    if again:
        cluster.start()
    else:
        fill(cluster)
    environment = os.environ | SHARED | {"DATABASE_URL": cluster.url("app")}
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "2"]
    command += [
        "--bind",
        f"127.0.0.1:{PORT}",
        "--log-level",
        "critical",
        "--no-control-socket",
    ]
    server = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(5)
        browser = Browser()
        with psycopg.connect(cluster.url("postgres")) as door:
            question = "SELECT username FROM accounts_user WHERE is_active LIMIT 1"
            (username,) = door.execute(question).fetchone()
        browser.sign_in(username, password())
        socket = {"unix": cluster.running()[1]}

        def start():
            # the same address: the socket's directory must stay the one that is known
            cluster.start()
            now = cluster.running()[1]
            known = Path(socket["unix"])
            if known.is_symlink():
                known.unlink()
            if not known.exists():
                known.symlink_to(now)

        away(browser, "database stopped", cluster.stop, start)
        away(
            browser,
            "database killed",
            lambda: postmaster(cluster, signal.SIGKILL),
            start,
        )
        if os.geteuid() == 0:
            refused(browser, cluster, "disk full", *small_disk(cluster, disk))
        else:
            result("disk full: NOT RUN, it needs root to mount a small disk")
        refused(
            browser,
            cluster,
            "database read-only",
            lambda: read_only(cluster, "on"),
            lambda: read_only(cluster, "off"),
        )
    finally:
        server.terminate()
        server.wait(20)


def password():
    text = (PROJECT / "livelihoods" / "demo" / "people.py").read_text()
    return re.search(r'^PASSWORD = "([^"]+)"', text, re.MULTILINE)[1]


def main():
    cluster = Cluster("away")
    disk = Path(tempfile.mkdtemp(prefix="small-disk-", dir="/var/tmp"))
    with results_at_the_end():
        try:
            prove(cluster, disk, "--again" in sys.argv)
        finally:
            cluster.stop()
            subprocess.run(["umount", disk], check=False, stderr=subprocess.DEVNULL)
            disk.rmdir()


if __name__ == "__main__":
    main()
