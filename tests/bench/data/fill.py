"""Filling tables by SQL: what a model needs and is not named takes its default."""

import sys
import time
from contextlib import contextmanager

from django.db import connection
from django.db.models import NOT_PROVIDED
from psycopg import sql

# A number in [0, 1) from a row's number and a salt: the same in every run, and never
# shared by two columns of a row, as random() may be.
RANDOM = """
CREATE FUNCTION pg_temp.r(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(i, salt) & 2147483647)::float8 / 2147483648 $$;
CREATE FUNCTION pg_temp.key(kind text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT md5(kind || i)::uuid $$;
CREATE FUNCTION pg_temp.at(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS
$$ SELECT (day + time '09:00') AT TIME ZONE 'UTC' $$;
SET work_mem = '256MB'; SET maintenance_work_mem = '512MB';
SET synchronous_commit = off;
"""


def run(statement, *params):
    """Run one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.rowcount


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def told(name, count, began):
    sys.stdout.write(
        f"      {name:34} {count:>10,}  {time.monotonic() - began:6.1f} s\n"
    )


def plan(name, query):
    """A temporary table that later statements join, with its statistics."""
    run(f"CREATE TEMP TABLE {name} AS {query}")
    run(f"ANALYZE {name}")


def copied(name, columns, values):
    """A temporary table from Python's rows; `columns` as in CREATE TABLE."""
    run(f"CREATE TEMP TABLE {name} ({columns})")
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for value in values:
            copy.write_row(value)
    run(f"ANALYZE {name}")


def fill(model, source, **expressions):
    """INSERT … SELECT into the model's table. Names are columns, values SQL."""
    began = time.monotonic()
    columns = dict(_columns(model, expressions))
    unknown = set(expressions) - set(columns)
    if unknown:
        raise SystemExit(f"{model._meta.label} has no columns {sorted(unknown)}.")
    count = run(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
        f" SELECT {', '.join(columns.values())} FROM {source}"
    )
    told(model._meta.db_table, count, began)
    return count


def _columns(model, expressions):
    for field in model._meta.concrete_fields:
        if field.column in expressions:
            yield field.column, str(expressions[field.column])
        elif field.generated or field.db_default is not NOT_PROVIDED:
            continue
        elif getattr(field, "auto_now", False):
            yield field.column, "now()"
        elif (
            field.primary_key
            and field.get_internal_type().endswith("AutoField")
            or field.null
        ):
            continue
        else:
            yield field.column, _default(field)


def _default(field):
    if not (field.has_default() or field.empty_strings_allowed):
        raise SystemExit(f"No value for {field.model._meta.label}.{field.name}.")
    value = field.get_db_prep_save(field.get_default(), connection)
    return sql.Literal(value).as_string(connection.connection)


def event(place, by, day):
    """The columns that every event has."""
    return {
        "territory_id": place,
        "area_id": place,
        "recorded_by_id": by,
        "recorded_at": f"pg_temp.at({day})",
        "happened_on": day,
    }


def state(place, by, day):
    """The columns that every record of state has."""
    return {
        "territory_id": place,
        "recorded_by_id": by,
        "updated_by_id": by,
        "recorded_at": f"pg_temp.at({day})",
        "updated_at": f"pg_temp.at({day})",
    }


@contextmanager
def unindexed(models):
    """Foreign keys and plain indexes are dropped, and made and checked at the end."""
    tables = ", ".join(f"'{model._meta.db_table}'::regclass" for model in models)
    keys = rows(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        f" FROM pg_constraint WHERE contype = 'f' AND conrelid IN ({tables})"
    )
    indexes = rows(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        f" WHERE indrelid IN ({tables}) AND NOT indisunique AND NOT indisexclusion"
    )
    for table, name, _definition in keys:
        run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        run(f"DROP INDEX {name}")
    yield
    began = time.monotonic()
    for _name, definition in indexes:
        run(definition)
    for table, name, definition in keys:
        run(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    told("indexes and foreign keys", len(indexes) + len(keys), began)
