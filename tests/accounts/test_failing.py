"""When something fails: nothing half saved, nothing typed lost, nothing told to logs."""

import io
import logging
import re
import uuid

import pytest
from django.db import connection
from django.template import engines

from accounts.logs import NoValues
from accounts.models import Activity, User
from tests.accounts import failing_urls
from tests.conftest import send, unguarded
from tests.factories import make_household
from tests.walk import PHONE, Person, chromium
from victims.models import Household

pytestmark = pytest.mark.urls("tests.accounts.failing_urls")
TYPED = "Chị kể: không muốn ai ở quê biết.\nGọi lại sau 17 giờ & đừng nói tên."


@pytest.fixture
def household(commune):
    return make_household(commune, people=4)


@pytest.fixture
def page(household, sign_in, caseworker):
    client = sign_in(caseworker)
    client.raise_request_exception = False
    return client


@pytest.fixture
def heard():
    """What the log says, as it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(NoValues())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def people(household):
    with unguarded():
        return Household.objects.get(pk=household.pk).people


def fields(answer):
    """Name and text of each field that the page carries along."""
    text = answer.content.decode()
    found = re.findall(
        r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.S
    )
    found += re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)
    unescape = [("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    for mark, sign in unescape:
        found = [(name, value.replace(mark, sign)) for name, value in found]
    return dict(found)


def failing(page, **more):
    failing_urls.FAIL["next"] = True
    data = {"text": TYPED, "password": "mat-khau-rat-dai", **more}
    return send(page, "/mends/", data)


def test_what_was_typed_comes_back_but_no_password(page, household):
    answer = failing(page)

    assert answer.status_code == 500
    assert fields(answer)["text"].replace("\r\n", "\n") == TYPED
    assert set(fields(answer)) == {"text", "submission"}
    assert "mat-khau-rat-dai" not in answer.content.decode()
    assert people(household) == 4


def test_sent_again_as_the_page_would_it_is_saved_once(page, household):
    answer = failing(page)

    again = page.post("/mends/", fields(answer))

    assert again.status_code == 302
    assert failing_urls.FAIL["kept"].replace("\r\n", "\n") == TYPED
    assert people(household) == 9


def test_the_number_on_the_page_is_in_the_log_and_in_the_trail(page, heard):
    answer = failing(page)

    number = re.search(r"<strong>([0-9A-F]{8})</strong>", answer.content.decode())[1]
    assert f"incident={number}" in heard.getvalue()
    with unguarded():
        row = Activity.objects.get(act="failed mends")
    assert str(row.request_id).upper().startswith(number)


def test_the_log_says_where_and_never_what(page, heard):
    failing(page)

    assert "ZeroDivisionError" in heard.getvalue()
    assert "failing_urls.py" in heard.getvalue()
    for word in ("Chị kể", "đừng nói tên", "mat-khau"):
        assert word not in heard.getvalue()


def test_the_log_keeps_no_query_string(page, heard):
    page.get("/no-such-page/?q=Sung+Thi+Do")

    assert "/no-such-page/" in heard.getvalue()
    assert "Sung" not in heard.getvalue()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("53100", "dọn chỗ"),  # disk full
        ("25006", "dọn chỗ"),  # read only
        ("55P03", "cùng hồ sơ"),  # a lock that was not given
        ("57014", "cùng hồ sơ"),  # a statement that took too long
        ("57P01", "Những gì đã lưu"),  # the database is shut down
    ],
)
def test_a_database_that_cannot_save_says_so_and_nothing_is_kept(
    page, household, state, word
):
    answer = send(page, f"/says/{state}/", {"text": TYPED})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert fields(answer)["text"].replace("\r\n", "\n") == TYPED
    assert people(household) == 4


def test_a_page_that_was_only_read_reloads_by_itself(page):
    answer = page.get("/says/57P01/")

    assert 'http-equiv="refresh" content="10"' in answer.content.decode()


def test_a_form_that_was_sent_does_not_reload_by_itself(page):
    answer = send(page, "/says/57P01/", {"text": TYPED})

    assert "http-equiv" not in answer.content.decode()


def test_too_large_is_said_so(page):
    assert page.get("/large/").status_code == 413


def test_a_permission_that_cannot_be_asked_is_denied(page, monkeypatch):
    assert page.get("/asks/").content == b"shown"

    def broken(self, *args, **kwargs):
        raise LookupError

    monkeypatch.setattr(User, "has_perm", broken)
    answer = page.get("/asks/")

    assert answer.status_code == 500
    assert b"shown" not in answer.content


def test_a_scope_that_cannot_be_asked_shows_nothing(page, household, monkeypatch):
    def broken(self, user):
        raise LookupError

    monkeypatch.setattr(type(Household.objects.all()), "visible_to", broken)

    for address in ("/households/", f"/households/{household.pk}/"):
        answer = page.get(address)
        assert answer.status_code >= 400
        assert household.code not in answer.content.decode()


def test_an_unknown_host_is_refused(client, places):
    answer = client.get("/sign-in/", headers={"host": "other.example"})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "number", ["400", "403", "403_csrf", "404", "409", "413", "500", "503"]
)
def test_each_page_of_failure_is_drawn_without_a_request(number):
    text = engines["django"].get_template(f"{number}.html").render({})

    assert "<h1>" in text


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_said_within_seconds_and_heals(page, monkeypatch):
    assert page.get("/works/").status_code == 200
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    connection.close()

    away = page.get("/works/")
    monkeypatch.undo()
    connection.close()

    assert (away.status_code, away.headers["Retry-After"]) == (503, "10")
    assert page.get("/works/").status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_in_a_browser_the_button_sends_what_was_typed(
    live_server, caseworker, household, script
):
    """Also without JavaScript."""
    failing_urls.FAIL["next"] = True
    with chromium() as browser:
        person = Person(browser, live_server.url, caseworker, PHONE)
        context = browser.new_context(
            java_script_enabled=script,
            storage_state=person.page.context.storage_state(),
        )
        page = context.new_page()
        page.goto(live_server.url + "/mends/")
        page.locator("[name=text]").fill(TYPED)
        page.get_by_text("Gửi phiếu").click()
        assert "Mã sự cố" in page.content()
        page.get_by_text("Gửi lại").click()
        page.get_by_text("Đã lưu").wait_for()

    assert failing_urls.FAIL["kept"].replace("\r\n", "\n") == TYPED
    assert people(household) == 9


def test_a_stranger_sees_the_same_page(client, household):
    client.raise_request_exception = False

    answer = client.post(f"/says/57P01/?{uuid.uuid4()}")

    assert answer.status_code == 302  # led to sign in, nothing was asked
