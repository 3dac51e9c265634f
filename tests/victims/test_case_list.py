"""The list of cases: who sees which, filters, search, order, pages by key."""

from datetime import date, timedelta
from urllib.parse import unquote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.trail import rows as trail
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household, make_victim
from tests.victims.factories import TODAY, make_alias, make_minor, make_paper
from victims.forms import filters
from victims.models import Case
from victims.searching import hidden

URL = reverse("victims:case_list")
SEARCH = reverse("victims:case_search")


def made(area, name="Vàng Thị Mỷ", due=None, risk="medium", **fields):
    """A case whose household is to be visited on a day, or never."""
    household = make_household(area, risk_level=risk)
    victim = make_victim(area, name=name)
    case = make_case(area, household=household, victim=victim, **fields)
    with unguarded():
        household.next_visit_on = due
        household.save()
    return case


def codes(response):
    return [case.code for case in response.context["rows"]]


def searched(client, text, **more):
    return send(client, SEARCH, {"q": text} | more, follow=True)


def shown(client, **query):
    return codes(client.get(URL, query))


@pytest.mark.parametrize(
    ("member", "count"),
    [
        ("caseworker", 1),
        ("neighbour", 1),
        ("district_officer", 2),
        ("other_district_officer", 0),
        ("provincial_officer", 2),
        ("labour_officer", 2),
    ],
)
def test_each_sees_the_cases_of_their_area(
    request, sign_in, commune, neighbour_commune, member, count
):
    made(commune)
    made(neighbour_commune)

    response = sign_in(request.getfixturevalue(member)).get(URL)

    assert len(response.context["rows"]) == response.context["total"] == count


def test_the_administrator_has_no_list(sign_in, administrator):
    assert sign_in(administrator).get(URL).status_code == 403


def test_what_needs_attention_stands_first(sign_in, caseworker, commune):
    later = made(commune, due=TODAY + timedelta(days=3))
    never = made(commune)
    late = made(commune, due=TODAY - timedelta(days=6))
    client = sign_in(caseworker)

    response = client.get(URL)

    assert codes(response) == [late.code, later.code, never.code]
    page = response.content.decode()
    assert "Visit 6 days late" in page
    assert "3 days left" in page


def test_other_orders(sign_in, district_officer, commune, neighbour_commune):
    first = made(neighbour_commune, name="Vàng Thị Ánh", due=date(2024, 2, 1))
    last = made(commune, name="Ân Thị Xuân", due=date(2024, 1, 1))
    client = sign_in(district_officer)

    assert shown(client, sort="name") == [first.code, last.code]
    assert shown(client, sort="place") == [last.code, first.code]
    assert shown(client, sort="attention") == [last.code, first.code]
    assert len(shown(client, sort="last_visit")) == 2
    assert shown(client, sort="nonsense") == [last.code, first.code]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vang my", True),
        ("MỶ Vàng", True),
        ("mai", True),
        ("HG-2023-0001", True),
        ("hg-2023", True),
        ("5678", True),
        ("0912 345 678", True),
        ("0001", True),
        ("sung", False),
        ("5679", False),
        ("!!!", False),
        ("%", False),
    ],
)
def test_search(sign_in, caseworker, commune, text, found):
    victim = make_victim(commune, phone="0912345678")
    case = make_case(commune, victim=victim)
    make_alias(victim, "Mai")

    response = searched(sign_in(caseworker), text)

    assert codes(response) == ([case.code] if found else [])
    assert response.context["search_text"] == text


def test_no_word_of_a_search_stands_in_an_address(sign_in, caseworker, commune):
    made(commune)
    client = sign_in(caseworker)

    response = searched(client, "vang thi", sort="name")

    (address, _status) = response.redirect_chain[0]
    assert address.startswith(URL + "?")
    assert "sort=name" in address
    assert "vang" not in unquote(address)
    assert 'value="vang thi"' in response.content.decode()


def test_another_cannot_read_a_search(sign_in, caseworker, neighbour):
    token = hidden("vang thi", caseworker)

    response = sign_in(neighbour).get(URL, {"q": token})

    assert response.context["search_text"] == ""


def test_search_stays_within_the_area(sign_in, neighbour, commune):
    made(commune)

    assert shown(sign_in(neighbour), q=hidden("vang", neighbour)) == []


