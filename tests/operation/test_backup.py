"""A backup is made, restored into an empty database, and every difference is named."""

import json
import os

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.conninfo import make_conninfo

from operation.backups import envelope, making, restoring, tools
from tests.operation.cluster import new_database

pytestmark = [pytest.mark.system]
PRIVATE, PUBLIC = envelope.new_pair()


def address():
    name = connection.settings_dict["NAME"]
    return make_conninfo(os.environ["DATABASE_URL"], dbname=name)


_made = []


@pytest.fixture
def made(places, tmp_path_factory):
    """One backup of the tests' database for all tests here: it takes a second."""
    if not _made:
        directory = tmp_path_factory.mktemp("backups")
        _made.append(making.make(address(), directory, PUBLIC, keep=2))
    return _made[0]


CHANGES = {
    "UPDATE areas_area SET name = name || '!' WHERE id = 1": "table areas_area",
    "SELECT setval(pg_get_serial_sequence('accounts_run', 'id'), 77)": "sequence accounts_run_id_seq",
    "DROP POLICY sees ON victims_case": "policy victims_case.sees",
    "ALTER TABLE victims_case NO FORCE ROW LEVEL SECURITY": "table victims_case",
    "ALTER TABLE accounts_activity DISABLE TRIGGER kept": "trigger accounts_activity.kept",
    "GRANT UPDATE ON accounts_activity TO app": "grant accounts_activity to app: UPDATE",
    "GRANT SELECT (hash) ON accounts_activitylink TO app": "grant column accounts_activitylink.hash to app: SELECT",
    "CREATE OR REPLACE FUNCTION work_day() RETURNS date LANGUAGE sql STABLE AS 'SELECT CURRENT_DATE'": "function work_day()",
}  # fmt: skip


def test_restored_is_equal_and_each_change_is_named(made):
    path, manifest = made
    key, read = restoring.survey(path, PRIVATE)
    assert read == json.loads(json.dumps(manifest))

    with new_database(f"again_{os.getpid()}") as url:
        restoring.restore(path, key, read, url)
        assert restoring.compare(read, url) == []

        with psycopg.connect(url, autocommit=True) as door:
            for change in CHANGES:
                door.execute(change)
        found = restoring.compare(read, url)
        with pytest.raises(restoring.Refused, match="is not empty"):
            restoring.restore(path, key, read, url)

    assert len(found) == len(CHANGES)
    for name in CHANGES.values():
        assert any(line.startswith(f"{name}: ") for line in found), (name, found)


def test_a_dump_that_fails_leaves_an_empty_database(made):
    path, manifest = made
    key, read = restoring.survey(path, PRIVATE)

    with new_database(f"half_{os.getpid()}") as url:
        with psycopg.connect(url, autocommit=True) as door:
            door.execute("CREATE FUNCTION work_day() RETURNS date LANGUAGE sql AS 'SELECT CURRENT_DATE'")  # fmt: skip
        with pytest.raises(restoring.Refused, match="pg_restore"):
            restoring.restore(path, key, read, url)
        with psycopg.connect(url) as door:
            assert door.execute("SELECT to_regclass('areas_area')").fetchone() == (
                None,
            )


def test_the_file_is_its_owners_alone_and_nothing_else_lies_beside(made):
    path, _manifest = made

    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(item.name for item in path.parent.iterdir()) == [
        "erased.jsonl",
        path.name,
    ]
    raw = path.read_bytes()
    for word in ("Khâu Vai", "areas_area", "CREATE TABLE"):
        assert word.encode() not in raw


def test_who_is_signed_in_and_the_mint_key_stay_out(made):
    _path, manifest = made

    for table in ("accounts_signin", "accounts_mint", "django_session"):
        assert manifest["tables"][table]["rows"] == 0


def test_the_oldest_go(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"sotay-2024010{day}T010203Z.backup").touch()
    (tmp_path / "other.backup").touch()

    making.thin_out(tmp_path, keep=2)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "other.backup",
        "sotay-20240104T010203Z.backup",
        "sotay-20240105T010203Z.backup",
    ]


def test_a_backup_that_fails_leaves_nothing_and_says_so(places, tmp_path, settings):
    settings.BACKUP_PUBLIC_KEY = PUBLIC
    os.environ["DATABASE_BACKUP_URL"] = make_conninfo(address(), dbname="none-such")

    try:
        with pytest.raises(CommandError, match="No backup was made"):
            call_command("backup", tmp_path)
    finally:
        del os.environ["DATABASE_BACKUP_URL"]

    assert list(tmp_path.iterdir()) == []


def test_the_list_of_erased_people_only_grows(tmp_path):
    for stones in ([{"erasure": "b"}], [{"erasure": "a"}, {"erasure": "b"}], []):
        making.remember_erased(tmp_path, stones)

    lines = (tmp_path / making.ERASED).read_text().splitlines()
    assert [json.loads(line)["erasure"] for line in lines] == ["b", "a"]
    assert (tmp_path / making.ERASED).stat().st_mode & 0o777 == 0o600


def test_a_missing_program_is_named():
    with pytest.raises(tools.Missing, match="postgresql-client-99"):
        tools.program("pg_dump", 99)
