"""The visit form's script: the sum spelled out, a doubtful price at once."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import sync_playwright

from livelihoods.forms.herd import HerdForm
from livelihoods.models import SpeciesPrice

pytestmark = pytest.mark.browser
STATIC = Path(__file__).resolve().parents[2] / "static"
PRICE = SpeciesPrice(low=1_500_000, high=4_500_000)
SPECIES = SimpleNamespace(icon="pig", price_on=lambda day: PRICE)
HERD = SimpleNamespace(pk=UUID(int=7), heads_now=7, species=SPECIES)


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
    block = render_to_string(
        "livelihoods/visit_herd.html", {"herd": HerdForm(herd=HERD)}
    )
    page.set_content(f'<form class="visit">{block}</form>')
    page.add_style_tag(path=STATIC / "app.css")
    page.add_script_tag(path=STATIC / "app.js")
    yield page
    page.close()


def choose(page, name, value):
    page.locator(f'[name$="-{name}"][value="{value}"]').check(force=True)


def type_in(page, name, value):
    page.locator(f'[name$="-{name}"]').fill(value)


def test_what_is_not_needed_is_put_away(page):
    assert not page.locator(".when-changed").is_visible()

    choose(page, "change", "changed")

    assert page.locator(".when-changed").is_visible()
    assert not page.locator(".when-sold").is_visible()
    assert not page.locator(".when-differs").is_visible()


def test_the_sum_is_spelled_out(page):
    choose(page, "change", "changed")
    type_in(page, "born", "6")
    type_in(page, "sold", "2")

    assert page.locator("[data-sum]").inner_text() == "7 + 6 − 2 = 11 con"


@pytest.mark.parametrize(
    ("amount", "fair", "doubt"),
    [
        ("5.200.000", "2.600.000 đ một con, trong khung giá.", ""),
        ("52.000", "", "Số tiền này thấp. Thiếu số 0?"),
        ("90.000.000", "", "Số tiền này cao. Thừa số 0?"),
    ],
)
def test_a_price_is_looked_at_while_it_is_typed(page, amount, fair, doubt):
    choose(page, "change", "changed")
    type_in(page, "sold", "2")
    type_in(page, "income", amount)

    shown = page.locator("[data-fair]:visible")
    assert (shown.inner_text() if shown.count() else "") == fair
    title = page.locator("[data-low-title]:visible")
    assert (title.inner_text() if title.count() else "") == doubt


def test_mending_goes_back_to_the_amount(page):
    choose(page, "change", "changed")
    type_in(page, "sold", "2")
    type_in(page, "income", "52.000")
    page.locator("[data-mend]").click()

    focused = page.evaluate("document.activeElement.name")
    assert focused.endswith("-income")