@pytest.mark.parametrize(
    "query",
    [
        {"risk": "high"},
        {"visit": "overdue"},
        {"visit": "soon"},
        {"papers": "missing"},
        {"children": "yes"},
        {"ethnicity": "Mông"},
        {"year": "2023"},
        {"year": "earlier"},
        {"place": "00814@2004"},
        {"state": "closed"},
    ],
    ids=lambda query: "-".join(query.values()),
)
def test_each_filter_finds_its_cases_alone(
    sign_in, district_officer, commune, neighbour_commune, query
):
    far = TODAY + timedelta(days=60)
    wanted = {
        "high": {"risk": "high"},
        "overdue": {"due": TODAY - timedelta(days=1)},
        "soon": {"due": TODAY},
        "2023": {"returned_on": date(2023, 3, 1), "returned_precision": "month"},
        "earlier": {"returned_on": date(2010, 1, 1), "returned_precision": "year"},
        "closed": {"closed_on": TODAY, "closed_reason": "plan_reached"},
    }
    (value,) = query.values()
    area = neighbour_commune if value != "00814@2004" else commune
    one = made(area, **({"due": far} | wanted.get(value, {})))
    other = made(neighbour_commune, due=far)
    if value == "missing":
        make_paper(one.victim, status="lost")
        make_paper(other.victim, status="lost")
        make_paper(other.victim, status="has", on=TODAY)
    if value == "yes":
        make_minor(one)
    if value == "Mông":
        with unguarded():
            one.victim.ethnicity_list, one.victim.ethnicity = "census", "08"
            one.victim.save()

    response = sign_in(district_officer).get(URL, query)

    assert codes(response) == [one.code]


def test_within_a_group_any_between_groups_all(sign_in, caseworker, commune):
    high = made(commune, risk="high", due=date(2024, 1, 2))
    low = made(commune, risk="low", due=date(2024, 1, 3))
    made(commune, risk="medium", due=date(2024, 1, 1))
    made(commune, risk="high", due=date(2024, 1, 30))
    client = sign_in(caseworker)

    response = client.get(f"{URL}?risk=high&risk=low&visit=overdue")

    assert codes(response) == [high.code, low.code]
    assert [chip["label"] for chip in response.context["chips"]] == [
        "▲ High",
        "▽ Low",
        "Overdue",
    ]
    assert response.context["chips"][0]["url"] == "?risk=low&visit=overdue"


def test_options_are_counted_before_the_filter(sign_in, caseworker, commune):
    made(commune, risk="high")
    made(commune, risk="low")
    made(commune, risk="low")

    response = sign_in(caseworker).get(URL, {"risk": "high"})

    risks = response.context["groups"][0]["options"]
    assert [(option.value, option.count) for option in risks] == [
        ("high", 1),
        ("medium", 0),
        ("low", 2),
    ]


def test_an_empty_result_keeps_the_search(sign_in, caseworker, commune):
    made(commune)

    search = hidden("vang thi", caseworker)

    page = sign_in(caseworker).get(URL, {"q": search, "risk": "high"})

    text = page.content.decode()
    assert "Nothing found with these filters" in text
    assert "the search «vang thi» stays" in text
    assert page.context["filters"].clear_address() == f"?{urlencode({'q': search})}"


def test_an_empty_area_offers_the_intake(sign_in, caseworker, labour_officer):
    page = sign_in(caseworker).get(URL).content.decode()

    assert "There is no case yet" in page
    assert reverse("victims:case_intake") in page


