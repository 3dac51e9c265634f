"""Bodies and the letterheads of their papers."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.views.tabs import ADMINISTRATION
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

LIST, ADD = "/people/organisations/", "/people/organisations/add/"


@pytest.fixture
def form():
    return {
        "name": "Sở Lao động – Thương binh và Xã hội tỉnh Hà Giang",
        "kind": "labour",
        "area": "02@2004",
        "valid_to": "28/02/2025",
        "heading_parent": "UBND TỈNH HÀ GIANG",
        "heading_name": "SỞ LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI",
    }


def test_adding(page, form, province):
    response = send(page, ADD, form)

    body = Organisation.objects.get()
    assert response.headers["Location"] == LIST
    assert (body.name, body.area, body.valid_to) == (
        form["name"],
        province,
        date(2025, 2, 28),
    )
    assert body.heading_name == form["heading_name"]
    assert acts() == ["add organisation"]
    assert form["name"] in page.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("field", "wrong"), [("name", ""), ("kind", "army"), ("area", "nowhere")]
)
def test_what_is_missing_is_said(page, form, field, wrong):
    response = send(page, ADD, form | {field: wrong})

    assert list(response.context["form"].errors) == [field]
    assert not Organisation.objects.exists()


def test_the_last_day_is_not_before_the_first(page, form):
    response = send(page, ADD, form | {"valid_from": "01/03/2025"})

    assert response.status_code == 200
    assert not Organisation.objects.exists()


def test_editing_changes_the_letterhead_and_never_the_name(page, organisation):
    url = f"{LIST}{organisation.pk}/edit/"

    send(page, url, {"name": "Khác", "signer_title": "CHỦ TỊCH", "version": 1})

    body = Organisation.objects.get()
    assert (body.name, body.signer_title) == (organisation.name, "CHỦ TỊCH")
    assert body.version == 2
    assert acts() == ["edit organisation"]


def test_a_stale_form_is_told(page, organisation):
    with unguarded():
        Organisation.objects.update(signer_title="PHÓ CHỦ TỊCH", version=2)

    response = send(
        page,
        f"{LIST}{organisation.pk}/edit/",
        {"signer_title": "CHỦ TỊCH", "version": 1},
    )

    assert response.status_code == 200
    assert "PHÓ CHỦ TỊCH" in response.content.decode()
    assert Organisation.objects.get().signer_title == "PHÓ CHỦ TỊCH"


def test_a_body_does_not_follow_itself(page, organisation):
    response = send(
        page,
        f"{LIST}{organisation.pk}/edit/",
        {"successor": organisation.pk, "version": 1},
    )

    assert list(response.context["form"].errors) == ["successor"]


def test_which_bodies_there_were_on_a_day(organisation, form, province):
    with unguarded():
        Organisation.objects.create(
            name="cũ", kind="labour", area=province, valid_to=date(2025, 2, 28)
        )
        Organisation.objects.create(
            name="mới", kind="labour", area=province, valid_from=date(2025, 3, 1)
        )

    def names(day):
        found = Organisation.objects.on(day).filter(kind="labour")
        return [body.name for body in found]

    assert names(date(2025, 2, 28)) == ["cũ"]
    assert names(date(2025, 3, 1)) == ["mới"]


@pytest.mark.parametrize("name", ADMINISTRATION)
def test_the_navigation_says_that_one_is_among_the_people(sign_in, administrator, name):
    page = sign_in(administrator).get(reverse(name))

    marked = [item["name"] for item in page.context["navigation"] if item["current"]]
    assert marked == ["accounts:user_list"]
