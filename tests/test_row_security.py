"""The database's own lock, as the application in SQL, on every table of records.

The tables are read from the catalogue. Each holds rows of four places: own commune,
neighbour, another district, another province. A table without rows fails the test.
"""

import json
import uuid
from functools import cache

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.models import User
from accounts.records import Event, Record, State
from accounts.requests import acting
from accounts.roles import roles_with
from tests import filled
from tests.accounts.sql import run, value
from tests.conftest import place, post, take, undone_at_the_end, unguarded
from tests.test_catalogue import GUARDS, rows
from victims.models import Case

RECORDS = {
    model._meta.db_table: model
    for model in apps.get_models()
    if issubclass(model, Record)
}
# Guarded too, but not by place: own rows, addressed rows, rows of the administrator.
BY_PERSON = {
    "accounts_activity": "the asker's own area, for pages of the trail",
    "accounts_export": "asked for or approved by the asker",
    "accounts_exportfile": "of one's own export",
    "accounts_notice": "addressed to the asker",
    "accounts_signin": "the asker's own sign-ins",
    "accounts_submission": "the asker's own forms",
    "victims_complaint": "of the desk above, or taken down by the asker",
    "victims_complaintstep": "of a complaint that the asker sees",
    "victims_emergencyask": "the asker's own, or of an officer's area",
    "support_regimes_rulechange": "rules, without people; two persons write them",
    "victims_transfer": "of an officer's area, or offered to it",
}
ALL = set(filled.PLACES)
MEMBERS = {
    "caseworker": ("caseworker", "00814@2004", {"own"}),
    "neighbour": ("caseworker", "00815@2004", {"neighbour"}),
    "district_officer": ("district_officer", "027@2004", {"own", "neighbour"}),
    "other_district_officer": ("district_officer", "026@2004", {"district"}),
    "provincial_officer": ("provincial_officer", "02@2004", ALL - {"province"}),
    "labour_officer": ("labour_officer", "02@2004", ALL - {"province"}),
    "administrator": ("administrator", "02@2004", set()),
}
# A caseworker adds none of these anywhere.
OFFICERS_ADD = {
    "reporting_reconciliation",
    "accounts_export",
    "support_regimes_auditedcase",
    "support_regimes_auditfinding",
    "support_regimes_auditsample",
    "support_regimes_readingchoice",
    "support_regimes_rulechoice",
    "victims_erasure",
    "victims_newcommune",
}
# Only the Department adds or strikes out.
DEPARTMENTS = {"support_regimes_auditfinding", "support_regimes_auditsample"}
each_table = pytest.mark.parametrize("table", sorted(RECORDS))


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    """Made once for all tests here, in one transaction around theirs."""
    with undone_at_the_end(django_db_blocker):
        filled.fill_everywhere()
        cast = {
            name: post(f"moi-{name}".replace("_", "-"), "Lý Thị Mới", role, place(code))
            for name, (role, code, _places) in MEMBERS.items()
        }
        take("app_owner")
        yield cast


@pytest.fixture
def cast(everything, db):
    return everything


@cache
def ids():
    """{place: key of its commune}"""
    return {name: place(code).pk for name, code in filled.PLACES.items()}


def seen(table):
    """In how many of the four places the running role finds rows."""
    found = rows(f"SELECT DISTINCT territory_id FROM {table}")
    return {name for name, key in ids().items() if key in {place for (place,) in found}}


def a_row(table, commune):
    """A row of the commune as plain values, without generated columns."""
    computed = rows(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attgenerated <> ''",
        table,
    )
    with unguarded():
        text = value(
            f"SELECT to_jsonb(t)::text FROM {table} t WHERE territory_id = %s LIMIT 1",
            commune,
        )
    found = json.loads(text)
    return {k: v for k, v in found.items() if (k,) not in computed}


def insert(table, row):
    names = ", ".join(row)
    run(
        f"INSERT INTO {table} ({names}) SELECT {names}"
        f" FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
        json.dumps(row),
    )


def refused(match):
    return pytest.raises(DatabaseError, match=match)


def test_every_guarded_table_is_tested_here(cast):
    guarded = rows(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace AND relforcerowsecurity"
    )

    assert {name for (name,) in guarded} <= {*RECORDS, *BY_PERSON}
    assert set(RECORDS) <= {name for (name,) in guarded}


@each_table
def test_the_table_holds_rows_of_all_four_places(cast, table):
    with unguarded():
        assert seen(table) == ALL


