"""The Women's Union's page: what is asked, what is shown."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reporting.asking import ASKED, full, text_of, url
from tests.reporting.factories import (
    supported,
)


def test_without_a_question_the_last_five_whole_years_are_counted(
    sign_in, provincial_officer
):
    page = sign_in(provincial_officer).get(reverse("reporting:womens_union"))

    scope = page.context["scope"]
    assert (scope.from_on, scope.to_on) == (date(2019, 1, 1), date(2023, 12, 31))
    assert scope.as_of == date(2023, 12, 31)
    assert scope.area.key == "02@2004"
    assert not scope.is_internal


def test_a_district_officer_is_asked_about_their_own_district(
    sign_in, district_officer
):
    page = sign_in(district_officer).get(reverse("reporting:womens_union"))

    assert page.context["scope"].area.key == "027@2004"


def test_the_days_can_be_typed_in_three_boxes(sign_in, provincial_officer):
    boxes = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2022"}
    asked = {name: value for name, value in ASKED.items() if name != "from_on"}

    page = sign_in(provincial_officer).get(
        reverse("reporting:womens_union"), asked | boxes
    )

    assert page.context["scope"].from_on == date(2022, 3, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_on": "30/02/2023"}, "from_on"),
        ({"from_on": ""}, "from_on"),
        ({"to_on": "2018-12-31"}, "to_on"),
        ({"as_of": "2024-01-16"}, "as_of"),
        ({"as_of": "2018-12-31"}, "as_of"),
        ({"area": "01@2004"}, "area"),
        ({"area": "026@2004"}, "area"),
        ({"area": "x"}, "area"),
        ({"by": "village"}, "by"),
    ],
)
def test_a_question_without_sense_is_shown_again_with_a_sentence(
    sign_in, district_officer, changes, field
):
    page = sign_in(district_officer).get(
        url("womens_union", **({"area": "027@2004"} | changes))
    )

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "scope" not in page.context


@pytest.mark.parametrize("name", ["womens_union_pdf", "womens_union_xlsx"])
def test_a_file_without_sense_leads_back_to_the_page(sign_in, provincial_officer, name):
    answer = sign_in(provincial_officer).get(url(name, from_on="30/02/2023"))

    assert answer.status_code == 302
    assert answer.url.startswith("/reports/womens-union/?")
    assert "from_on=30%2F02%2F2023" in answer.url


def test_the_communes_version_says_that_it_is_for_internal_use(
    sign_in, provincial_officer, commune
):
    supported(commune)

    page = sign_in(provincial_officer).get(url("womens_union", by="commune"))

    assert "Khâu Vai (Mèo Vạc)" in text_of(page)
    assert 'class="banner banner-warn"' in page.content.decode()


def test_an_empty_report_shows_its_zeros(sign_in, provincial_officer):
    page = sign_in(provincial_officer).get(url("womens_union"))

    assert page.context["report"].is_empty
    assert page.status_code == 200


def test_pages_ask_the_database_as_often_for_many_as_for_one(
    sign_in, provincial_officer, commune, far_commune
):
    client = sign_in(provincial_officer)
    full(commune, far_commune)
    client.get(url("womens_union"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("womens_union"))
    full(commune, far_commune)

    with CaptureQueriesContext(connection) as many:
        client.get(url("womens_union"))

    assert len(many) == len(few)
