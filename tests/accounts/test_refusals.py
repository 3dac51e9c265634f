"""What a refused or broken request is answered with."""

import pytest
from django.test import Client

from tests.conftest import send


@pytest.fixture
def strict(caseworker):
    """Signed in, with the check that test clients leave out by default."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(caseworker)
    return client


def test_a_form_without_its_token_is_too_old(strict):
    response = send(strict, "/sign-out/")

    assert response.status_code == 403
    assert [template.name for template in response.templates][0] == "403_csrf.html"


def test_no_such_page(sign_in, caseworker):
    response = sign_in(caseworker).get("/no/such/page/")

    assert response.status_code == 404
    assert response.templates[0].name == "404.html"


def test_no_such_page_for_a_stranger_tells_nothing(client, places):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "<nav" not in response.content.decode()


def test_not_for_this_role(sign_in, caseworker):
    response = sign_in(caseworker).get("/people/")

    assert response.status_code == 403
    assert response.templates[0].name == "403.html"


def test_another_host_is_a_bad_request(client, places):
    response = client.get("/", HTTP_HOST="evil.example")

    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/", "/account/", "/people/", "/areas/"])
def test_a_stranger_is_led_to_the_sign_in_page(client, places, address):
    response = client.get(address)

    assert response.headers["Location"] == f"/sign-in/?next={address}"


def test_the_search_of_cases_is_shown_to_those_who_see_cases(
    sign_in, caseworker, administrator
):
    assert "header-search" in sign_in(caseworker).get("/account/").content.decode()
    assert (
        "header-search" not in sign_in(administrator).get("/account/").content.decode()
    )
