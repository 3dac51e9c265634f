"""Who holds a case, where it moves, how it ends and begins again; sending the file."""

from datetime import date

import pytest
from django.urls import reverse

from tests.accounts.trail import acts
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household, make_victim
from tests.victims.factories import (
    TODAY,
    day_boxes,
    make_consent,
    make_identification,
    make_risk,
)
from victims.models import Case, Closure, Holding, Household, Placement


@pytest.fixture
def case(commune):
    return make_case(commune)


def url(name, case):
    return reverse(f"victims:{name}", args=[case.pk])


def fresh(case):
    with unguarded():
        found = Case.objects.select_related("household", "victim")
        return found.get(pk=case.pk)


def errors(response):
    return {name: list(e) for name, e in response.context["form"].errors.items()}


# Who holds it


def assignment(user, **more):
    return {
        "holder": user.pk,
        "reason": "nearer",
        **day_boxes("happened_on", TODAY),
    } | more


def test_a_case_is_given_to_somebody(sign_in, district_officer, caseworker, case):
    response = send(
        sign_in(district_officer), url("case_assign", case), assignment(caseworker)
    )

    assert response.headers["Location"] == url("case_person", case)
    assert fresh(case).household.holder_id == caseworker.pk
    with unguarded():
        holding = Holding.objects.get()
    assert (holding.user_id, holding.reason) == (caseworker.pk, "nearer to the home")


def test_staff_of_elsewhere_are_no_choice(sign_in, district_officer, neighbour, case):
    response = send(
        sign_in(district_officer), url("case_assign", case), assignment(neighbour)
    )

    assert list(errors(response)) == ["holder"]


def test_who_must_not_know_never_holds_it(
    sign_in, district_officer, caseworker, commune
):
    victim = make_victim(commune, must_not_know="chị ruột: Lý Thị Say")
    case = make_case(commune, victim=victim)

    response = send(
        sign_in(district_officer), url("case_assign", case), assignment(caseworker)
    )

    assert errors(response) == {"holder": ["This person may not hold this case."]}


def test_the_same_family_name_is_a_warning(
    sign_in, district_officer, caseworker, commune
):
    case = make_case(commune, victim=make_victim(commune, name="Lý Thị Mỷ"))
    client = sign_in(district_officer)

    warned = send(client, url("case_assign", case), assignment(caseworker))
    send(client, url("case_assign", case), assignment(caseworker, not_kin="on"))

    assert list(errors(warned)) == ["not_kin"]
    assert fresh(case).household.holder_id == caseworker.pk


@pytest.mark.parametrize("day", [date(2024, 1, 14), date(2024, 1, 16)])
def test_a_case_is_given_from_today(sign_in, caseworker, case, day):
    said = assignment(caseworker, **day_boxes("happened_on", day))

    response = send(sign_in(caseworker), url("case_assign", case), said)

    assert list(errors(response)) == ["happened_on"]


# Moves


MOVE = {"to": "00815@2004", "reason": "về ở với mẹ đẻ"}


def test_a_case_moves_with_its_household(
    sign_in, district_officer, neighbour, case, neighbour_commune
):
    client = sign_in(district_officer)

    send(client, url("case_move", case), MOVE)

    assert fresh(case).territory_id == neighbour_commune.pk
    with unguarded():
        assert Placement.objects.get().reason == "về ở với mẹ đẻ"
    assert client.get(url("case_person", case)).status_code == 200
    assert sign_in(neighbour).get(url("case_person", case)).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (MOVE | {"reason": "ngắn"}, "reason"),
        (MOVE | {"to": "00814@2004"}, "to"),
        (MOVE | {"to": "027@2004"}, "to"),
        (MOVE | {"to": "không có xã này"}, "to"),
    ],
)
def test_a_move_that_cannot_be(sign_in, district_officer, case, said, field):
    response = send(sign_in(district_officer), url("case_move", case), said)

    assert list(errors(response)) == [field]
    assert fresh(case).territory_id == case.territory_id


def test_a_move_to_another_district_is_asked_for(sign_in, district_officer, case):
    said = MOVE | {"to": "00727@2004"}

    response = send(sign_in(district_officer), url("case_move", case), said)

    assert response.headers["Location"] == "/transfers/"
    assert fresh(case).territory_id == case.territory_id


@pytest.mark.parametrize(
    ("member", "status"),
    [
        ("caseworker", 403),
        ("other_district_officer", 404),
        ("provincial_officer", 302),
        ("labour_officer", 403),
    ],
)
def test_who_may_move_a_case(request, sign_in, case, member, status):
    client = sign_in(request.getfixturevalue(member))

    assert send(client, url("case_move", case), MOVE).status_code == status


def test_a_household_without_a_case_moves_too(
    sign_in, district_officer, commune, neighbour_commune
):
    household = make_household(commune, high_risk_from=date(2022, 1, 1))
    move = reverse("victims:household_move", args=[household.pk])

    send(sign_in(district_officer), move, MOVE)

    with unguarded():
        assert Household.objects.get().territory_id == neighbour_commune.pk
        assert Placement.objects.count() == 0


# The end


def closing(**more):
    return {"reason": "plan_reached", **day_boxes("on", TODAY)} | more


