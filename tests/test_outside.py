"""What leaves a page or stays in a browser: caches, autofill, titles."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests import access, records
from tests.test_access import Cast, answer

READ = [line for line in access.lines() if line[1] == "GET"]
TYPED = {"text", "search", "tel", "email", "number", "url", None}


class Boxes(HTMLParser):
    """Inputs that a browser might remember, and the form's own word on it."""

    def __init__(self):
        super().__init__()
        self.loose = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        is_typed = tag == "textarea" or tag == "input" and found.get("type") in TYPED
        if is_typed and "autocomplete" not in found:
            self.loose.append(found.get("name"))


@pytest.mark.parametrize(
    ("page", "record", "expected"),
    [(page, record, expected) for page, _verb, record, expected in READ],
    ids=[line[0] for line in READ],
)
def test_no_cache_and_no_autofill_keeps_what_a_signed_in_page_shows(
    request, places, commune, page, record, expected
):
    kind, _colon, more = record.partition(":")
    extra = dict(pair.split("=") for pair in more.split(",") if pair)
    url = reverse(
        page, kwargs=({} if kind == "-" else records.make(kind, commune)) | extra
    )
    member = next(
        (m for m, word in expected.items() if word == "ok" and m != "nobody"), None
    )
    if not member:
        return

    response = answer(Cast(request)[member], "GET", url)

    # The neutral calendar alone is kept, so that the way out works without a network.
    kept = "private, max-age=43200" if page == "calendar" else "no-store"
    assert response.headers["Cache-Control"] == kept
    if not response.streaming and "html" in response.headers["Content-Type"]:
        text = response.content.decode()
        boxes = Boxes()
        boxes.feed(text)
        assert boxes.loose == []
        if page != "calendar":
            assert re.search(
                r"<title>.+ – (Work notebook|Sổ tay công tác)</title>", text, re.DOTALL
            )
