"""The table of access (tests/access.py) holds for every address of the program."""

import re

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tests import access
from tests.conftest import send
from tests.everybody import address, missing

OTHER_VERBS = ["put", "patch", "delete", "trace"]
LINES = list(access.lines())
WITH_RECORD = [line for line in LINES if line[2] != "-"]
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|submission)" value="[^"]*"')


def names(resolver, prefix=""):
    """The names of all addresses below a resolver."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern, prefix + space)
        else:
            yield prefix + (pattern.name or "without a name")


def test_every_address_stands_in_the_table_once():
    listed = [page for page, *_rest in LINES]

    assert sorted(listed) == sorted(set(names(get_resolver())))


def answer(client, verb, url):
    return send(client, url) if verb == "POST" else client.get(url)


def code(response):
    """What happened, in the words of the table."""
    if response.status_code == 302:
        to_sign_in = response.headers["Location"].startswith("/sign-in/")
        return "in" if to_sign_in else "go"
    words = {status: word for word, status in access.STATUS.items()}
    return words.get(response.status_code, response.status_code)


# How far a member comes, the sign-in first.
COMES_FAR = ["!!", "in", "no", "??", "--", "go", "ok"]

each_page = pytest.mark.parametrize(
    ("page", "verb", "record", "expected"), LINES, ids=[line[0] for line in LINES]
)


@each_page
def test_each_member_gets_what_the_table_says(cast, made, page, verb, record, expected):
    url = address(page, record, made)

    got = {member: code(answer(cast[member], verb, url)) for member in access.CAST}

    assert got == expected
    for member in got if verb == "GET" else ():
        if got[member] in ("no", "--"):
            assert code(send(cast[member], url)) in (got[member], 405)


@each_page
def test_other_verbs_are_refused(cast, made, page, verb, record, expected):
    """An act is never a GET; nothing answers what it was not made for."""
    client = cast[max(expected, key=lambda member: COMES_FAR.index(expected[member]))]
    url = address(page, record, made)
    others = [*OTHER_VERBS, "get"] if verb == "POST" else OTHER_VERBS

    got = {verb: getattr(client, verb)(url).status_code for verb in others}

    assert got == dict.fromkeys(others, 405)


@pytest.mark.parametrize(
    ("page", "verb", "record", "expected"),
    WITH_RECORD,
    ids=[line[0] for line in WITH_RECORD],
)
def test_a_foreign_record_and_a_missing_one_are_alike(
    cast, made, page, verb, record, expected
):
    there = address(page, record, made)
    nowhere = missing(there)

    for member, word in expected.items():
        response = answer(cast[member], verb, nowhere)
        assert code(response) == (word if word in ("in", "no") else "--")
        if word == "--":
            foreign = answer(cast[member], verb, there)
            assert shown(foreign, there) == shown(response, nowhere)
            assert headers(foreign) == headers(response)


def shown(response, url):
    """The page without what differs each time: keys of forms, its own address."""
    text = TOKENS.sub("", response.content.decode())
    return text.replace(url, "")


def headers(response):
    return {name: value for name, value in response.items() if name != "Content-Length"}
