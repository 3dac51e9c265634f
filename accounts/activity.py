"""The trail: one row for each act, one for each request that shows personal data.

It holds who, role, act, record ids, place and time, never a value of a record.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What the running request is (its id) and what it has shown so far.
request_id = ContextVar("request_id", default=None)
# What a batch has recorded so far: {(act, kind, territory): ids}.
_batch = ContextVar("batch", default=None)


def write(
    act, kind="", subjects=(), territory=None, purpose="", replay=False, names=()
):
    """Write one row; the database adds who asks, their roles and the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT write_trail(%s, %s, %s::uuid[], %s, %s, %s, %s, %s::uuid[])",
            [
                act,
                kind,
                list(subjects),
                territory,
                purpose,
                request_id.get(),
                replay,
                list(names),
            ],
        )


def record(act, *records, purpose=""):
    """One row for an act on records of one kind; called by the act itself."""
    first, ids = records[0], [record.pk for record in records]
    kind, territory = first._meta.label_lower, getattr(first, "territory_id", None)
    batch = _batch.get()
    if batch is None:
        write(act, kind, ids, territory, purpose)
    else:
        batch.setdefault((act, kind, territory), []).extend(ids)


@contextmanager
def gathered(purpose=""):
    """For imports: one row an act, kind of record and place, written at the end.

    Inside another batch the ids join it; a block that fails leaves nothing behind.
    """
    outer, rows = _batch.get(), {}
    token = _batch.set(rows)
    try:
        yield
    finally:
        _batch.reset(token)
    for (act, kind, territory), ids in rows.items():
        if outer is None:
            write(act, kind, ids, territory, purpose)
        else:
            outer.setdefault((act, kind, territory), []).extend(ids)


def shown(request, *records):
    """Note that this request shows these records; one row is written at its end."""
    request.shown.extend(records)


def named(request, record):
    """Note that this request prints the name of this record's person."""
    shown(request, record)
    if not hasattr(request, "named"):
        request.named = []
    request.named.append(record)
    if not getattr(request, "purpose", ""):
        request.purpose = "names"


def found_nothing(request):
    """Note a search that found nobody; many of them are unusual."""
    write(f"find nothing {request.resolver_match.view_name}")


def read(request, view, since=0):
    """Write the one row of a request that showed records; `since`: the first of them."""
    records = request.shown[since:]
    if records:
        write(
            f"read {view}",
            records[0]._meta.label_lower,
            ids(records),
            purpose=_purpose(request),
            names=ids(getattr(request, "named", ())),
        )


def _purpose(request):
    """Why; reading in an emergency names its posting, whatever else was asked."""
    told = [f"break-glass {posting.pk}" for posting in request.user.readings]
    told.append(getattr(request, "purpose", ""))
    return "; ".join(filter(None, told))[:200]


def ids(records):
    """Keys of records, each once, in their order."""
    return list(dict.fromkeys(record.pk for record in records))
