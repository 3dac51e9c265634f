"""Erased people stay erased after a restore: keys of records alone, kept outside too."""

from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from accounts import activity
from accounts.models import User
from victims.erasing_rows import belonging, erase_rows
from victims.models import Erasure, Victim


def tombstones():
    """What was erased so far, as plain dicts for a file: keys, reason, who, when."""
    return [
        {
            "erasure": str(erasure.pk),
            "victim": str(erasure.victim_id),
            "why": erasure.why,
            "asked_by": str(erasure.recorded_by_id),
            "confirmed_by": str(erasure.confirmed_by_id),
            "done_at": erasure.done_at.isoformat(),
            "records": [str(key) for key in erasure.records],
        }
        for erasure in Erasure.objects.done().order_by("done_at", "id")
    ]


@transaction.atomic
def erase_again(stones):
    """Erase what these tombstones name, where a backup brought it back; the number.

    For the tables' owner, after a restore: no second person, no session. Steps past
    the forced policies within this transaction.
    """
    erased = 0
    with _unforced():
        for stone in stones:
            victim = Victim.objects.filter(pk=UUID(stone["victim"])).first()
            if victim and not victim.erased_on:
                _erase(victim, stone)
                erased += 1
    return erased


def _erase(victim, stone):
    keys = [UUID(key) for key in stone["records"]]
    by = User.objects.filter(pk=UUID(stone["confirmed_by"])).first()
    rows = belonging(victim.pk, also=keys)
    erase_rows(rows, by=by or User.objects.get(pk=victim.recorded_by_id))
    _keep(victim, stone, rows)
    activity.record("erase person again", victim)


def _keep(victim, stone, rows):
    """The tombstone itself, unless the backup holds it or its officers are unknown."""
    officers = {UUID(stone["asked_by"]), UUID(stone["confirmed_by"])}
    if User.objects.filter(pk__in=officers).count() < len(officers):
        return
    kept = Erasure(
        pk=UUID(stone["erasure"]),
        victim=victim,
        territory_id=victim.territory_id,
        why=stone["why"],
        recorded_by_id=UUID(stone["asked_by"]),
        confirmed_by_id=UUID(stone["confirmed_by"]),
        confirmed_at=stone["done_at"],
        done_at=stone["done_at"],
        records=sorted(key for keys in rows.values() for key in keys),
    )
    Erasure.objects.filter(pk=kept.pk).exists() or kept.save(force_insert=True)


@contextmanager
def _unforced():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relforcerowsecurity"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        _each(cursor, tables, "NO FORCE")
        yield
        _each(cursor, tables, "FORCE")


def _each(cursor, tables, how):
    """An altered table must have nothing left to check."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in tables:
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"ALTER TABLE {quoted} {how} ROW LEVEL SECURITY")
