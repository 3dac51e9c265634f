"""Whoever opens a record leaves one row, with its key and without any of its values."""

import pytest

from accounts.models import Activity
from tests import access
from tests.conftest import send, unguarded
from tests.test_access import COMES_FAR, Cast, address, answer, code
from tests.walker import MARK, mark_everything

OPENED = [
    line for line in access.lines() if line[2] != "-" and set(line[3].values()) & {"ok"}
]
ACTS = [
    line for line in access.lines() if line[1] == "POST" and "go" in line[3].values()
]
# Pages of an account, a list or a rule hold no person of ours.
# Taking a file away is an act; its one row is not a reading row.
AS_ACT = {"victims:file_download": "download file"}
NO_PERSON = {"rules", "budget", "body", "posting", "approved_posting"}


@pytest.fixture
def cast(request, places):
    return Cast(request)


def rows_after(last):
    with unguarded():
        return list(Activity.objects.filter(id__gt=last).order_by("id"))


def last_row():
    with unguarded():
        newest = Activity.objects.order_by("-id").first()
    return newest.id if newest else 0


def furthest(expected):
    return max(expected, key=lambda member: COMES_FAR.index(expected[member]))


@pytest.mark.parametrize(
    ("page", "verb", "record", "expected"), OPENED, ids=[line[0] for line in OPENED]
)
def test_an_opened_record_leaves_one_row_with_its_key(
    cast, commune, page, verb, record, expected
):
    url = address(page, record, commune)
    mark_everything()
    client = cast[furthest(expected)]
    before = last_row()

    response = answer(client, verb, url)
    b"".join(response.streaming_content) if response.streaming else response.content

    rows = rows_after(before)
    if record.partition(":")[0] in NO_PERSON or page == "victims:emergency_page":
        assert len(rows) <= 1
    else:
        assert [row.act for row in rows] == [AS_ACT.get(page, f"read {page}")]
        assert rows[0].subjects
        keys = [key for key in url.split("/") if len(key) == 36]
        assert {str(key) for key in rows[0].subjects} & set(keys)
    assert [row.id for row in rows if MARK.search(said(row))] == []


def said(row):
    return f"{row.act} {row.subject_type} {row.purpose} {row.role}".lower()


@pytest.mark.parametrize(
    ("page", "verb", "record", "expected"), ACTS, ids=[line[0] for line in ACTS]
)
def test_an_act_leaves_at_most_one_row_and_its_replay_one_more(
    cast, commune, page, verb, record, expected
):
    url = address(page, record, commune)
    mark_everything()
    client = cast[furthest(expected)]
    form = {"submission": "7d1f3a34-90a9-4bb2-8f35-1f6e2b0b3f10"}
    before = last_row()

    first = send(client, url, form)
    done = rows_after(before)
    again = send(client, url, form)

    assert len(done) <= 1
    assert [row.id for row in done if row.replay or MARK.search(said(row))] == []
    more = rows_after(before)[len(done) :]
    if again.wsgi_request.user.is_authenticated and code(first) == "go":
        assert {(row.act, row.replay) for row in more} <= {("replay", True)}
