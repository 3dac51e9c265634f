"""Draws docs/pictures: starts the demo with its example record, walks, photographs.

    bin/pictures [WORD]     only the pictures whose name holds the word

Run by hand after screens have changed. Needs Debian's chromium and poppler-utils.
"""

import io
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
OPTIONS = "--no-sandbox --disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-default-apps --disable-dev-shm-usage"
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 1.5}
DESK = {"viewport": {"width": 1366, "height": 768}, "device_scale_factor": 1}
TALLEST = 1500  # CSS pixels of a picture: a longer page is cut
SIGN_INS = ROOT / ".var" / "stamps" / "sign-ins"


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Demo:
    """bin/start on a port of its own, ended at the end."""

    def __enter__(self):
        self.port = free_port()
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [ROOT / "bin" / "start", "--port", str(self.port)],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.address = f"http://127.0.0.1:{self.port}"
        for _second in range(300):
            if self.process.poll() is not None:
                self.log.seek(0)
                raise SystemExit(self.log.read())
            try:
                urllib.request.urlopen(self.address, timeout=5)
            except OSError:
                time.sleep(1)
            else:
                return self
        raise SystemExit("The demo did not start.")

    def __exit__(self, *error):
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

    def follow(self, pattern):
        """Open the first link whose address matches."""
        links = self.page.eval_on_selector_all(
            "main a[href]", "all => all.map(a => a.getAttribute('href'))"
        )
        found = [link for link in links if re.search(pattern, link)]
        if not found:
            raise SystemExit(f"No link {pattern} on {self.page.url}.")
        return self.go(found[0])

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
        """With 64 colours a screen looks the same and weighs a third."""
        file = PICTURES / f"{name}.png"
        image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
        self.size += file.stat().st_size
        sys.stdout.write(
            f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB\n"
        )
