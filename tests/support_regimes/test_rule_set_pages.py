"""The rules to read: each line with its article and how sure we are of it."""

from datetime import date

import pytest
from django.urls import reverse

from support_regimes.models import RuleSet
from tests.conftest import unguarded

LIST = reverse("support_regimes:rule_set_list")


def page(client):
    rule_set = RuleSet.objects.get(key="decree-09-2013")
    return client.get(reverse("support_regimes:rule_set_page", args=[rule_set.pk]))


@pytest.mark.parametrize(
    ("day", "ended"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)]
)
def test_the_list_says_when_no_set_holds_today(
    sign_in, administrator, settings, day, ended
):
    settings.TODAY = day
    with unguarded():
        later = RuleSet.objects.filter(valid_from=date(2025, 7, 1))
        later.update(valid_from=date(2040, 1, 1))

    response = sign_in(administrator).get(LIST)

    assert response.context["is_outdated"] is ended
    assert "Luật 66/2011/QH12" in response.content.decode()


def test_every_regime_item_and_text_is_there(sign_in, administrator):
    response = page(sign_in(administrator))

    regimes = response.context["regimes"]
    assert [len(regime["items"]) for regime in regimes] == [5, 4, 2, 2, 3, 2]
    assert len(response.context["instruments"]) == 9
    text = response.content.decode()
    assert text.count("NĐ 09/2013/NĐ-CP, Điều 23.3b") == 4  # two steps, two readings


def test_unconfirmed_lines_carry_a_mark(sign_in, administrator):
    text = page(sign_in(administrator)).content.decode()

    unconfirmed = sum(
        line.confidence == "unconfirmed"
        for regime in RuleSet.objects.get(key="decree-09-2013").regimes.all()
        for lines in (
            [regime], regime.entitlements.all(), regime.items.all(),
            regime.steps.all(), regime.readings.all(),
            *(item.norms.all() for item in regime.items.all()),
        )
        for line in lines
    )  # fmt: skip
    assert text.count("tag-warn") == unconfirmed == 11
