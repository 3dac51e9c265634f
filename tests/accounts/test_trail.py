"""The chain of the trail: what verify finds, its head, its anchors."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import activity, trail
from accounts.requests import check_constraints
from tests.accounts.sql import run
from tests.conftest import take, unguarded

TABLES = ("accounts_activity", "accounts_activitylink")


@pytest.fixture
def chained(places):
    """Five rows with their links, all guards on; gives the head."""
    for act in ("one", "two", "three", "four", "five"):
        activity.write(act)
    connection.check_constraints()
    with unguarded():
        for table in TABLES:
            run(f"ALTER TABLE {table} ENABLE TRIGGER kept_whole")
    return trail.head()


def tamper(*statements):
    """As somebody who may switch the guards off."""
    with unguarded():
        for table in TABLES:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            run(statement)


def found(*known):
    with unguarded():
        return [finding[:2] for finding in trail.findings(known) if finding[0] != "off"]


ROW = "(SELECT activity_id FROM accounts_activitylink WHERE number = {})"
WRITE = """INSERT INTO accounts_activity (at, role, act, subject_type, subjects, purpose,
    replay, names) VALUES (now(), '', 'past it', '', '{}', '', false, '{}')"""
REBUILD = """DO $$ DECLARE last bytea := ''; l record; BEGIN
    FOR l IN SELECT k.number, trail_text(a) AS said FROM accounts_activitylink k
        JOIN accounts_activity a ON a.id = k.activity_id ORDER BY k.number LOOP
        last := sha256(last || convert_to(l.said, 'UTF8'));
        UPDATE accounts_activitylink SET hash = last WHERE number = l.number;
    END LOOP; END $$"""
CHANGE = f"UPDATE accounts_activity SET act = 'other' WHERE id = {ROW}"
NO_KEY = """DO $$ DECLARE k text; BEGIN SELECT conname INTO k FROM pg_constraint
    WHERE contype = 'f' AND conrelid = 'accounts_activitylink'::regclass;
    EXECUTE 'ALTER TABLE accounts_activitylink DROP CONSTRAINT ' || k; END $$"""
CUT = "DELETE FROM accounts_activitylink WHERE number {}"


def test_an_honest_chain_holds(chained):
    assert found(chained) == []
    assert trail.holds([chained])


@pytest.mark.parametrize(
    ("statements", "findings"),
    [
        ([CHANGE.format(3)], [("changed", 3)]),
        (
            ["UPDATE accounts_activitylink SET hash = '' WHERE number = 2"],
            [("changed", 2), ("changed", 3)],
        ),
        ([CUT.format("= 1")], [("gap", 1), ("unchained", None)]),
        (
            [CUT.format("IN (2, 3)")],
            [("gap", 2), ("unchained", None), ("unchained", None)],
        ),
        ([NO_KEY, "DELETE FROM accounts_activity WHERE act = 'four'"], [("lost", 4)]),
        ([WRITE], [("unchained", None)]),
        (
            [
                "UPDATE accounts_activity SET id = -1 WHERE act = 'two'",
                f"UPDATE accounts_activity SET id = {ROW.format(2)} WHERE act = 'four'",
                f"UPDATE accounts_activity SET id = {ROW.format(4)} WHERE id = -1",
            ],
            [("changed", 2), ("changed", 4)],
        ),
        (
            [
                "UPDATE accounts_activitylink SET number = -2 WHERE number = 2",
                "UPDATE accounts_activitylink SET number = 2 WHERE number = 4",
                "UPDATE accounts_activitylink SET number = 4 WHERE number = -2",
            ],
            [("changed", number) for number in (2, 3, 4, 5)],
        ),
    ],
    ids=[
        "row", "hash", "first link", "links", "lost row", "past the chain",
        "rows swapped", "links swapped",
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_pointed_at(chained, statements, findings):
    tamper(*statements)

    assert found(chained) == findings
    assert not trail.holds([chained])


def test_rows_whose_links_changed_places_are_told_apart(chained):
    tamper(
        "ALTER TABLE accounts_activitylink DROP CONSTRAINT"
        " accounts_activitylink_activity_id_key",
        "UPDATE accounts_activitylink l SET activity_id = o.activity_id"
        " FROM accounts_activitylink o WHERE (l.number, o.number) IN ((2, 4), (4, 2))",
    )

    with unguarded():
        swapped = [(f[0], f[1], f[3]) for f in trail.findings() if f[0] != "off"]
    assert swapped == [("swapped", 2, 4), ("swapped", 4, 2)]


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (
            [CUT.format("> 3"), "DELETE FROM accounts_activity WHERE act ~ '^f'"],
            ("cut", 5),
        ),
        ([CHANGE.format(2), REBUILD], ("rebuilt", 5)),
    ],
    ids=["the end cut off", "the chain made anew"],
)
def test_only_an_anchor_shows(chained, statements, finding):
    tamper(*statements)

    assert found() == []
    assert found(chained) == [finding]


def test_the_short_hash_of_a_printed_report_is_an_anchor(chained):
    number, hash_ = chained

    printed = trail.parsed(f"{number}:{hash_[:8]} {hash_[8:16]}")

    assert found(printed) == []
    assert found((number, "0" * 16)) == [("rebuilt", 5)]


@pytest.mark.parametrize("text", ["", "5", "5:xyz", "5:12345", "x:" + "0" * 64])
def test_nonsense_is_no_anchor(text):
    with pytest.raises(ValidationError):
        trail.parsed(text)


def test_a_guard_that_is_off_is_told(chained):
    with unguarded():
        run("ALTER TABLE accounts_activity DISABLE TRIGGER chain")

        assert trail.findings() == [("off", None, None, "accounts_activity.chain")]


def test_the_command_finds_and_fails(chained, capsys, settings, tmp_path):
    settings.TRAIL_ANCHORS = str(tmp_path / "anchors")
    call_command("trail", "anchor")
    call_command("trail", "verify")
    with unguarded():
        run("ALTER TABLE accounts_activitylink DISABLE TRIGGER kept")
        run(CUT.format("= 5"))

        with pytest.raises(CommandError):
            call_command("trail", "verify")
        assert trail.anchors() == [chained]
    with pytest.raises(CommandError):  # the application learns no more than that
        call_command("trail", "verify", anchor=["5:" + chained[1]])


def test_the_head_is_printed_as_an_anchor(chained, capsys):
    call_command("trail", "head")

    assert capsys.readouterr().out == f"5:{chained[1]}\n"


def test_a_column_added_later_changes_no_older_hash(places):
    activity.write("kept")
    connection.check_constraints()

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("SELECT trail_text(a) FROM accounts_activity a")
        without = cursor.fetchone()[0]
        run("ALTER TABLE accounts_activity DISABLE TRIGGER USER")
        run("UPDATE accounts_activity SET names = ARRAY[gen_random_uuid()]")
        cursor.execute("SELECT trail_text(a) FROM accounts_activity a")
        named = cursor.fetchone()[0]
    assert without.count("[") == 2  # the row and its subjects
    assert named.count("[") == 3


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_request_that_is_not_committed(places):
    """One request has checked its constraints and stays open; another commits."""
    open_, done, failed = threading.Event(), threading.Event(), []

    def holds_open():
        with transaction.atomic():
            activity.write("slow")
            check_constraints()
            open_.set()
            done.wait(10)
        connection.close()

    slow = threading.Thread(target=holds_open)
    slow.start()
    assert open_.wait(10)
    try:
        with transaction.atomic():
            run("SET LOCAL lock_timeout = '2s'")
            activity.write("quick")
            check_constraints()
    except DatabaseError as error:
        failed.append(error)
    finally:
        done.set()
        slow.join()

    assert failed == []
    with unguarded():
        take("NONE")
        acts = [row[1] for row in numbered()]
    assert acts == ["quick", "slow"]


def numbered():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.number, a.act FROM accounts_activitylink l"
            " JOIN accounts_activity a ON a.id = l.activity_id ORDER BY l.number"
        )
        return cursor.fetchall()


def test_other_deferred_constraints_are_checked_before_the_commit(places):
    """A key to nowhere fails the request, not its commit."""
    with unguarded(), transaction.atomic():
        run(
            "INSERT INTO accounts_submission (key, user_id, digest, answer)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), '', '')"
        )
        with pytest.raises(DatabaseError):
            check_constraints()
        transaction.set_rollback(True)


def test_times_are_the_databases_own(places):
    before = datetime.now(UTC)
    activity.write("now")

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("SELECT at FROM accounts_activity")
        assert abs((cursor.fetchone()[0] - before).total_seconds()) < 60
