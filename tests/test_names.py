"""Names stay where they belong: no address, title, file name or trail holds one.

Marked people and households lie in the caseworker's commune; every page of the table
of access is read by everybody whom it lets in.
"""

import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.urls import reverse

from areas.names import folded
from tests import access, records
from tests.accounts.trail import rows
from tests.conftest import unguarded
from tests.factories import make_case, make_household, make_victim
from tests.test_access import Cast, answer
from victims.models import Household

MARKS = ["Zzqavic", "Zzqahead", "Zzqacall", "Zzqaminor", "Zzqaalias", "Zzqaaddress"]
READ = [line for line in access.lines() if line[1] == "GET"]
ADDRESSES = re.compile(r'(?:href|action|src)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture
def marked(commune, monkeypatch):
    """Whatever the makers of records make now carries marked names."""

    def home(area, **fields):
        fields = {"head_name": "Zzqahead A Pó", "address": "Zzqaaddress"} | fields
        return make_household(area, **fields)

    def person(area, **fields):
        victim = make_victim(area, name="Vàng Thị Zzqavic", call_name="Zzqacall")
        household = home(area)
        return make_case(area, household=household, victim=victim, **fields)

    monkeypatch.setattr(records, "make_household", home)
    monkeypatch.setattr(records, "make_case", person)
    monkeypatch.setattr(records, "ALIAS", "Zzqaalias")
    monkeypatch.setattr(records, "MINOR", "Zzqaminor")


def marks_in(text):
    plain = folded(unquote(text))
    return [mark for mark in MARKS if mark.casefold() in plain]


@pytest.mark.parametrize(
    ("page", "record", "expected"),
    [(page, record, expected) for page, _verb, record, expected in READ],
    ids=[line[0] for line in READ],
)
def test_no_name_in_addresses_titles_file_names_or_the_trail(
    request, places, commune, marked, page, record, expected
):
    kind, _colon, more = record.partition(":")
    extra = dict(pair.split("=") for pair in more.split(",") if pair)
    made = {} if kind == "-" else records.make(kind, commune)
    records.make("case", commune)
    with unguarded():
        Household.objects.update(next_visit_on=date(2024, 1, 9))
    url = reverse(page, kwargs=made | extra)

    for member, word in expected.items():
        if word == "ok":
            response = answer(with_names_on(Cast(request)[member]), "GET", url)
            assert marks_in(" ".join(outside(response))) == []
    assert [row.act for row in rows() if marks_in(row.act + row.purpose)] == []


def with_names_on(client):
    """The office switch, as far as this person may use it."""
    session = client.session
    session["names_shown"] = True
    session.save()
    return client


def outside(response):
    """What leaves the page: headers, its title, and the addresses it leads to."""
    yield from response.headers.values()
    if response.streaming or "html" not in response.headers["Content-Type"]:
        return
    text = response.content.decode()
    yield from ADDRESSES.findall(text)
    yield from TITLE.findall(text)
