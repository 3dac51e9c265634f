"""What is sent is written anew or refused in words; `bin/prove files` sends many more."""

import io
import subprocess
import sys

import av
import pytest
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.test import RequestFactory
from PIL import Image
from pypdf import PdfReader

from accounts import cleaning
from accounts.cleaning import PHOTO, SCAN, SOUND
from accounts.uploads import MOST_TOGETHER, InMemory
from tests.proofs import hostile

ALL = (PHOTO, SCAN, SOUND)


def code(content, *allowed):
    with pytest.raises(ValidationError) as refusal:
        cleaning.clean(content, *(allowed or ALL))
    return refusal.value.code


def test_a_photo_keeps_its_picture_and_nothing_else():
    sent = hostile.with_gps() + hostile.HTML + hostile.zipped(a=hostile.CANARY)

    file = cleaning.clean(sent, PHOTO)

    shown = Image.open(io.BytesIO(file.content))
    assert (file.media, file.width, file.height) == ("photo", 640, 480)
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (640, 480), {})
    assert hostile.CANARY not in file.content
    assert file.content.endswith(b"\xff\xd9")


def test_a_photo_is_turned_upright_and_made_small():
    exif = Image.Exif()
    exif[0x0112] = 6

    file = cleaning.clean(
        hostile.picture(size=(2000, 1000), exif=exif.tobytes()), PHOTO
    )

    assert (file.width, file.height) == (640, 1280)


def test_a_scan_becomes_pictures_page_by_page():
    def change(writer):
        hostile.javascript(writer)
        hostile.attached(writer)

    file = cleaning.clean(hostile.pdf(2, change=change), SCAN)

    reader = PdfReader(io.BytesIO(file.content))
    assert (file.pages, len(reader.pages), reader.metadata) == (2, 2, None)
    assert set(reader.trailer["/Root"]) == {"/Type", "/Pages"}
    assert Image.open(io.BytesIO(cleaning.page_of(file.content, 2))).size == (
        1131,
        1600,
    )
    assert cleaning.page_of(file.content, 3) is None


def test_what_is_taken_along_carries_a_mark():
    plain = cleaning.clean(hostile.pdf(1), SCAN)
    marked = cleaning.clean(plain.content, SCAN, mark="HG-2024-0001 can-bo 15/01/2024")

    def dark(file):
        foot = Image.open(io.BytesIO(cleaning.page_of(file.content, 1))).convert("L")
        return foot.crop((0, 1560, 400, 1600)).getextrema()[0] < 60

    assert (dark(plain), dark(marked)) == (False, True)


def test_sound_becomes_opus_without_words():
    sent = hostile.id3(hostile.tone(title="ZZQ7-CANARY", seconds=2))

    file = cleaning.clean(sent, SOUND)

    with av.open(io.BytesIO(file.content)) as sound:
        assert [s.codec_context.name for s in sound.streams] == ["opus"]
        assert (sound.metadata, sound.streams[0].metadata) == ({}, {})
    assert (file.media, file.seconds, file.width) == ("sound", 2, None)
    assert len(file.content) < 10_000


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: hostile.png(50_000, 50_000), "large"),
        (lambda: hostile.picture()[:-9000], "damaged"),
        (lambda: hostile.pdf(password="x" * 8), "locked"),
        (lambda: hostile.pdf(31), "pages"),
        (lambda: hostile.video(), "video"),
    ],
    ids=["flood", "cut off", "locked", "31 pages", "video"],
)
def test_it_is_refused_in_words(make, word):
    assert code(make()) == word


def test_a_kind_that_does_not_fit_is_refused():
    assert code(hostile.wav(), PHOTO, SCAN) == "other"


def test_too_many_bytes_do_not_reach_the_child():
    assert code(b"\xff\xd8\xff" + bytes(cleaning.MOST_BYTES)) == "big"


def test_a_child_that_fails_or_lingers_is_a_refusal(monkeypatch, tmp_path):
    (tmp_path / "__main__.py").write_text("import time; time.sleep(60)")
    monkeypatch.setattr(cleaning, "CLEANER", tmp_path)
    monkeypatch.setattr(cleaning, "SECONDS", 0.2)
    assert code(b"x") == "failed"

    (tmp_path / "__main__.py").write_text("import os; os.abort()")
    monkeypatch.setattr(cleaning, "SECONDS", 10)
    assert code(b"x") == "failed"


CONFINED = """
import sys; sys.path.insert(0, sys.argv[1])
import confinement, os, resource, socket
confinement.limit()
bounds = [resource.getrlimit(r)[1] for r in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)]
print(bounds, os.environ.get("SECRET_KEY"), confinement.close())
for name, act in {
    "open": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "fork": lambda: os.fork(),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(1, 0),
}.items():
    try:
        act()
        print(name, "done")
    except OSError as error:
        print(name, error.errno)
"""


def test_the_child_can_only_calculate():
    """Code that a file would bring to run in it opens and starts nothing."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", CONFINED, str(cleaning.CLEANER)],
        capture_output=True, text=True, env={"MARK": ""}, check=True,
    )  # fmt: skip

    assert done.stdout.splitlines() == [
        f"[{640 << 20}, 0] None True",
        "open 1", "socket 1", "fork 1", "exec 1", "kill 1",
    ]  # fmt: skip


# In memory


def parsed(*contents):
    """The files of a form as the program's own handler keeps them."""
    files = {f"file{n}": io.BytesIO(content) for n, content in enumerate(contents)}
    for number, file in enumerate(files.values()):
        file.name = f"../../{number}.jpg"
    request = RequestFactory().post("/", {"note": "typed"} | files)
    request.upload_handlers = [InMemory(request)]
    return request


def test_a_sent_file_stays_in_memory(settings):
    request = parsed(b"small", bytes(cleaning.MOST_BYTES + 1))

    small, large = request.FILES["file0"], request.FILES["file1"]

    assert settings.FILE_UPLOAD_HANDLERS == ["accounts.uploads.InMemory"]
    assert (small.read(), small.name, small.is_too_large) == (b"small", "0.jpg", False)
    assert (large.read(), large.is_too_large) == (b"", True)
    assert not hasattr(small, "temporary_file_path")
    assert request.POST["note"] == "typed"


def test_more_than_a_form_may_hold_is_not_read():
    handler = InMemory()

    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(None, {}, MOST_TOGETHER + 1, b"--")
