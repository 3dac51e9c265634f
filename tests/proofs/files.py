"""Sends hostile files to the cleaner: each is refused in words or comes out harmless.

    bin/prove files [NAME…]

Every file is made by tests/proofs/hostile.py. For each: what came of it, the child's
memory (peak, MB), its seconds of processor and by the clock. Ends with 1 if one file
came out otherwise than expected, kept something of the sender, or went past a bound.
"""

import base64
import io
import multiprocessing
import resource
import sys
import time
from pathlib import Path

import av
import django
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
settings.configure(USE_I18N=True, LANGUAGE_CODE="vi", LOCALE_PATHS=[ROOT / "locale"])
django.setup()

from accounts import cleaning  # noqa: E402 after the settings
from tests.proofs.corpus import CASES, MARKS  # noqa: E402

MOST_MEMORY, MOST_PROCESSOR = 640, 31  # MB resident, seconds
ALL = (cleaning.PHOTO, cleaning.SCAN, cleaning.SOUND)
# Words of a PDF that does more than show pictures.
ACTIVE = [
    "/JS", "/JavaScript", "/OpenAction", "/AA", "/Names", "/AcroForm", "/Launch", "/URI",
    "/EmbeddedFiles", "/Metadata", "/Annots", "/Encrypt", "/Font", "/Info",
]  # fmt: skip


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def send(content):
    """(what came of it, clean bytes, memory, processor, clock), in a process of its own."""
    began = time.monotonic()
    try:
        file = cleaning.clean(content, *ALL)
        came, clean = file.media, file.content
    except ValidationError as error:
        came, clean = error.code, b""
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = took.ru_utime + took.ru_stime
    return came, clean, took.ru_maxrss // 1024, processor, time.monotonic() - began


def left_over(media, clean):
    """What a clean file still has that it must not have: a list of words."""
    forms = (lambda mark: mark, lambda mark: mark.decode("latin-1").encode("utf-16-le"))
    found = [
        repr(mark)
        for mark in MARKS
        for form in (*forms, base64.b64encode)
        if form(mark) in clean
    ]
    return found + {"photo": of_photo, "scan": of_scan, "sound": of_sound}[media](clean)


def of_photo(clean):
    picture = Image.open(io.BytesIO(clean))
    beside = set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    found = [*beside, *(["exif"] if picture.getexif() else [])]
    if max(picture.size) > 1280 or not clean.endswith(b"\xff\xd9"):
        found.append("size or tail")
    segments = [name for name, _content in picture.applist]
    return found + [name for name in segments if name != "APP0"]


def of_scan(clean):
    reader = PdfReader(io.BytesIO(clean), strict=True)
    found = [word for word in ACTIVE if word.encode() in bare(clean)]
    if reader.metadata or any(page.extract_text().strip() for page in reader.pages):
        found.append("text")
    for page in reader.pages:
        kinds = {
            x.get_object()["/Subtype"] for x in page["/Resources"]["/XObject"].values()
        }
        found += kinds - {"/Image"}
    return found


def bare(clean):
    """A PDF without the bytes of its pictures."""
    for _number in range(30):
        picture = cleaning.page_of(clean, 1)
        if not picture:
            break
        clean = clean.replace(picture, b"", 1).replace(b"/DCTDecode /L", b"/- /L", 1)
    return clean


def of_sound(clean):
    with av.open(io.BytesIO(clean)) as sound:
        found = [*sound.metadata, *(tag for s in sound.streams for tag in s.metadata)]
        kinds = [stream.codec_context.name for stream in sound.streams]
    return found + [kind for kind in kinds if kind not in ("opus", "libopus")]


def main(wanted):
    chosen = {n: c for n, c in CASES.items() if not wanted or n in wanted}
    wrong, memories, processors, clocks = [], [], [], []
    say(f"{'file':38} {'bytes':>10} {'came of it':12} {'MB':>4} {'cpu s':>6} {'s':>6}")
    context = multiprocessing.get_context("fork")
    with context.Pool(1, maxtasksperchild=1) as pool:
        for name, (make, expected) in chosen.items():
            content = make()
            came, clean, memory, processor, clock = pool.apply(send, [content])
            faults = left_over(came, clean) if clean else []
            if came not in expected.split("|"):
                faults.append(f"expected {expected}")
            if memory > MOST_MEMORY or processor > MOST_PROCESSOR:
                faults.append("past a bound")
            wrong += [(name, faults)] if faults else []
            memories.append(memory)
            processors.append(processor)
            clocks.append(clock)
            say(
                f"{name:38} {len(content):>10} {came:12} {memory:>4} {processor:>6.1f}"
                f" {clock:>6.1f} {' '.join(faults)}"
            )
    say(
        f"\n{len(chosen)} files, {len(wrong)} wrong; at most {max(memories)} MB resident,"
        f" {max(processors):.1f} s of processor, {max(clocks):.1f} s by the clock"
    )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
