"""A person at a browser: types into named boxes, chooses, presses what is written."""

import os
import re
import shutil
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

# Playwright runs a loop in the thread of the test, where Django then expects no queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}


@contextmanager
def chromium():
    """Debian's Chromium, headless."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=shutil.which("chromium"), args=QUIET
        )
        yield browser
        browser.close()


class Person:
    """One user in a browser of their own; every page must answer well and fit."""

    def __init__(self, browser, address, user, size):
        context = browser.new_context(
            viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.address = address
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._heard)
        self.go("/sign-in/")
        self.type("username", user.username)
        self.type("password", user.username * 3)
        self.press("Đăng nhập")

    def _heard(self, message):
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)

    def go(self, path):
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self.looks_right()

    def type(self, name, text):
        self.page.locator(f'[name="{name}"]:visible').fill(str(text))

    def pick(self, name, label):
        """Choose from a list by a part of what it says."""
        box = self.page.locator(f'select[name="{name}"]')
        options = box.locator("option").all()
        value = next(
            option.get_attribute("value")
            for option in options
            if label in option.inner_text()
        )
        box.select_option(value)

    def choose_from(self, name, value):
        self.page.locator(f'select[name="{name}"]').select_option(value)

    def choose(self, name, *values):
        """Tick or choose, as a finger does: on the label around the box."""
        for value in values:
            box = self.page.locator(f'input[name="{name}"][value="{value}"]')
            box.locator("xpath=ancestor::label").click()
            expect(box).to_be_checked()

    def tick(self, name):
        box = self.page.locator(f'input[name="{name}"]')
        box.locator("xpath=ancestor::label").click()
        expect(box).to_be_checked()

    def day(self, name, day):
        for part, text in zip(("day", "month", "year"), day.split("/"), strict=True):
            self.page.locator(f'[name="{name}_{part}"]').fill(text)

    def open(self, words):
        """Unfold what is folded under these words."""
        self.page.locator("summary", has_text=words).first.click()

    def submit(self, name=None, value=None):
        """The filled button of the form; or the one of this name and value."""
        button = f'button[name="{name}"][value="{value}"]' if name else "button.button"
        with self.page.expect_navigation():
            self.page.locator(f"main {button}:visible").last.click()
        self.looks_right()

    def press(self, words):
        """The button or link that says so; the next page is there afterwards."""
        exact = re.compile(rf"^\s*{re.escape(words)}")
        named = self.page.locator("main button, main a, .bottom-bar a, .side a")
        with self.page.expect_navigation():
            named.filter(has_text=exact).locator("visible=true").first.click()
        self.looks_right()

    def sees(self, *words):
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def looks_right(self):
        """No error of the script, nothing wider than the screen."""
        assert self.errors == []
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth > window.innerWidth"
        )
        assert not wide, f"{self.page.url} is wider than the screen"

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)
