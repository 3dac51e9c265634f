"""Who renews somebody's access could sign in as them: others are told at once."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Factor, Notice
from accounts.roles import Role
from tests.conftest import place, post, send, unguarded

WAYS = [("code_renewed", "code/"), ("factors_reset", "second-step/reset/")]


@pytest.fixture
def second(province):
    return post("quan-tri-hai", "Sùng Thị Hai", Role.ADMINISTRATOR, province)


@pytest.fixture
def elsewhere():
    """The administrator of another province."""
    return post("noi-khac", "Lê Văn Khác", Role.ADMINISTRATOR, place("01@2004"))


def kept():
    """{(who was told, kind): (whose account, place, by whom)}"""
    with unguarded():
        return {
            (notice.user, notice.kind): (notice.subject, notice.place, notice.told_by)
            for notice in Notice.objects.select_related("user", "place", "told_by")
        }


def renew(client, user, way):
    with unguarded():
        Factor.objects.create(user=user, kind="totp", made_at=timezone.now())
    return send(client, f"/people/{user.pk}/{way}")


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_the_others_and_the_person_are_told(
    sign_in, administrator, second, provincial_officer, caseworker, elsewhere,
    district_officer, commune, kind, way,
):  # fmt: skip
    renew(sign_in(administrator), caseworker, way)

    assert kept() == {
        (caseworker, f"your_{kind}"): (None, None, administrator),
        (second, kind): (caseworker.pk, commune, administrator),
        (provincial_officer, f"{kind}_below"): (None, commune, administrator),
    }


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_the_person_reads_it_on_the_first_page_until_it_is_put_away(
    client, sign_in, administrator, caseworker, kind, way
):
    renew(sign_in(administrator), caseworker, way)

    page = sign_in(caseworker).get("/", follow=True).content.decode()

    with unguarded():
        told = Notice.objects.get(kind=f"your_{kind}")
    assert f"/notices/{told.pk}/seen/" in page
    assert administrator.name in told.sentence
    assert told.url == "/account/"


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_the_administrator_is_led_to_the_account_the_officer_to_no_closed_page(
    sign_in, administrator, second, provincial_officer, caseworker, kind, way
):
    renew(sign_in(administrator), caseworker, way)

    with unguarded():
        urls = {notice.user: notice.url for notice in Notice.objects.all()}
    assert urls[second] == f"/people/{caseworker.pk}/"
    assert urls[provincial_officer] == ""
    assert sign_in(second).get(urls[second]).status_code == 200


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_a_provincial_officer_whose_access_is_renewed_is_told_once(
    sign_in, administrator, provincial_officer, kind, way
):
    renew(sign_in(administrator), provincial_officer, way)

    assert list(kept()) == [(provincial_officer, f"your_{kind}")]


def test_what_was_refused_is_not_told(administrator, caseworker, acts_as):
    with acts_as(administrator), pytest.raises(ValidationError):
        caseworker.reset_factors(by=administrator)
    with acts_as(administrator), pytest.raises(ValidationError):
        administrator.renew_code(by=administrator)

    assert kept() == {}


def test_a_first_code_is_no_news(sign_in, administrator, second, organisation):
    form = {
        "name": "Lù Thị Mai",
        "username": "lu.thi.mai",
        "phone": "0912345678",
        "organisation": organisation.pk,
        "pledged_on": "10/01/2023",
    }

    response = send(sign_in(administrator), "/people/add/", form)

    assert response.headers["Location"].endswith("/paper/")
    assert kept() == {}
