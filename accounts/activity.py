"""The trail: one row for each act, one for each request that shows personal data.

It holds who, role, act, record ids, place and time, never a value of a record.
"""

from contextvars import ContextVar

from django.db import connection

# What the running request is (its id) and what it has shown so far.
request_id = ContextVar("request_id", default=None)


def write(act, kind="", subjects=(), territory=None, purpose="", replay=False):
    """Write one row; the database adds who asks, their roles and the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT write_trail(%s, %s, %s::uuid[], %s, %s, %s, %s)",
            [
                act,
                kind,
                list(subjects),
                territory,
                purpose,
                request_id.get(),
                replay,
            ],
        )


def record(act, *records, purpose=""):
    """One row for an act on records of one kind; called by the act itself."""
    first = records[0]
    write(
        act,
        first._meta.label_lower,
        [r.pk for r in records],
        getattr(first, "territory_id", None),
        purpose,
    )


def shown(request, *records):
    """Note that this request shows these records; one row is written at its end."""
    request.shown.extend(records)
