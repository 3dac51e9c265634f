"""The lists behind the numbers of the Women's Union's page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import PERMISSIONS, Role
from tests.accounts.trail import rows
from tests.reporting.asking import full, links, number, text_of, url
from tests.reporting.factories import (
    returned,
    supported,
)


def test_every_number_of_the_page_opens_a_list_with_that_number(
    sign_in, provincial_officer, commune, far_commune
):
    full(commune, far_commune)
    client = sign_in(provincial_officer)
    shown = links(client.get(url("womens_union")))
    # Behind an average stand the units that it was taken of.
    shown = [(text, link) for text, link in shown if "valued" not in link]

    opened = [client.get(link) for _text, link in shown[:30]]

    assert {page.status_code for page in opened} == {200}
    assert [number(text) for text, _link in shown[:30]] == [
        page.context["page"].number for page in opened
    ]


def test_a_list_shows_codes_and_communes_and_goes_into_the_trail(
    sign_in, provincial_officer, commune
):
    case = returned(commune)

    page = sign_in(provincial_officer).get(
        url("womens_union_records", table="victims", measure="units")
    )

    assert case.code in text_of(page)
    assert "Khâu Vai" in text_of(page)
    assert case.victim.name not in page.content.decode()
    [row] = [row for row in rows() if row.act == "read reporting:womens_union_records"]
    assert row.subjects == [case.pk]


def test_a_list_holds_only_what_its_line_holds(
    sign_in, provincial_officer, commune, far_commune
):
    near, far = supported(commune), supported(far_commune)

    page = sign_in(provincial_officer).get(
        url("womens_union_records", table="prevention", measure="support",
            line="026@2004")
    )  # fmt: skip

    assert far.code in text_of(page)
    assert near.code not in text_of(page)


def test_a_list_of_another_district_is_empty_for_an_officer(
    sign_in, other_district_officer, commune
):
    household = supported(commune)

    page = sign_in(other_district_officer).get(
        url("womens_union_records", area="026@2004", table="prevention",
            measure="units", line="027@2004")
    )  # fmt: skip

    assert page.context["page"].number == 0
    assert household.code not in text_of(page)


def test_a_long_list_goes_on_page_by_page(sign_in, provincial_officer, commune):
    codes = [supported(commune).code for _number in range(53)]
    client = sign_in(provincial_officer)
    first = client.get(url("womens_union_records", table="prevention", measure="units"))

    second = client.get(first.context["older"])

    told = [record["household"].code for page in (first, second)
            for record in page.context["rows"]]  # fmt: skip
    assert told == sorted(codes)
    assert second.context["page"].number == 53
    assert second.context["older"] == ""


def test_lists_ask_the_database_as_often_for_many_as_for_one(
    sign_in, provincial_officer, commune
):
    client = sign_in(provincial_officer)
    address = url("womens_union_records", table="victims", measure="units")
    returned(commune)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(3):
        returned(commune)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "names", "table": "victims"},
        {"measure": "units", "table": "users"},
        {"measure": "units", "table": "victims", "line": "99@2004"},
        {"measure": "sold", "table": "victims", "of": "dragon"},
        {"measure": "kind", "table": "victims", "of": "=1"},
        {"measure": "source", "table": "victims", "of": "x"},
        {"measure": "product", "table": "victims", "of": "wages"},
        {"measure": "died", "table": "victims", "cause": "fault"},
        {"measure": "units", "table": "victims", "year": "20x1"},
    ],
)
def test_a_number_that_is_not_there_has_no_page(sign_in, provincial_officer, changes):
    answer = sign_in(provincial_officer).get(url("womens_union_records", **changes))

    assert answer.status_code == 404


def test_who_sees_the_number_but_not_the_list_is_told_so(
    sign_in, provincial_officer, commune, monkeypatch
):
    case = returned(commune)
    fewer = PERMISSIONS[Role.PROVINCIAL_OFFICER] - {"livelihoods.view_grant"}
    monkeypatch.setitem(PERMISSIONS, Role.PROVINCIAL_OFFICER, fewer)

    answer = sign_in(provincial_officer).get(
        url("womens_union_records", table="victims", measure="units")
    )

    assert answer.status_code == 403
    assert case.code not in text_of(answer)
    assert "/reports/womens-union/?" in answer.content.decode()
