"""Lines of a grant: amounts, lots, what is not valued; and what SQL refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from livelihoods.models import Grant, GrantLine
from tests.livelihoods.grants import barn, chickens, draft, guidance, pigs, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def lines_of(grant):
    return [(str(line), line.amount) for line in grant.lines.all()]


def test_the_total_is_computed_from_the_lines(caseworker, acts_as):
    grant = draft(caseworker, lines=[pigs(3, 3_900_000), barn(), guidance()])

    with acts_as(caseworker):
        assert lines_of(grant) == [
            ("Lợn giống", 11_700_000),
            ("Vật liệu sửa chuồng", 3_600_000),
            ("Hướng dẫn", None),
        ]
        assert grant.total == 15_300_000
        assert Grant.objects.with_totals().get().total_amount == 15_300_000
        assert Grant.objects.with_totals().get().lines_not_valued == 1


def test_fifteen_chickens_for_five_million_cost_five_million(caseworker, acts_as):
    grant = draft(caseworker, lines=[chickens()])

    with acts_as(caseworker):
        assert grant.total == 5_000_000


def test_two_lots_for_one_person(caseworker, acts_as):
    grant = draft(caseworker, lines=[pigs(2, 4_500_000), pigs(3)])

    with acts_as(caseworker):
        assert grant.total == 21_000_000


def test_nothing_valued_is_no_amount_and_not_zero(caseworker, acts_as):
    grant = draft(caseworker, lines=[guidance()])

    with acts_as(caseworker):
        assert grant.total is None
        assert Grant.objects.with_totals().get().total_amount is None


def test_a_lot_may_have_no_number(caseworker, acts_as):
    products = GrantLine(kind="fertilizer", item="Chế phẩm", not_valued=True)
    grant = draft(caseworker, lines=[products])

    with acts_as(caseworker):
        assert grant.lines.get().quantity is None
        assert grant.lines.get().plain() == ["Chế phẩm", "", "", None]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": "2.5"}, "quantity"),
        ({"quantity": "0"}, "__all__"),
        ({"quantity": None}, "__all__"),
        ({"unit_price": 0}, "__all__"),
        ({"unit_price": -4_000_000}, "__all__"),
        ({"unit_price": None}, "__all__"),
        ({"lot_amount": 12_000_000}, "__all__"),
        ({"not_valued": True}, "__all__"),
        ({"species": None}, "__all__"),
        ({"kind": "barn"}, "__all__"),
        ({"kind": "barn", "species": None, "item": " "}, "item"),
        ({"kind": "fertilizer", "species": None, "quantity": "0.33",
          "unit_price": 333_333}, "unit_price"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused_and_nothing_is_saved(
    values, field, caseworker, acts_as
):
    line = pigs()
    for name, value in values.items():
        setattr(line, name, value)

    with pytest.raises(ValidationError) as error:
        draft(caseworker, lines=[line])

    assert list(error.value.error_dict) == [field]
    with acts_as(caseworker):
        assert Grant.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        "unit_price = NULL",
        "lot_amount = 5",
        "not_valued = true",
        "unit_price = 0",
        "unit_price = NULL, lot_amount = 0",
        "unit_price = NULL, lot_amount = -5",
        "quantity = 0",
        "quantity = NULL",
        "species_id = NULL",
        "kind = 'barn'",
    ],
)
def test_sql_refuses_a_wrong_line(change, caseworker, as_owner):
    grant = draft(caseworker)

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(
                f"UPDATE livelihoods_grantline SET {change} WHERE grant_id = %s",
                [grant.pk],
            )


def test_lines_of_a_sent_request_stay(caseworker, district_officer, acts_as):
    grant = submitted(caseworker)

    with acts_as(caseworker), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM livelihoods_grantline WHERE grant_id = %s", [grant.pk]
        )

        assert cursor.rowcount == 0


def test_a_price_outside_the_range_is_doubted(caseworker, acts_as):
    grant = draft(caseworker, lines=[pigs(3, 6_000_000), chickens(), barn()])

    with acts_as(caseworker):
        found = [line.price_doubt(grant.asked_on) for line in grant.lines.all()]
    assert found[1:] == [None, None]
    assert found[0][1] < 6_000_000
