"""A passkey in a real browser: made, used as second step, to unlock and to prove."""

import re

import pytest
from django.conf import settings as project
from playwright.sync_api import expect

from accounts.models import Factor, SignIn
from tests.conftest import unguarded
from tests.walk import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = re.compile(r"//[^/]+/$")  # of the site, not of any address that ends in a slash
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(live_server, places):
    """A browser with a virtual authenticator; passkeys need a name, not an address."""
    with chromium() as browser:
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "console",
            lambda said: (
                page.problems.append(said.text)
                if "Content Security Policy" in said.text
                else None
            ),
        )
        devices = context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page


def enter(page, user):
    page.goto("/sign-in/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", user.username * 3)
    page.click("button[type=submit]")


def test_made_used_and_used_again(page, client, caseworker):
    client.force_login(caseworker)
    cookie = client.cookies[project.SESSION_COOKIE_NAME].value
    name = project.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": cookie, "domain": "localhost", "path": "/"}]
    )
    page.goto("/account/second-step/passkey/")
    page.fill("[name=label]", "Máy cơ quan")
    page.click("form[data-passkey] button")
    expect(page.locator(".code-sheet li")).to_have_count(10)
    with unguarded():
        assert Factor.objects.get(kind="passkey").label == "Máy cơ quan"

    page.context.clear_cookies()
    enter(page, caseworker)
    page.click("form[data-passkey] button")
    page.wait_for_url(HOME)
    page.goto("/account/")
    with unguarded():
        assert SignIn.objects.latest("started_at").factor == "passkey"
        SignIn.objects.update(locked_at="2024-01-01T00:00Z")
    page.goto("/account/")
    expect(page).to_have_url(re.compile(r"/unlock/\?next="))
    page.click("form[data-passkey] button")
    page.wait_for_url(re.compile(r"//[^/]+/account/$"))
    assert page.problems == []
