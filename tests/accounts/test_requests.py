"""A request is one transaction: its work or nothing, and its row in the trail."""

import pytest

from accounts.models import SignIn
from tests.accounts.sql import value
from tests.accounts.trail import rows
from tests.conftest import send, unguarded
from tests.factories import make_household
from victims.models import Household

pytestmark = pytest.mark.urls("tests.accounts.urls")


@pytest.fixture
def household(commune):
    return make_household(commune, people=4)


@pytest.fixture
def page(household, sign_in, caseworker):
    client = sign_in(caseworker)
    client.raise_request_exception = False
    return client


def people(household):
    with unguarded():
        return Household.objects.get(pk=household.pk).people


def told():
    """(act, ids, person) of each row of the trail but the household's own."""
    return [(row.act, row.subjects, row.user_id) for row in rows()[1:]]


def test_a_page_that_shows_records_leaves_one_row(page, household, caseworker):
    assert page.get("/works/").content == b"seen"

    assert told() == [("read works", [household.pk], caseworker.pk)]


@pytest.mark.parametrize("address", ["/breaks/", "/breaks-while-drawing/"])
def test_a_failing_page_loses_its_work_and_keeps_its_row(page, household, address):
    assert page.get(address).status_code == 500

    assert people(household) == 4
    assert [act for act, _ids, _who in told()] == [
        f"failed {address.strip('/').replace('-', '_')}"
    ]


def test_the_row_of_a_failure_says_what_was_read(page, household, caseworker):
    page.get("/breaks/")

    assert told() == [("failed breaks", [household.pk], caseworker.pk)]


def test_an_error_of_the_database_as_well(page, household, caseworker):
    assert page.get("/breaks-the-database/").status_code == 500

    assert people(household) == 4
    assert told() == [("failed breaks_the_database", [], caseworker.pk)]


def test_a_missing_page_loses_its_work_and_is_told(page, household, caseworker):
    assert page.get("/misses/").status_code == 404

    assert people(household) == 4
    assert told() == [("refused 404 misses", [], caseworker.pk)]


def test_a_form_that_goes_on_is_kept(page, household):
    assert send(page, "/moves/").status_code == 302

    assert people(household) == 9


def test_a_form_that_is_drawn_again_has_changed_nothing(page, household):
    assert send(page, "/redraws/").status_code == 200

    assert people(household) == 4


def test_a_stranger_is_led_to_the_sign_in_page_and_leaves_no_row(client, household):
    response = client.get("/works/")

    assert response.headers["Location"] == "/sign-in/?next=/works/"
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_a_streamed_answer_asks_again(places, page, household):
    response = page.get("/streams/")

    assert b"".join(response.streaming_content) == household.code.encode()


def test_an_ended_sign_in_is_a_stranger_at_the_next_request(page, household):
    with unguarded():
        SignIn.objects.all().delete()

    assert page.get("/works/").status_code == 302


def test_no_time_goes_into_compiling_statements(db):
    """It doubled the visit calendar of a district: docs/performance.md."""
    assert value("SHOW jit") == "off"


def test_nothing_personal_stays_in_a_cache(page):
    response = page.get("/works/")

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
