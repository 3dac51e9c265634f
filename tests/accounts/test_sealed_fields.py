"""A free text stands sealed in its own column, bound to row and column."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction

from accounts.guard_columns import seal_rows
from accounts.sealed_fields import opened, sealed_fields
from tests.accounts.sql import run, value
from tests.conftest import take, unguarded
from tests.factories import make_victim
from victims.models import Victim

WISH = "một phụ nữ lớn tuổi, không cùng thôn"
COLUMN = "SELECT interpreter_wish FROM victims_victim WHERE id = %s"


@pytest.fixture
def victim(commune):
    return make_victim(commune, interpreter_wish=WISH)


def kept(record):
    with unguarded():
        return value(COLUMN, record.pk)


def again(record):
    with unguarded():
        return Victim.objects.get(pk=record.pk)


def test_the_column_holds_no_clear_text_and_the_record_reads_it(victim):
    assert kept(victim).startswith("sealed:")
    assert again(victim).interpreter_wish == WISH


def test_nothing_stays_nothing(commune):
    victim = make_victim(commune)

    assert (kept(victim), again(victim).interpreter_wish) == ("", "")


def test_a_text_moved_to_another_row_does_not_open(victim, commune):
    other, text = make_victim(commune), kept(victim)
    move = "UPDATE victims_victim SET interpreter_wish = %s WHERE id = %s"
    with unguarded():
        run(move, text, other.pk)

    with pytest.raises(InvalidTag):
        assert again(other).interpreter_wish


def test_an_edit_seals_anew(victim, caseworker, acts_as):
    before = kept(victim)
    with acts_as(caseworker):
        victim = Victim.objects.get(pk=victim.pk)
        victim.interpreter_wish = "ai cũng được"
        victim.edit(by=caseworker, fields=["interpreter_wish"])

    assert kept(victim).startswith("sealed:")
    assert kept(victim) != before
    assert again(victim).interpreter_wish == "ai cũng được"


def test_what_was_not_read_is_saved_as_it_stands(victim):
    before = kept(victim)
    with unguarded():
        Victim.objects.get(pk=victim.pk).save()

    assert kept(victim) == before


def test_a_query_cannot_write_clear_text(victim):
    with pytest.raises(TypeError, match="sealed"), transaction.atomic():
        Victim.objects.update(interpreter_wish=WISH)
    with unguarded(), pytest.raises(DatabaseError, match="check constraint"):
        run("UPDATE victims_victim SET interpreter_wish = 'in clear'")


@pytest.mark.parametrize(
    "field", list(sealed_fields()), ids=lambda field: str(field).replace(".", "-")
)
def test_every_sealed_column_refuses_clear_text(places, field):
    checks = value(
        "SELECT count(*) FROM pg_constraint WHERE contype = 'c'"
        " AND conrelid = %s::regclass AND pg_get_constraintdef(oid) LIKE %s",
        field.model._meta.db_table,
        f"%starts_with({field.column}, 'sealed:'%",
    )

    assert checks == 1


def test_what_was_written_in_clear_is_sealed_by_the_migration(places):
    take("app_owner")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE old (id int, note text);"
            "INSERT INTO old VALUES (1, 'gặp ở chợ'), (2, ''), (3, 'sealed:done');"
            "ALTER TABLE old ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        )
        seal_rows(cursor, "old", "note", "victims.old.")
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'old'")
        forced = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE old DISABLE ROW LEVEL SECURITY")
        cursor.execute("SELECT note FROM old ORDER BY id")
        notes = [note for (note,) in cursor.fetchall()]

    assert opened(notes[0], "victims.old.note:1") == "gặp ở chợ"
    assert notes[1:] == ["", "sealed:done"]
    assert forced is True
