"""Recording, correcting and voiding support, also for somebody without a file."""

from datetime import date

import pytest
from django.urls import reverse

from support_regimes.models import Provision
from tests.accounts.trail import rows as trail
from tests.conftest import send, unguarded
from tests.support_regimes.factories import (
    item,
    make_minor,
    make_nameless,
    make_provision,
)
from tests.support_regimes.test_regime_request_pages import boxes


def add(case, number=1, **query):
    return reverse("support_regimes:provision_add", args=[case.pk, number], query=query)


def typed(code="clothing", **changes):
    data = {
        "item": item(code).pk,
        "quantity": 1,
        "amount": "400 nghìn",
        "provider": "Trạm Y tế xã",
        "source": "",
        "ground": "",
    } | boxes("happened_on", date(2024, 1, 10))
    return data | changes


def stored():
    with unguarded():
        return list(Provision.objects.order_by("recorded_at"))


def test_recording_a_turn(sign_in, caseworker, case, commune):
    response = send(sign_in(caseworker), add(case), typed())

    [given] = stored()
    assert response.url == case.get_absolute_url()
    assert (given.amount, given.quantity, given.area_id) == (400_000, 1, commune.pk)
    assert (given.happened_on, given.recorded_by_id) == (
        date(2024, 1, 10), caseworker.pk,
    )  # fmt: skip


def test_recording_for_a_minor(sign_in, caseworker, case):
    minor = make_minor(case)

    send(sign_in(caseworker), add(case, minor=minor.pk), typed())

    assert [given.minor_id for given in stored()] == [minor.pk]


def test_not_valued_is_ticked(sign_in, caseworker, case):
    send(sign_in(caseworker), add(case), typed(amount="", not_valued="on"))

    assert [given.amount for given in stored()] == [None]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"amount": ""}, "amount"),  # neither
        ({"not_valued": "on"}, "amount"),  # both
        ({"amount": "0"}, "amount"),
        ({"amount": "nhiều"}, "amount"),
        ({"amount": "2 tỷ"}, "amount"),
        ({"provider": ""}, "provider"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "401"}, "quantity"),
        ({"item": ""}, "item"),
        ({"amount": "501 nghìn"}, "ground"),
        ({"happened_on_year": "2025"}, "happened_on"),
        ({"happened_on_month": "13"}, "happened_on"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    sign_in, caseworker, case, changes, wrong
):
    response = send(sign_in(caseworker), add(case), typed(**changes))

    assert list(response.context["form"].errors) == [wrong]
    assert "Trạm Y tế xã" in response.content.decode() or wrong == "provider"
    assert stored() == []


def test_the_norm_stands_beside_the_item(sign_in, caseworker, case):
    text = sign_in(caseworker).get(add(case)).content.decode()

    assert "500.000 đ" in text


def test_an_item_of_another_regime_is_refused(sign_in, caseworker, case):
    response = send(sign_in(caseworker), add(case, 2), typed())

    assert list(response.context["form"].errors) == ["item"]


def test_once_is_told_and_nothing_typed_is_lost(sign_in, caseworker, case):
    make_provision(case, "hardship_allowance")

    response = send(
        sign_in(caseworker),
        add(case, 6),
        typed("hardship_allowance", amount="3 triệu"),
    )

    assert response.context["form"].errors["__all__"]
    assert 'value="3 triệu"' in response.content.decode()


def test_voiding_a_turn(sign_in, caseworker, case):
    given = make_provision(case)
    url = reverse("support_regimes:provision_void", args=[given.pk])
    client = sign_in(caseworker)

    short = send(client, url, {"reason": "nhầm"})
    done = send(client, url, {"reason": "ghi nhầm người khác"})

    assert short.context["form"].errors["__all__"]
    assert done.url == case.get_absolute_url()
    [voided] = stored()
    assert voided.void_reason == "ghi nhầm người khác"


def test_correcting_a_turn(sign_in, caseworker, case):
    given = make_provision(case, amount=40_000)
    url = reverse("support_regimes:provision_correct", args=[given.pk])
    client = sign_in(caseworker)
    shown = client.get(url).content.decode()

    send(client, url, typed(reason="thiếu một số không"))

    assert 'value="40.000"' in shown
    wrong, right = stored()
    assert (wrong.voided_by_id, right.corrects_id) == (caseworker.pk, wrong.pk)
    assert (right.amount, right.case_id) == (400_000, case.pk)


def test_correcting_twice_is_refused(sign_in, caseworker, case):
    given = make_provision(case)
    url = reverse("support_regimes:provision_correct", args=[given.pk])
    client = sign_in(caseworker)
    send(client, url, typed(reason="thiếu một số không"))

    response = send(client, url, typed(reason="thêm một lần nữa", amount="1 nghìn"))

    assert response.context["form"].errors["__all__"]
    assert len(stored()) == 2


WITHOUT = "support_regimes:support_without_file"


def nameless(area, **changes):
    data = typed(age_group="adult", area=area.pk) | changes
    return {key: value for key, value in data.items() if key != "ground"}


def test_support_without_a_file_is_counted(sign_in, caseworker, commune):
    response = send(sign_in(caseworker), reverse(WITHOUT), nameless(commune))

    [given] = stored()
    assert response.url == reverse("home")
    assert (given.case_id, given.victim_id, given.age_group) == (None, None, "adult")
    assert given.territory_id == given.area_id == commune.pk


def test_its_form_asks_for_nothing_that_names_anybody(sign_in, caseworker, commune):
    form = sign_in(caseworker).get(reverse(WITHOUT)).context["form"]

    assert sorted(form.fields) == [
        "age_group",
        "amount",
        "area",
        "happened_on",
        "item",
        "not_valued",
        "provider",
        "quantity",
        "source",
    ]
    assert form.initial["area"] == commune


def test_the_district_chooses_among_its_communes(
    sign_in, district_officer, commune, far_commune
):
    client = sign_in(district_officer)

    wrong = send(client, reverse(WITHOUT), nameless(far_commune))
    send(client, reverse(WITHOUT), nameless(commune))

    assert list(wrong.context["form"].errors) == ["area"]
    assert [given.area_id for given in stored()] == [commune.pk]


def test_adult_or_minor_is_not_chosen_beforehand(sign_in, caseworker, commune):
    response = send(
        sign_in(caseworker), reverse(WITHOUT), nameless(commune, age_group="")
    )

    assert list(response.context["form"].errors) == ["age_group"]


def test_an_entry_without_a_file_can_be_corrected(sign_in, caseworker, commune):
    given = make_nameless(commune)
    url = reverse("support_regimes:provision_correct", args=[given.pk])

    send(sign_in(caseworker), url, typed(reason="nhầm số tiền hỗ trợ"))

    wrong, right = stored()
    assert (right.corrects_id, right.case_id, right.age_group) == (
        wrong.pk, None, "adult",
    )  # fmt: skip


def test_the_trail_names_no_value(sign_in, caseworker, case):
    send(sign_in(caseworker), add(case), typed(provider="Trạm bí mật"))

    assert not any("bí mật" in f"{row.act}{row.purpose}" for row in trail())
