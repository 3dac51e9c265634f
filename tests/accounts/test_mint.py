"""No sign-in can be minted, unlocked or read by SQL of the application's role."""

import os
import secrets
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounts import mint
from accounts.models import SignIn
from accounts.requests import ask
from tests.accounts.sql import run, value
from tests.conftest import unguarded

KEY = "a-session-key-of-a-browser"


def refused(match="not minted"):
    return pytest.raises(DatabaseError, match=match)


def opening(user, key=KEY, *, at=None, **changed):
    """The arguments of open_sign_in, marked for what they were before `changed`."""
    told = {
        "who": user.pk,
        "kept": mint.stored(key),
        "seconds": 3600,
        "factor": "totp",
        "half": False,
        "address": "10.0.0.1",
        "agent": "Chrome",
        "at": at or mint.now(),
    }
    words = [*told.values()]
    words[1], words[4] = words[1].hex(), int(words[4])
    told["mark"] = mint.mark("open", *words)
    return [*(told | changed).values()]


def test_a_minted_sign_in_asks(caseworker):
    mint.call("open_sign_in", *opening(caseworker))

    assert ask(KEY).who == caseworker.pk
    assert value("SELECT asker()") == caseworker.pk


@pytest.mark.parametrize(
    "changed",
    [
        {"kept": mint.stored("another-session-key")},
        {"seconds": 7200},
        {"factor": "passkey"},
        {"half": True},
        {"address": "10.0.0.2"},
        {"mark": b""},
        {"mark": secrets.token_bytes(32)},
    ],
)
def test_what_the_mint_did_not_mark_is_refused(caseworker, changed):
    with refused(), transaction.atomic():
        mint.call("open_sign_in", *opening(caseworker, **changed))


def test_nor_for_somebody_else(caseworker, administrator):
    with refused(), transaction.atomic():
        mint.call("open_sign_in", *opening(caseworker, who=administrator.pk))


@pytest.mark.parametrize("late", [-400, 400])
def test_a_mark_is_good_for_some_minutes(caseworker, late):
    with refused(), transaction.atomic():
        mint.call("open_sign_in", *opening(caseworker, at=mint.now() + late))


def test_no_mark_without_a_key_in_the_database(caseworker):
    with unguarded():
        run("DELETE FROM accounts_mint")

    with refused(), transaction.atomic():
        mint.call("open_sign_in", *opening(caseworker))


def test_a_locked_sign_in_is_not_opened_by_sql(caseworker):
    mint.call("open_sign_in", *opening(caseworker))
    ask(KEY)
    SignIn.lock()

    with refused(), transaction.atomic():
        mint.call("prove_sign_in", "", "", mint.now(), secrets.token_bytes(32))
    assert (ask(KEY).state, value("SELECT asker()")) == ("locked", None)
    SignIn.prove(KEY)
    assert ask(KEY).state == "live"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO accounts_signin (id) VALUES (gen_random_uuid())",
        "UPDATE accounts_signin SET ends_at = now() + interval '9 years'",
        "DELETE FROM accounts_signin",
        "SELECT hash FROM accounts_signin",
        "SELECT * FROM accounts_signin",
        "SELECT * FROM accounts_mint",
        "SELECT minted('x', 'x')",
        "SELECT * FROM asking()",
        "SELECT let_in(gen_random_uuid(), 'x', true)",
        "SELECT digest FROM accounts_password",
        "SELECT digest FROM accounts_entrycode",
        "SELECT sealed FROM accounts_factor",
        "SELECT who FROM accounts_attempt",
        "DELETE FROM accounts_attempt",
    ],
)
def test_the_application_touches_none_of_it(caseworker, acts_as, statement):
    with acts_as(caseworker), refused("permission denied"), transaction.atomic():
        run(statement)


def test_own_sign_ins_are_listed_an_administrator_sees_all(
    caseworker, neighbour, administrator, acts_as
):
    SignIn.open(neighbour, KEY)

    with acts_as(caseworker):
        assert [row.user for row in SignIn.objects.all()] == [caseworker]
    with acts_as(administrator):
        assert SignIn.objects.filter(user=neighbour).count() == 1
    ask("")
    assert SignIn.objects.count() == 0


def test_nobody_ends_the_sign_ins_of_others(caseworker, neighbour, acts_as):
    which = SignIn.open(neighbour, KEY)

    with acts_as(caseworker):
        assert SignIn.end(which) is False
        with refused("not yours"), transaction.atomic():
            SignIn.end_all(neighbour)
    assert ask(KEY).state == "live"


@pytest.mark.parametrize(
    ("column", "ago", "state"),
    [
        ("last_seen_at", timedelta(minutes=14), "live"),
        ("last_seen_at", timedelta(minutes=15), "locked"),
        ("ends_at", timedelta(0), "none"),
        ("locked_at", timedelta(0), "locked"),
    ],
)
def test_idle_locked_and_ended_sign_ins_ask_nothing(caseworker, column, ago, state):
    SignIn.open(caseworker, KEY)
    at = value("SELECT now()") - ago
    with unguarded():
        SignIn.objects.update(**{column: at})

    assert ask(KEY).state == state
    assert value("SELECT asker()") == (caseworker.pk if state == "live" else None)


def test_a_half_sign_in_asks_nothing(caseworker):
    SignIn.open(caseworker, KEY, half=True)

    assert (ask(KEY).state, value("SELECT asker()")) == ("half", None)
    with refused(), transaction.atomic():
        SignIn.prove(KEY)


def test_twelve_hours_at_most(caseworker):
    SignIn.open(caseworker, KEY)

    with unguarded():
        row = SignIn.objects.get()
    assert row.ends_at - row.started_at == timedelta(hours=12)
    with refused(), transaction.atomic():
        told = [
            caseworker.pk,
            mint.stored("k" * 9),
            43201,
            "",
            False,
            "",
            "",
            mint.now(),
        ]
        words = [told[0], told[1].hex(), 43201, "", 0, "", "", told[-1]]
        mint.call("open_sign_in", *told, mint.mark("open", *words))


def test_the_proof_stands_in_no_statement(caseworker):
    """It is bound on the server: in the text that others see stands $1."""
    SignIn.open(caseworker, KEY)
    me, name = value("SELECT pg_backend_pid()"), connection.settings_dict["NAME"]

    ask(KEY)

    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name) as watcher:
        seen = watcher.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s", [me]
        ).fetchone()
    assert seen == ("SELECT * FROM ask($1)",)


def test_session_keys_lie_hashed(client, caseworker):
    client.force_login(caseworker)
    key = client.cookies["sessionid"].value

    assert value("SELECT count(*) FROM django_session WHERE session_key = %s", key) == 0
    kept = value("SELECT session_key FROM django_session")
    assert kept == mint.at_rest(key)
    client.cookies["sessionid"] = kept
    assert client.get("/account/").status_code == 302


def test_a_commands_sign_in_leaves_nothing(caseworker, acts_as):
    with acts_as(caseworker):
        pass

    with unguarded():
        assert SignIn.objects.count() == 0
