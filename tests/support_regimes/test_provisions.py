"""Turns of support: once a person, not valued is not 0, and nobody by name."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError

from support_regimes.models import FundingSource, Provision
from tests.accounts.sql import run
from tests.accounts.trail import acts
from tests.conftest import unguarded
from tests.factories import make_case
from tests.support_regimes.factories import (
    TODAY,
    item,
    make_confirmed,
    make_minor,
    make_nameless,
    make_provision,
    make_request,
)
from tests.victims.factories import make_consent


@pytest.fixture
def money():
    """A source of each kind."""
    with unguarded():
        return {
            kind: FundingSource.objects.create(code=f"thu-{kind}", name=kind, kind=kind)
            for kind in ("state", "donor")
        }


def give(by, code="clothing", **fields):
    fields = {"happened_on": date(2023, 10, 2), "provider": "UBND xã"} | fields
    return Provision(item=item(code), **fields).log(by=by)


def test_a_turn_takes_place_and_person_from_the_case(case, commune, at_work):
    given = give(at_work, case=case)

    assert (given.territory, given.area, given.victim) == (
        commune,
        commune,
        case.victim,
    )
    assert (given.amount, given.once, given.quantity) == (None, False, 1)
    assert acts()[-1] == "give support"


def test_a_turn_may_be_of_the_day_of_the_data_but_not_later(case, at_work):
    give(at_work, case=case, happened_on=TODAY)

    with pytest.raises(ValidationError):
        give(at_work, case=case, happened_on=TODAY + timedelta(days=1))


def test_a_turn_is_not_before_the_birth(case, at_work):
    with pytest.raises(ValidationError):
        give(at_work, case=case, happened_on=date(1992, 1, 1))


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_is_above_0(case, at_work, amount):
    with pytest.raises(ValidationError):
        give(at_work, case=case, amount=amount)


def test_up_to_the_norm_no_ground_is_needed(case, at_work):
    assert give(at_work, case=case, amount=500_000).above_norm() is None


def test_above_the_norm_a_ground_and_other_money_are_needed(case, at_work, money):
    with pytest.raises(ValidationError) as refused:
        give(at_work, case=case, amount=500_001)

    assert list(refused.value.error_dict) == ["ground"]
    for source in (None, money["state"]):
        with pytest.raises(ValidationError) as refused:
            give(at_work, case=case, amount=500_001, ground="Rét đậm", source=source)
        assert list(refused.value.error_dict) == ["source"]
    given = give(
        at_work, case=case, amount=500_001, ground="Rét đậm", source=money["donor"]
    )
    assert given.above_norm() == 500_000


def test_the_norm_counts_by_unit_and_ends_at_its_ceiling(case, at_work):
    give(at_work, "meals_in_facility", case=case, quantity=10, amount=600_000)

    with pytest.raises(ValidationError):
        give(at_work, "meals_in_facility", case=case, quantity=10, amount=600_001)
    with pytest.raises(ValidationError):  # one head, whatever the quantity
        give(at_work, "hardship_allowance", case=case, quantity=2, amount=3_000_001)


def test_once_is_once_a_person(case, at_work):
    give(at_work, "hardship_allowance", case=case)

    with pytest.raises(ValidationError):
        give(at_work, "hardship_allowance", case=case)


def test_once_holds_over_a_second_case_of_the_person(case, commune, at_work):
    give(at_work, "hardship_allowance", case=case)
    case.close(by=at_work, reason="moved", on=date(2023, 12, 1))
    second = make_case(
        commune, household=case.household, victim=case.victim, received_on=TODAY
    )

    with pytest.raises(ValidationError):
        give(at_work, "hardship_allowance", case=second, happened_on=TODAY)


def test_once_received_in_a_commune_out_of_sight_is_refused_neutrally(
    case, commune, neighbour_commune, acts_as, neighbour
):
    make_provision(case, "hardship_allowance")
    with unguarded():
        case.close(by=neighbour, reason="moved", on=date(2023, 12, 1))
        case.victim.territory = neighbour_commune
        case.victim.save(update_fields=["territory"])
    second = make_case(neighbour_commune, victim=case.victim, received_on=TODAY)

    with acts_as(neighbour), pytest.raises(ValidationError) as refused:
        give(neighbour, "hardship_allowance", case=second, happened_on=TODAY)

    [sentence] = refused.value.messages
    assert commune.name not in sentence
    assert "02/10/2023" not in sentence


def test_a_minor_has_it_once_of_their_own(case, at_work):
    first, second = make_minor(case), make_minor(case, name="Páo")
    give(at_work, "vocational", case=case)
    give(at_work, "vocational", case=case, minor=first)
    give(at_work, "vocational", case=case, minor=second)

    with pytest.raises(ValidationError):
        give(at_work, "vocational", case=case, minor=first)


def test_a_void_turn_makes_room_for_the_right_one(case, at_work):
    wrong = give(at_work, "hardship_allowance", case=case, amount=300_000)

    right = Provision(
        case=case,
        item=item("hardship_allowance"),
        happened_on=date(2023, 10, 2),
        provider="UBND xã",
        amount=3_000_000,
    )
    wrong.correct(by=at_work, reason="thiếu một số không", changed=right)

    wrong.refresh_from_db()
    assert (wrong.voided_by, wrong.void_reason) == (at_work, "thiếu một số không")
    assert list(Provision.objects.live()) == [right]
    assert right.corrects == wrong
    assert acts()[-2:] == ["void support", "give support"]


def test_a_correction_that_fails_is_told(case, at_work):
    wrong = give(at_work, case=case)
    right = Provision(case=case, item=item("clothing"), happened_on=TODAY, provider="")

    with pytest.raises(ValidationError):
        wrong.correct(by=at_work, reason="không đúng nơi cấp", changed=right)


def test_voiding_needs_a_reason(case, at_work):
    given = give(at_work, case=case)

    with pytest.raises(ValidationError):
        given.void(by=at_work, reason="nhầm")

    assert "void support" not in acts()


def test_support_without_a_file_lies_where_it_happened(commune, at_work):
    given = give(at_work, area=commune, age_group="minor")

    assert (given.territory, given.area, given.case, given.victim) == (
        commune, commune, None, None,
    )  # fmt: skip
    assert list(Provision.objects.without_person()) == [given]


def test_nobody_counts_support_in_a_commune_out_of_reach(neighbour_commune, at_work):
    with pytest.raises(DatabaseError, match="row-level security"):
        give(at_work, area=neighbour_commune, age_group="adult")


def test_after_the_consent_is_withdrawn_support_is_counted_without_a_file(
    case, at_work
):
    make_consent(case, "record", "withdrawn")

    with pytest.raises(ValidationError):
        give(at_work, case=case)


def test_giving_marks_the_rules_as_used(case, at_work):
    assert not item("clothing").used

    give(at_work, case=case)

    assert item("clothing").used


# What the database itself refuses, whoever writes.


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("quantity = 0", "provision_quantity_above_zero"),
        ("amount = 0", "provision_amount_above_zero"),
        ("amount = -1", "provision_amount_above_zero"),
        ("age_group = 'adult'", "provision_case_or_age_group"),
        ("victim_id = NULL", "provision_case_or_age_group"),
        ("case_id = NULL", "provision_case_or_age_group"),
        ("voided_at = now()", "void_trio"),
        ("void_reason = 'sealed:AAAA'", "void_trio"),
        ("void_reason = 'không có'", "void_reason_sealed"),
    ],
)
def test_a_turn_cannot_be_spoilt_by_sql(case, change, constraint):
    make_provision(case)

    with unguarded(), pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE support_regimes_provision SET {change}")


def test_a_turn_without_a_person_names_an_age(commune):
    make_nameless(commune)

    with unguarded(), pytest.raises(IntegrityError, match="case_or_age_group"):
        run("UPDATE support_regimes_provision SET age_group = ''")
    with unguarded(), pytest.raises(IntegrityError, match="case_or_age_group"):
        run("UPDATE support_regimes_provision SET ground = 'một người ở thôn 2'")


def test_the_person_is_that_of_the_case_in_the_database(case, commune):
    make_provision(case)
    other = make_case(commune)

    with unguarded(), pytest.raises(IntegrityError, match="ties_case_id_victim_id"):
        run("UPDATE support_regimes_provision SET victim_id = %s", other.victim_id)


def test_once_is_what_the_item_says_in_the_database(case):
    make_provision(case, "hardship_allowance")

    with unguarded(), pytest.raises(IntegrityError, match="ties_item_id_once"):
        run("UPDATE support_regimes_provision SET once = false")


def test_the_request_is_of_the_same_case_in_the_database(case, commune):
    given = make_provision(case, "hardship_allowance")
    other = make_request(make_confirmed(commune))

    with unguarded(), pytest.raises(IntegrityError, match="ties_request_id_case_id"):
        run(
            "UPDATE support_regimes_provision SET request_id = %s WHERE id = %s",
            other.pk,
            given.pk,
        )


def test_once_stands_in_the_database_as_well(case):
    given = make_provision(case, "hardship_allowance")
    columns = (
        "territory_id, recorded_by_id, happened_on, area_id, void_reason, case_id,"
        " victim_id, item_id, item_code, once, age_group, quantity, provider, ground,"
        " receiver, document_number"
    )

    with unguarded(), pytest.raises(IntegrityError, match="provision_once_a_person"):
        run(
            f"INSERT INTO support_regimes_provision (id, {columns})"
            f" SELECT gen_random_uuid(), {columns} FROM support_regimes_provision"
            " WHERE id = %s",
            given.pk,
        )


def test_the_application_may_not_rewrite_a_turn(case, at_work):
    give(at_work, case=case, amount=400_000)

    with pytest.raises(DatabaseError, match="permission denied"):
        run("UPDATE support_regimes_provision SET amount = 1")
    with pytest.raises(DatabaseError, match="permission denied"):
        run("DELETE FROM support_regimes_provision")
