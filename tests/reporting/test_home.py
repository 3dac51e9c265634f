"""The first page: what needs attention today, for each role."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Posting, User
from livelihoods.models import Grant
from tests import records
from tests.accounts.trail import rows
from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.herds import make_entry, make_herd
from victims.models import Household

DAY = date(2024, 1, 15)


@pytest.fixture
def home(sign_in):
    """`home(user)` -> {part of the page: its block}."""

    def shown(user):
        response = sign_in(user).get("/")
        return {
            each["part"].removeprefix("reporting/home_").removesuffix(".html"): each
            for each in response.context["blocks"]
        }

    return shown


@pytest.fixture
def page(sign_in):
    def shown(user):
        return sign_in(user).get("/")

    return shown


def visited(area, days_late, **fields):
    """An open case whose next visit is so many days overdue (or ahead, below 0)."""
    case = make_case(area, **fields)
    with unguarded():
        Household.objects.filter(pk=case.household_id).update(
            next_visit_on=DAY - timedelta(days=days_late)
        )
    return case


def test_overdue_visits_the_latest_first(home, caseworker, commune, neighbour_commune):
    two, six = visited(commune, 2), visited(commune, 6)
    visited(commune, 0)
    visited(neighbour_commune, 9)

    block = home(caseworker)["visits"]

    assert [row.pk for row in block["rows"]] == [six.household_id, two.household_id]
    assert [row.days_late for row in block["rows"]] == [6, 2]
    assert [row.open_cases for row in block["rows"]] == [[six], [two]]


def test_the_worst_has_the_one_filled_button(page, caseworker, commune):
    visited(commune, 6), visited(commune, 2)

    text = page(caseworker).content.decode()

    main = text[text.index("<main") : text.index("</main>")]
    assert main.count('class="button"') == 1
    assert main.index('class="button"') < main.rindex("button-outline")


def test_a_prevention_household_is_visited_too(home, caseworker, commune):
    household = make_household(
        commune, high_risk_from=date(2023, 1, 1), next_visit_on=DAY - timedelta(days=3)
    )

    assert home(caseworker)["visits"]["rows"] == [household]


def test_the_next_seven_days(home, caseworker, commune):
    soon = [visited(commune, -days) for days in (7, 0)]
    visited(commune, -8)

    rows = home(caseworker)["soon"]["rows"]

    assert [row.pk for row in rows] == [case.household_id for case in reversed(soon)]


def test_grants_sent_back(home, caseworker, neighbour, commune):
    made = records.grant(
        commune,
        Grant.State.RETURNED,
        to_mend=["lines", "why"],
        mend_by=date(2024, 1, 19),
    )

    assert [grant.pk for grant in home(caseworker)["returned"]["rows"]] == [made["pk"]]
    assert "returned" not in home(neighbour)


def test_grants_to_decide_oldest_first_with_amount_and_days(
    home, district_officer, other_district_officer, commune
):
    made = records.grant(commune)

    (grant,) = home(district_officer)["waiting"]["rows"]

    assert grant.pk == made["pk"]
    assert (grant.total_amount, grant.days_waiting) == (12_000_000, 4)
    assert "waiting" not in home(other_district_officer)


def test_who_asks_does_not_decide(home, caseworker, commune):
    records.grant(commune)

    assert "waiting" not in home(caseworker)


def test_overdue_by_commune(home, district_officer, commune, neighbour_commune):
    visited(commune, 6), visited(commune, 2), visited(neighbour_commune, 9)

    rows = home(district_officer)["communes"]["rows"]

    assert [(row["place"], row["count"], row["days"]) for row in rows] == [
        ("Khâu Vai", 2, 6),
        ("Niêm Tòng", 1, 9),
    ]


def test_files_that_are_not_finished(home, caseworker, commune):
    case = make_case(commune)

    assert home(caseworker)["files"]["rows"] == [case]


def test_animals_that_died_lately(home, provincial_officer, district_officer, commune):
    herd = make_herd(make_household(commune), heads=6)
    make_entry(herd, "died", 2, DAY - timedelta(days=29), cause="cold")
    make_entry(herd, "died", 1, DAY - timedelta(days=30), cause="cold")

    (row,) = home(provincial_officer)["deaths"]["rows"]

    assert (row["place"], row["heads"], row["households"]) == ("Khâu Vai", 2, 1)
    assert "deaths" not in home(district_officer)


def test_money_left_this_year(home, provincial_officer, caseworker, commune):
    records.budget(commune)

    (budget,) = home(provincial_officer)["money"]["rows"]

    assert (budget.year, budget.left) == (2024, 100_000_000)
    assert "money" not in home(caseworker)


def test_regimes_that_wait(home, labour_officer, caseworker, commune):
    made = records.regime_request(commune)

    rows = home(labour_officer)["requests"]["rows"]

    assert [request.pk for request in rows] == [made["pk"]]
    assert "requests" not in home(caseworker)


def test_the_administrator_counts_people_and_places(home, administrator, caseworker):
    with unguarded():
        User.objects.create_user("moi", "Mới", must_change_password=True)
        User.objects.create_user("cu", "Cũ", is_active=False)

    blocks = home(administrator)

    # The last block of figures is that of the places.
    assert [row["value"] for row in blocks["figures"]["rows"]] == [1, 11, 193]
    assert set(blocks) == {"figures"}


def test_postings_that_end_soon(home, administrator, caseworker):
    # Postings live by the database's calendar, the page by the day of the demo.
    with unguarded():
        Posting.objects.filter(user=caseworker).update(
            until_on=DAY + timedelta(days=30)
        )

    assert [posting.user for posting in home(administrator)["postings"]["rows"]] == [
        caseworker
    ]


def test_the_administrator_sees_no_case(page, administrator, commune):
    case = visited(commune, 6)

    text = page(administrator).content.decode()

    assert case.code not in text
    assert case.household.code not in text


@pytest.mark.parametrize(
    "member", ["neighbour", "other_district_officer", "administrator"]
)
def test_nothing_of_other_places(page, request, commune, member):
    case = visited(commune, 6)
    records.grant(commune)
    records.regime_request(commune)

    text = page(request.getfixturevalue(member)).content.decode()

    assert case.code not in text
    assert "HG-20" not in text
    assert "HGH-20" not in text


def test_a_quiet_day_says_so(page, caseworker, commune):
    case = visited(commune, -20)
    with unguarded():
        type(case).objects.update(sent_on=DAY)

    response = page(caseworker)

    assert response.context["is_quiet"]
    assert response.context["blocks"] == []
    assert response.context["next_visit"] == date(2024, 2, 4)


def test_who_follows_nobody_yet_may_take_somebody_in(page, caseworker):
    response = page(caseworker)

    assert response.context["next_visit"] is None
    assert 'href="/cases/intake/"' in response.content.decode()


def test_names_stay_hidden(page, caseworker, district_officer, commune):
    visited(commune, 6)
    records.grant(commune)

    for user in (caseworker, district_officer):
        text = page(user).content.decode()
        assert "Vàng Thị Mỷ" not in text
        assert "Giàng A Pó" not in text


def test_what_is_shown_stands_in_the_trail(page, caseworker, commune):
    case = visited(commune, 6)

    page(caseworker)

    row = rows()[-1]
    assert row.act == "read home"
    assert set(row.subjects) == {case.household_id, case.pk}


@pytest.mark.parametrize(
    "member", ["caseworker", "district_officer", "provincial_officer", "labour_officer"]
)
def test_the_page_asks_as_often_for_three_as_for_one(page, request, commune, member):
    user = request.getfixturevalue(member)

    def more():
        visited(commune, 6), visited(commune, -3)
        records.grant(commune)
        records.grant(commune, Grant.State.RETURNED)
        records.regime_request(commune)
        make_entry(make_herd(make_household(commune)), "died", 1, DAY, cause="cold")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            page(user)
        return len(asked)

    more()
    page(user)
    once = queries()
    more(), more()
    page(user)  # once: what is due is more now, and the navigation keeps the number

    assert queries() == once
