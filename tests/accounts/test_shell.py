"""The safety shell in a browser: cover, lock, unlock, quick exit; minutes are faked."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import make_case
from tests.walk import PHONE, chromium

pytestmark = pytest.mark.browser
HOST = "http://notebook.test"
HTML, PLAIN = "text/html; charset=utf-8", "text/plain; charset=utf-8"
RECORDED = "Đã ghi 4 câu"
NEW_KEY = "K" * 64
KEYS = ["csrfmiddlewaretoken", "submission"]
PASSWORD = "bưởi da xanh"
LOCK, UNLOCK, EXIT, ASK, CALENDAR = (
    "/lock/", "/unlock/", "/exit/", "/still-here/", "/calendar/",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def html(sign_in, caseworker, commune):
    """{address: page} of a case's form of risk and of the list, as Django draws them."""
    case = make_case(commune)
    client = sign_in(caseworker)
    risk = reverse("victims:case_task", args=[case.pk, "risk"])
    addresses = [risk, reverse("victims:case_list")]
    return {path: client.get(path).content.decode() for path in addresses}


@pytest.fixture
def desk(browser, html):
    yield from opened(browser, html)


@pytest.fixture
def phone(browser, html):
    yield from opened(browser, html, viewport=PHONE, has_touch=True, is_mobile=True)


def opened(browser, html, **device):
    context = browser.new_context(**device)
    page = context.new_page()
    page.sent, page.stands = [], True
    page.who = re.search('data-who="([^"]+)"', next(iter(html.values())))[1]
    page.key = ""  # that a form must bring; any at first
    page.context.route("**/*", lambda route: answer(page, html, route))
    page.clock.install()
    risk, cases = html
    page.goto(HOST + cases)
    page.goto(HOST + risk)
    yield page
    context.close()


def answer(page, html, route):
    """A small server: the pages, the files, and what the shell posts."""
    request = route.request
    path = request.url.removeprefix(HOST)
    if request.method == "POST":
        page.sent.append(path)
        sent = (request.post_data_buffer or b"").decode()
        route.fulfill(**unlocked(page, sent) if path == UNLOCK else {"status": 204})
    elif path.startswith("/static/"):
        name = path.removeprefix("/static/")
        route.fulfill(path=settings.BASE_DIR / "static" / name)
    elif path == CALENDAR:
        route.fulfill(body="<title>Lịch âm dương</title>", content_type=HTML)
    elif path == ASK:
        said = {"who": page.who, "key": page.key}
        route.fulfill(status=200 if page.stands else 403, json=said)
    elif page.stands and EXIT not in page.sent:
        route.fulfill(body=html[path], content_type=HTML)
    else:
        route.fulfill(body="<title>Đăng nhập</title>", content_type=HTML)


def unlocked(page, sent):
    if page.key not in sent:
        return {"status": 403, "content_type": HTML, "body": "<h1>CSRF</h1>"}
    if not page.stands:
        return {"status": 401, "content_type": PLAIN, "body": "Đã đăng xuất"}
    if PASSWORD not in sent:
        return {"status": 403, "content_type": PLAIN, "body": "Mật khẩu không đúng."}
    return {"status": 204}


def pass_minutes(page, minutes):
    page.clock.run_for(int(minutes * 60_000))


def looks(page):
    """What hides the page: is-covered, is-locked, is-gone, or nothing."""
    return page.evaluate("document.documentElement.className").strip()


