"""The official lists of places, from areas/data/*.csv into the database.

Reading checks the whole first; saving writes only what differs, so that a second
run changes nothing. An area is never deleted: records may stand on it.
"""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from areas.models import Area, Succession
from areas.names import folded, sort_key

DATA = Path(__file__).parent / "data"
LISTS = ["areas_2004.csv", "areas_2025.csv"]
LEVELS = Area.Level.values  # the wide before the narrow: parents are saved first
AREA_FIELDS = [
    *["level", "kind", "name", "spellings", "name_folded", "name_sort", "searched"],
    *["parent_id", "valid_from", "valid_to", "letters", "latitude", "longitude"],
]
SUCCESSION_FIELDS = ["on", "basis", "main", "confidence"]
BATCH = 2000


@dataclass
class Places:
    """What the files say; areas by (code, version), successions by (old, new)."""

    areas: dict
    successions: dict


def read(directory=DATA):
    """The checked content of the files; raises ValidationError naming each fault."""
    directory = Path(directory)
    rows = [row for name in LISTS for row in _rows(directory / name)]
    keys = [(row["code"], int(row["version"])) for row in rows]
    twice = [key for key, times in Counter(keys).items() if times > 1]
    areas = dict(zip(keys, rows, strict=True))
    faults = [_("%s stands twice.") % _written(key) for key in twice]
    faults += _add_by_code(areas, _rows(directory / "letters.csv"), "letters")
    faults += _add_by_code(areas, _rows(directory / "spellings.csv"), "spelling")
    faults += _area_faults(areas)
    successions, more = _successions(areas, _rows(directory / "successions.csv"))
    if faults + more:
        raise ValidationError(faults + more)
    return Places(areas, successions)


@transaction.atomic
def save(places):
    """Write what differs and rebuild the coverage; counts by what was done."""
    saved = {(area.code, area.version): area for area in Area.objects.all()}
    done = Counter()
    for level in LEVELS:
        wanted = {k: row for k, row in places.areas.items() if row["level"] == level}
        done.update(_save_areas(wanted, saved, places.areas))
    done.update(_save_successions(places.successions, saved))
    done.update(rebuild_coverage())
    return done


def rebuild_coverage():
    """Coverage = itself, what is under it, their predecessors, and so on down."""
    with connection.cursor() as cursor:
        cursor.execute(COVERAGE)
        removed, added = cursor.fetchone()
    return {"coverage_added": added, "coverage_removed": removed}


COVERAGE = """
WITH RECURSIVE edge (above, below) AS (
    SELECT parent_id, id FROM areas_area WHERE parent_id IS NOT NULL
    UNION SELECT new_id, old_id FROM areas_succession
), closure (area_id, covers_id) AS (
    SELECT id, id FROM areas_area
    UNION
    SELECT closure.area_id, edge.below
    FROM closure JOIN edge ON edge.above = closure.covers_id
), removed AS (
    DELETE FROM areas_coverage WHERE (area_id, covers_id) IN (
        SELECT area_id, covers_id FROM areas_coverage EXCEPT SELECT * FROM closure
    ) RETURNING 1
), added AS (
    INSERT INTO areas_coverage (area_id, covers_id)
    SELECT * FROM closure EXCEPT SELECT area_id, covers_id FROM areas_coverage
    RETURNING 1
)
SELECT (SELECT count(*) FROM removed), (SELECT count(*) FROM added)
"""


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(key):
    return f"{key[0]}@{key[1]}"


def _day(text):
    return date.fromisoformat(text) if text else None


def _add_by_code(areas, rows, column):
    """Put a column of another file on its areas, as a list; faults come back."""
    faults = []
    for row in rows:
        key = (row["code"], int(row["version"]))
        if key in areas:
            areas[key].setdefault(column, []).append(row[column])
        else:
            faults.append(_("%s is not in the lists.") % _written(key))
    return faults


