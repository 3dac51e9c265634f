"""Sealing everything anew with the newest key, so that an older one can be dropped.

Run by the tables' owner, who lifts the forced policies for one batch at a time, in the
batch's own transaction. What is sealed anew already is passed over: an interrupted run
goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from accounts.models import Factor
from accounts.sealed_fields import MARK, Kept, opened, sealed_as, sealed_fields
from accounts.sealing import Sealed, fingerprint, seal_bytes, unseal_bytes


@dataclass(frozen=True)
class Column:
    """Where sealed values lie; `bound_to` makes the label from a row's `by` columns."""

    table: str
    name: str
    bound_to: Callable
    by: str = "id"
    is_text: bool = False

    @property
    def value(self):
        """SQL: the sealed bytes."""
        if self.is_text:
            return f"decode(substr({self.name}, {len(MARK) + 1}), 'base64')"
        return self.name

    def anew(self, value, bound_to):
        if self.is_text:
            return str(sealed_as(opened(Kept(value), bound_to), bound_to))
        return seal_bytes(unseal_bytes(value, bound_to), bound_to)


def columns():
    """Every column of the program that holds sealed values for longer than a day."""
    for field in sealed_fields():
        table, label = field.model._meta.db_table, field.model._meta.label_lower
        label = f"{label}.{field.attname}"
        yield Column(table, field.column, f"{label}:{{}}".format, is_text=True)
    for model in apps.get_models():
        table, label = model._meta.db_table, model._meta.label_lower
        if issubclass(model, Sealed):
            yield Column(table, "sealed", f"{label}:{{}}".format)
        elif "sealed_bytes" in {field.name for field in model._meta.concrete_fields}:
            yield Column(table, "sealed_bytes", f"{label}.sealed_bytes:{{}}".format)
    table = Factor._meta.db_table
    yield Column(table, "sealed", "accounts.factor:{}:{}".format, by="user_id, kind")


def reseal(column, most=500):
    """Seal one batch anew; returns how many (0: nothing older is left)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'; SET CONSTRAINTS ALL IMMEDIATE")
        forced = _is_forced(cursor, column.table)
        if forced:
            cursor.execute(f"ALTER TABLE {column.table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            f"SELECT id, {column.name}, {column.by} FROM {column.table}"  # noqa: S608
            f" WHERE {column.name} IS NOT NULL AND length({column.value}) > 0"
            f" AND substring({column.value} FOR 4) <> %s LIMIT %s FOR UPDATE",
            [fingerprint(), most],
        )
        rows = cursor.fetchall()
        for key, value, *by in rows:
            cursor.execute(
                f"UPDATE {column.table} SET {column.name} = %s"  # noqa: S608
                " WHERE id = %s",
                [column.anew(value, column.bound_to(*by)), key],
            )
        if forced:
            cursor.execute(f"ALTER TABLE {column.table} FORCE ROW LEVEL SECURITY")
    return len(rows)


def _is_forced(cursor, table):
    cursor.execute(
        "SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]
    )
    return cursor.fetchone()[0]
