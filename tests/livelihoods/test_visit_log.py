"""The visit form: look again, save once, lose nothing."""

from datetime import date

import pytest
from django.urls import reverse

from livelihoods.models import Herd, HerdEntry, HomeVisit, Income
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.herds import make_herd, make_visit, queries
from victims.models import Household

pytestmark = pytest.mark.django_db

MET = {
    "happened_on_day": "15",
    "happened_on_month": "1",
    "happened_on_year": "2024",
    "way": "at_home",
    "private": "yes",
    "threat": "no",
    "strangers": "not_said",
    "leaving": "no",
    "meet": "nobody",
    "risk_after": "medium",
    "mind": "good",
    "next_in": "30",
    "note": "mang thuốc thú y",
}
NOT_MET = {
    "happened_on": "15/01/2024",
    "way": "not_met",
    "not_met": "working_away",
    "next_in": "14",
}


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def herd(case):
    return make_herd(case.household, heads=7)


@pytest.fixture
def page(case, caseworker, sign_in):
    """Sends the form of the case's household as the caseworker."""
    client = sign_in(caseworker)
    url = reverse("livelihoods:visit_log", args=[case.household_id])

    def sent(step="save", **data):
        return send(client, url, data | {"step": step})

    sent.get = lambda: client.get(url)
    return sent


def changed(herd, **values):
    """The fields of a herd whose number changed and agrees with the count."""
    values = {"change": "changed", "count": "agrees"} | values
    return {f"herd-{herd.pk}-{name}": value for name, value in values.items()}


def same(herd):
    return {f"herd-{herd.pk}-change": "same"}


def visits():
    with unguarded():
        return list(HomeVisit.objects.all())


def problems(response):
    """{field: first message} of every form of the page."""
    found = {}
    for form in response.context["form"].all_forms:
        found |= {name: errors[0] for name, errors in form.errors.items()}
    return found


def test_the_form_names_the_herd_and_the_last_count(page, herd):
    content = page.get().content.decode()

    assert "Lợn" in content
    assert 'data-before="7"' in content


def test_nothing_is_saved_before_it_was_looked_at(page, herd):
    response = page("review", **MET, **same(herd))

    assert response.status_code == 200
    assert response.templates[0].name == "livelihoods/visit_review.html"
    assert visits() == []


def test_the_review_keeps_every_typed_value(page, herd):
    response = page("review", **MET, **changed(herd, born="6"))

    kept = dict(response.context["carried"])
    assert kept == MET | changed(herd, born="6")


def test_the_review_covers_the_answers_about_safety(page, herd):
    response = page("review", **MET, **same(herd))

    values = [str(row["value"]) for row in response.context["rows"]]
    assert "Prefers not to say" not in values
    assert "Không muốn nói" not in values


def test_going_back_shows_what_was_typed(page, herd):
    response = page("mend", **MET, **changed(herd, born="6"))

    assert response.templates[0].name == "livelihoods/visit_log.html"
    assert response.context["form"]["note"].value() == MET["note"]
    assert response.context["form"].herds[0]["born"].value() == "6"


def test_a_visit_with_young_and_a_sale_is_saved(page, herd, case):
    sale = changed(herd, born="6", sold="2", income="5,2tr")
    response = page(**MET, **sale, income_kind="eggs", income_amount="600.000")

    (visit,) = visits()
    assert response.headers["Location"] == f"/visits/{visit.pk}/"
    assert (visit.case, visit.next_visit_on) == (case, date(2024, 2, 14))
    assert visit.answers["strangers"] == "not_said"
    assert visit.note == MET["note"]
    with unguarded():
        entries = HerdEntry.objects.filter(visit=visit).in_order()
        assert [(e.kind, e.heads, e.income) for e in entries] == [
            ("born", 6, None),
            ("sold", -2, 5_200_000),
        ]
        assert Income.objects.get(visit=visit).amount == 600_000
        assert Herd.objects.get().heads_now == 11
        assert Household.objects.get().next_visit_on == date(2024, 2, 14)


def test_another_count_is_entered_as_a_recount(page, herd):
    counted = changed(herd, born="1", count="differs", counted="9")
    counted[f"herd-{herd.pk}-count_reason"] = "một con đi lạc về"
    page(**MET, **counted)

    with unguarded():
        recount = HerdEntry.objects.get(kind="recount")
    assert (recount.heads, recount.reason) == (1, "một con đi lạc về")


def test_a_doubtful_price_is_asked_again_and_never_refused(page, herd):
    sale = changed(herd, sold="2", income="52000")
    first = page(**MET, **sale)
    assert [d["name"] for d in first.context["doubts"]] == [f"herd-{herd.pk}-income_ok"]
    assert first.context["unticked"]
    assert visits() == []

    page(**MET, **sale, **{f"herd-{herd.pk}-income_ok": "on"})

    assert len(visits()) == 1


def test_many_young_are_asked_again(page, herd):
    response = page(**MET, **changed(herd, born="99"))

    assert [d["name"] for d in response.context["doubts"]] == [
        f"herd-{herd.pk}-born_ok"
    ]


@pytest.mark.parametrize(
    ("day", "doubts"), [("16/11/2023", []), ("15/11/2023", ["late_ok"])]
)
def test_a_visit_entered_after_sixty_days_is_asked_again(page, day, doubts):
    response = page("review", **NOT_MET | {"happened_on": day})

    assert [doubt["name"] for doubt in response.context["doubts"]] == doubts