def test_pages_by_key_both_ways(sign_in, caseworker, commune):
    due = [TODAY + timedelta(days=n // 3) for n in range(60)]
    cases = [made(commune, due=day) for day in due]
    client = sign_in(caseworker)

    first = client.get(URL)
    second = client.get(URL + first.context["older"])
    third = client.get(URL + second.context["older"])
    back = client.get(URL + third.context["newer"])
    start = client.get(URL + back.context["newer"])

    pages = [codes(page) for page in (first, second, third)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert sorted(sum(pages, [])) == sorted(case.code for case in cases)
    assert (codes(back), codes(start)) == (pages[1], pages[0])
    assert first.context["newer"] == third.context["older"] == ""


def test_pages_by_name_hold_no_name_in_the_address(sign_in, caseworker, commune):
    for number in range(30):
        made(commune, name=f"Vàng Thị {chr(65 + number % 20)}")
    client = sign_in(caseworker)

    first = client.get(URL, {"sort": "name"})
    second = client.get(URL + first.context["older"])

    last = first.context["rows"][-1]
    assert first.context["older"] == f"?sort=name&after={last.pk}"
    assert len(codes(second)) == 5
    assert not set(codes(first)) & set(codes(second))


def test_where_nobody_is_to_be_visited_pages_go_on(sign_in, caseworker, commune):
    for _number in range(30):
        made(commune)
    client = sign_in(caseworker)

    first = client.get(URL)
    second = client.get(URL + first.context["older"])
    back = client.get(URL + second.context["newer"])

    assert len(set(codes(first) + codes(second))) == 30
    assert codes(back) == codes(first)


@pytest.mark.parametrize("query", [{"after": "1"}, {"before": "x' OR 1=1"}])
def test_a_made_up_page_is_no_page(sign_in, caseworker, query):
    assert sign_in(caseworker).get(URL, query).status_code == 404


def test_many_cases_are_not_counted_out(sign_in, caseworker, commune, monkeypatch):
    monkeypatch.setattr("victims.keyset.MOST_COUNTED", 2)
    monkeypatch.setattr("victims.views.lists.MOST_COUNTED", 2)
    monkeypatch.setattr(filters, "MOST_FACETS", 2)
    for _number in range(4):
        made(commune)

    page = sign_in(caseworker).get(URL)

    assert "more than 2 cases" in page.content.decode()
    assert page.context["total"] == 3
    assert page.context["groups"][0]["options"][0].count is None


def test_papers_that_are_missing_are_counted(sign_in, caseworker, commune):
    case = made(commune)
    make_paper(case.victim, "identity", "lost")
    make_paper(case.victim, "birth", "none")
    make_paper(case.victim, "residence", "has")

    response = sign_in(caseworker).get(URL)

    assert response.context["rows"][0].missing_papers == 2


@pytest.mark.parametrize("query", ["", "?risk=medium&visit=overdue&sort=name"])
def test_the_same_queries_for_one_row_and_for_three(
    sign_in, district_officer, commune, query
):
    client = sign_in(district_officer)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(URL + query)
        return len(caught)

    made(commune, due=date(2024, 1, 1))
    queries()
    one = queries()
    made(commune, due=date(2024, 1, 1))
    made(commune, due=date(2024, 1, 1))

    assert queries() == one


def test_the_trail_keeps_which_cases_were_shown(sign_in, caseworker, commune):
    case = made(commune)

    sign_in(caseworker).get(URL)

    (row,) = [row for row in trail() if row.act == "read victims:case_list"]
    assert row.subjects == [case.pk]


def test_a_mark_follows_from_the_key(commune):
    case = made(commune)

    with unguarded():
        again = Case.objects.get(pk=case.pk)
    assert (again.glyph, again.glyph_number) == (case.glyph, case.glyph_number)
    assert 1 <= case.glyph_number <= 40


def test_who_works_in_two_communes_chooses_among_them(
    sign_in, caseworker, commune, neighbour_commune
):
    with unguarded():
        caseworker.postings.create(
            role="caseworker", area=neighbour_commune, from_on=date(2020, 1, 1)
        )
    there, _here = made(neighbour_commune), made(commune)
    client = sign_in(caseworker)

    response = client.get(URL, {"place": neighbour_commune.key})

    assert codes(response) == [there.code]


def test_the_department_is_shown_no_visits(
    sign_in, labour_officer, provincial_officer, commune
):
    """Livelihoods are counts for the Department: an empty column would read "never"."""
    made(commune, due=TODAY - timedelta(days=3))
    seen = sign_in(labour_officer).get(URL, {"sort": "last_visit"})
    whole = sign_in(provincial_officer).get(URL)

    for words in ("Last visit", "Visit due", "Next 7 days"):
        assert words not in seen.content.decode()
        assert words in whole.content.decode()
    assert seen.context["filters"].sort == "attention"
