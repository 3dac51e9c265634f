"""Contact, return, children; every page of the file: nothing lost."""

from datetime import date

import pytest
from django.urls import reverse

from tests.accounts.trail import acts
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.victims.factories import (
    TODAY,
    day_boxes,
    make_minor,
)
from tests.victims.pages import errors, fresh, page
from victims.models import (
    Case,
    Identification,
    Need,
)
from victims.views.tasks import TASKS

SLUGS = [task.slug for task in TASKS]


@pytest.fixture
def case(commune):
    return make_case(commune, returned_on=date(2023, 9, 1), returned_precision="day")


@pytest.fixture
def client(sign_in, caseworker):
    return sign_in(caseworker)


# Contact


def test_contacts_are_sealed(client, case, caseworker):
    said = {
        "version": 1,
        "private": "yes",
        "phone": "0912 345 678",
        "hours": ["noon"],
        "must_not_know": "chú ruột",
        "address": "sau trường",
    }

    send(client, page(case, "contact"), said)

    found = fresh(case)
    assert found.victim.phone == "0912345678"
    assert found.victim.must_not_know == "chú ruột"
    assert (found.victim.call_hours, found.household.address) == ("noon", "sau trường")
    with unguarded():
        assert list(Case.objects.search("5678", by=caseworker)) == [case]


def test_not_alone_nothing_is_kept(client, case):
    said = {"version": 1, "private": "no", "phone": "1", "must_not_know": "chú"}

    response = send(client, page(case, "contact"), said)

    assert response.headers["Location"] == reverse("victims:case_tasks", args=[case.pk])
    assert fresh(case).victim.must_not_know == ""
    assert fresh(case).tasks_begun == []


def test_a_phone_number_has_ten_digits(client, case):
    said = {"version": 1, "private": "yes", "phone": "912345678"}

    response = send(client, page(case, "contact"), said)

    assert list(errors(response)) == ["phone"]


# Return and identification


@pytest.fixture
def returned():
    return {"private": "yes", "status": "in_identification", "version": 1}


@pytest.mark.parametrize(
    ("said", "returned_on", "precision"),
    [
        (day_boxes("returned_day", date(2023, 9, 3)), date(2023, 9, 3), "day"),
        (
            {"returned_month": 9, "returned_year": 2023},
            date(2023, 9, 1),
            "month",
        ),
        ({"returned_year": 2023}, date(2023, 1, 1), "year"),
    ],
)
def test_a_day_of_return_as_far_as_known(
    client, case, returned, said, returned_on, precision
):
    send(client, page(case, "return"), returned | said)

    found = fresh(case)
    assert (found.returned_on, found.returned_precision) == (returned_on, precision)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (
            day_boxes("returned_day", date(2024, 1, 16)),
            {"returned_day": ["The day of return cannot be after today."]},
        ),
        (
            day_boxes("returned_day", date(1994, 1, 1)),
            {"returned_day": ["The day of return cannot be before the birth."]},
        ),
        (
            day_boxes("in_facility_until", date(2024, 1, 1)),
            {"in_facility_from": ["Fill in the first day as well."]},
        ),
        ({"returned_month": 9}, {"returned_year": ["Fill in the year as well."]}),
        (
            {"status": "victim"},
            {
                name: ["Say which paper proves it."]
                for name in ("paper_kind", "body", "paper_on")
            },
        ),
    ],
)
def test_a_return_that_cannot_be(client, case, returned, said, error):
    response = send(client, page(case, "return"), returned | said)

    assert errors(response) == error


def test_identification_is_an_event_and_is_written_when_it_changes(
    client, case, returned
):
    paper = {
        "status": "victim",
        "paper_kind": "0",
        "paper_number": "15/GXN",
        "body": "Công an huyện Mèo Vạc",
        **day_boxes("paper_on", date(2023, 10, 2)),
    }

    send(client, page(case, "return"), returned)
    send(client, page(case, "return"), returned | paper | {"version": 2})
    send(client, page(case, "return"), returned | paper | {"version": 3})

    with unguarded():
        rows = Identification.objects.order_by("recorded_at")
        assert [row.status for row in rows] == ["in_identification", "victim"]
        assert rows[1].paper_number == "15/GXN"


# Children and household


def test_children_who_came_along_are_records_of_their_own(client, case):
    said = {"version": 2, "people": 4, "came_along": "yes"}
    response = send(client, page(case, "family"), said)
    add = reverse("victims:minor_add", args=[case.pk])
    assert response.headers["Location"] == add

    child = {"version": 1, "name": "Bé Sua", "relation": "child", "needs": ["school"]}
    send(client, add, child | {"birth": "age", "birth_age": 6, "born_abroad": "yes"})

    with unguarded():
        minor = case.minors.get()
    assert (minor.name, minor.born_on.year, minor.born_abroad) == ("Bé Sua", 2018, True)
    assert (minor.needs, minor.territory_id) == (["school"], case.territory_id)


def test_somebody_of_18_is_no_accompanying_minor(client, case):
    child = {"version": 1, "name": "Sua", "relation": "child"}
    born = {"birth": "day", **day_boxes("birth_day", date(2005, 9, 14))}

    response = send(client, reverse("victims:minor_add", args=[case.pk]), child | born)

    assert errors(response) == {
        "birth": ["This person was 18 at intake: open a case of their own."]
    }


def test_a_child_is_changed_with_its_version(client, case):
    minor = make_minor(case)
    url = reverse("victims:minor_edit", args=[case.pk, minor.pk])
    child = {"version": 1, "name": "Bé Mây", "relation": "child"}

    send(client, url, child)
    stale = send(client, url, child | {"name": "Bé Say"})

    assert [str(now) for _label, now in stale.context["form"].differences()] == [
        "Bé Mây"
    ]
    with unguarded():
        assert case.minors.get().name == "Bé Mây"


# Every page


@pytest.mark.parametrize("slug", SLUGS)
def test_each_page_shows_what_it_asks(client, case, slug):
    response = client.get(page(case, slug))

    assert response.status_code == 200
    assert "read victims:case_task" in acts()


@pytest.mark.parametrize(
    ("go", "done", "begun"), [("on", ["needs"], ["needs"]), ("later", [], ["needs"])]
)
def test_save_and_go_on_or_save_for_later(client, case, go, done, begun):
    send(client, page(case, "needs"), {"version": 1, "go": go})

    found = fresh(case)
    assert (found.tasks_done, found.tasks_begun) == (done, begun)


def test_a_closed_case_is_not_changed(client, case):
    with unguarded():
        Case.objects.update(closed_on=TODAY, closed_reason="plan_reached")

    response = send(client, page(case, "needs"), {"version": 1, "first": "health"})

    assert response.headers["Location"] == reverse(
        "victims:case_person", args=[case.pk]
    )
    with unguarded():
        assert Need.objects.count() == 0


def test_there_is_no_other_page(client, case):
    assert client.get(page(case, "story")).status_code == 404