def hide(page, hidden):
    """As when another program comes to the front, or the screen goes dark."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_the_desk_warns_at_13_minutes_and_locks_at_15(desk):
    pass_minutes(desk, 12.9)
    early = desk.is_visible("[data-warning]")
    pass_minutes(desk, 0.2)
    warned = desk.is_visible("[data-warning]")
    desk.dispatch_event("[data-stay]", "click")
    pass_minutes(desk, 14.9)
    late = looks(desk)
    pass_minutes(desk, 0.2)

    assert (early, warned, late, looks(desk)) == (False, True, "", "is-locked")
    assert desk.title() == "Sổ tay công tác"
    assert desk.sent == [LOCK]


def test_the_lock_keeps_what_was_typed_and_opens_by_the_password_alone(desk):
    desk.fill("[name=reason]", "Người lạ hỏi thăm")
    desk.focus("[name=reason]")
    title = desk.title()
    pass_minutes(desk, 15.1)
    covered = desk.is_visible("[name=reason]")
    desk.fill("#lock-password", "sai rồi")
    desk.click("[data-unlock] button")
    desk.wait_for_selector("[data-problem]")
    still = looks(desk)
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    after_escape = looks(desk)
    desk.fill("#lock-password", PASSWORD)
    desk.click("[data-unlock] button")
    desk.wait_for_selector("[name=reason]")

    assert (covered, still, after_escape) == (False, "is-locked", "is-locked")
    assert desk.input_value("[name=reason]") == "Người lạ hỏi thăm"
    assert desk.evaluate("document.activeElement.name") == "reason"
    assert (looks(desk), desk.title()) == ("", title)
    assert desk.sent == [LOCK, UNLOCK, UNLOCK]


def test_a_phone_locks_after_2_minutes_and_after_5_inside_a_form(phone):
    pass_minutes(phone, 1.9)
    before = looks(phone)
    pass_minutes(phone, 0.2)
    idle = looks(phone)
    phone.fill("#lock-password", PASSWORD)
    phone.click("[data-unlock] button")
    phone.wait_for_selector("[name=reason]")
    phone.fill("[name=reason]", "Đang gõ")
    pass_minutes(phone, 4.9)
    typing = looks(phone)
    pass_minutes(phone, 0.2)

    assert (before, idle, typing, looks(phone)) == ("", "is-locked", "", "is-locked")


def test_a_hidden_page_is_covered_and_comes_back_within_the_limit(phone):
    hide(phone, True)
    covered = looks(phone), phone.is_visible("h1")
    pass_minutes(phone, 1)
    hide(phone, False)
    back = looks(phone)
    hide(phone, True)
    pass_minutes(phone, 2.1)
    hide(phone, False)

    assert covered == ("is-covered", False)
    assert (back, looks(phone)) == ("", "is-locked")


@pytest.mark.parametrize("way", ["button", "shift"])
def test_quick_exit_leads_to_the_calendar_and_back_to_the_sign_in(desk, way):
    if way == "button":
        desk.click(".quick-exit")
    else:
        for _n in range(3):
            desk.keyboard.press("Shift")
    desk.wait_for_url(HOST + CALENDAR)
    left = desk.title()
    desk.wait_for_function("true")
    sent = list(desk.sent)
    desk.go_back()
    desk.wait_for_function("document.title === 'Đăng nhập'")

    assert (left, sent) == ("Lịch âm dương", [EXIT])
    assert desk.title() == "Đăng nhập"


def test_quick_exit_without_a_network_blanks_the_page_all_the_same(desk):
    desk.evaluate(
        """() => {
          navigator.sendBeacon = () => false;
          window.fetch = () => Promise.reject(new TypeError("no network"));
        }"""
    )
    desk.keyboard.press("Shift")
    desk.keyboard.press("Shift")
    desk.keyboard.press("Shift")
    desk.wait_for_url(HOST + CALENDAR)

    assert desk.title() == "Lịch âm dương"


def test_a_sign_in_that_ended_elsewhere_locks_the_page_at_the_next_touch(desk):
    desk.stands = False
    pass_minutes(desk, 5)
    desk.mouse.move(10, 10)
    desk.wait_for_selector("#lock-password")

    assert looks(desk) == "is-locked"


def tokens(page):
    fields = "input[name=csrfmiddlewaretoken]"
    return page.eval_on_selector_all(fields, "all => all.map(one => one.value)")


def ended_while_locked(page):
    """A text is typed, the page locks, and its sign-in ends elsewhere."""
    page.fill("[name=reason]", "Người lạ hỏi thăm")
    pass_minutes(page, 15.1)
    page.stands = False
    page.fill("#lock-password", PASSWORD)
    page.click("[data-unlock] button")
    page.wait_for_selector("[data-ended]")


def come_back(page):
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(50)


def test_typed_text_is_sent_after_signing_in_again_in_another_tab(desk):
    ended_while_locked(desk)
    shown, way = desk.is_visible("[data-ended]"), desk.locator("[data-ended] a")
    come_back(desk)
    still = looks(desk)
    desk.stands, desk.key = True, NEW_KEY
    come_back(desk)

    assert (shown, way.get_attribute("target")) == (True, "_blank")
    assert still == "is-locked"
    assert (looks(desk), set(tokens(desk))) == ("", {NEW_KEY})
    assert desk.input_value("[name=reason]") == "Người lạ hỏi thăm"


def test_another_persons_sign_in_opens_nothing(desk):
    own = desk.who
    ended_while_locked(desk)
    desk.stands, desk.key, desk.who = True, NEW_KEY, "somebody else"
    come_back(desk)
    other = desk.context.new_page()
    other.goto(HOST + CALENDAR)
    for who in ("somebody else", own):
        message = {"word": "unlocked", "who": who}
        other.evaluate("m => new BroadcastChannel('notebook').postMessage(m)", message)
        desk.wait_for_timeout(100)
        if who != own:
            assert looks(desk) == "is-locked"

    assert looks(desk) == ""  # a word of one's own other page opens it


def test_a_lock_that_meets_a_new_key_asks_for_it_and_opens(desk):
    pass_minutes(desk, 15.1)
    desk.key = NEW_KEY
    desk.fill("#lock-password", PASSWORD)
    desk.click("[data-unlock] button")
    desk.wait_for_selector("[name=reason]")

    assert (looks(desk), set(tokens(desk))) == ("", {NEW_KEY})


def test_a_form_of_before_a_new_sign_in_is_taken_with_the_new_key(caseworker, commune):
    case = make_case(commune)
    page = reverse("victims:case_task", args=[case.pk, "needs"])
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(caseworker)
    html = browser.get(page).content.decode()
    form = {name: re.search(f'name="{name}" value="([^"]+)"', html)[1] for name in KEYS}
    form |= {"version": 1, "first": "health"}
    browser.force_login(caseworker)  # signed out and in: the key has changed
    browser.cookies["csrftoken"] = "x" * 32

    refused = browser.post(page, form).status_code
    said = browser.get(ASK).json()
    taken = browser.post(page, form | {"csrfmiddlewaretoken": said["key"]})

    assert (refused, taken.status_code) == (403, 302)
    assert said["who"] == str(caseworker.pk)


def test_safety_answers_are_covered_when_their_block_is_left(desk):
    block = desk.locator("[data-cover]")
    for number in range(4):
        block.locator("fieldset").nth(number).locator("label").first.click()
    desk.focus("[name=reason]")
    covered = block.inner_text().strip()
    block.locator("[data-cover-bar] button").click()

    assert re.sub(r"\s+", " ", covered).startswith(RECORDED)
    assert block.locator("input:checked").count() == 4
    assert block.locator("[data-cover-body]").is_visible()


def test_nothing_is_kept_in_the_browser(desk):
    desk.fill("[name=reason]", "Người lạ hỏi thăm")
    pass_minutes(desk, 15.1)

    kept = desk.evaluate(
        "async () => [localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length]"
    )

    assert kept == [0, 0, 0]
