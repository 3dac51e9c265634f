"""The trail at 1,000,000 rows: verify, the pages' questions, what the chain costs.

    bin/prove trail [ROWS]

Makes a cluster of its own with a year of invented rows, chained, and measures: the walk
along the chain; the statements of "who saw this case", of the journal and of unusual
use; writing with 8 clients with and without the chain, and with each request held open
for some milliseconds after its constraints were checked.
"""

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
NAME = "trailproof"
CLIENTS, SECONDS = 8, 5
FILL = """
    ALTER TABLE accounts_activity DISABLE TRIGGER USER;
    SELECT setseed(0.5);
    CREATE TEMP TABLE person AS SELECT gen_random_uuid() AS id, n
        FROM generate_series(0, 199) n;
    CREATE TEMP TABLE thing AS SELECT gen_random_uuid() AS id, n
        FROM generate_series(0, 49999) n;
    INSERT INTO accounts_activity (at, user_id, role, act, subject_type, subjects, purpose,
        replay, names, request_id)
    SELECT now() - interval '365 days' * (1 - i::float / {rows})
            - interval '1 hour' * (i % 3), p.id, 'caseworker',
        (ARRAY['read victims:case_list', 'read livelihoods:case_timeline',
            'read victims:case_person', 'log visit', 'refused 404 victims:case_person',
            'open case', 'read support_regimes:case_board', 'reveal name',
            'find nothing victims:case_list', 'read livelihoods:household_page'])
            [1 + i % 10],
        CASE WHEN i % 10 = 9 THEN 'victims.household' ELSE 'victims.case' END,
        CASE WHEN i % 10 IN (4, 8) THEN '{{}}'::uuid[]
             WHEN i % 10 = 0 THEN ARRAY[t.id, u.id] ELSE ARRAY[t.id] END, '', false,
        CASE WHEN i % 20 = 2 THEN ARRAY[t.id] ELSE '{{}}' END,
        t.id
    FROM generate_series(1, {rows}) i
    JOIN person p ON p.n = (i::bigint * 7919) % 200
    JOIN thing t ON t.n = (i::bigint * 104729) % 50000
    JOIN thing u ON u.n = (i::bigint * 7 + 3) % 50000
    ORDER BY i;
    ALTER TABLE accounts_activity ENABLE TRIGGER USER;
    DO $$ DECLARE last bytea := ''; n bigint := 0; a accounts_activity; BEGIN
        FOR a IN SELECT * FROM accounts_activity ORDER BY id LOOP
            n := n + 1;
            last := sha256(last || convert_to(trail_text(a), 'UTF8'));
            INSERT INTO accounts_activitylink (number, activity_id, hash)
                VALUES (n, a.id, last);
        END LOOP; END $$;
"""
# In this cluster nobody signs in: every asker leads and administers.
OPEN = """CREATE OR REPLACE FUNCTION asker_is(wanted text) RETURNS boolean
    LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN true; END $$;"""
COLUMNS = "id, at, user_id, role, act, subject_type, subjects, names"
LIMITS = """{"names": 30, "cases": 40, "refusals": 19, "searches": 4, "night_from": 22,
    "night_until": 5}"""
JOURNAL = f"SELECT {COLUMNS} FROM accounts_activity WHERE {{}}"
JOURNAL += " ORDER BY at DESC, id DESC LIMIT 51"
QUESTIONS = [
    ("who saw this case (40 keys)", "SELECT * FROM who_saw(%(things)s, NULL, 51)"),
    ("journal, all", JOURNAL.format("true")),
    ("journal, one person", JOURNAL.format("user_id = %(person)s")),
    ("journal, one rare act", JOURNAL.format("act = 'assign case'")),
    ("journal, one frequent act", JOURNAL.format("act = 'open case'")),
    ("journal, one day", JOURNAL.format(
        "at >= now() - interval '90 days' AND at < now() - interval '89 days'")),
    ("journal, one person, refusals", JOURNAL.format(
        "user_id = %(person)s AND act LIKE 'refused %%'")),
    ("journal, names", JOURNAL.format("NOT names = '{}' OR act = 'reveal name'")),
    ("journal, deep", JOURNAL.format(
        "at <= now() - interval '200 days' AND NOT (at = now() AND id >= 5)")),
    ("one record's rows", "SELECT * FROM who_saw(%(thing)s, NULL, 10000)"),
    ("unusual use, 7 days (home)",
     f"SELECT * FROM unusual_use(now() - interval '7 days', '{LIMITS}')"),
    ("unusual use, 30 days (page)",
     f"SELECT * FROM unusual_use(now() - interval '30 days', '{LIMITS}')"),
]  # fmt: skip


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def cluster(act):
    command = [sys.executable, "-m", "config.postgres", act, NAME]
    text = subprocess.check_output(command, cwd=PROJECT, text=True)
    return dict(re.findall(r"export (\w+)='([^']+)'", text))