def _area_faults(areas):
    faults = []
    letters = defaultdict(list)
    for key, row in areas.items():
        above = areas.get((row["parent"], key[1]), {"level": ""})
        if row["level"] not in LEVELS:
            faults.append(_("%s has no known level.") % _written(key))
        elif row["level"] == LEVELS[0]:
            letters[tuple(row.get("letters", [])), key[1]].append(_written(key))
            if row["parent"]:
                faults.append(_("%s is a province with a parent.") % _written(key))
        elif above["level"] not in LEVELS[: LEVELS.index(row["level"])]:
            faults.append(_("%s has no parent in its own list.") % _written(key))
    for (found, _version), provinces in letters.items():
        if len(found) != 1 or len(provinces) != 1:
            names = ", ".join(provinces)
            faults.append(_("The letters of %s are missing or not unique.") % names)
    return faults


def _successions(areas, rows):
    """Successions by (old key, new key), and the faults in them."""
    faults, found, mains = [], {}, Counter()
    for row in rows:
        old, new = (row["old"], 2004), (row["new"], 2025)
        pair = f"{_written(old)} → {_written(new)}"
        if old not in areas or new not in areas or (old, new) in found:
            faults.append(_("Succession %s is unknown or stands twice.") % pair)
        found[old, new] = {
            "on": _day(row["on"]),
            "basis": row["basis"],
            "main": row["main"] == "yes",
            "confidence": row["confidence"],
        }
        mains[old] += row["main"] == "yes"
    faults += [
        _("%s has not exactly one main successor.") % _written(old)
        for old, times in mains.items()
        if times != 1
    ]
    return found, faults


def _save_areas(wanted, saved, rows):
    made, changed = [], []
    for key, row in wanted.items():
        values = _area_values(key, row, saved, rows)
        area = saved.get(key)
        if area is None:
            saved[key] = Area(code=key[0], version=key[1], **values)
            made.append(saved[key])
        elif _take(area, values):
            changed.append(area)
    Area.objects.bulk_create(made, batch_size=BATCH)
    if changed:
        Area.objects.bulk_update(changed, AREA_FIELDS, batch_size=BATCH)
    return {
        "areas_added": len(made),
        "areas_changed": len(changed),
        "areas_same": len(wanted) - len(made) - len(changed),
    }


def _area_values(key, row, saved, rows):
    return {
        "level": row["level"],
        "kind": row["kind"],
        "name": row["name"],
        "spellings": ", ".join(row.get("spelling", [])),
        "name_folded": folded(row["name"]),
        "name_sort": sort_key(row["name"]),
        "searched": _searched(key, row, rows),
        "parent_id": saved[row["parent"], key[1]].pk if row["parent"] else None,
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "letters": "".join(row.get("letters", [])),
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "longitude": float(row["longitude"]) if row["longitude"] else None,
    }


def _searched(key, row, rows):
    """The text that AreaQuerySet.search reads: each part between ", " and ","."""
    parts = [row["name"], *row.get("spelling", [])]
    parts += [f"{row['kind']} {name}" for name in parts]
    while row["parent"]:
        row = rows[row["parent"], key[1]]
        parts.append(f"{row['kind']} {row['name']}")
    return ", " + ", ".join(folded(part) for part in parts) + ","


def _save_successions(wanted, saved):
    pks = {area.pk: key for key, area in saved.items()}
    found = {(pks[s.old_id], pks[s.new_id]): s for s in Succession.objects.all()}
    made = [
        Succession(old=saved[old], new=saved[new], **values)
        for (old, new), values in wanted.items()
        if (old, new) not in found
    ]
    changed = [s for pair, s in found.items() if _take(s, wanted.get(pair, {}))]
    gone = [s.pk for pair, s in found.items() if pair not in wanted]
    Succession.objects.bulk_create(made, batch_size=BATCH)
    if changed:
        Succession.objects.bulk_update(changed, SUCCESSION_FIELDS, batch_size=BATCH)
    Succession.objects.filter(pk__in=gone).delete()
    return {
        "successions_added": len(made),
        "successions_changed": len(changed),
        "successions_removed": len(gone),
    }


def _take(record, values):
    """Put the values on the record; whether one of them was another before."""
    differing = [name for name in values if getattr(record, name) != values[name]]
    for name in differing:
        setattr(record, name, values[name])
    return bool(differing)
