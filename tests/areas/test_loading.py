"""manage.py load_areas: idempotent, and no list with a fault comes in."""

import csv
import shutil
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from areas.loading import DATA, read, rebuild_coverage, save
from areas.models import Area, Coverage, Succession

pytestmark = pytest.mark.usefixtures("as_owner")


@pytest.fixture
def directory(tmp_path):
    for file in DATA.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def edit(path, change):
    """Rewrite a CSV file: `change` gets its rows as a list of dicts."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def row_of(rows, code):
    return next(row for row in rows if row["code"] == code)


def test_a_second_run_changes_nothing(places):
    done = save(read())

    assert done == {
        "areas_added": 0,
        "areas_changed": 0,
        "areas_same": 14_149,
        "successions_added": 0,
        "successions_changed": 0,
        "successions_removed": 0,
        "coverage_added": 0,
        "coverage_removed": 0,
    }


def test_the_command_says_what_it_did(places):
    out = StringIO()

    call_command("load_areas", stdout=out)

    assert "14149" in out.getvalue()


def test_a_mended_name_reaches_its_search_and_order(places, directory):
    before = Area.objects.by_code("00815").pk
    edit(
        directory / "areas_2004.csv",
        lambda rows: row_of(rows, "00815").update(name="Ô"),
    )

    done = save(read(directory))

    area = Area.objects.get(pk=before)
    assert (done["areas_changed"], done["areas_added"]) == (1, 0)
    assert (area.name, area.name_folded, area.name_sort) == ("Ô", "o", "o~0")
    assert area.searched == ", o, xa o, huyen meo vac, tinh ha giang,"


def test_a_mended_district_name_reaches_the_search_of_its_communes(places, directory):
    edit(
        directory / "areas_2004.csv", lambda rows: row_of(rows, "027").update(name="Ở")
    )

    save(read(directory))

    assert Area.objects.by_code("00815").searched.endswith(", huyen o, tinh ha giang,")


def test_successions_are_mended_and_coverage_with_them(places, directory):
    def send_elsewhere(rows):
        next(row for row in rows if row["old"] == "00815").update(new="00802")

    edit(directory / "successions.csv", send_elsewhere)

    done = save(read(directory))

    old = Area.objects.by_code("00815")
    assert (done["successions_added"], done["successions_removed"]) == (1, 1)
    assert [area.key for area in old.successors()] == ["00802@2025"]
    assert Coverage.objects.filter(area=old.successors()[0], covers=old).exists()
    assert not Coverage.objects.filter(area__code="00817", covers=old).exists()


def test_coverage_is_rebuilt_after_harm(places):
    tuyen_quang = Area.objects.by_code("08@2025")
    wrong = Area.objects.by_code("00001@2004")
    expected = Coverage.objects.count()
    Coverage.objects.filter(area=tuyen_quang).delete()
    Coverage.objects.create(area=tuyen_quang, covers=wrong)

    done = rebuild_coverage()

    assert done["coverage_removed"] == 1
    assert Coverage.objects.count() == expected
    assert not Coverage.objects.filter(area=tuyen_quang, covers=wrong).exists()


@pytest.mark.parametrize(
    ("file", "change", "named"),
    [
        ("areas_2004.csv", lambda rows: rows.append(dict(rows[-1])), "32248@2004"),
        (
            "areas_2004.csv",
            lambda rows: row_of(rows, "00815").update(parent=""),
            "00815",
        ),
        (
            "areas_2004.csv",
            lambda rows: row_of(rows, "00815").update(parent="99"),
            "00815",
        ),
        (
            "areas_2004.csv",
            lambda rows: row_of(rows, "027").update(parent="028"),
            "027",
        ),
        (
            "areas_2004.csv",
            lambda rows: row_of(rows, "02").update(parent="08"),
            "02@2004",
        ),
        (
            "areas_2004.csv",
            lambda rows: row_of(rows, "02").update(level="x"),
            "02@2004",
        ),
        (
            "letters.csv",
            lambda rows: row_of(rows, "02").update(letters="TQ"),
            "02@2004",
        ),
        ("letters.csv", lambda rows: rows.remove(row_of(rows, "02")), "02@2004"),
        ("spellings.csv", lambda rows: rows[0].update(code="99999"), "99999@2004"),
        ("successions.csv", lambda rows: rows[0].update(old="99999"), "99999@2004"),
        ("successions.csv", lambda rows: rows[0].update(main="no"), "01@2004"),
        ("successions.csv", lambda rows: rows.append(dict(rows[0])), "01@2004"),
    ],
)
def test_a_fault_is_named(directory, file, change, named):
    edit(directory / file, change)

    with pytest.raises(ValidationError) as caught:
        read(directory)

    assert any(named in message for message in caught.value.messages)


def test_nothing_is_written_when_there_is_a_fault(db, directory):
    edit(directory / "letters.csv", lambda rows: rows.clear())
    before = Area.objects.count(), Succession.objects.count()

    with pytest.raises(CommandError, match="02@2004"):
        call_command("load_areas", "--from", str(directory))

    assert (Area.objects.count(), Succession.objects.count()) == before
