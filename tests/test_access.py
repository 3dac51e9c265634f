"""The table of access (tests/access.py) holds for every address of the program."""

import re
import uuid

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from tests import access, records
from tests.conftest import send

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


@pytest.fixture
def cast(request, places):
    """{member: client}, each signed in but nobody."""

    def signed_in(member):
        client = type(request.getfixturevalue("client"))()
        client.raise_request_exception = False
        user = request.getfixturevalue(member)
        if user:
            client.force_login(user)
        return client

    return {member: signed_in(member) for member in access.CAST}


def address(page, record, made):
    """The page's address for a record, such as "case" or "case:task=needs"."""
    kind, _colon, more = record.partition(":")
    if kind == "-":
        return reverse(page)
    extra = dict(pair.split("=") for pair in more.split(",") if pair)
    key = made(kind) if callable(made) else made
    return reverse(page, kwargs={"pk": key, **extra})


def answer(client, verb, url):
    return send(client, url) if verb == "POST" else client.get(url)


def code(response):
    """What happened, in the words of the table."""
    if response.status_code == 302:
        to_sign_in = response.headers["Location"].startswith("/sign-in/")
        return "in" if to_sign_in else "go"
    words = {status: word for word, status in access.STATUS.items()}
    return words.get(response.status_code, response.status_code)


@pytest.mark.parametrize(
    ("page", "verb", "record", "expected"), LINES, ids=[line[0] for line in LINES]
)
def test_each_member_gets_what_the_table_says(
    cast, commune, page, verb, record, expected
):
    got = {}
    for member, client in cast.items():
        url = address(page, record, lambda kind: records.make(kind, commune))
        got[member] = code(answer(client, verb, url))

    assert got == expected


OTHER_VERBS = ["put", "patch", "delete", "trace"]


@pytest.mark.parametrize(
    ("page", "verb", "record", "expected"), LINES, ids=[line[0] for line in LINES]
)
def test_other_verbs_are_refused(cast, commune, page, verb, record, expected):
    opens = [who for who, word in expected.items() if word in ("ok", "go")]
    client = cast[opens[-1]] if opens else cast["caseworker"]
    url = address(page, record, lambda kind: records.make(kind, commune))

    got = {verb: getattr(client, verb)(url).status_code for verb in OTHER_VERBS}

    assert got == dict.fromkeys(OTHER_VERBS, 405)


POSTS = [line for line in LINES if line[1] == "POST"]


@pytest.mark.parametrize(
    ("page", "record"), [line[::2][:2] for line in POSTS], ids=[p[0] for p in POSTS]
)
def test_an_act_is_never_a_get(cast, commune, page, record):
    url = address(page, record, lambda kind: records.make(kind, commune))

    for member, client in cast.items():
        if member != "nobody":
            assert client.get(url).status_code == 405


@pytest.mark.parametrize(
    ("page", "verb", "record"),
    [line[:3] for line in WITH_RECORD if "--" in line[3].values()],
    ids=[line[0] for line in WITH_RECORD if "--" in line[3].values()],
)
def test_a_foreign_record_and_a_missing_one_are_alike(
    cast, commune, page, verb, record
):
    foreign = address(page, record, lambda kind: records.make(kind, commune))
    missing = address(page, record, uuid.uuid4())

    for member in ("neighbour", "other_district_officer"):
        there = answer(cast[member], verb, foreign)
        nowhere = answer(cast[member], verb, missing)
        assert there.status_code == nowhere.status_code == 404
        assert shown(there, foreign) == shown(nowhere, missing)
        assert headers(there) == headers(nowhere)


@pytest.mark.parametrize(
    ("page", "verb", "record"),
    [line[:3] for line in WITH_RECORD],
    ids=[line[0] for line in WITH_RECORD],
)
def test_a_missing_record_is_a_missing_page(cast, page, verb, record):
    key = 999_999_999 if record in records.NUMBERED else uuid.uuid4()
    url = address(page, record, key)

    codes = {code(answer(client, verb, url)) for client in cast.values()}

    assert codes <= {"in", "no", "--"}


def shown(response, url):
    """The page without what differs each time: keys of forms, its own address."""
    text = TOKENS.sub("", response.content.decode())
    return text.replace(url, "")


def headers(response):
    return {name: value for name, value in response.items() if name != "Content-Length"}