def manage(url, *words):
    began = time.monotonic()
    command = [sys.executable, "manage.py", *words]
    more = os.environ | {"DATABASE_URL": url}
    text = subprocess.check_output(command, cwd=PROJECT, env=more, text=True)
    return time.monotonic() - began, text.strip()


def median(connection, question, values):
    times = []
    for _n in range(7):
        began = time.monotonic()
        connection.execute(question, values).fetchall()
        times.append(time.monotonic() - began)
    return 1000 * statistics.median(times)


def rate(url, check, pause):
    """Transactions a second of 8 clients: a row, the check, some work, the commit."""
    counts, stop = [], time.monotonic() + SECONDS

    def client():
        done = 0
        with psycopg.connect(url) as connection:
            while time.monotonic() < stop:
                connection.execute(
                    "SELECT write_trail('try', '', '{}', NULL, '', NULL, false)"
                )
                connection.execute(check)
                time.sleep(pause)
                connection.commit()
                done += 1
        counts.append(done)

    threads = [threading.Thread(target=client) for _n in range(CLIENTS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(counts) / SECONDS


def costs(app, root):
    now, old = "SELECT check_now()", "SET CONSTRAINTS ALL IMMEDIATE"
    chain = "ALTER TABLE accounts_activity {} TRIGGER chain"
    for pause in (0, 0.005):
        chained, before = rate(app, now, pause), rate(app, old, pause)
        root.execute(chain.format("DISABLE"))
        without = rate(app, now, pause)
        root.execute(chain.format("ENABLE"))
        say(
            f"8 clients, {1000 * pause:.0f} ms of work before the commit: without chain"
            f" {without:.0f}/s, with {chained:.0f}/s (ratio {chained / without:.2f}),"
            f" chained at the check {before:.0f}/s (ratio {before / without:.2f})"
        )


def main(rows):
    os.environ.setdefault("DEMO", "1")
    for line in (PROJECT / ".var" / "env").read_text().splitlines():
        name, _equals, value = line.removeprefix("export ").partition("=")
        os.environ.setdefault(name, value.strip("'\""))
    urls = cluster("fresh")
    sys.path.insert(0, str(PROJECT))
    from config.postgres import Cluster  # noqa: PLC0415

    owner = urls["DATABASE_OWNER_URL"]
    try:
        manage(owner, "migrate", "--no-input", "-v", "0")
        with psycopg.connect(Cluster(NAME).url("postgres"), autocommit=True) as root:
            began = time.monotonic()
            with root.transaction():
                root.execute(FILL.format(rows=rows))
            root.execute("VACUUM ANALYZE accounts_activity")
            root.execute("VACUUM ANALYZE accounts_activitylink")
            root.execute(OPEN)
            say(f"{rows} rows made and chained in {time.monotonic() - began:.0f} s")
            seconds, said = manage(owner, "trail", "verify")
            say(f"verify: {seconds:.1f} s. {said}")
            measure(root, urls["DATABASE_URL"])
            costs(urls["DATABASE_URL"], root)
    finally:
        command = [sys.executable, "-m", "config.postgres", "stop", NAME]
        subprocess.run(command, cwd=PROJECT, check=True)


def measure(root, app_url):
    things = root.execute(
        "SELECT array_agg(id) FROM (SELECT DISTINCT subjects[1] AS id FROM"
        " accounts_activity WHERE subjects <> '{}' LIMIT 40) t"
    ).fetchone()[0]
    person = root.execute("SELECT max(user_id::text) FROM accounts_activity").fetchone()
    values = {"things": things, "thing": things[:1], "person": person[0]}
    with psycopg.connect(app_url) as app:
        for name, question in QUESTIONS:
            say(f"{name}: {median(app, question, values):.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
