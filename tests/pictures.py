"""Draws docs/pictures: starts the demo with its example record, walks, photographs.

    bin/pictures [WHOSE]    all, or those of caseworker, district, province, others

Run by hand after screens have changed. Needs Debian's chromium and poppler-utils.
"""

import io
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
OPTIONS = "--no-sandbox --disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-default-apps --disable-dev-shm-usage"
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 1.5}
DESK = {"viewport": {"width": 1366, "height": 768}, "device_scale_factor": 1}
TALLEST = 1300  # CSS pixels of a picture: a longer page is cut
ADDRESS = ROOT / ".var" / "address"  # written by bin/start
RECORD = r"^/{}/[0-9a-f-]{{36}}/$"  # a record's page in a list
SIGN_INS = ROOT / ".var" / "stamps" / "sign-ins"


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Demo:
    """The demo that runs here, else bin/start on a port of its own, ended at the end."""

    process = None

    def __enter__(self):
        if ADDRESS.exists():
            self.address = ADDRESS.read_text().strip().rstrip("/")
            return self
        return self.start(free_port())

    def start(self, port):
        self.process = subprocess.Popen(
            [ROOT / "bin" / "start", "--port", str(port)],
            stdout=subprocess.DEVNULL,
        )
        self.address = f"http://127.0.0.1:{port}"
        for _second in range(300):
            if self.process.poll() is not None:
                raise SystemExit("The demo did not start; bin/start says why.")
            try:
                urllib.request.urlopen(self.address, timeout=5)
            except OSError:
                time.sleep(1)
            else:
                return self
        raise SystemExit("The demo did not start.")

    def __exit__(self, *error):
        if self.process:
            self.process.terminate()
            self.process.wait()

    @property
    def password(self):
        """The one of all the demo's people, as bin/start prints it."""
        return re.search(r": (\S+)\)", SIGN_INS.read_text())[1]


class Camera:
    """A browser that is somebody, on a phone or at a desk."""

    def __init__(self, demo, browser):
        self.demo, self.browser, self.size = demo, browser, 0

    def become(self, username, screen):
        context = self.browser.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **screen
        )
        self.page = context.new_page()
        self.go("/")
        if username:
            self.page.fill("[name=username]", username)
            self.page.fill("[name=password]", self.demo.password)
            self.page.click("button[type=submit]")
            self.page.wait_for_load_state()
        return self

    def go(self, path):
        answer = self.page.goto(self.demo.address + path)
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}.")
        return self

    @property
    def path(self):
        return self.page.url.removeprefix(self.demo.address)

    def follow(self, pattern, holding="main"):
        """Open the first link whose address matches and whose page holds this."""
        links = self.page.eval_on_selector_all(
            "main a[href]", "all => all.map(a => a.getAttribute('href'))"
        )
        here = self.page.url
        for link in links:
            if re.search(pattern, link) and self.go(link).page.query_selector(holding):
                return self
        raise SystemExit(f"No link {pattern} with {holding} on {here}.")

    def take(self, name, tallest=TALLEST):
        height = self.page.evaluate("document.documentElement.scrollHeight")
        view = self.page.viewport_size
        height = max(view["height"], min(height, tallest))
        self.page.set_viewport_size({"width": view["width"], "height": height})
        self.keep(name, Image.open(io.BytesIO(self.page.screenshot())))
        self.page.set_viewport_size(view)

    def take_pdf(self, name, path):
        """The first page of a PDF, fetched with this person's cookie."""
        answer = self.page.request.get(self.demo.address + path)
        with tempfile.TemporaryDirectory() as place:
            pdf = Path(place) / "page.pdf"
            pdf.write_bytes(answer.body())
            command = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", pdf]
            subprocess.run([*command, pdf.with_suffix("")], check=True)
            (image,) = Path(place).glob("*.png")
            self.keep(name, Image.open(image).copy())

    def keep(self, name, image):
        """With 128 colours a screen looks the same and weighs half."""
        file = PICTURES / f"{name}.png"
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
        self.size += file.stat().st_size
        sys.stdout.write(
            f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB\n"
        )


def caseworker(camera):
    """The commune on a phone; the case of the story at a desk too."""
    camera.become("", PHONE).take("sign-in-phone")
    camera.become("can-bo-xa", PHONE).take("home-phone", 1200)
    camera.go("/cases/intake/").take("intake-phone")
    camera.go("/cases/").follow(RECORD.format("cases")).take("case-phone")
    camera.go("/visits/").follow("/visits/log/", "[data-herd]")
    camera.take("visit-phone", 1300)


def district(camera):
    camera.become("can-bo-huyen", DESK)
    camera.go("/cases/").take("case-list-desk", 900)
    camera.follow(RECORD.format("cases")).take("case-desk", 1100)
    camera.go("/grants/").follow(RECORD.format("grants")).take("grant-desk", 1000)
    camera.go("/grants/?tab=handed_over&kind=prevention").follow(
        RECORD.format("grants"), "a[href*=slip]"
    )
    grant = camera.path
    camera.take_pdf("handover-slip-pdf", f"{grant}slip/")
    camera.follow(RECORD.format("households")).follow(RECORD.format("herds"))
    camera.take("herd-desk", 1200)


def province(camera):
    camera.become("hoi-tinh", DESK)
    camera.go("/reports/womens-union/").take("womens-union-desk", 1100)
    camera.take_pdf("womens-union-pdf", "/reports/womens-union.pdf")


def others(camera):
    camera.become("so-lao-dong", DESK).take_pdf("labour-pdf", "/reports/labour.pdf")
    camera.become("quan-tri", DESK).go("/people/").follow(RECORD.format("people"))
    camera.take("account-desk", 900)


def main(word=""):
    PICTURES.mkdir(exist_ok=True)
    with Demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=OPTIONS.split()
        )
        camera = Camera(demo, browser)
        for walk in (caseworker, district, province, others):
            if word in walk.__name__:
                walk(camera)
    sys.stdout.write(f"{camera.size // 1024} KB in all\n")


if __name__ == "__main__":
    if not (Path(CHROMIUM).exists() and shutil.which("pdftoppm")):
        raise SystemExit("Needs the packages chromium and poppler-utils.")
    main(*sys.argv[1:])
