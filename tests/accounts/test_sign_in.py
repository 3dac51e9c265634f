"""Signing in, and out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import mint
from accounts.models import SignIn
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

PASSWORD = "can-bo-xa" * 3


def rows():
    """All sign-ins there are, as the tester reads them."""
    with unguarded():
        return list(SignIn.objects.select_related("user"))


def enter(client, username, password=PASSWORD):
    return client.post(reverse("sign_in"), {"username": username, "password": password})


def test_signs_in_by_name(client, caseworker):
    response = enter(client, "can-bo-xa")

    assert response.status_code == 302
    assert response.headers["Location"] == "/"
    assert client.get(reverse("account")).status_code == 200
    assert acts() == ["sign in"]


@pytest.mark.parametrize("typed", ["0912 345 678", "0912345678", "0912.345.678"])
def test_signs_in_by_phone(client, caseworker, typed):
    with unguarded():
        type(caseworker).objects.filter(pk=caseworker.pk).update(phone="0912345678")

    assert enter(client, typed).status_code == 302


def test_a_phone_writes_a_capital_letter(client, caseworker):
    assert enter(client, "Can-bo-xa ").status_code == 302


def test_wrong_name_wrong_password_and_locked_person_read_the_same(client, caseworker):
    def said(*typed):
        response = enter(client, *typed)
        form = response.context["form"]
        return response.status_code, form.non_field_errors()

    wrong_password, wrong_name = said("can-bo-xa", "x" * 12), said("nobody-here")
    with unguarded():
        type(caseworker).objects.filter(pk=caseworker.pk).update(is_active=False)
    locked = said("can-bo-xa")

    assert wrong_password == wrong_name == locked
    assert wrong_password[0] == 200
    assert acts() == ["sign-in refused"] * 3


def test_goes_on_to_the_page_asked_for(client, caseworker):
    response = client.post(
        reverse("sign_in"),
        {"username": "can-bo-xa", "password": PASSWORD, "next": "/account/"},
    )

    assert response.headers["Location"] == "/account/"


def test_never_to_another_site(client, caseworker):
    response = client.post(
        reverse("sign_in"),
        {"username": "can-bo-xa", "password": PASSWORD, "next": "https://evil.example"},
    )

    assert response.headers["Location"] == "/"


def test_sign_out(sign_in, caseworker):
    client = sign_in(caseworker)

    response = send(client, reverse("sign_out"))

    assert response.headers["Location"] == reverse("sign_in")
    assert client.get(reverse("account")).status_code == 302
    assert rows() == []
    assert acts() == ["sign out"]


def test_sign_out_twice_leads_to_the_sign_in_page(sign_in, caseworker):
    client = sign_in(caseworker)
    send(client, reverse("sign_out"))

    response = send(client, reverse("sign_out"))

    assert response.headers["Location"] == reverse("sign_in")


def test_an_old_cookie_opens_nothing(sign_in, caseworker):
    client = sign_in(caseworker)
    cookie = client.cookies["sessionid"].value
    send(client, reverse("sign_out"))
    client.cookies["sessionid"] = cookie

    assert client.get(reverse("account")).status_code == 302


def test_another_person_on_the_same_browser(client, caseworker, neighbour):
    """Django empties the first one's session; the new one must not be everybody's."""
    client.force_login(caseworker)
    with unguarded():
        SignIn.objects.all().delete()

    enter(client, "can-bo-ben", "can-bo-ben" * 3)

    (signed_in,) = rows()
    assert signed_in.user == neighbour
    assert (
        mint.call("ask", mint.proof(client.session.session_key))[0][0] == signed_in.pk
    )
    assert client.get(reverse("account")).context["user"] == neighbour


def test_again_after_the_sign_in_ended_but_not_the_session(client, caseworker):
    client.force_login(caseworker)
    old = client.session.session_key
    with unguarded():
        SignIn.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    response = enter(client, "can-bo-xa")

    assert response.headers["Location"] == "/"
    assert client.session.session_key != old
    assert len(rows()) == 1
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, places, method):
    assert getattr(client, method)(reverse("sign_in")).status_code == 405
