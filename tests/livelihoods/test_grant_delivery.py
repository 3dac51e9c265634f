"""Money and animals really given: parts, less, struck out, delivered twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from livelihoods.models import Grant, GrantStep, Handover, HandoverLine, Herd, Payment
from tests.conftest import unguarded
from tests.livelihoods.grants import (
    again,
    approved,
    barn,
    chickens,
    draft,
    guidance,
    hand_over,
    now,
    pay,
    pigs,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
S = Grant.State
REASON = "Chỉ mua được hai con"


def refused(match=None):
    return pytest.raises(ValidationError, match=match)


@pytest.fixture
def grant(caseworker, district_officer):
    """Three pigs, 12,000,000 đ, approved."""
    return approved(caseworker, district_officer)


def herds(grant):
    with unguarded():
        rows = Herd.objects.filter(household=grant.household_id).order_by("species")
        return [(herd.species.code, herd.heads_now) for herd in rows]


def acts(grant):
    with unguarded():
        steps = GrantStep.objects.filter(grant=grant).order_by("recorded_at", "id")
        return list(steps.values_list("act", flat=True))


def test_paid_handed_over_and_closed(grant, caseworker, district_officer, acts_as):
    pay(grant, district_officer)
    assert (again(grant).state, again(grant).settled_on) == (S.PAID, date(2024, 1, 15))

    hand_over(grant, caseworker)
    assert again(grant).state == S.HANDED_OVER
    assert herds(grant) == [("pig", 3)]

    with acts_as(caseworker):
        again(grant).close(by=caseworker, note="Lợn lớn tốt, đã bán lứa đầu")
    assert again(grant).state == S.CLOSED
    assert again(grant).budget.committed == 12_000_000
    assert sorted(acts(grant)) == sorted(
        ["ask", "submit", "approve", "pay", "hand_over", "close"]
    )


def test_handed_over_before_the_money_is_paid(grant, caseworker, district_officer):
    hand_over(grant, caseworker)
    assert again(grant).state == S.HANDED_OVER

    pay(grant, district_officer)
    assert now(grant, "state", "left_to_pay") == (S.HANDED_OVER, 0)


def test_what_is_not_valued_is_handed_over_unpaid(
    caseworker, district_officer, acts_as
):
    grant = approved(caseworker, district_officer, lines=[guidance()])

    with acts_as(district_officer), refused("Only 0 đ"):
        Payment(
            grant=grant, amount=1, voucher="PC-9", way="cash",
            happened_on=date(2024, 1, 15),
        ).give(by=district_officer)  # fmt: skip
    hand_over(grant, caseworker)

    assert again(grant).state == S.HANDED_OVER
    assert herds(grant) == []


def test_part_payments_settle_in_the_end(grant, district_officer):
    pay(grant, district_officer, 5_000_000, voucher="PC-01")
    assert now(grant, "state", "left_to_pay") == (S.APPROVED, 7_000_000)

    pay(grant, district_officer, 7_000_000, voucher="PC-02")
    assert now(grant, "state", "left_to_pay", "paid") == (S.PAID, 0, 12_000_000)


@pytest.mark.parametrize("before", [0, 5_000_000])
def test_more_than_is_due_is_blocked(before, grant, district_officer):
    if before:
        pay(grant, district_officer, before, voucher="PC-01")

    with refused("are left to pay"):
        pay(grant, district_officer, 12_000_001 - before, voucher="PC-02")

    assert now(grant, "paid") == (before,)


def test_a_settled_grant_is_not_paid_again(grant, district_officer):
    pay(grant, district_officer)

    with refused("Only 0 đ"):
        pay(grant, district_officer, 1, voucher="PC-02")


def test_a_last_and_lower_payment_frees_the_rest(grant, district_officer):
    with refused("Give a reason"):
        pay(grant, district_officer, 11_000_000, is_last=True)
    pay(grant, district_officer, 11_000_000, is_last=True, reason=REASON)

    assert now(grant, "state", "left_to_pay", "due_amount") == (S.PAID, 0, 12_000_000)
    assert again(grant).budget.committed == 11_000_000


def test_a_struck_out_payment_is_taken_back_with_what_it_freed(
    grant, district_officer, acts_as
):
    payment = pay(grant, district_officer, 11_000_000, is_last=True, reason=REASON)

    with acts_as(district_officer):
        payment.void(by=district_officer, reason="Ghi nhầm số tiền")

    values = now(grant, "state", "settled_on", "left_to_pay")
    assert values == (S.APPROVED, None, 12_000_000)
    assert again(grant).budget.committed == 12_000_000
    pay(grant, district_officer, 12_000_000)
    assert again(grant).state == S.PAID


def test_a_voucher_number_is_used_once_in_a_place(grant, caseworker, district_officer):
    pay(grant, district_officer, 5_000_000, voucher="PC-01")
    other = approved(caseworker, district_officer, budget=again(grant).budget)

    with refused("used already"):
        pay(other, district_officer, 1_000_000, voucher=" PC-01 ")
    pay(other, district_officer, 1_000_000, voucher="PC-02")


def test_a_struck_out_voucher_number_may_be_used_again(
    grant, district_officer, acts_as
):
    payment = pay(grant, district_officer, 5_000_000)
    with acts_as(district_officer):
        payment.void(by=district_officer, reason="Ghi nhầm số tiền")

    pay(grant, district_officer, 6_000_000)


@pytest.mark.parametrize("day", [date(2024, 1, 14), date(2024, 1, 16)])
def test_a_payment_lies_between_approval_and_today(day, grant, district_officer):
    with refused("before the approval|after today"):
        pay(grant, district_officer, happened_on=day)


def test_another_receiver_only_with_her_yes(caseworker, district_officer):
    grant = approved(caseworker, district_officer)

    with refused("another payee"):
        pay(grant, district_officer, receiver="other")
    with refused("another keeper"):
        hand_over(grant, caseworker, receiver="other")

    agreed = {"payee": "other", "keeper": "other", "agreed_alone_on": date(2024, 1, 9)}
    budget = again(grant).budget
    grant = approved(caseworker, district_officer, budget=budget, **agreed)
    pay(grant, district_officer, receiver="other")
    hand_over(grant, caseworker, receiver="other")


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_nothing_is_given_before_the_approval(
    state, caseworker, district_officer, acts_as
):
    grant = draft(caseworker)
    if state == "submitted":
        with acts_as(caseworker):
            grant.submit(by=caseworker)

    with refused("now “"):
        pay(grant, district_officer, 1_000)
    with refused("now “"):
        hand_over(grant, caseworker)


def test_fewer_animals_need_a_reason(grant, caseworker, acts_as):
    with acts_as(caseworker):
        line = grant.lines.get()
        with refused("Approved 3, delivered 2. Say why."):
            Handover(
                grant=grant, confirmation="signed", happened_on=date(2024, 1, 15)
            ).hand_over(by=caseworker, lines=[HandoverLine(line=line, delivered=2)])
    assert again(grant).state == S.APPROVED
    assert herds(grant) == []

    hand_over(grant, caseworker, [2])
    assert herds(grant) == [("pig", 2)]


def test_the_missing_animal_comes_later(grant, caseworker):
    hand_over(grant, caseworker, [2])
    hand_over(grant, caseworker, [1])

    assert herds(grant) == [("pig", 3)]


def test_every_kind_of_animal_gets_its_herd_and_nothing_else_does(
    caseworker, district_officer
):
    lines = [pigs(2, 4_500_000), chickens(), barn(), guidance()]
    grant = approved(caseworker, district_officer, lines=lines)

    hand_over(grant, caseworker)

    assert herds(grant) == [("pig", 2), ("black_chicken", 15)]


def test_animals_are_handed_over_whole(grant, caseworker):
    with refused("whole number"):
        hand_over(grant, caseworker, ["2.5"])


def test_a_handover_needs_the_receivers_confirmation(grant, caseworker):
    with refused():
        hand_over(grant, caseworker, confirmation="")


def test_nothing_delivered_is_no_handover(grant, caseworker):
    with refused("Nothing was delivered"):
        hand_over(grant, caseworker, [0])


def test_slips_are_numbered(grant, caseworker):
    first = hand_over(grant, caseworker, [2])
    second = hand_over(grant, caseworker, [1])

    assert first.number.startswith("PG-2024-0001")
    assert second.number.startswith("PG-2024-0002")


@pytest.mark.parametrize("act", ["withdraw", "refuse"])
@pytest.mark.parametrize("given", ["money", "animals"])
def test_what_was_given_cannot_be_withdrawn(
    act, given, grant, caseworker, district_officer, acts_as
):
    if given == "money":
        pay(grant, district_officer, 1_000_000)
    else:
        hand_over(grant, caseworker)
        with unguarded():
            Grant.objects.filter(pk=grant.pk).update(state=S.APPROVED)

    with acts_as(district_officer), refused("given already"):
        getattr(again(grant), act)(by=district_officer, reason=REASON)


def test_closing_frees_what_was_never_paid(
    grant, caseworker, district_officer, acts_as
):
    hand_over(grant, caseworker)
    pay(grant, district_officer, 9_000_000)

    with acts_as(caseworker):
        with refused("Give a reason"):
            again(grant).close(by=caseworker, note="")
        again(grant).close(by=caseworker, note="Người bán giảm giá còn 9 triệu")

    assert again(grant).budget.committed == 9_000_000


def test_only_what_was_handed_over_is_closed(grant, caseworker, acts_as):
    with acts_as(caseworker), refused("now “approved”"):
        again(grant).close(by=caseworker, note=REASON)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE livelihoods_payment SET amount = 1 WHERE id = %s",
        "DELETE FROM livelihoods_payment WHERE id = %s",
        "UPDATE livelihoods_grantstep SET note = 'x' WHERE grant_id = %s",
        "UPDATE livelihoods_grantline SET quantity = 1 WHERE grant_id = %s",
    ],
)
def test_the_application_cannot_change_what_happened(
    change, grant, district_officer, acts_as
):
    payment = pay(grant, district_officer)
    key = payment.pk if "payment" in change else grant.pk

    with (
        acts_as(district_officer),
        pytest.raises(Exception, match="permission denied|only a confirmed erasure"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [key])


def test_sql_refuses_a_payment_of_nothing(grant, district_officer):
    payment = pay(grant, district_officer)

    change = "UPDATE livelihoods_payment SET amount = 0 WHERE id = %s"
    with (
        unguarded(),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        cursor.execute(change, [payment.pk])


def test_a_moved_household_takes_its_grants_along(
    grant, caseworker, district_officer, neighbour_commune
):
    pay(grant, district_officer)
    hand_over(grant, caseworker)

    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE victims_household SET territory_id = %s WHERE id = %s",
            [neighbour_commune.pk, grant.household_id],
        )
        for table in ("grantline", "grantstep", "payment", "handover"):
            cursor.execute(
                f"SELECT DISTINCT territory_id FROM livelihoods_{table}"
                " WHERE grant_id = %s",
                [grant.pk],
            )
            assert cursor.fetchall() == [(neighbour_commune.pk,)]
        cursor.execute("SELECT DISTINCT territory_id FROM livelihoods_handoverline")
        assert cursor.fetchall() == [(neighbour_commune.pk,)]
    assert again(grant).area_id == grant.area_id


def test_a_wrong_handover_is_struck_out_with_its_animals(
    grant, caseworker, district_officer, acts_as
):
    pay(grant, district_officer)
    handover = hand_over(grant, caseworker)

    with acts_as(caseworker):
        handover.void(by=caseworker, reason="Ghi nhầm số con")

    assert again(grant).state == S.PAID
    assert herds(grant) == [("pig", 0)]
    hand_over(grant, caseworker, [2])
    assert again(grant).state == S.HANDED_OVER
    assert herds(grant) == [("pig", 2)]


def test_of_two_handovers_the_other_stays(grant, caseworker, acts_as):
    first = hand_over(grant, caseworker, [2])
    hand_over(grant, caseworker, [1])

    with acts_as(caseworker):
        first.void(by=caseworker, reason="Ghi nhầm số con")

    assert again(grant).state == S.HANDED_OVER
    assert herds(grant) == [("pig", 1)]


def test_animals_already_sold_keep_their_handover(grant, caseworker, acts_as):
    handover = hand_over(grant, caseworker)
    with acts_as(caseworker):
        herd = Herd.objects.get(household=grant.household_id)
        sold = {"on": date(2024, 1, 15), "by": caseworker, "income": 9_000_000}
        herd.enter("sold", 3, **sold)

        with refused("only 0 are there"):
            handover.void(by=caseworker, reason="Ghi nhầm số con")

    assert again(grant).state == S.HANDED_OVER


def test_a_closed_grant_keeps_its_handover(
    grant, caseworker, district_officer, acts_as
):
    pay(grant, district_officer)
    handover = hand_over(grant, caseworker)
    with acts_as(caseworker):
        again(grant).close(by=caseworker, note="Lợn lớn tốt, đã bán")

        with refused("closed"):
            handover.void(by=caseworker, reason="Ghi nhầm số con")
