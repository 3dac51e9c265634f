"""Columns: what was written in clear becomes sealed, and what nobody changes twice."""

from django.db.migrations import AlterField, RunPython, RunSQL

from accounts.sealed_fields import MARK, sealed_as


def seal_column(app, model, name, field):
    """Operations that turn a column of text (or JSON) into a sealed field."""
    table, label = f"{app}_{model}", f"{app}.{model}.{name}:"

    def seal_all(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            seal_rows(cursor, table, name, label)

    return [
        RunSQL(
            f"""
            ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT;
            ALTER TABLE {table} ALTER COLUMN {name} TYPE text
                USING CASE WHEN {name}::text = '{{}}' THEN '' ELSE {name}::text END;
            """,
            RunSQL.noop,
        ),
        RunPython(seal_all, RunPython.noop),
        AlterField(model, name, field),
    ]


def seal_rows(cursor, table, column, label):
    """Seal the clear texts of a column; the owner steps past the forced policies."""
    cursor.execute(
        f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
    )
    cursor.execute(
        f"SELECT id, {column} FROM {table}"
        f" WHERE {column} <> '' AND NOT starts_with({column}, %s)",
        [MARK],
    )
    for key, text in cursor.fetchall():
        kept = str(sealed_as(text, f"{label}{key}"))
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [kept, key])
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
