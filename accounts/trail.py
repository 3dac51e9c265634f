"""The chain of the trail, from outside: its head, its anchors, the walk along it.

An anchor is `number:hash` of the head at some moment, kept where whoever can change the
database cannot: in a file on another medium, on a printed report, in a backup's list.
Only an anchor shows that the end was cut off or the whole chain was made anew.
"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


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