def test_a_case_is_closed_with_a_reason(sign_in, district_officer, case):
    said = closing(view="nuôi được lợn rồi", note="bàn giao sổ")

    send(sign_in(district_officer), url("case_close", case), said)

    found = fresh(case)
    assert (found.closed_on, found.closed_reason) == (TODAY, "plan_reached")
    with unguarded():
        closure = Closure.objects.get()
    assert (closure.risk, closure.view) == ("medium", "nuôi được lợn rồi")
    assert "close case" in acts()


@pytest.mark.parametrize("day", [date(2023, 9, 13), date(2024, 1, 16)])
def test_a_day_of_closing_that_cannot_be(sign_in, district_officer, case, day):
    response = send(
        sign_in(district_officer),
        url("case_close", case),
        closing(**day_boxes("on", day)),
    )

    assert list(errors(response)) == ["on"]


def test_the_day_of_intake_may_be_the_last(sign_in, district_officer, case):
    said = closing(**day_boxes("on", date(2023, 9, 14)))

    send(sign_in(district_officer), url("case_close", case), said)

    assert fresh(case).closed_on == date(2023, 9, 14)


@pytest.mark.parametrize(
    ("risk", "closed"), [("low", True), ("medium", False), ("high", False)]
)
def test_the_holder_closes_alone_only_when_the_risk_is_low(
    sign_in, district_officer, commune, risk, closed
):
    household = make_household(commune, risk_level=risk, holder=district_officer)
    case = make_case(commune, household=household)

    send(sign_in(district_officer), url("case_close", case), closing())

    assert (fresh(case).closed_on is not None) == closed


def test_a_caseworker_does_not_close(sign_in, caseworker, case):
    client = sign_in(caseworker)

    assert send(client, url("case_close", case), closing()).status_code == 403


def test_a_closed_case_is_opened_again_and_its_end_stays_told(
    sign_in, district_officer, case
):
    client = sign_in(district_officer)
    send(client, url("case_close", case), closing(reason="lost_contact"))

    twice = send(client, url("case_close", case), closing())
    send(client, url("case_reopen", case), {"reason": "đã liên lạc lại được"})

    assert list(errors(twice)) == ["__all__"]
    assert fresh(case).is_open
    with unguarded():
        rows = Closure.objects.order_by("recorded_at")
        assert [row.reason for row in rows] == ["lost_contact", ""]


def test_an_open_case_is_not_opened(sign_in, district_officer, case):
    response = send(
        sign_in(district_officer), url("case_reopen", case), {"reason": "x" * 12}
    )

    assert errors(response) == {"__all__": ["This case is open."]}


# Once more


def again(**more):
    return {
        "safe": "yes",
        "private": "yes",
        "urgent": ["nothing"],
        "consent": "yes",
        **day_boxes("received_on", TODAY),
    } | more


def test_a_second_return_is_a_second_case_of_the_same_person(
    sign_in, district_officer, case
):
    client = sign_in(district_officer)
    send(client, url("case_close", case), closing())

    send(client, url("case_return", case), again())

    with unguarded():
        second = Case.objects.exclude(pk=case.pk).get()
    assert (second.victim_id, second.household_id) == (
        case.victim_id,
        case.household_id,
    )
    assert (second.received_on, second.code != case.code) == (TODAY, True)


def test_no_second_case_while_the_first_is_open(sign_in, caseworker, case):
    response = send(sign_in(caseworker), url("case_return", case), again())

    assert list(errors(response)) == ["__all__"]


def test_a_no_opens_no_second_case(sign_in, district_officer, case):
    client = sign_in(district_officer)
    send(client, url("case_close", case), closing())

    send(client, url("case_return", case), {"consent": "no"})

    with unguarded():
        assert Case.objects.count() == 1


# Sending the file


def test_what_is_missing_is_named_and_the_file_stays(sign_in, caseworker, commune):
    case = make_case(commune, victim=make_victim(commune, sex=""))
    client = sign_in(caseworker)

    page = client.get(url("case_check", case))
    send(client, url("case_check", case), {"read_back": "yes", "holder": caseworker.pk})

    assert [task.slug for task, _sentence in page.context["missing"]] == [
        "consent",
        "identity",
        "return",
        "risk",
    ]
    assert fresh(case).sent_on is None


def test_a_complete_file_is_sent_to_its_holder(sign_in, caseworker, case):
    make_consent(case), make_identification(case), make_risk(case)
    said = {"read_back": "yes", "holder": caseworker.pk}

    response = send(sign_in(caseworker), url("case_check", case), said)

    assert response.headers["Location"] == case.get_absolute_url()
    found = fresh(case)
    assert (found.sent_on, found.household.holder_id) == (TODAY, caseworker.pk)
    assert found.tasks_done == ["read_back"]


def test_a_file_is_sent_once(sign_in, caseworker, case):
    make_consent(case), make_identification(case), make_risk(case)
    said = {"read_back": "no", "holder": caseworker.pk}
    client = sign_in(caseworker)
    send(client, url("case_check", case), said)

    response = send(client, url("case_check", case), said)

    assert errors(response) == {"__all__": ["This file was sent already."]}


@pytest.mark.parametrize(
    "name", ["case_tasks", "case_check", "case_assign", "case_return"]
)
@pytest.mark.parametrize(
    ("member", "status"),
    [
        ("caseworker", 200),
        ("neighbour", 404),
        ("other_district_officer", 404),
        ("provincial_officer", 403),
        ("labour_officer", 403),
        ("administrator", 403),
    ],
)
def test_who_may_open_the_pages(request, sign_in, case, name, member, status):
    client = sign_in(request.getfixturevalue(member))

    assert client.get(url(name, case)).status_code == status
