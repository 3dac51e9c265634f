"""The Department's page, its print and the lists behind its numbers."""

import pytest

from tests.reporting.asking import labour_record, links, number, pdf_text, url


def test_every_number_of_the_departments_page_opens_its_list(
    sign_in, labour_officer, commune
):
    labour_record(commune)
    client = sign_in(labour_officer)
    shown = links(client.get(url("labour")))

    shown = shown[::2]

    opened = [client.get(link) for _text, link in shown]

    assert len(shown) > 30
    assert [number(text) for text, _link in shown] == [
        page.context["page"].number for page in opened
    ]


def test_a_turn_without_a_file_is_listed_without_a_person(
    sign_in, labour_officer, commune
):
    case = labour_record(commune)

    page = sign_in(labour_officer).get(url("labour_records", measure="turns", of="1"))

    assert page.context["page"].number == 3
    assert [bool(record["case"]) for record in page.context["rows"]].count(False) == 1
    assert case.victim.name not in page.content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"measure": "names"}, {"measure": "turns", "of": "9"}, {"measure": "turns",
     "after": "x", "after_unit": "y"}],
)  # fmt: skip
def test_a_number_the_department_does_not_have_has_no_page(
    sign_in, labour_officer, changes
):
    answer = sign_in(labour_officer).get(url("labour_records", **changes))

    assert answer.status_code == 404


def test_the_department_says_who_has_reported(sign_in, labour_officer, commune):
    labour_record(commune)

    text = pdf_text(sign_in(labour_officer).get(url("labour_pdf")))

    assert "Mèo Vạc. " in text
    assert "Bắc Mê" in text
