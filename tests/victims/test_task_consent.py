"""Consent by purpose, risk, needs, poverty."""

from datetime import date

import pytest
from django.urls import reverse

from tests.accounts.trail import acts
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.victims.factories import (
    TODAY,
    day_boxes,
    make_consent,
)
from tests.victims.pages import errors, fresh, page
from victims.models import (
    Consent,
    Need,
    PovertyStatus,
    RiskAssessment,
    Victim,
)
from victims.models.risk import QUESTIONS
from victims.views.tasks import TASKS

SLUGS = [task.slug for task in TASKS]


@pytest.fixture
def case(commune):
    return make_case(commune, returned_on=date(2023, 9, 1), returned_precision="day")


@pytest.fixture
def client(sign_in, caseworker):
    return sign_in(caseworker)


# Consent


CONSENTS = {
    "record": "yes",
    "share_authority": "yes",
    "share_donor": "no",
    "visit": "yes",
    "photo": "not_asked",
}


@pytest.fixture
def consents():
    return CONSENTS | {
        "version": 1,
        "private": "yes",
        "how": "thumb",
        **day_boxes("happened_on", TODAY),
    }


def test_each_purpose_is_a_consent_of_its_own(client, case, consents):
    send(client, page(case, "consent"), consents)

    with unguarded():
        rows = {c.purpose: (c.answer, c.how) for c in Consent.objects.all()}
    assert rows == {
        "record": ("yes", "thumb"),
        "share_authority": ("yes", "thumb"),
        "share_donor": ("no", ""),
        "visit": ("yes", "thumb"),
        "photo": ("not_asked", ""),
    }


def test_no_consent_is_answered_beforehand(client, case):
    form = client.get(page(case, "consent")).context["form"]

    assert [field.value() for field in form.lines] == [""] * 7


def test_a_yes_says_how_it_was_given(client, case, consents):
    del consents["how"]

    response = send(client, page(case, "consent"), consents)

    assert errors(response) == {"how": ["Say how the yes was given."]}


def test_a_donor_is_named(client, case, consents):
    response = send(client, page(case, "consent"), consents | {"share_donor": "yes"})

    assert list(errors(response)) == ["donor_name"]


def test_under_18_the_guardian_is_asked_too(client, case, consents):
    with unguarded():
        Victim.objects.update(born_on=date(2008, 1, 1))

    missing = send(client, page(case, "consent"), consents)
    unnamed = send(client, page(case, "consent"), consents | {"by_guardian": "yes"})
    given = consents | {"by_guardian": "yes", "guardian_name": "bà ngoại"}
    send(client, page(case, "consent"), given)

    assert list(errors(missing)) == ["by_guardian"]
    assert list(errors(unnamed)) == ["guardian_name"]
    with unguarded():
        record = Consent.objects.get(purpose="record")
    assert (record.by_guardian, record.guardian_name) == (True, "bà ngoại")


def test_the_guardian_may_be_the_danger(client, case, consents):
    with unguarded():
        Victim.objects.update(born_on=date(2008, 1, 1))

    said = consents | {"by_guardian": "ask_above"}
    assert send(client, page(case, "consent"), said).status_code == 302

    with unguarded():
        assert not Consent.objects.get(purpose="record").by_guardian


def test_a_yes_is_taken_back_and_takes_effect(client, case):
    make_consent(case)
    make_consent(case, "visit")
    url = reverse("victims:consent_withdraw", args=[case.pk, "visit"])

    assert "No visit and no call is planned" in client.get(url).content.decode()
    send(client, url)

    found = fresh(case)
    with unguarded():
        assert (found.allows("visit"), found.refuses("visit")) == (False, True)
    assert found.household.next_visit_on is None
    assert acts()[-1] != ""


def test_without_a_yes_there_is_nothing_to_take_back(client, case):
    send(client, reverse("victims:consent_withdraw", args=[case.pk, "photo"]))

    with unguarded():
        assert Consent.objects.count() == 0


