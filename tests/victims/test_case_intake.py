"""Quick intake: a file in one act, or none at all."""

from datetime import date

import pytest
from django.urls import reverse

from tests.accounts.trail import acts
from tests.conftest import send, unguarded
from tests.factories import make_household
from tests.victims.factories import TODAY, day_boxes
from victims.models import Case, Consent, Household, Need, Victim
from victims.models.case_parts import Holding

URL = reverse("victims:case_intake")


@pytest.fixture
def answers(commune):
    return {
        "safe": "yes",
        "private": "yes",
        "call_name": "chị Mai",
        "address_form": "chị",
        "commune": commune.pk,
        "hamlet": "thôn 3",
        "urgent": ["shelter", "interpreter"],
        "consent": "yes",
        **day_boxes("received_on", TODAY),
    }


def counts():
    with unguarded():
        models = (Household, Victim, Case, Consent, Need, Holding)
        return [model.objects.count() for model in models]


def test_a_file_opens_with_household_person_and_case(sign_in, caseworker, answers):
    response = send(sign_in(caseworker), URL, answers)

    assert counts() == [1, 1, 1, 1, 2, 1]
    with unguarded():
        case = Case.objects.select_related("household", "victim").get()
    assert response.headers["Location"] == reverse("victims:case_tasks", args=[case.pk])
    assert (case.code[:8], case.victim.call_name) == ("HG-2024-", "chị Mai")
    assert (case.household.hamlet, case.household.holder_id) == (
        "thôn 3",
        caseworker.pk,
    )
    assert case.household.next_visit_on == date(2024, 1, 22)


def test_nothing_is_ticked_beforehand(sign_in, district_officer):
    page = sign_in(district_officer).get(URL).content.decode()

    assert page.count(" checked") == 0


def test_a_no_writes_no_personal_file(sign_in, caseworker, answers):
    response = send(sign_in(caseworker), URL, answers | {"consent": "no"})

    assert response.status_code == 302
    assert counts() == [0, 0, 0, 0, 0, 0]


def test_a_no_needs_nothing_else(sign_in, caseworker):
    response = send(sign_in(caseworker), URL, {"consent": "no"})

    assert response.status_code == 302
    assert counts() == [0, 0, 0, 0, 0, 0]


def test_where_consent_could_not_be_asked_the_file_opens(sign_in, caseworker, answers):
    send(sign_in(caseworker), URL, answers | {"consent": "not_asked"})

    with unguarded():
        assert Consent.objects.get().answer == "not_asked"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("safe", "Say whether the person is safe."),
        ("private", "Say whether you can talk in private."),
        ("call_name", "Enter a name by which staff know the file."),
        ("commune", "Choose the commune where the person is."),
        ("urgent", "Tick what is needed, or: Nothing."),
        ("consent", "Choose the answer about keeping a file."),
    ],
)
def test_each_question_needs_an_answer(sign_in, caseworker, answers, field, sentence):
    del answers[field]

    response = send(sign_in(caseworker), URL, answers)

    assert response.context["form"].errors == {field: [sentence]}
    assert counts() == [0, 0, 0, 0, 0, 0]


def test_unsafe_makes_the_risk_high_and_the_visit_today(sign_in, caseworker, answers):
    send(sign_in(caseworker), URL, answers | {"safe": "no"})

    with unguarded():
        household = Household.objects.get()
    assert (household.risk_level, household.next_visit_on) == ("high", TODAY)


def test_unsafe_shows_whom_to_call(sign_in, caseworker, answers):
    del answers["consent"]

    page = send(sign_in(caseworker), URL, answers | {"safe": "no"}).content.decode()

    assert page.index('href="tel:113"') < page.index('name="safe"')


def test_without_privacy_the_sensitive_tasks_are_not_asked(
    sign_in, caseworker, answers
):
    client = sign_in(caseworker)
    response = send(client, URL, answers | {"private": "no"})

    page = client.get(response.headers["Location"])

    tags = {str(item["label"]): item["tag"] for item in page.context["items"]}
    assert tags["Risk and safety plan"] == "Not asked"
    assert tags["Identity"] == "Not started"


def test_nothing_and_something_urgent_is_a_contradiction(sign_in, caseworker, answers):
    response = send(
        sign_in(caseworker), URL, answers | {"urgent": ["nothing", "shelter"]}
    )

    assert list(response.context["form"].errors) == ["urgent"]


def test_a_household_of_the_commune_may_be_chosen(
    sign_in, caseworker, answers, commune
):
    household = make_household(commune)

    send(sign_in(caseworker), URL, answers | {"household": household.code})

    with unguarded():
        assert Case.objects.get().household_id == household.pk
        assert Household.objects.count() == 1


def test_a_household_elsewhere_is_answered_like_a_missing_one(
    sign_in, district_officer, answers, far_commune
):
    client = sign_in(district_officer)
    elsewhere = make_household(far_commune)

    there = send(client, URL, answers | {"household": elsewhere.code})
    nowhere = send(client, URL, answers | {"household": "HGH-2024-9999-X"})

    assert there.context["form"].errors == nowhere.context["form"].errors
    assert counts()[2] == 0


def test_a_commune_out_of_reach_is_no_choice(sign_in, caseworker, answers, far_commune):
    response = send(sign_in(caseworker), URL, answers | {"commune": far_commune.pk})

    assert list(response.context["form"].errors) == ["commune"]


def test_a_day_to_come_is_refused(sign_in, caseworker, answers):
    tomorrow = day_boxes("received_on", date(2024, 1, 16))

    response = send(sign_in(caseworker), URL, answers | tomorrow)

    assert response.context["form"].errors == {
        "received_on": ["The day cannot be after today."]
    }


def test_the_same_tap_twice_is_one_file(sign_in, caseworker, answers):
    client = sign_in(caseworker)
    answers["submission"] = "0b6d63c1-6d5e-4a0e-9f3f-2a2f1f6f0a11"

    first = client.post(URL, answers)
    again = client.post(URL, answers)

    assert first.headers["Location"] == again.headers["Location"]
    assert counts()[2] == 1


def test_the_trail_names_acts_and_keys_alone(sign_in, caseworker, answers):
    send(sign_in(caseworker), URL, answers)

    rows = acts()
    assert [act for act in rows if "case" in act or "household" in act] == [
        "enrol household",
        "open case",
        "assign household",
        "assign case",
    ]