@each_table
def test_without_a_proof_there_is_nothing(cast, table):
    assert value(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.parametrize("member", MEMBERS)
def test_each_member_finds_their_own_places_in_every_table(cast, member):
    role, _code, places = MEMBERS[member]
    expected = {
        table: places if role in roles_with(model.seen_with) else set()
        for table, model in RECORDS.items()
    }

    with acting(cast[member]):
        assert {table: seen(table) for table in RECORDS} == expected


@each_table
@pytest.mark.parametrize("foreign", ["neighbour", "district", "province"])
def test_nothing_is_added_to_another_place(cast, table, foreign):
    """Refused for the place alone: in one's own the same row meets its key only."""
    worker, keys = cast["caseworker"], ids()
    row = a_row(table, keys["own"]) | {"recorded_by_id": str(worker.pk)}

    with acting(worker):
        with refused("row-level security|permission denied for table"):
            insert(
                table, row | {"id": str(uuid.uuid4()), "territory_id": keys[foreign]}
            )
        if table not in OFFICERS_ADD:
            with refused("duplicate key|struck out once|two persons|permission denied"):
                insert(table, row)


@each_table
def test_no_row_is_moved_to_another_place_nor_changed_there(cast, table):
    keys = ids()
    move = f"UPDATE {table} SET territory_id = %s WHERE territory_id = %s"

    with acting(cast["caseworker"]):
        for foreign in ("neighbour", "district", "province"):
            with refused("row-level security|permission denied|two persons"):
                run(move, keys[foreign], keys["own"])
        if value("SELECT has_column_privilege(%s, 'territory_id', 'UPDATE')", table):
            for foreign in ("neighbour", "district", "province"):
                assert changed(move, keys["own"], keys[foreign]) == 0


def changed(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


@each_table
def test_row_security_cannot_be_switched_off(cast, table):
    with refused("would be affected by row-level security"):
        run(f"SET LOCAL row_security = off; SELECT count(*) FROM {table}")


@each_table
def test_the_owner_of_the_tables_sees_nothing_either(cast, table):
    take("app_owner")

    assert value(f"SELECT count(*) FROM {table}") == 0


# The first lock taken away: the second holds.


def unfiltered(self, user):
    return self.all()


@pytest.fixture
def no_filter(monkeypatch):
    """Every `visible_to` of the program shows all rows."""
    for kind in {type(model.objects.all()) for model in RECORDS.values()}:
        for owner in kind.__mro__:
            if "visible_to" in vars(owner):
                monkeypatch.setattr(owner, "visible_to", unfiltered)


@pytest.mark.parametrize("member", MEMBERS)
def test_without_the_filter_of_the_program_the_database_still_refuses(
    cast, no_filter, member
):
    role, _code, places = MEMBERS[member]
    keys = {key: name for name, key in ids().items()}

    with acting(cast[member]):
        for model in RECORDS.values():
            found = model.objects.visible_to(cast[member])
            found = {keys.get(t) for t in found.values_list("territory", flat=True)}
            allowed = role in roles_with(model.seen_with)
            assert found == (places if allowed else set()), model


def test_pages_without_any_filter_still_show_no_other_place(
    cast, no_filter, monkeypatch, client
):
    """Neither the queryset nor the person's own areas hold anybody back."""
    with unguarded():
        own, other = (
            Case.objects.filter(territory=ids()[name]).first()
            for name in ("own", "neighbour")
        )
    client.force_login(cast["caseworker"])
    monkeypatch.setattr(User, "reach", lambda user, perm: list(ids().values()))

    got = [client.get(case.get_absolute_url()).status_code for case in (own, other)]
    listed = client.get(reverse("victims:case_list")).content.decode()

    assert got == [200, 404]
    assert (own.code in listed, other.code in listed) == (True, False)


# Who wrote, who struck out, what never changes.


@each_table
def test_nobody_writes_in_the_name_of_another(cast, table):
    """A trigger says so before any policy is asked; exports have their policy alone."""
    row = a_row(table, ids()["own"]) | {"id": str(uuid.uuid4())}
    row["recorded_by_id"] = str(cast["district_officer"].pk)

    match = "row-level" if table == "accounts_export" else "in the name of who asks"
    with acting(cast["caseworker"]), refused(match):
        insert(table, row)


EVENTS = sorted(table for table, model in RECORDS.items() if issubclass(model, Event))
STATES = sorted(table for table, model in RECORDS.items() if issubclass(model, State))
STRIKE = "UPDATE {} SET voided_at = %s, voided_by_id = %s, void_reason = %s"


@pytest.mark.parametrize("table", EVENTS)
def test_an_event_is_struck_out_once_by_who_asks(cast, table):
    statement = STRIKE.format(table) + " WHERE id = %s"
    key = a_row(table, ids()["own"])["id"]
    worker, other = cast["caseworker"], cast["district_officer"]
    if table in OFFICERS_ADD:
        worker, other = other, worker
    if table in DEPARTMENTS:
        worker = cast["labour_officer"]

    with acting(worker):
        with refused("struck out once"):
            run(statement, "2019-01-01", other.pk, "sealed:x", key)
        run(statement, "2019-01-01", worker.pk, "sealed:x", key)
        for undone in [
            (None, None, "", key),
            ("2024-01-02", worker.pk, "sealed:x", key),
            ("2019-01-01", worker.pk, "sealed:other", key),
        ]:
            with refused("struck out once"):
                run(statement, *undone)
    with unguarded():
        assert value(f"SELECT voided_at = now() FROM {table} WHERE id = %s", key)


@pytest.mark.parametrize("table", STATES)
def test_who_wrote_a_record_and_when_never_changes(cast, table):
    with acting(cast["district_officer"]):
        for change in (
            "recorded_by_id = (SELECT asker())",
            "recorded_at = '2019-01-01'",
            "id = gen_random_uuid()",
            "version = 0",
        ):
            with refused("never changes"):
                run(f"UPDATE {table} SET {change}")


# What a confirmed erasure alone may blank, and what a withdrawal hides and ends.


def tables_with(guard):
    """Names of the tables of records that must have a trigger or policy of this name."""
    listed = [line.split() for line in GUARDS.read_text().splitlines()]
    return {table for table, _kind, name in listed if name == guard} & set(RECORDS)


OTHER = {
    "text": "'khác'",
    "character varying": "'khác'",
    "jsonb": "'[1]'",
    "ARRAY": "'{khác}'",
    "bytea": r"'\x00'",
}


def blankable(table):
    """{column: another value in SQL}: what the application may update of an event."""
    granted = rows(
        "SELECT p.column_name, c.data_type FROM information_schema.columns c"
        " JOIN information_schema.column_privileges p USING (table_name, column_name)"
        " WHERE table_name = %s AND grantee = 'app' AND privilege_type = 'UPDATE'",
        table,
    )
    return {
        name: OTHER.get(kind, "NULL")
        for name, kind in granted
        if not name.startswith("void")
    }


def test_no_event_is_rewritten_without_a_confirmed_erasure(cast):
    for table in sorted(tables_with("keep_event")):
        row = a_row(table, ids()["own"])
        tried = [(n, o) for n, o in blankable(table).items() if row[n] or o != "NULL"]

        assert tried, f"no column of {table} can be tried"
        for name, other in tried:
            with acting(cast["district_officer"]), refused("only a confirmed erasure"):
                run(f"UPDATE {table} SET {name} = {other} WHERE id = %s", row["id"])


def test_nothing_is_added_to_a_file_whose_consent_was_taken_back(cast):
    with unguarded():
        run("UPDATE victims_case SET restricted_from = '2024-01-02'")
    case = a_row("victims_case", ids()["own"])["id"]
    new = {"case_id": case, "recorded_by_id": str(cast["caseworker"].pk)}
    for table in sorted(tables_with("nothing_new")):
        row = a_row(table, ids()["own"]) | new | {"id": str(uuid.uuid4())}

        with acting(cast["caseworker"]), refused("consent to this file was taken back"):
            insert(table, row)


def test_a_withdrawal_hides_the_rows_from_others_at_once(cast):
    """Sharing taken back: the own area alone; keeping a file: its officers alone."""
    tables = sorted(tables_with("withheld"))
    province = {"provincial_officer", "labour_officer"}

    for column, hidden_from in [
        ("unshared_from", province),
        ("restricted_from", province | {"caseworker"}),
    ]:
        with unguarded():
            run(f"UPDATE victims_case SET {column} = '2024-01-02'")
        for name in ("caseworker", "district_officer", *sorted(province)):
            for table in tables:
                reads = name in roles_with(RECORDS[table].seen_with)
                with acting(cast[name]):
                    found = "own" in seen(table)
                assert found == (reads and name not in hidden_from), (name, table)