@pytest.mark.parametrize("slug", [s for s in SLUGS if s != "consent"])
def test_once_the_file_is_refused_nothing_new_is_written(client, case, slug):
    make_consent(case, answer="withdrawn")

    response = send(client, page(case, slug), {"version": 1})

    assert response.headers["Location"] == reverse(
        "victims:case_person", args=[case.pk]
    )


def test_somebody_may_change_their_mind_again(client, case, consents):
    make_consent(case, answer="withdrawn")

    send(client, page(case, "consent"), consents)

    with unguarded():
        assert fresh(case).allows("record")


# Risk


@pytest.fixture
def calm():
    return {
        **dict.fromkeys(QUESTIONS, "no"),
        "version": 1,
        "private": "yes",
        "level": "low",
        "safe_place": "nhà chị gái",
        **day_boxes("next_contact", TODAY),
    }


def test_the_level_is_a_persons_and_the_answers_are_sealed(client, case, calm):
    send(client, page(case, "risk"), calm)

    with unguarded():
        found = RiskAssessment.objects.get()
    assert (found.level, found.suggested) == ("low", "low")
    assert (found.answers["threat"], found.next_contact) == ("no", TODAY)
    assert found.plan["safe_place"] == "nhà chị gái"
    assert fresh(case).household.risk_level == "low"


def test_another_level_than_suggested_needs_a_reason(client, case, calm):
    said = calm | {"threat": "yes"}

    refused = send(client, page(case, "risk"), said)
    send(client, page(case, "risk"), said | {"reason": "kẻ đe dọa đã bị bắt giữ"})

    assert errors(refused)["reason"] == [
        "Suggested: High: there was a threat. Say why another level is right."
    ]
    with unguarded():
        found = RiskAssessment.objects.get()
    assert (found.level, found.suggested, found.reason) == (
        "low",
        "high",
        "kẻ đe dọa đã bị bắt giữ",
    )


def test_every_question_has_an_answer(client, case, calm):
    del calm["threat"]

    response = send(client, page(case, "risk"), calm)

    assert errors(response)["threat"] == ["Choose an answer, or: Not asked."]


# Needs, poverty


def test_wishes_stand_in_the_persons_order(client, case):
    said = {"version": 1, "first": "livestock", "second": "health", "more": ["loan"]}

    send(client, page(case, "needs"), said | {"goals": "nuôi hai con lợn"})
    other = said | {"version": 2, "first": "health", "second": "livestock", "goals": ""}
    send(client, page(case, "needs"), other)

    with unguarded():
        live = Need.objects.live().order_by("rank")
        assert [(n.kind, n.rank) for n in live] == [
            ("health", 1),
            ("livestock", 2),
            ("loan", None),
        ]
        assert Need.objects.count() == 5


def test_a_wish_is_named_once(client, case):
    said = {"version": 1, "first": "health", "second": "health"}

    assert list(errors(send(client, page(case, "needs"), said))) == ["second"]


def test_cannot_be_assessed_is_an_answer(client, case):
    said = {"version": 1, "category": "cannot_be_assessed", "year": 2023}
    said |= day_boxes("happened_on", TODAY)

    send(client, page(case, "poverty"), said)
    send(client, page(case, "poverty"), said)

    with unguarded():
        found = PovertyStatus.objects.get()
    assert (found.category, found.year) == ("cannot_be_assessed", 2023)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"year": 2025}, "year"),
        ({"year": 1999}, "year"),
        (day_boxes("happened_on", date(2024, 1, 16)), "happened_on"),
        ({"certificate": "12"}, "certificate"),
    ],
)
def test_a_poverty_status_that_cannot_be(client, case, more, field):
    said = {"version": 1, "category": "not_poor", "year": 2023}
    said |= day_boxes("happened_on", TODAY) | more

    assert list(errors(send(client, page(case, "poverty"), said))) == [field]
