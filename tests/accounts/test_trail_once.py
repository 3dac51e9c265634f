"""Whoever opens a record leaves one row, with its key and without any of its values."""

import pytest
from django.apps import apps
from django.db import transaction

from accounts.models import Activity
from accounts.records import Record
from tests import access
from tests.conftest import send, unguarded
from tests.everybody import address
from tests.test_access import COMES_FAR, answer, code
from tests.walker import MARK, mark_everything

OPENED = [
    line for line in access.lines() if line[2] != "-" and set(line[3].values()) & {"ok"}
]
ACTS = [
    line for line in access.lines() if line[1] == "POST" and "go" in line[3].values()
]
# Pages of an account, a list or a rule hold no person of ours.
# Taking a file away is an act; its one row is not a reading row.
AS_ACT = {
    "victims:file_download": "download file",
    "support_regimes:audit_xlsx": "take audit xlsx",
}
NO_PERSON = {"rules", "budget", "body", "posting", "approved_posting"}
NO_PERSON |= {"rule_change", "calendar_day", "facility", "reconciliation"}
FORM = {"submission": "7d1f3a34-90a9-4bb2-8f35-1f6e2b0b3f10"}


@pytest.fixture
def everything(cast, made):
    """(cast, {kind: address of a record}): one of each kind, every text marked."""
    mark_everything({"export"})  # its purpose stands in the trail, as it must
    return cast, made


def wrong_of(everything, lines, look):
    """{page: what is wrong}, from a look at each as whoever comes furthest."""
    cast, made = everything
    found = {}
    for page, verb, record, expected in lines:
        client = cast[max(expected, key=lambda who: COMES_FAR.index(expected[who]))]
        url = address(page, record, made)
        with transaction.atomic():
            wrong = look(client, page, verb, record, url)
            transaction.set_rollback(True)
        if wrong:
            found[page] = wrong
    return found


def rows_after(last):
    with unguarded():
        return list(Activity.objects.filter(id__gt=last).order_by("id"))


def last_row():
    with unguarded():
        newest = Activity.objects.order_by("-id").first()
    return newest.id if newest else 0


def said(row):
    return f"{row.act} {row.subject_type} {row.purpose} {row.role}".lower()


def opened(client, page, verb, record, url):
    """Why this page does not leave the one row that it must."""
    before = last_row()
    response = answer(client, verb, url)
    b"".join(response.streaming_content) if response.streaming else response.content

    rows = rows_after(before)
    if [row.id for row in rows if MARK.search(said(row))]:
        return "a value of the record"
    if record.partition(":")[0] in NO_PERSON:
        return len(rows) > 1 and "more than one row"
    acts = [row.act for row in rows]
    if acts != [AS_ACT.get(page, f"read {page}")]:
        return f"{response.status_code} {acts}"
    keys = {key for key in url.split("/") if len(key) == 36}
    keys |= {str(case) for key in keys for case in cases_of(key)}
    subjects = {str(key) for key in rows[0].subjects}
    return not subjects & keys and f"not the key, but {subjects}"


def cases_of(key):
    """The case that a part of one hangs on: who saw the part saw the case."""
    with unguarded():
        for model in apps.get_app_config("support_regimes").get_models():
            if issubclass(model, Record) and hasattr(model, "case_id"):
                yield from model.objects.filter(pk=key).values_list("case", flat=True)


def acted(client, page, verb, record, url):
    """Why this act leaves other rows than its own and that of its replay."""
    before = last_row()
    first = send(client, url, FORM)
    done = rows_after(before)
    again = send(client, url, FORM)

    if len(done) > 1 or [r.id for r in done if r.replay or MARK.search(said(r))]:
        return [said(row) for row in done]
    if code(first) != "go":
        return f"{first.status_code}, not done"
    more = {(row.act, row.replay) for row in rows_after(before)[len(done) :]}
    if again.wsgi_request.user.is_authenticated and more - {("replay", True)}:
        return more
    return None


def test_each_opened_record_leaves_one_row_with_its_key(everything):
    assert len(OPENED) >= 80
    assert wrong_of(everything, OPENED, opened) == {}


def test_each_act_leaves_at_most_one_row_and_its_replay_one_more(everything):
    assert len(ACTS) >= 30
    assert wrong_of(everything, ACTS, acted) == {}
