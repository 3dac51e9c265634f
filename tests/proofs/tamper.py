"""Tampering with the trail as application, owner and superuser: refused, or found.

    bin/prove tamper

Makes a cluster of its own with the places, the example's people and a few hundred rows of
the trail, anchors its head, and tries each way of tampering as each role. What is not
refused must be found by the walk along the chain. Every attempt is undone before the
next. Prints a table and fails if an attempt went unseen.
"""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
NAME = "tamper"
ROWS = 300
OFF = """ALTER TABLE accounts_activity DISABLE TRIGGER USER;
    ALTER TABLE accounts_activitylink DISABLE TRIGGER USER;"""
ON = """SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE accounts_activity ENABLE TRIGGER USER;
    ALTER TABLE accounts_activitylink ENABLE TRIGGER USER;"""
FREE = """DO $$ DECLARE k text; BEGIN SELECT conname INTO k FROM pg_constraint
    WHERE contype = 'f' AND conrelid = 'accounts_activitylink'::regclass;
    EXECUTE 'ALTER TABLE accounts_activitylink DROP CONSTRAINT ' || k; END $$;"""
WRITE = """INSERT INTO accounts_activity (at, role, act, subject_type, subjects, purpose,
    replay, names) VALUES (now(), '', 'forged', '', '{}', '', false, '{}');"""
CLAIM = WRITE.replace("(at,", "(user_id, at,").replace(
    "(now()", "(gen_random_uuid(), now()"
)
CLAIM += """DO $$ BEGIN IF NOT EXISTS (SELECT FROM accounts_activity
    WHERE act = 'forged' AND user_id IS NOT NULL) THEN
    RAISE EXCEPTION 'the row names nobody'; END IF; END $$;"""
CHANGE = "UPDATE accounts_activity SET act = 'other' WHERE id = (SELECT activity_id"
CHANGE += " FROM accounts_activitylink WHERE number = 100);"
SWAP = """UPDATE accounts_activity SET id = -1 WHERE id = (SELECT activity_id FROM
        accounts_activitylink WHERE number = 50);
    UPDATE accounts_activity SET id = (SELECT activity_id FROM accounts_activitylink
        WHERE number = 50) WHERE id = (SELECT activity_id FROM accounts_activitylink
        WHERE number = 60);
    UPDATE accounts_activity SET id = (SELECT activity_id FROM accounts_activitylink
        WHERE number = 60) WHERE id = -1;"""
CUT = """CREATE TEMP TABLE gone AS SELECT activity_id FROM accounts_activitylink
        WHERE number > (SELECT max(number) - 5 FROM accounts_activitylink);
    DELETE FROM accounts_activitylink WHERE activity_id IN (SELECT * FROM gone);
    DELETE FROM accounts_activity WHERE id IN (SELECT * FROM gone);"""
REBUILD = """DO $$ DECLARE last bytea := ''; l record; BEGIN
    FOR l IN SELECT k.number, trail_text(a) AS said FROM accounts_activitylink k
        JOIN accounts_activity a ON a.id = k.activity_id ORDER BY k.number LOOP
        last := sha256(last || convert_to(l.said, 'UTF8'));
        UPDATE accounts_activitylink SET hash = last WHERE number = l.number;
    END LOOP; END $$;"""
# What is tried: its name and the statements; {off} and {on} switch the guards.
ATTEMPTS = [
    ("read all reasons", "SELECT purpose FROM accounts_activity;"),
    ("change a row", CHANGE),
    ("delete a row", "DELETE FROM accounts_activity WHERE act LIKE 'row 7%';"),
    ("insert a row in a colleague's name", CLAIM),
    ("empty the tables", "TRUNCATE accounts_activity, accounts_activitylink;"),
    ("change a hash", "UPDATE accounts_activitylink SET hash = '' WHERE number = 9;"),
    ("switch the chain off and write", OFF + WRITE + ON),
    ("leave the guards switched off", OFF),
    ("guards off, change a row", OFF + CHANGE + ON),
    ("guards off, delete a row and its link", OFF + FREE + """
        DELETE FROM accounts_activitylink WHERE number = 70;
        DELETE FROM accounts_activity a WHERE NOT EXISTS (SELECT FROM
            accounts_activitylink l WHERE l.activity_id = a.id);""" + ON),
    ("guards off, delete a row alone", OFF + FREE + """
        DELETE FROM accounts_activity WHERE id = (SELECT activity_id FROM
            accounts_activitylink WHERE number = 70);""" + ON),
    ("guards off, swap two rows", OFF + SWAP + ON),
    ("guards off, empty the tables", OFF
        + "TRUNCATE accounts_activity, accounts_activitylink;" + ON),
    ("guards off, cut the tail", OFF + FREE + CUT + ON),
    ("guards off, change and make the chain anew", OFF + CHANGE + REBUILD + ON),
]  # fmt: skip


