"""The administrator's page of places."""

from datetime import date

import pytest
from django.urls import reverse

from areas.models import Area
from tests.conftest import unguarded

ADDRESS = "/areas/"


@pytest.fixture
def page(places, client, administrator, settings):
    settings.TODAY = date(2024, 1, 15)
    client.force_login(administrator)

    def get(**query):
        return client.get(ADDRESS, query)

    return get


def names(response):
    return [str(area) for area in response.context["rows"]]


def test_address():
    assert reverse("areas:area_list") == ADDRESS


def test_provinces_of_today_in_alphabetical_order(page):
    response = page()

    assert response.context["version"] == 2004
    assert len(names(response)) == 63
    assert names(response)[:3] == [
        "tỉnh An Giang",
        "tỉnh Bà Rịa - Vũng Tàu",
        "tỉnh Bạc Liêu",
    ]


def test_the_other_list(page):
    assert len(names(page(list="2025"))) == 34


def test_the_list_of_the_day_comes_first(page, settings):
    settings.TODAY = date(2025, 7, 1)

    assert page().context["version"] == 2025


def test_down_the_tree(page):
    province = page(**{"in": "02"})
    district = page(**{"in": "027@2004"})

    assert len(names(province)) == 11
    assert len(names(district)) == 18
    assert [crumb["label"] for crumb in district.context["crumbs"]][1:] == [
        "tỉnh Hà Giang",
        "huyện Mèo Vạc",
    ]


def test_search_in_one_list(page):
    assert names(page(q="khau vai", list="2004")) == ["xã Khâu Vai"]
    assert names(page(q="niem tong", list="2025")) == []


def test_a_wide_search_is_cut(page):
    response = page(q="xã", list="2025")

    assert len(names(response)) == 50
    assert response.context["has_more"]


def test_what_became_of_it(page):
    body = page(q="sung la dong van", list="2004").content.decode()

    assert "00733" in body
    assert "Xã Sà Phìn" in body


@pytest.mark.parametrize(
    "query", [{"in": "99"}, {"in": "08"}, {"in": "x@y"}, {"in": "\x00"}]
)
def test_an_unknown_place_is_not_found(page, query):
    assert page(**query).status_code == 404


@pytest.mark.parametrize("query", [{"list": "x"}, {"list": "1999"}, {"q": "\x00%"}])
def test_odd_questions_do_no_harm(page, query):
    assert page(**query).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(
    page, django_assert_max_num_queries
):
    page()
    with django_assert_max_num_queries(30) as few:
        page(**{"in": "46@2025"})
    with django_assert_max_num_queries(30) as many:
        page(**{"in": "08@2025"})

    assert len(many) == len(few)


def test_no_lists_loaded_is_said(page):
    with unguarded():
        Area.objects.update(level="commune")  # so no province begins a list

    response = page()

    assert response.status_code == 200
    assert "load_areas" in response.content.decode()


def test_others_may_not_see_it(places, client, caseworker):
    client.force_login(caseworker)

    assert client.get(ADDRESS).status_code == 403
