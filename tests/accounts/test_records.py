"""What all records share: versions against overwrites, voids with a reason."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from accounts.records import Stale
from tests.accounts.sql import run
from tests.conftest import unguarded
from tests.factories import DAY, make_household
from victims.models import Household, PovertyStatus

REASON = "ghi nhầm sang hộ bên cạnh"


@pytest.fixture
def household(commune):
    return make_household(commune)


@pytest.fixture
def status(household, caseworker, acts_as):
    with acts_as(caseworker):
        return PovertyStatus(
            household=household, happened_on=DAY, year=2023, category="poor"
        ).log(by=caseworker)


def test_saving_raises_the_version_and_says_by_whom(household, caseworker, acts_as):
    with acts_as(caseworker):
        household.people = 4
        household.save_version(by=caseworker, fields=["people"])
        kept = Household.objects.get(pk=household.pk)

    assert (kept.people, kept.version, kept.updated_by) == (4, 2, caseworker)
    assert household.version == 2


def test_the_second_of_two_readers_is_told(
    household, caseworker, district_officer, acts_as
):
    with acts_as(caseworker):
        first = Household.objects.get(pk=household.pk)
        first.people = 4
        first.save_version(by=caseworker, fields=["people"])

    with acts_as(district_officer):
        household.people = 5
        with pytest.raises(Stale):
            household.save_version(by=district_officer, fields=["people"])
        assert Household.objects.get(pk=household.pk).people == 4


def test_an_event_is_struck_out_with_a_reason(status, caseworker, acts_as):
    with acts_as(caseworker):
        status.void(by=caseworker, reason=f"  {REASON} ")
        kept = PovertyStatus.objects.get(pk=status.pk)

        assert (kept.voided_by, kept.void_reason) == (caseworker, REASON)
        assert kept.voided_at is not None
        assert not PovertyStatus.objects.live().exists()
        assert not PovertyStatus.objects.as_of(DAY).exists()


@pytest.mark.parametrize("reason", ["", "   ", "sai rồi", "x" * 9])
def test_not_without_a_reason_that_others_understand(
    status, caseworker, acts_as, reason
):
    with acts_as(caseworker), pytest.raises(ValidationError):
        status.void(by=caseworker, reason=reason)


def test_not_twice(status, caseworker, acts_as):
    with acts_as(caseworker):
        status.void(by=caseworker, reason=REASON)

        with pytest.raises(ValidationError):
            status.void(by=caseworker, reason=REASON)


@pytest.mark.parametrize("column", ["category = 'not_poor'", "happened_on = now()"])
def test_an_event_is_never_rewritten(status, caseworker, acts_as, column):
    with acts_as(caseworker), pytest.raises(DatabaseError, match="permission denied"):
        run(f"UPDATE victims_povertystatus SET {column}")


@pytest.mark.parametrize("half", ["voided_at = now()", "void_reason = 'sealed:AAAA'"])
def test_the_database_refuses_half_a_void(status, half):
    with unguarded(), pytest.raises(DatabaseError, match="void_trio"):
        run(f"UPDATE victims_povertystatus SET {half}")


def test_not_after_today(household):
    status = PovertyStatus(
        household=household, happened_on="2099-01-01", year=2023, category="poor"
    )
    status.happened_on = DAY.replace(year=2099)

    with pytest.raises(ValidationError):
        status.clean()


def test_nothing_of_a_place_out_of_reach_is_visible(household, neighbour, acts_as):
    with acts_as(neighbour):
        assert not Household.objects.visible_to(neighbour).exists()


def test_the_filter_alone_would_hold_as_well(household, neighbour, caseworker):
    with unguarded():
        assert not Household.objects.visible_to(neighbour).exists()
        assert Household.objects.visible_to(caseworker).exists()