def manage(url, *words, code=0, **more):
    """Run a command of the program on this database; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url} | more,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != code:
        raise SystemExit(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def cluster(act):
    """Start, renew or stop the cluster; gives the addresses it prints."""
    command = [sys.executable, "-m", "config.postgres", act, NAME]
    text = subprocess.check_output(command, cwd=PROJECT, text=True)
    return dict(re.findall(r"export (\w+)='([^']+)'", text))


def prepare(urls):
    """The schema and a chain of some hundred rows, written as requests write them."""
    manage(urls["DATABASE_OWNER_URL"], "migrate", "--no-input", "-v", "0")
    with psycopg.connect(urls["DATABASE_URL"], autocommit=True) as app:
        for number in range(ROWS):
            app.execute(
                "SELECT write_trail(%s, 'victims.case',"
                " ARRAY[gen_random_uuid()], NULL, '', NULL, false)",
                [f"row {number}"],
            )


def findings(connection, anchor):
    """What the walk finds without and with the anchor, as kinds of finding."""
    number, hash_ = anchor
    seen = []
    for known in ([[], []], [[number], [hash_]]):
        rows = connection.execute(
            "SELECT finding FROM trail_findings(%s::bigint[], %s::text[])"
            " UNION ALL SELECT 'off' FROM trail_guards_off()",
            known,
        ).fetchall()
        seen.append(sorted({kind for (kind,) in rows}))
    return seen


def attempt(url, statements, owner_url, anchor):
    """Try it in one transaction that is undone: what was refused or found."""
    with psycopg.connect(url) as connection:
        try:
            connection.execute(statements)
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            connection.rollback()
            nobody = "names nobody" in str(error)
            return "in nobody's name" if nobody else "refused", str(error)
        try:
            alone, anchored = findings(connection, anchor)
        except psycopg.Error:  # who may not walk the chain may have read something
            return "read", "was not refused"
        finally:
            connection.rollback()
    if alone:
        return "found", ", ".join(alone)
    if anchored:
        return "found by the anchor", ", ".join(anchored)
    return "UNSEEN", ""


def main():
    os.environ.setdefault("DEMO", "1")
    for line in (PROJECT / ".var" / "env").read_text().splitlines():
        name, _equals, value = line.removeprefix("export ").partition("=")
        os.environ.setdefault(name, value.strip("'\""))
    urls = cluster("fresh")
    try:
        prepare(urls)
        super_url = urls["DATABASE_OWNER_URL"].replace("app_owner", "postgres", 1)
        table = prove(urls, super_url)
    finally:
        cluster_stop()
    sys.stdout.write("\n".join(table) + "\n")
    if any("UNSEEN" in line or "| read |" in line for line in table[2:]):
        raise SystemExit("PROOF FAILED: an attempt went unseen.")


def cluster_stop():
    command = [sys.executable, "-m", "config.postgres", "stop", NAME]
    subprocess.run(command, cwd=PROJECT, check=True)


def prove(urls, super_url):
    sys.path.insert(0, str(PROJECT))
    from config.postgres import Cluster  # noqa: PLC0415

    roles = {
        "app": urls["DATABASE_URL"],
        "app_owner": urls["DATABASE_OWNER_URL"],
        "superuser": Cluster(NAME).url("postgres"),
    }
    owner = urls["DATABASE_OWNER_URL"]
    text = manage(owner, "trail", "head").split()[-1]
    anchor = (int(text.split(":")[0]), text.split(":")[1])
    began = time.monotonic()
    said = manage(owner, "trail", "verify", "--anchor", text)
    table = [
        "| attempt | " + " | ".join(roles) + " |",
        "|---|" + "---|" * len(roles),
    ]
    for name, statements in ATTEMPTS:
        cells = []
        for role, url in roles.items():
            if name.startswith("read") and role != "app":
                cells.append("may")
                continue
            verdict, why = attempt(url, statements, owner, anchor)
            cells.append(
                f"{verdict}: {why}" if verdict.startswith("found") else verdict
            )
        table.append(f"| {name} | " + " | ".join(cells) + " |")
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    seconds = time.monotonic() - began
    table.append("")
    table.append(f"{day}, {ROWS} rows, {seconds:.1f} s. Before: {said.strip()}")
    return table


if __name__ == "__main__":
    main()
