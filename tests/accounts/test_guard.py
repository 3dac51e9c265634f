"""The database's own lock: it shows what the asker's postings reach, and no more."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.mint import proof, stored
from accounts.models import Posting, SignIn, User
from accounts.requests import ask
from accounts.roles import Role
from tests.accounts.sql import run, value
from tests.conftest import unguarded
from tests.factories import make_household
from victims.models import Household


def refused(match="row-level security"):
    return pytest.raises(DatabaseError, match=match)


def seen():
    """How many households an unfiltered query of the application finds."""
    return Household.objects.count()


@pytest.fixture
def household(commune):
    return make_household(commune)


def test_without_a_proof_there_is_nothing(household):
    assert seen() == 0
    assert value("SELECT asker()") is None


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
def test_each_member_of_the_cast(household, acts_as, request, member, count):
    user = request.getfixturevalue(member)

    with acts_as(user):
        assert (seen(), value("SELECT asker()")) == (count, user.pk)


def test_what_the_database_keeps_cannot_be_handed_in_as_a_proof(household, caseworker):
    key = "a-session-key"
    SignIn.open(caseworker, key)

    for forged in (stored(key).hex(), key, "", str(caseworker.pk)):
        value("SELECT set_config('app.proof', %s, true)", forged)
        assert seen() == 0
    ask(key)

    assert seen() == 1


def test_no_session_is_nobody_and_signs_nobody_in(household):
    assert proof("") == proof(None) == ""
    with pytest.raises(ValueError, match="no session"):
        stored("")
    with pytest.raises(ValueError, match="no session"):
        stored(None)


@pytest.mark.parametrize(
    ("from_on", "until_on", "count"),
    [
        (-1, None, 1),
        (0, None, 1),
        (1, None, 0),
        (-9, 1, 1),
        (-9, 0, 0),
        (0, 0, 0),
    ],
)
def test_a_posting_holds_from_its_first_day_to_before_its_end(
    household, caseworker, acts_as, from_on, until_on, count
):
    day = timezone.localdate()
    ends = None if until_on is None else day + timedelta(days=until_on)
    with unguarded():
        Posting.objects.filter(user=caseworker).update(
            from_on=day + timedelta(days=from_on), until_on=ends
        )

    with acts_as(User.objects.get(pk=caseworker.pk)):
        assert seen() == count
        assert value("SELECT asker_is('caseworker')") == bool(count)


def test_the_program_and_the_database_agree_on_the_day(caseworker, places):
    assert value("SELECT work_day()") == timezone.localdate()


def test_a_locked_person_asks_nothing(household, caseworker, acts_as):
    with acts_as(caseworker):
        with unguarded():
            User.objects.filter(pk=caseworker.pk).update(is_active=False)

        assert (seen(), value("SELECT asker()")) == (0, None)


def test_a_sign_in_that_has_ended_asks_nothing(household, caseworker, acts_as):
    with acts_as(caseworker):
        with unguarded():
            SignIn.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

        assert (seen(), value("SELECT asker()")) == (0, None)


def test_the_place_of_another_cannot_be_written(caseworker, neighbour_commune, acts_as):
    stranger = Household(territory=neighbour_commune, code="X", recorded_by=caseworker)

    with acts_as(caseworker), refused(), transaction.atomic():
        stranger.save(force_insert=True)


def test_a_row_cannot_be_moved_out_of_reach(
    household, caseworker, neighbour_commune, acts_as
):
    mine = Household.objects.filter(pk=household.pk)

    with acts_as(caseworker), refused(), transaction.atomic():
        mine.update(territory=neighbour_commune)


def test_the_row_of_another_is_not_changed(household, neighbour, acts_as):
    with acts_as(neighbour):
        assert Household.objects.filter(pk=household.pk).update(people=9) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE victims_household DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE victims_household NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY sees ON victims_household",
        "CREATE POLICY all_of_it ON victims_household USING (true)",
        "TRUNCATE victims_household",
        "DELETE FROM victims_household",
        "CREATE OR REPLACE FUNCTION reach(roles text[]) RETURNS bigint[]"
        " LANGUAGE sql AS 'SELECT array_agg(id) FROM areas_area'",
        "GRANT app_owner TO app",
    ],
)
def test_the_application_cannot_open_the_lock(household, statement):
    with refused("permission denied|must be owner|must have admin option"):
        run(statement)


def test_row_security_cannot_be_switched_off(household):
    run("SET LOCAL row_security = off")

    with refused("would be affected by row-level security"):
        run("SELECT count(*) FROM victims_household")
    run("SET LOCAL row_security = on")


def test_the_owner_too_sees_nothing(household, as_owner):
    assert seen() == 0


def test_only_the_administrator_writes_people_and_postings(
    caseworker, district_officer, commune, acts_as
):
    mine = Posting(
        user=caseworker,
        role=Role.PROVINCIAL_OFFICER,
        area=commune,
        from_on=date(2020, 1, 1),
    )

    with acts_as(caseworker), refused(), transaction.atomic():
        mine.save(force_insert=True)
    with acts_as(caseworker):
        others = User.objects.filter(pk=district_officer.pk)
        assert others.update(is_active=False) == 0


def test_a_posting_given_by_the_administrator_opens_records(
    household, neighbour, administrator, commune, acts_as
):
    posting = Posting(
        user=neighbour, role=Role.CASEWORKER, area=commune, from_on=date(2024, 1, 1)
    )

    with acts_as(administrator):
        posting.add(by=administrator)
    with acts_as(User.objects.get(pk=neighbour.pk)):
        assert seen() == 1


def test_a_child_keeps_its_parents_place(household, caseworker, acts_as, far_commune):
    row = {
        "id": uuid.uuid4(),
        "territory_id": far_commune.pk,
        "area_id": far_commune.pk,
        "household_id": household.pk,
        "recorded_by_id": caseworker.pk,
        "happened_on": date(2024, 1, 1),
        "year": 2024,
        "standard": "",
        "category": "poor",
        "certificate": "",
        "void_reason": "",
    }
    insert = (
        f"INSERT INTO victims_povertystatus ({', '.join(row)})"
        f" VALUES ({', '.join(['%s'] * len(row))})"
    )

    with acts_as(caseworker), refused("row-level security"):
        run(insert, *row.values())
    with unguarded(), refused("follows_household_id"):
        run(insert, *row.values())
    with acts_as(caseworker):
        run(insert, *(row | {"territory_id": household.territory_id}).values())