@pytest.mark.parametrize(
    ("day", "doubts"), [("14/02/2024", []), ("15/02/2024", ["next_ok"])]
)
def test_a_next_visit_later_than_the_risk_allows_is_asked_again(page, day, doubts):
    response = page("review", **NOT_MET | {"next_in": "other", "next_on": day})

    assert [doubt["name"] for doubt in response.context["doubts"]] == doubts


def test_more_animals_than_there_are_is_said_at_the_herd(page, herd):
    response = page(**MET, **changed(herd, sold="8", income="20tr"))

    assert list(problems(response)) == ["sold"]
    assert visits() == []


def test_a_late_visit_is_counted_against_its_own_day(page, herd):
    late = MET | {"happened_on_year": "2022"}
    response = page(**late, **changed(herd, lost="1"))

    assert list(problems(response)) == ["sold"]


def test_a_loss_that_later_days_forbid_keeps_what_was_typed(page, herd):
    with unguarded():
        herd.enter("given", 7, on=date(2024, 1, 10), by=herd.recorded_by)
    typed = MET | {"happened_on_day": "5", "late_ok": "on"}
    response = page(**typed, **changed(herd, lost="1"))

    assert list(problems(response)) == ["__all__"]
    assert response.context["form"]["note"].value() == MET["note"]
    assert visits() == []


def test_not_met_asks_only_why_and_when_again(page, herd):
    page(**NOT_MET)

    (visit,) = visits()
    assert (visit.way, visit.not_met, visit.private) == (
        "not_met",
        "working_away",
        None,
    )
    assert visit.answers == {}


def test_what_was_typed_before_not_met_was_chosen_is_dropped(page, herd):
    not_met = {"way": "not_met", "not_met": "out"}
    page(**MET | not_met, **changed(herd, lost="1"))

    (visit,) = visits()
    assert (visit.mind, visit.answers) == ("", {})
    with unguarded():
        assert HerdEntry.objects.filter(kind="lost").count() == 0


def test_not_in_private_notes_not_asked(page, herd):
    asked = dict.fromkeys(("threat", "strangers", "leaving"), "yes")
    page(**MET | asked | {"private": "no"}, **same(herd))

    (visit,) = visits()
    assert set(visit.safety.values()) == {"not_asked"}


REQUIRED = ["way", "private", "threat", "strangers", "leaving", "meet", "mind"]


@pytest.mark.parametrize("name", [*REQUIRED, "next_in"])
def test_every_question_wants_an_answer(page, herd, name):
    response = page(**{k: v for k, v in MET.items() if k != name}, **same(herd))

    assert name in problems(response)
    assert visits() == []


HERD_REQUIRED = [
    ({"change": ""}, "change"),
    ({"born": "0"}, "change"),
    ({"born": "1", "count": ""}, "count"),
    ({"sold": "1"}, "income"),
    ({"born": "1", "income": "2tr"}, "sold"),
    ({"died": "1"}, "cause"),
    ({"count": "differs"}, "counted"),
    ({"count": "differs", "counted": "5"}, "count_reason"),
]


@pytest.mark.parametrize(("values", "name"), HERD_REQUIRED)
def test_a_change_of_a_herd_is_told_whole(page, herd, values, name):
    response = page(**MET, **changed(herd, **values))

    assert name in problems(response)
    assert visits() == []


def test_another_risk_needs_a_reason(page, herd):
    response = page(**MET | {"risk_after": "high"}, **same(herd))
    assert list(problems(response)) == ["risk_reason"]

    higher = {"risk_after": "high", "risk_reason": "threat", "next_in": "14"}
    page(**MET | higher, **same(herd))

    with unguarded():
        assert Household.objects.get().risk_level == "high"


def test_a_day_to_come_is_refused(page):
    response = page(**NOT_MET | {"happened_on": "16/01/2024"})

    assert list(problems(response)) == ["happened_on"]


def test_a_yes_shows_whom_to_call(page, herd):
    response = page("review", **MET | {"threat": "yes"}, **same(herd))

    content = response.content.decode()
    assert 'href="tel:113"' in content
    assert 'href="tel:111"' in content


@pytest.mark.parametrize(("risk", "doubts"), [("low", ["risk_ok"]), ("medium", [])])
def test_low_risk_after_a_yes_is_asked_again(page, herd, risk, doubts):
    said = {"leaving": "yes", "risk_after": risk, "risk_reason": "steadier"}
    response = page("review", **MET | said, **same(herd))

    assert [doubt["name"] for doubt in response.context["doubts"]] == doubts


def test_the_same_form_twice_is_one_visit(page, herd, case, caseworker, sign_in):
    key = "6a1f9c0e-7f5b-4c48-b8a4-60ff9b0e1d11"
    page(**MET, **same(herd), submission=key)
    page(**MET, **same(herd), submission=key)

    assert len(visits()) == 1


def test_of_two_cases_the_visited_one_is_chosen(page, herd, case, commune):
    other = make_case(commune, household=case.household)
    page(**MET, **same(herd), case=str(other.pk))

    (visit,) = visits()
    assert visit.case == other


def test_a_prevention_household_is_visited_without_a_case(commune, caseworker, sign_in):
    household = make_household(commune, high_risk_from=date(2023, 1, 1))
    url = reverse("livelihoods:visit_log", args=[household.pk])
    send(sign_in(caseworker), url, MET | {"step": "save", "school-home": "regular"})

    (visit,) = visits()
    assert visit.case is None
    assert visit.answers["school"] == {"home": "regular"}


def test_the_form_takes_as_many_queries_for_any_past(page, case, herd):
    before = queries(lambda: page.get())
    for n in range(1, 4):
        make_visit(case.household, on=date(2023, 12, n))

    assert queries(lambda: page.get()) == before
