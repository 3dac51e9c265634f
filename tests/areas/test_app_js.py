"""The small script says the same as Python, and guards the forms."""

import shutil
from pathlib import Path

import pytest
from django import forms
from playwright.sync_api import sync_playwright

from areas.widgets import (
    ComingDayInput,
    DayField,
    MoneyField,
    StepperField,
    readable_amount,
)
from areas.words import dong_words

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[2] / "static" / "app.js"
SHELL = """
<input type="search" data-search>
<form method="post" action="/save" id="sheet">{fields}<button type="submit">Save</button></form>
"""


class Sheet(forms.Form):
    income = MoneyField(steps=(100_000, 1_000_000))
    next_on = DayField(widget=ComingDayInput)
    born_on = DayField()
    sold = StepperField(max_value=2)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    page = chromium.new_page()
    page.sent = []
    page.route("**/*", lambda route: answer(page, route))
    page.goto("http://sheet.test/")
    page.set_content(SHELL.format(fields=Sheet(initial={"sold": 0})))
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


def answer(page, route):
    """Posts are kept waiting, as on a slow line."""
    if route.request.method == "POST":
        page.sent.append(route.request.url)
    else:
        route.fulfill(body="<p></p>", content_type="text/html")


def test_words_are_those_of_python(page):
    typed = [
        "0", "15", "21", "24", "25", "105", "110", "1000", "1001", "52000", "1000015",
        "5.200.000", "6750000", "12tr", "12,5 triệu", "500k", "1 tỷ", "1000000015",
        "999.999.999.999", "1500000000000", "0,03 tỷ", "12.00", "mười", "",
    ]  # fmt: skip

    said = []
    for text in typed:
        page.fill("[name=income]", text)
        said.append(page.text_content("output"))

    amounts = [readable_amount(text) for text in typed]
    assert said == ["" if amount is None else dong_words(amount) for amount in amounts]


def test_quick_amounts_are_added(page):
    page.fill("[name=income]", "500k")
    page.click("text=+1 triệu")

    assert page.input_value("[name=income]") == "1.500.000"


def test_stepper_stops_at_its_limits(page):
    for _ in range(4):
        page.click("[data-step='1']")
    highest = page.input_value("[name=sold]")
    for _ in range(4):
        page.click("[data-step='-1']")

    assert (highest, page.input_value("[name=sold]")) == ("2", "0")


def test_pasted_day_fills_the_three_boxes(page):
    page.eval_on_selector(
        "[name=born_on_day]",
        """box => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", "5/3/2024");
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, cancelable: true}));
        }""",
    )

    filled = [
        page.input_value(f"[name=born_on_{part}]") for part in ("day", "month", "year")
    ]
    assert filled == ["5", "3", "2024"]


def test_double_tap_sends_once(page):
    page.eval_on_selector("#sheet", "form => { form.noValidate = true; }")
    page.eval_on_selector(
        "#sheet button[type=submit]", "button => { button.click(); button.click(); }"
    )
    page.wait_for_timeout(200)

    assert page.sent == ["http://sheet.test/save"]


def test_slash_goes_to_the_search_box(page):
    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.matches('[data-search]')")
