"""A backup of the demo comes back equal in an empty cluster; a bad file not at all.

    bin/prove restore [--bench]

Demo with its files → backup → new cluster without even the roles → every table, sequence,
policy, trigger, function and grant compared, trail walked, pages opened. Then: a flipped
byte, a cut file, another key, a database that is not empty; a person erased after the
backup stays erased. --bench: the same with the data of bin/bench --small, if made.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
from parts.telling import need, result, results_at_the_end, say  # noqa: E402

from config.postgres import Cluster  # noqa: E402
from operation.backups import envelope  # noqa: E402

SHARED = {"DEMO": "1", "TODAY": "2024-01-15", "DEMO_WITHOUT_SECOND_FACTOR": "1"}


class Bare(Cluster):
    """A cluster as initdb leaves it: no roles of ours, no database of ours."""

    def prepare(self):
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as c:
            c.execute("CREATE DATABASE again TEMPLATE template0")


def manage(url, *words, fails=False, **more):
    """One command of ours on this database; its output."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", PROJECT / "manage.py", *map(str, words)],
        env=os.environ | SHARED | {"DATABASE_URL": url} | more,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    need((done.returncode != 0) is fails, f"{words[0]}: {said[-1500:]}")
    return said.strip(), time.monotonic() - began


def fill(source):
    owner, app = source.url("app_owner"), source.url("app")
    for words in (["migrate", "--no-input", "-v", "0"], ["set_mint_key"], ["load_areas"],
                  ["load_rules"], ["load_calendar"], ["load_species"], ["load_demo_people"]):  # fmt: skip
        manage(owner, *words)
    manage(app, "load_demo")


class Drill:
    def __init__(self, place):
        self.place, self.number = place, 0
        self.private, self.public = envelope.new_pair()
        (place / "key").write_text(self.private)

    def back_up(self, source, title):
        backup = source.url("app_backup")
        said, seconds = manage(
            source.url("app"), "backup", self.place,
            DATABASE_BACKUP_URL=backup, BACKUP_PUBLIC_KEY=self.public,
        )  # fmt: skip
        result(
            f"{title}: backup {said.splitlines()[0]} ({seconds:.1f} s with its start)"
        )
        return max(self.place.glob("*.backup"))

    def restore(self, file, into, *, key="key", fails=False, verify=True):
        words = ["restore", file, "--key", self.place / key, "--into", into]
        return manage(into, *words, *["--verify"][: 1 if verify else 0], fails=fails)

    def fresh(self):
        """The address of a new cluster's empty database."""
        self.number += 1
        cluster = Bare(f"restoreinto{self.number}")
        cluster.fresh()
        self.clusters = [*getattr(self, "clusters", []), cluster]
        return cluster.url("postgres", "again")


def tables(url):
    with psycopg.connect(url) as door:
        return door.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchone()[0]


def refuses(drill, file):
    """What must fail loudly, and leave an empty database empty."""
    raw = file.read_bytes()
    (drill.place / "other").write_text(envelope.new_pair()[0])
    place = secrets.randbelow(len(raw) - envelope.HEADER) + envelope.HEADER
    flipped = bytearray(raw)
    flipped[place] ^= 1 << secrets.randbelow(8)
    (drill.place / "flipped").write_bytes(flipped)
    (drill.place / "cut").write_bytes(raw[: secrets.randbelow(len(raw))])
    into = drill.fresh()
    for title, name, key in [
        (f"byte {place} flipped", "flipped", "key"),
        ("cut somewhere", "cut", "key"),
        ("another key", file.name, "other"),
    ]:
        said, _seconds = drill.restore(drill.place / name, into, key=key, fails=True)
        need(tables(into) == 0, f"{title}: something was restored")
        result(f"{title}: {said.splitlines()[-1]}")
    drill.restore(file, into, verify=False)
    said, _seconds = drill.restore(file, into, fails=True)
    result(f"a second time: {said.splitlines()[-1]}")


STONE = """
    SELECT json_build_object('erasure', gen_random_uuid(), 'victim', c.victim_id,
        'why', 'retention', 'asked_by', c.recorded_by_id, 'confirmed_by', u.id,
        'done_at', now(), 'records', ARRAY[c.victim_id, c.id])::text, c.victim_id
    FROM victims_case c, accounts_user u WHERE u.id <> c.recorded_by_id LIMIT 1"""


def stays_erased(drill, source, file):
    """A person erased after the backup, by the list beside the backups."""
    with psycopg.connect(source.url("postgres")) as door:
        stone, person = door.execute(STONE).fetchone()
    (drill.place / "erased.jsonl").write_text(stone + "\n")
    into = drill.fresh()
    drill.restore(file, into)
    with psycopg.connect(into) as door:
        erased = door.execute(
            "SELECT erased_on IS NOT NULL, name_folded, sealed FROM victims_victim"
            " WHERE id = %s",
            [person],
        ).fetchone()
    need(erased[0], f"the erased person came back: {erased}")
    result("a person erased after the backup is erased again by the restore")


def prove(options, drill):
    source = Cluster("restorefrom")
    drill.clusters = [source]
    source.fresh()
    fill(source)
    file = drill.back_up(source, "demo")
    said, seconds = drill.restore(file, drill.fresh())
    for line in said.splitlines():
        say(f"    {line}")
    result(f"demo: restored into a bare cluster and equal, {seconds:.1f} s in all")
    refuses(drill, file)
    stays_erased(drill, source, file)
    if options.bench:
        big = Cluster("benchsmall")
        big.start()
        need(
            tables(big.url("postgres")), "No data yet: make them by  bin/bench --small"
        )
        file = drill.back_up(big, "bin/bench --small")
        said, seconds = drill.restore(file, drill.fresh())
        equal = next(line for line in said.splitlines() if line.startswith("Equal"))
        result(f"bin/bench --small: {equal} {seconds:.1f} s in all")
        big.stop()


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--bench", action="store_true")
    options = words.parse_args()
    with tempfile.TemporaryDirectory() as place, results_at_the_end():
        drill = Drill(Path(place))
        try:
            prove(options, drill)
        finally:
            for cluster in drill.clusters:
                cluster.stop()


if __name__ == "__main__":
    main()
