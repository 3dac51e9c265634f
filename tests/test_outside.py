"""What leaves a page or stays in a browser: names, caches, autofill, titles.

Marked people and households lie in the caseworker's commune; every page of the table
of access is read by everybody whom it lets in.
"""

import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from areas.names import folded
from tests import access, records
from tests.accounts.trail import rows
from tests.conftest import unguarded
from tests.everybody import address, one_of_each
from tests.factories import make_case, make_household, make_victim
from tests.test_access import answer
from victims.models import Household

MARKS = ["Zzqavic", "Zzqahead", "Zzqacall", "Zzqaminor", "Zzqaalias", "Zzqaaddress"]
READ = [line for line in access.lines() if line[1] == "GET"]
ADDRESSES = re.compile(r'(?:href|action|src)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
OUR_TITLE = re.compile(r".+ – (Work notebook|Sổ tay công tác)", re.DOTALL)
TYPED = {"text", "search", "tel", "email", "number", "url", None}


@pytest.fixture(scope="module")
def made(cookies, django_db_blocker):
    """One record of each kind, whose makers give marked names; a visit is due."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(records, "make_household", home)
        patch.setattr(records, "make_case", person)
        patch.setattr(records, "ALIAS", "Zzqaalias")
        patch.setattr(records, "MINOR", "Zzqaminor")
        made = one_of_each()
        with unguarded():
            Household.objects.update(next_visit_on=date(2024, 1, 9))
        return made


def home(area, **fields):
    fields = {"head_name": "Zzqahead A Pó", "address": "Zzqaaddress"} | fields
    return make_household(area, **fields)


def person(area, **fields):
    victim = make_victim(area, name="Vàng Thị Zzqavic", call_name="Zzqacall")
    return make_case(area, household=home(area), victim=victim, **fields)


each_page = pytest.mark.parametrize(
    ("page", "record", "expected"),
    [(page, record, expected) for page, _verb, record, expected in READ],
    ids=[line[0] for line in READ],
)


@each_page
def test_no_name_leaves_a_page_and_nothing_of_it_is_kept(
    cast, made, page, record, expected
):
    url = address(page, record, made)
    written = len(rows())

    for member, word in expected.items():
        if word == "ok":
            response = answer(with_names_on(cast[member]), "GET", url)
            assert marks_in(" ".join(outside(response))) == []
            if member != "nobody":
                assert list(kept_of(response, page)) == []
    told = [row for row in rows()[written:] if marks_in(row.act + row.purpose)]
    assert told == []


def marks_in(text):
    plain = folded(unquote(text))
    return [mark for mark in MARKS if mark.casefold() in plain]


def with_names_on(client):
    """The office switch, as far as this person may use it."""
    session = client.session
    session["names_shown"] = True
    session.save()
    return client


def outside(response):
    """What leaves the page: headers, its title, and the addresses it leads to."""
    yield from response.headers.values()
    if is_page(response):
        text = response.content.decode()
        yield from ADDRESSES.findall(text)
        yield from TITLE.findall(text)


def is_page(response):
    return not response.streaming and "html" in response.headers["Content-Type"]


def kept_of(response, page):
    """What a cache, the browser's memory of forms or its history would keep."""
    # The neutral calendar alone is kept, so that the way out works without a network.
    keep = "private, max-age=43200" if page == "calendar" else "no-store"
    if response.headers["Cache-Control"] != keep:
        yield response.headers["Cache-Control"]
    if is_page(response) and page != "calendar":
        text = response.content.decode()
        boxes = Boxes()
        boxes.feed(text)
        yield from boxes.loose
        yield from (t for t in TITLE.findall(text) if not OUR_TITLE.fullmatch(t))


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
