"""Each guard taken away, one at a time, and what goes red: run by `bin/prove red`.

Everything happens in one transaction: a guard is dropped in a savepoint, the checks that
should notice run, and the savepoint is rolled back.
"""

import json
import os
import sys
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import Submission
from accounts.roles import Role
from tests import access, conftest, test_catalogue, test_row_security
from tests.conftest import send, take, unguarded
from tests.everybody import address
from tests.test_access import answer, code
from tests.test_row_security import cast as rows_cast
from tests.test_row_security import everything

__all__ = ["everything", "rows_cast"]
TOLD = Counter()
GREEN = {}
LISTED_ALONE = []  # [kind, table, name, statement]: for bin/prove red


def rows(question, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchall()


class Undo(Exception):
    pass


def goes_red(check, *arguments):
    """Does this check of the suite fail now? It runs in a savepoint of its own."""
    role = conftest.role
    try:
        with transaction.atomic():
            try:
                take("app")
                check(*arguments)
            except (AssertionError, pytest.fail.Exception, Exception):  # noqa: BLE001
                return True
            finally:
                transaction.set_rollback(True)
    finally:
        take(role)
    return False


def is_green(check, arguments):
    """Asked once each, with every guard in its place."""
    key = check.__name__, str(arguments[1:])
    if key not in GREEN:
        GREEN[key] = not goes_red(check, *arguments)
        if not GREEN[key]:
            sys.stdout.write(f"RED BEFORE ANYTHING WAS TAKEN AWAY: {key}\n")
    return GREEN[key]


def without(statement):
    """As the owner, until the block's savepoint is rolled back."""
    take("app_owner")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else ALTER TABLE must wait
        cursor.execute(statement)


def removed(statement, *checks):
    """The names of the checks that are green, and go red without the guard."""
    red, checks = [], [each for each in checks if is_green(*each)]
    with transaction.atomic():
        without(statement)
        red = [
            check.__name__ for check, arguments in checks if goes_red(check, *arguments)
        ]
        transaction.set_rollback(True)
    return red


def said(kind, name, red):
    TOLD[kind, bool(red)] += 1
    sys.stdout.write(f"{kind:12}{name:60}{', '.join(red) or 'NOTHING GOES RED'}\n")
    return red


ROWS = test_row_security
LIST = "test_every_guard_stands"


def tried(kind, table, name, statement, cast):
    """Take it away; is there any check that misses it?"""
    red = said(
        kind, f"{table}.{name}", removed(statement, *checks_of(table, cast, name))
    )
    if red == [LIST]:
        LISTED_ALONE.append([kind, table, name, statement])
    return red


BY_NAME = {
    "keep_event": ROWS.test_no_event_is_rewritten_without_a_confirmed_erasure,
    "nothing_new": ROWS.test_nothing_is_added_to_a_file_whose_consent_was_taken_back,
    "withheld": ROWS.test_a_withdrawal_hides_the_rows_from_others_at_once,
}


def checks_of(table, cast, guard=None):
    """The checks of the suite that a guard of this table answers to."""
    if guard in BY_NAME:
        yield BY_NAME[guard], (cast,)
    yield test_catalogue.test_every_guard_stands, (None,)
    if table in ROWS.RECORDS:
        model = ROWS.RECORDS[table]
        yield test_catalogue.test_whoever_adds_or_edits_may_also_see, (None, model)
        yield ROWS.test_without_a_proof_there_is_nothing, (cast, table)
        yield ROWS.test_nothing_is_added_to_another_place, (cast, table, "neighbour")
        yield ROWS.test_nobody_writes_in_the_name_of_another, (cast, table)
    if table in ROWS.STATES:
        yield ROWS.test_who_wrote_a_record_and_when_never_changes, (cast, table)
    if table in ROWS.EVENTS:
        yield ROWS.test_an_event_is_struck_out_once_by_who_asks, (cast, table)


def test_every_policy(rows_cast):
    blind = []
    for table, policy in rows("SELECT tablename, policyname FROM pg_policies"):
        statement = f"DROP POLICY {policy} ON {table}"
        if not tried("policy", table, policy, statement, rows_cast):
            blind.append(statement)

    assert blind == []


def test_row_security_of_every_table(rows_cast):
    blind = []
    for table in ROWS.RECORDS:
        statement = f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        red = removed(statement, *checks_of(table, rows_cast))
        if not said("lock", table, red):
            blind.append(statement)

    assert blind == []


def test_every_trigger(rows_cast):
    blind = []
    found = rows(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    for table, trigger in found:
        statement = f"DROP TRIGGER {trigger} ON {table}"
        if not tried("trigger", table, trigger, statement, rows_cast):
            blind.append(statement)

    assert blind == []


ALWAYS = {
    "reach(roles text[])": "CREATE OR REPLACE FUNCTION reach(roles text[]) RETURNS"
    " bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
    " AS 'SELECT array_agg(id) FROM areas_area'",
    "asker()": "CREATE OR REPLACE FUNCTION asker() RETURNS uuid LANGUAGE sql STABLE"
    " SECURITY DEFINER SET search_path = public, pg_temp"
    " AS 'SELECT id FROM accounts_user LIMIT 1'",
}


def test_the_checks_inside_the_functions(rows_cast):
    for name, statement in ALWAYS.items():
        table = "victims_case"
        assert said("function", name, removed(statement, *checks_of(table, rows_cast)))


# The table of powers


@pytest.mark.parametrize("role", Role)
def test_every_line_of_the_table_of_powers(cast, made, rows_cast, monkeypatch, role):
    """Without the line the member of the cast gets another answer from some page.

    What no page of the table shows is left to the tests of its own part.
    """
    client = cast.get(role)
    urls = {
        page: (verb, address(page, record, made), codes[role])
        for page, verb, record, codes in access.lines()
        if client and codes[role] in ("ok", "go")
    }
    green = {page: url for page, url in urls.items() if not differs(client, *url)}
    if red := sorted(set(urls) - set(green)):
        sys.stdout.write(f"{role}, red before anything was taken away: {red}\n")
    for permission in sorted(roles.PERMISSIONS[role]):
        left = roles.PERMISSIONS[role] - {permission}
        with monkeypatch.context() as patch:
            patch.setitem(roles.PERMISSIONS, role, left)
            red = next((p for p, u in green.items() if differs(client, *u)), None)
            red = red or unlike_the_policies(permission)
        if not said("power", f"{role}: {permission}", [red] if red else []):
            LISTED_ALONE.append(["power", role, permission, f"{role}: {permission}"])


def unlike_the_policies(permission):
    """The name of the test that compares the table of powers with the policies."""
    check = test_catalogue.test_the_policy_and_the_table_of_powers_say_the_same
    models = [m for m in ROWS.RECORDS.values() if m.seen_with == permission]
    return any(goes_red(check, None, model) for model in models) and check.__name__


def differs(client, verb, url, expected):
    cookies = deepcopy(client.cookies)  # a sign-out would take them away
    with transaction.atomic():
        got = code(answer(client, verb, url))
        transaction.set_rollback(True)
    client.cookies = cookies
    return got != expected


def test_the_one_time_key(rows_cast, monkeypatch):
    """Without the check the same form twice is two records."""
    client = Client()
    client.force_login(rows_cast["caseworker"])
    key = "6f1f2ff2-0d8c-4d3f-9b57-6b1f3f7a2c11"

    def twice():
        for _time in "12":
            send(client, reverse("set_language"), {"language": "en", "submission": key})
        with unguarded():
            return rows("SELECT count(*) FROM accounts_activity WHERE replay")[0][0]

    assert twice() == 1
    monkeypatch.setattr(Submission, "take", lambda *_args: True)
    assert said("once", "Submission.take", ["replay"] if twice() == 1 else [])


def test_told():
    """The sum, last; and for the proof's second part what the list alone missed."""
    Path(os.environ["LISTED_ALONE"]).write_text(json.dumps(LISTED_ALONE))
    for (kind, red), count in sorted(TOLD.items()):
        words = "goes red" if red else "NOTHING GOES RED"
        sys.stdout.write(f"{kind}: {count} {words}\n")
