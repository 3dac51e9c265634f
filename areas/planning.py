"""Settings of the database's planner for one statement."""

from contextlib import contextmanager, nullcontext

from django.db import connection

# Row policies hide from the planner how many rows there will be: it expects those of
# ten communes, and would rather sort them all than walk along an index.
EXPECTED = 10


def first_rows(communes):
    """`with first_rows(20):` a list's first page, of the rows of so many communes."""
    return planned(enable_sort="off") if communes > EXPECTED else nullcontext()


@contextmanager
def planned(**settings):
    """`with planned(enable_sort="off"):` statements of the block run so.

    Inside a transaction alone; afterwards the settings are what they were.
    """
    names, values = list(settings), list(settings.values())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(current_setting(name) ORDER BY place)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS n(name, place)",
            [names],
        )
        before = cursor.fetchone()[0]
        _set(cursor, names, values)
        yield
        _set(cursor, names, before)


def _set(cursor, names, values):
    cursor.execute(
        "SELECT set_config(name, value, true)"
        " FROM unnest(%s::text[], %s::text[]) AS s(name, value)",
        [names, values],
    )
