"""Numbers of the work: dated rows that are only ever added."""

from datetime import date

import pytest

from accounts.models import WorkSetting
from tests.accounts.sql import refused, run
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

LIST, ADD = "/people/settings/", "/people/settings/add/"
DAY = date(2024, 1, 15)


def setting(page, key="visit_days_high"):
    shown = page.get(LIST).context["settings"]
    return next(each for each in shown if each["key"] == key)


def put(page, **fields):
    form = {"key": "visit_days_high", "value": "10", "from_on": "15/01/2024"}
    return send(page, ADD, form | fields)


def test_the_proposal_holds_until_somebody_decides(page):
    found = setting(page)

    assert (found["value"], found["now"]) == (14, None)
    assert WorkSetting.value_on("visit_days_high", DAY) == 14


def test_every_number_has_a_name_and_a_proposal():
    assert set(WorkSetting.LABELS) == set(WorkSetting.DEFAULTS)


def test_a_number_holds_from_its_day(page):
    put(page, basis="Quyết định 12/QĐ-HPN")

    assert setting(page)["value"] == 10
    assert setting(page)["now"].basis == "Quyết định 12/QĐ-HPN"
    assert WorkSetting.value_on("visit_days_high", DAY) == 10
    assert WorkSetting.value_on("visit_days_high", date(2024, 1, 14)) == 14
    assert acts()[0] == "set visit_days_high"


def test_a_later_number_waits(page):
    put(page, from_on="01/02/2024")

    found = setting(page)
    assert found["value"] == 14
    assert [row.value for row in found["later"]] == [10]


def test_what_held_before_stays_readable(page):
    with unguarded():
        WorkSetting.objects.create(
            key="visit_days_high", value=12, from_on=date(2023, 1, 1)
        )
    put(page)

    found = setting(page)
    assert found["value"] == 10
    assert [row.value for row in found["before"]] == [12]
    assert WorkSetting.value_on("visit_days_high", date(2023, 6, 1)) == 12


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("key", "speed_of_light"),
        ("value", "0"),
        ("value", "-3"),
        ("value", "often"),
        ("from_on", "14/01/2024"),
        ("from_on", ""),
    ],
)
def test_what_is_wrong_is_said(page, field, wrong):
    response = put(page, **{field: wrong})

    assert list(response.context["form"].errors) == [field]
    assert not WorkSetting.objects.exists()


def test_not_twice_for_a_day(page):
    put(page)

    response = put(page, value="11")

    assert response.status_code == 200
    assert WorkSetting.objects.get().value == 10


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("visit_days_high", 3650),
        ("late_entry_days", 3650),
        ("follow_up_months", 600),
        ("second_level_limit", 1_000_000_000_000),
    ],
)
def test_a_slip_of_the_hand_is_refused(page, key, most):
    """A visit due in a thousand years has no date: the page of a visit would fail."""
    refused = put(page, key=key, value=str(most + 1))

    assert list(refused.context["form"].errors) == ["value"]
    assert put(page, key=key, value=str(most)).status_code == 302


def test_a_decided_number_is_never_changed(page, administrator, acts_as):
    put(page)

    with acts_as(administrator), refused("permission denied"):
        run("UPDATE accounts_worksetting SET value = 99")
