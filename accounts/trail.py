"""The chain of the trail, from outside: its head, its anchors, the walk along it.

An anchor is `number:hash` of the head at some moment, kept where whoever can change the
database cannot: in a file on another medium, on a printed report, in a backup's list.
Only an anchor shows that the end was cut off or the whole chain was made anew.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CharField, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import WorkSetting
from accounts.records import Record
from areas.clock import today


def head():
    """(number, hash in hex) of the newest link; (0, "") of an empty trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, hash FROM trail_head()")
        return cursor.fetchone() or (0, "")


def anchor(head):
    """A head as people write it down: "4711:9f86d0…"."""
    number, hash_ = head
    return f"{number}:{hash_}"


def short_head():
    """For the foot of a paper: "số 4711, mã 9f86d081 884c7d65", always in Vietnamese."""
    number, hash_ = head()
    return f"Sổ vết: số {number}, mã {hash_[:8]} {hash_[8:16]}" if number else ""


def parsed(text):
    """(number, hash) of an anchor; the hash may be the short one of a printed report.

    Raises ValidationError for what is no anchor.
    """
    number, _colon, hash_ = text.strip().partition(":")
    hash_ = hash_.replace(" ", "").lower()
    whole = number.isdecimal() and 16 <= len(hash_) <= 64
    if not whole or set(hash_) - set("0123456789abcdef"):
        raise ValidationError(_("%s is no anchor: write number:hash.") % text)
    return int(number), hash_


def anchors():
    """The anchors of the outside file: a line is a time, a space, number:hash."""
    path = settings.TRAIL_ANCHORS
    if not path or not Path(path).exists():
        return []
    lines = Path(path).read_text().splitlines()
    return [parsed(line.split()[-1]) for line in lines if line.strip()]


def add_anchor():
    """Append the head with the time to the outside file; returns the line.

    Raises ValidationError if no file is set; OSError if it cannot be written.
    """
    if not settings.TRAIL_ANCHORS:
        raise ValidationError(_("No file for anchors is set: TRAIL_ANCHORS."))
    line = f"{timezone.localtime():%Y-%m-%dT%H:%M:%S%z} {anchor(head())}"
    with Path(settings.TRAIL_ANCHORS).open("a") as file:
        file.write(line + "\n")
    return line


def findings(known=()):
    """What is wrong with the chain: (finding, number, row, other), as guard_trail.py
    names them; walks it all. `known`: anchors. For the owner and the backup's role.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT finding, number, activity, other"
            " FROM trail_findings(%s::bigint[], %s::text[])"
            " ORDER BY number NULLS LAST, activity",
            _columns(known),
        )
        found = cursor.fetchall()
        cursor.execute("SELECT guard FROM trail_guards_off()")
        return found + [("off", None, None, guard) for (guard,) in cursor.fetchall()]


def holds(known=()):
    """True if nothing is wrong; what the application's role may know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT trail_holds(%s::bigint[], %s::text[])", _columns(known))
        return cursor.fetchone()[0]


def _columns(known):
    return [[number for number, _hash in known], [hash_ for _number, hash_ in known]]


def may_walk():
    """Is this the connection of the owner or the backup, who may read the chain?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('accounts_activitylink', 'SELECT')")
        return cursor.fetchone()[0]


SENTENCES = {
    "gap": gettext_lazy(
        "links %(number)s to %(other)s are missing (before row %(row)s)"
    ),
    "lost": gettext_lazy("link %(number)s: its row %(row)s is missing"),
    "changed": gettext_lazy("link %(number)s: row %(row)s is not what was chained"),
    "swapped": gettext_lazy(
        "link %(number)s: row %(row)s was swapped with that of %(other)s"
    ),
    "unchained": gettext_lazy("row %(row)s was written past the chain"),
    "cut": gettext_lazy("the end is cut off: anchor %(number)s, last link %(other)s"),
    "rebuilt": gettext_lazy(
        "link %(number)s has another hash than its anchor: chain made anew"
    ),
    "off": gettext_lazy("a guard is switched off: %(other)s"),
}


def said(finding):
    """A finding as a sentence."""
    what, number, row, other = finding
    return SENTENCES[what] % {"number": number, "row": row, "other": other}


@dataclass(frozen=True)
class Seen:
    """A row of the trail about some records, as who_saw() gives it."""

    id: int
    at: datetime
    user_id: UUID
    role: str
    act: str
    subject_type: str
    subjects: list
    names: list
    purpose: str
    replay: bool


def who_saw(ids, before=None, most=50):
    """Rows (Seen) about any of these records, the newest first; `before`: a row's id.

    The database refuses whoever is neither a leading officer nor the administrator.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM who_saw(%s::uuid[], %s, %s)", [list(ids), before, most]
        )
        return [Seen(*row) for row in cursor.fetchall()]


def family(*records):
    """Keys (set) of these records and of all that hangs on them, as far as the asker
    sees it: the papers, visits, grants and files of a case, its person and household.
    """
    found = {record.pk for record in records}
    passed = {type(record) for record in records}
    layer = {type(record): [record.pk] for record in records}
    while layer:
        parts, models = [], {}
        for model, keys in layer.items():
            for relation in model._meta.related_objects:
                child = relation.related_model
                if not issubclass(child, Record) or child in passed:
                    continue
                models[child._meta.label] = child
                rows = child._base_manager.filter(
                    **{f"{relation.field.name}__in": keys}
                )
                kind = Value(child._meta.label, output_field=CharField())
                parts.append(
                    rows.annotate(of_kind=kind).order_by().values_list("of_kind", "pk")
                )
        passed |= set(models.values())
        layer = {}
        for kind, pk in parts[0].union(*parts[1:], all=True) if parts else ():
            if pk not in found:
                found.add(pk)
                layer.setdefault(models[kind], []).append(pk)
    return found


# Limits of unusual use (settings of the work); refusals and searches flag at the
# number, the others above it.
LIMITS = {
    "names": "names_in_hour",
    "cases": "cases_in_hour",
    "refusals": "refusals_in_hour",
    "searches": "searches_in_hour",
    "night_from": "night_from_clock",
    "night_until": "night_until_clock",
}


KINDS = {
    "names": gettext_lazy("Many names shown"),
    "cases": gettext_lazy("Many cases opened"),
    "refusals": gettext_lazy("Many refusals"),
    "searches": gettext_lazy("Many searches without a result"),
    "export": gettext_lazy("Export"),
    "bait": gettext_lazy("Bait opened"),
    "night": gettext_lazy("Work at night"),
}


@dataclass(frozen=True)
class Flag:
    """Unusual use: what, by whom, on which day, from when to when, how much."""

    kind: str
    user_id: UUID
    day: date
    first_at: datetime
    last_at: datetime
    most: int


def unusual(since):
    """Flags (Flag) of the trail since a moment, the newest first; for who may read it."""
    values = WorkSetting.values_on(LIMITS.values(), today())
    limits = {name: values[key] for name, key in LIMITS.items()}
    limits["refusals"] -= 1
    limits["searches"] -= 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM unusual_use(%s, %s::jsonb) ORDER BY last_at DESC",
            [since, json.dumps(limits)],
        )
        return [Flag(*row) for row in cursor.fetchall()]
