"""Days, stays, courses: what is paid once, up to where, and from whose money."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from support_regimes.models import (
    FundingSource,
    Provision,
    Reading,
    ReadingChoice,
    RegimeRequest,
)
from tests.accounts.sql import run
from tests.conftest import unguarded
from tests.factories import make_case
from tests.support_regimes.factories import (
    item,
    make_minor,
    make_provision,
)
from victims.models import Case

OCTOBER = {"from_on": date(2023, 10, 1), "until_on": date(2023, 10, 10)}
LATE = date(2023, 12, 20)


@pytest.fixture
def donor():
    with unguarded():
        return FundingSource.objects.create(code="d", name="Nhà tài trợ", kind="donor")


def give(by, case, code="meals_in_facility", rules="decree-09-2013", **fields):
    fields = {"happened_on": LATE, "provider": "Trung tâm"} | fields
    return Provision(case=case, item=item(code, rules), **fields).log(by=by)


def second_case(case, commune, by):
    """The same person under another code."""
    with unguarded():
        case.close(by=by, reason="moved", on=LATE)
    return make_case(
        commune, household=case.household, victim=case.victim, received_on=LATE
    )


def wrong(call, *args, **fields):
    with pytest.raises(ValidationError) as refused:
        call(*args, **fields)
    return list(getattr(refused.value, "error_dict", {"__all__": 0}))


BAD_DAYS = [
    ({"from_on": date(2023, 10, 1)}, "until_on"),
    ({"until_on": date(2023, 10, 1)}, "from_on"),
    ({"from_on": date(2023, 10, 2), "until_on": date(2023, 10, 1)}, "until_on"),
    ({"from_on": LATE, "until_on": date(2023, 12, 21)}, "until_on"),
    ({**OCTOBER, "quantity": 11}, "quantity"),
    ({**OCTOBER, "code": "clothing"}, "from_on"),
]


def test_days_have_a_first_and_a_last_one(case, at_work):
    for fields, field in BAD_DAYS:
        assert wrong(give, at_work, case, **fields) == [field], fields


def test_days_at_home_are_not_counted(case, at_work):
    given = give(at_work, case, quantity=8, **OCTOBER)

    assert (given.days, given.quantity) == (10, 8)


def test_a_day_is_paid_once(case, at_work):
    give(at_work, case, quantity=10, **OCTOBER)

    for first, last in ((10, 15), (3, 4)):
        days = {"from_on": date(2023, 10, first), "until_on": date(2023, 10, last)}
        with pytest.raises(ValidationError, match="01/10/2023.*10/10/2023.*HG-"):
            give(at_work, case, **days)
    days = {"from_on": date(2023, 10, 11), "until_on": date(2023, 10, 15)}
    assert give(at_work, case, **days).pk


def test_a_day_is_paid_once_under_two_case_codes(case, commune, at_work):
    give(at_work, case, quantity=10, **OCTOBER)
    other = second_case(case, commune, at_work)

    assert wrong(give, at_work, other, quantity=10, **OCTOBER) == ["from_on"]


def test_a_void_turn_frees_its_days(case, at_work):
    given = give(at_work, case, quantity=10, **OCTOBER)
    given.void(by=at_work, reason="ghi nhầm người khác")

    assert give(at_work, case, quantity=10, **OCTOBER).pk


def test_a_minor_eats_too(case, at_work):
    give(at_work, case, quantity=10, **OCTOBER)
    minor = make_minor(case)

    assert give(at_work, case, minor=minor, quantity=10, **OCTOBER).pk
    assert wrong(give, at_work, case, minor=minor, **OCTOBER) == ["from_on"]


@pytest.mark.parametrize("whose", ["person", "minor"])
def test_the_database_pays_no_day_twice(case, at_work, whose):
    minor = make_minor(case) if whose == "minor" else None
    give(at_work, case, minor=minor, **OCTOBER)
    other = {"from_on": date(2023, 11, 1), "until_on": date(2023, 11, 5)}
    give(at_work, case, minor=minor, **other)

    with unguarded(), pytest.raises(IntegrityError, match=f"provision_day_a_{whose}"):
        run(
            "UPDATE support_regimes_provision SET from_on = '2023-10-10'"
            " WHERE from_on = '2023-11-01'"
        )


def test_days_that_a_neighbour_paid_are_refused_neutrally(
    case, commune, neighbour_commune, neighbour, acts_as
):
    make_provision(case, "meals_in_facility", happened_on=LATE, **OCTOBER)
    with unguarded():
        case.close(by=neighbour, reason="moved", on=LATE)
        case.victim.territory = neighbour_commune
        case.victim.save(update_fields=["territory"])
    other = make_case(neighbour_commune, victim=case.victim, received_on=LATE)

    with acts_as(neighbour), pytest.raises(ValidationError) as refused:
        give(neighbour, other, **OCTOBER)

    [sentence] = refused.value.messages
    assert case.code not in sentence
    assert "10/10/2023" not in sentence


def test_first_and_last_day_stand_in_the_database(case, at_work):
    give(at_work, case, **OCTOBER)

    for change in ("until_on = NULL", "until_on = '2023-09-30'", "from_on = NULL"):
        with (
            unguarded(),
            pytest.raises(IntegrityError, match="provision_first_and_last_day"),
        ):
            run(f"UPDATE support_regimes_provision SET {change}")


def test_the_code_is_that_of_the_item_in_the_database(case, at_work):
    give(at_work, case)

    with unguarded(), pytest.raises(IntegrityError, match="ties_item_id_item_code"):
        run("UPDATE support_regimes_provision SET item_code = 'clothing'")


def test_once_holds_over_the_change_of_the_law(case, commune, at_work):
    give(at_work, case, "hardship_allowance")
    new = second_case(case, commune, at_work)

    with pytest.raises(ValidationError, match="20/12/2023"):
        give(at_work, new, "hardship_allowance", "law-53-2024")
    with unguarded():
        given = give(at_work, new, "vocational", "law-53-2024")
    with unguarded(), pytest.raises(IntegrityError, match="provision_once_a_person"):
        run(
            "UPDATE support_regimes_provision SET item_id = %s,"
            " item_code = 'hardship_allowance', once = true WHERE id = %s",
            item("hardship_allowance", "law-53-2024").pk,
            given.pk,
        )


def test_days_are_paid_up_to_the_limit_of_a_stay(case, at_work, donor):
    with unguarded():
        run(
            "UPDATE victims_case SET in_facility_from = '2023-09-20' WHERE id = %s",
            case.pk,
        )
    case.refresh_from_db()
    give(at_work, case, quantity=60)

    assert wrong(give, at_work, case, quantity=1) == ["ground"]
    assert wrong(give, at_work, case, quantity=1, ground="Còn ốm") == ["source"]
    longer = {"ground": "Còn ốm", "source": donor}
    assert give(at_work, case, quantity=1, **longer).pk


def follow(case, by, **answer):
    """The case follows another answer on how long a stay is paid."""
    readings = Reading.objects.filter(regime=item("meals_in_facility").regime)
    with unguarded():
        ReadingChoice(
            case=case,
            reading=readings.filter(topic="stay", **answer).first(),
            reason="Theo nghị định về trợ giúp xã hội",
            happened_on=date(2023, 10, 1),
        ).log(by=by)


def test_the_reading_chosen_for_the_case_sets_the_limit(case, at_work, labour_officer):
    follow(case, labour_officer, days=90)
    give(at_work, case, quantity=90)

    assert wrong(give, at_work, case) == ["ground"]


def test_a_limit_in_months_counts_from_the_first_day(case, at_work, labour_officer):
    with unguarded():
        Case.objects.filter(pk=case.pk).update(in_facility_from=date(2023, 9, 20))
    case.refresh_from_db()
    follow(case, labour_officer, months=3)
    give(at_work, case, quantity=91)  # 20/09 to 20/12

    assert wrong(give, at_work, case, quantity=1) == ["ground"]


def test_a_new_stay_counts_from_its_first_day(case, at_work):
    give(at_work, case, quantity=60, happened_on=date(2023, 11, 1))
    assert wrong(give, at_work, case) == ["ground"]
    with unguarded():
        run(
            "UPDATE victims_case SET in_facility_from = '2023-12-01' WHERE id = %s",
            case.pk,
        )
    case.refresh_from_db()

    assert give(at_work, case, quantity=19).pk


def test_clothing_is_given_once_a_stay(case, at_work, donor):
    give(at_work, case, "clothing", amount=500_000)

    assert wrong(give, at_work, case, "clothing") == ["ground"]
    winter = {"ground": "Áo ấm mùa đông", "source": donor}
    assert give(at_work, case, "clothing", **winter).pk


def test_the_same_paid_twice_on_a_day_says_what_for(case, at_work):
    give(at_work, case, "treatment", amount=80_000)

    with pytest.raises(ValidationError, match=r"80\.000 đ, hồ sơ HG-"):
        give(at_work, case, "treatment", amount=80_000)
    assert give(at_work, case, "treatment", amount=90_000, ground="Khám lần hai").pk
    assert give(at_work, case, "treatment").pk  # not valued: nothing is paid twice


def test_what_the_state_decided_above_the_norm_is_paid_as_decided(case, at_work):
    request = RegimeRequest(
        case=case, item=item("hardship_allowance"), asked_on=date(2023, 10, 2)
    ).ask(by=at_work, seen={})
    request.decide(
        by=at_work, on=date(2023, 10, 20), result="approved", seen={},
        amount=4_000_000, note="Quyết định riêng của tỉnh", body_name="UBND huyện",
        document_number="12/QĐ",
    )  # fmt: skip
    paid = {"receiver": "self", "document_number": "PC 1", "provider": "UBND"}

    given = Provision(happened_on=LATE, amount=4_000_000, **paid).pay(
        request=request, by=at_work
    )

    assert given.above_norm() == 3_000_000
