"""Rules of people's records, in Python and in the database, with their edges."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from accounts.records import Stale
from tests.accounts.sql import run, value
from tests.conftest import unguarded
from tests.factories import make_case, make_household, make_victim
from tests.victims.factories import (
    DAY,
    TODAY,
    make_consent,
    make_identification,
    make_minor,
    make_paper,
    make_risk,
)
from victims.models import Case, Consent, Household, Paper, Placement, Victim
from victims.models.intake import take_in


def refused(match):
    return pytest.raises(DatabaseError, match=match)


# Constraints, by SQL


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            "UPDATE victims_victim SET born_on = NULL",
            "victim_birth_with_precision",
        ),
        (
            "UPDATE victims_victim SET born_precision = ''",
            "victim_birth_with_precision",
        ),
        ("UPDATE victims_victim SET ethnicity = '08'", "victim_ethnicity_of_a_list"),
        (
            "UPDATE victims_case SET returned_on = '2023-01-01'",
            "case_return_with_precision",
        ),
        ("UPDATE victims_case SET closed_on = '2024-01-01'", "case_closed_with_reason"),
        (
            "UPDATE victims_case SET closed_reason = 'moved'",
            "case_closed_with_reason",
        ),
        (
            "UPDATE victims_case SET in_facility_until = '2024-01-01'",
            "case_facility_ends_later",
        ),
        (
            "UPDATE victims_case SET in_facility_from = '2024-01-02',"
            " in_facility_until = '2024-01-01'",
            "case_facility_ends_later",
        ),
        (
            "UPDATE victims_household SET high_risk_from = '2024-01-02',"
            " high_risk_until = '2024-01-02'",
            "household_high_risk_ends_later",
        ),
        (
            "UPDATE victims_accompanyingminor SET born_on = '2020-01-01'",
            "minor_birth_with_precision",
        ),
        (
            "UPDATE victims_consent SET voided_at = now()",
            "victims_consent_void_trio",
        ),
    ],
)
def test_what_the_database_refuses(commune, statement, constraint):
    case = make_case(commune)
    make_minor(case)
    make_consent(case)

    with unguarded(), refused(constraint), transaction.atomic():
        run(statement)


def test_a_minor_belongs_to_one_case(commune):
    minor = make_minor(make_case(commune))

    with unguarded():
        found = value(
            "SELECT count(*) FROM pg_constraint WHERE conname IN"
            " ('minor_of_case', 'victims_case_household') AND contype = 'u'"
        )
    assert (found, minor.case.minors.model) == (2, type(minor))


@pytest.mark.parametrize(
    ("child", "make"),
    [
        ("victims_consent", make_consent),
        ("victims_identification", make_identification),
        ("victims_riskassessment", make_risk),
        ("victims_accompanyingminor", make_minor),
    ],
)
def test_what_hangs_on_a_case_has_its_place(commune, far_commune, child, make):
    make(make_case(commune))

    with unguarded(), refused("follows_case_id"), transaction.atomic():
        run(f"UPDATE {child} SET territory_id = %s", far_commune.pk)


def test_a_case_has_the_place_of_its_household(commune, far_commune):
    make_case(commune)

    with unguarded(), refused("follows_household_id"), transaction.atomic():
        run("UPDATE victims_case SET territory_id = %s", far_commune.pk)


@pytest.mark.parametrize(
    "table",
    ["consent", "identification", "riskassessment", "paper"],
)
def test_an_event_is_not_changed(acts_as, caseworker, commune, table):
    case = make_case(commune)
    make_consent(case), make_identification(case), make_risk(case)
    make_paper(case.victim)

    with acts_as(caseworker), refused("permission denied"), transaction.atomic():
        run(f"UPDATE victims_{table} SET happened_on = '2020-01-01'")


@pytest.mark.parametrize(
    "table",
    [
        "victims_household",
        "victims_victim",
        "victims_case",
        "victims_consent",
        "victims_accompanyingminor",
        "victims_paper",
    ],
)
@pytest.mark.parametrize(
    ("member", "count"),
    [
        ("caseworker", 1),
        ("neighbour", 0),
        ("district_officer", 1),
        ("other_district_officer", 0),
        ("provincial_officer", 1),
        ("labour_officer", 1),
        ("administrator", 0),
    ],
)
def test_the_database_shows_each_member_their_area(
    request, acts_as, commune, table, member, count
):
    case = make_case(commune)
    make_consent(case), make_minor(case), make_paper(case.victim)

    with acts_as(request.getfixturevalue(member)):
        assert value(f"SELECT count(*) FROM {table}") == count


def test_the_department_writes_nothing(acts_as, labour_officer, commune):
    case = make_case(commune)

    with acts_as(labour_officer):
        assert Case.objects.filter(pk=case.pk).update(way="alone") == 0
        with refused("row-level security"), transaction.atomic():
            Consent(case=case, purpose="record", answer="yes", happened_on=TODAY).log(
                by=labour_officer
            )


# Cases of one person


def test_a_second_case_waits_for_the_end_of_the_first(acts_as, caseworker, commune):
    case = make_case(commune)
    second = Case(victim=case.victim, household=case.household, received_on=TODAY)

    with acts_as(caseworker), pytest.raises(ValidationError, match="open case"):
        second.open(by=caseworker)


def test_person_and_household_are_of_one_commune(
    acts_as, district_officer, commune, neighbour_commune
):
    household, victim = make_household(commune), make_victim(neighbour_commune)

    with acts_as(district_officer), pytest.raises(ValidationError, match="commune"):
        Case(victim=victim, household=household, received_on=TODAY).open(
            by=district_officer
        )


def test_a_person_who_refuses_is_never_taken_in(acts_as, caseworker, commune):
    with acts_as(caseworker), pytest.raises(ValidationError, match="Without a yes"):
        take_in(by=caseworker, commune=commune, on=TODAY, call_name="Mai", consent="no")

    with unguarded():
        assert Victim.objects.count() == Household.objects.count() == 0


# Moves


MOVED = "household victim case consent accompanyingminor paper placement"


def test_a_move_takes_everything_along(
    acts_as, district_officer, commune, neighbour_commune
):
    case = make_case(commune)
    make_consent(case), make_minor(case), make_paper(case.victim)

    with acts_as(district_officer):
        household = Household.objects.for_writing().get()
        household.move(neighbour_commune, by=district_officer, reason="về nhà mẹ đẻ")

    with unguarded():
        for table in MOVED.split():
            found = value(f"SELECT DISTINCT territory_id FROM victims_{table}")
            assert (table, found) == (table, neighbour_commune.pk)
        moved = Case.objects.select_related("household").get()
        placement = Placement.objects.get()
    assert (moved.area_id, moved.code, moved.household.holder) == (
        commune.pk,
        case.code,
        None,
    )
    assert (placement.from_area_id, placement.to_area_id) == (
        commune.pk,
        neighbour_commune.pk,
    )


def test_the_old_commune_sees_it_no_more_the_new_one_does(
    acts_as, caseworker, neighbour, district_officer, commune, neighbour_commune
):
    make_case(commune)

    with acts_as(district_officer):
        Household.objects.get().move(
            neighbour_commune, by=district_officer, reason="về nhà mẹ đẻ"
        )

    with acts_as(caseworker):
        assert Case.objects.count() == Victim.objects.count() == 0
    with acts_as(neighbour):
        assert Case.objects.count() == Victim.objects.count() == 1


def test_nobody_moves_to_a_place_out_of_reach(
    acts_as, district_officer, provincial_officer, commune, far_commune
):
    make_case(commune)

    with acts_as(district_officer):
        household = Household.objects.get()
        with pytest.raises(ValidationError, match="level above"):
            household.move(far_commune, by=district_officer, reason="lấy chồng xa")
    with acts_as(provincial_officer):
        household = Household.objects.get()
        household.move(far_commune, by=provincial_officer, reason="lấy chồng xa")

    with unguarded():
        assert Victim.objects.get().territory_id == far_commune.pk


def test_a_district_is_no_home(acts_as, district_officer, district, commune):
    household = make_household(commune)

    with acts_as(district_officer), pytest.raises(ValidationError, match="commune"):
        household.move(district, by=district_officer, reason="về huyện")


# Consent and papers as they stand


def test_the_last_consent_of_a_purpose_stands(commune):
    case = make_case(commune)
    make_consent(case, answer="no", on=DAY)
    make_consent(case, answer="yes", on=TODAY)

    with unguarded():
        assert Case.objects.get().allows("record")


def test_nobody_is_due_where_visits_are_refused(commune):
    refusing, asked, other = (make_case(commune) for _number in range(3))
    make_consent(refusing, "visit", "yes", on=DAY)
    make_consent(refusing, "visit", "withdrawn", on=TODAY)
    make_consent(asked, "visit", "no", on=DAY)
    make_consent(asked, "visit", "yes", on=TODAY)

    with unguarded():
        due = set(Household.objects.due(TODAY))

    assert due == {asked.household, other.household}


def test_the_last_paper_of_a_kind_stands(commune):
    victim = make_victim(commune)
    make_paper(victim, status="lost", on=TODAY)
    make_paper(victim, status="has", on=DAY)
    make_paper(victim, kind="birth", status="none")

    with unguarded():
        standing = {p.kind: p.status for p in Paper.objects.standing()}
    assert standing == {"identity": "lost", "birth": "none"}


def test_a_stale_person_is_not_overwritten(acts_as, caseworker, commune):
    make_victim(commune)
    with acts_as(caseworker):
        mine, theirs = Victim.objects.get(), Victim.objects.get()
        theirs.edit(by=caseworker, fields=["best_language"])

        with pytest.raises(Stale):
            mine.edit(by=caseworker, fields=["best_language"])


def test_names_are_kept_composed(commune):
    victim = make_victim(commune, name="Va\u0300ng  Thi\u0323 My\u0309")

    assert (victim.name, victim.name_folded) == ("Vàng Thị Mỷ", "vang thi my")


def test_initials(commune):
    assert make_victim(commune).initials == "V.T.M."


def test_sealed_texts_are_not_in_the_row(commune):
    make_victim(commune, must_not_know="ông chú")

    with unguarded():
        row = value("SELECT row_to_json(v)::text FROM victims_victim v")
    assert "chú" not in row
    assert uuid.UUID(row.split('"id":"')[1][:36])
