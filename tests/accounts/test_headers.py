"""The browser is told to take nothing foreign, and no page of ours breaks that."""

import re

import pytest

from accounts.headers import CSP
from tests.walk import DESK, Person, chromium

LISTEN = """
    window.broken = [];
    document.addEventListener('securitypolicyviolation', (event) =>
        window.broken.push(event.violatedDirective + ' ' + event.blockedURI));
"""
INLINE = """() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    document.body.setAttribute('style', 'color: red');
    const picture = document.createElement('img');
    picture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
    document.body.append(picture);
}"""
PAGES = {
    "administrator": [
        "/people/",
        "/people/settings/",
        "/facilities/",
        "/areas/",
        "/status/",
        "/account/",
    ],
    "caseworker": ["/", "/cases/", "/households/", "/account/", "/calendar/"],
}


def test_every_answer_carries_them(client, places):
    for address in ("/sign-in/", "/no-such-page/", "/health/"):
        headers = client.get(address).headers

        assert headers["Content-Security-Policy"] == CSP
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_the_policy_allows_nothing_but_our_own_files():
    allowed = dict(part.split(" ", 1) for part in CSP.split("; "))

    assert allowed["default-src"] == "'none'"
    assert set(allowed.values()) == {"'none'", "'self'"}
    assert not re.search(r"unsafe|data:|blob:|\*|https?:", CSP)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", PAGES)
def test_no_page_breaks_the_policy_and_the_policy_holds(
    live_server, request, settings, role
):
    settings.DEMO_WITHOUT_SECOND_FACTOR = True  # else it would stand before each page
    user = request.getfixturevalue(role)
    with chromium() as browser:
        person = Person(browser, live_server.url, user, DESK)
        page = person.page
        page.add_init_script(LISTEN)
        for address in PAGES[role]:
            person.go(address)
            assert person.path == address
            assert page.evaluate("window.broken") == [], address
            for width in (1280, 1024):  # of small office screens
                page.set_viewport_size(DESK | {"width": width})
                person.looks_right()
            page.set_viewport_size(DESK)

        page.evaluate(INLINE)
        page.wait_for_function("window.broken.length >= 2")
        assert page.evaluate("window.ran") is None
        broken = {each.split(" ")[0] for each in page.evaluate("window.broken")}
    assert {"script-src-elem", "img-src"} <= broken
