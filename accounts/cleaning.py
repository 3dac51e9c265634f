"""The one way in for photos, scans and sound: what is kept was written by ourselves.

A bounded child process (accounts/cleaner/) opens what was sent, knows it by its bytes
and writes it anew: a photo as a small JPEG, a scan as a PDF of pictures, sound as Opus.
Nothing is written to a disk. Whatever the child does wrong is a plain refusal.
"""

import json
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from threading import BoundedSemaphore

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHOTO, SCAN, SOUND = "photo", "scan", "sound"
TYPES = {PHOTO: "image/jpeg", SCAN: "application/pdf", SOUND: "audio/ogg"}
ENDINGS = {PHOTO: "jpg", SCAN: "pdf", SOUND: "ogg"}
MOST_BYTES = 10 * 1024 * 1024  # of one file, as it is sent
SECONDS = 60  # a file may take, by the clock
TOGETHER = BoundedSemaphore(2)  # children at work in this process
# A picture in a scan of ours: its length, and where it begins.
PICTURE = re.compile(rb"/Filter /DCTDecode /Length (\d+) >>\nstream\n")
CLEANER = Path(__file__).parent / "cleaner"
SENTENCES = {
    "empty": _("The file is empty. Choose it again."),
    "big": _("The file is larger than 10 MB. Take it again or choose a smaller one."),
    "heic": _(
        "A photo in HEIC cannot be read here. Set the camera to JPEG, or send a picture "
        "of the screen."
    ),
    "other": _("This kind of file does not fit here. Look at what is to be chosen."),
    "page": _("A web page or a drawing (SVG) is not taken: it can carry programs."),
    "office": _(
        "Word, Excel and packed files are not taken. Print it as PDF or take a photo."
    ),
    "kind": _("Only photos (JPG, PNG, WebP), scans (PDF) and sound are taken."),
    "damaged": _("The file is damaged or cut off. Take it again or choose another."),
    "large": _("The picture has too many dots. Take it again with a smaller size."),
    "locked": _("The PDF is locked with a password. Save it without, then choose it."),
    "pages": _("The PDF has more than 30 pages. Split it and send the parts."),
    "video": _("Video is not taken. Record the sound alone, or take a photo."),
    "silent": _("There is no sound in the file. Record it again."),
    "long": _("The sound is longer than 10 minutes. Split it and send the parts."),
    "failed": _("The file could not be read safely, so it is not taken."),
}


class Cleaned(
    namedtuple(
        "Cleaned", "content media pages width height seconds", defaults=[None] * 3
    )
):
    """A file written by ourselves. media: PHOTO, SCAN or SOUND; seconds of a sound."""

    __slots__ = ()


def clean(content, *allowed, mark=""):
    """The clean file for the bytes of one of the `allowed` media.

    In: `mark`, a line of ASCII that is drawn on every picture. Raises ValidationError
    with a sentence for the person who chose the file.
    """
    if len(content) > MOST_BYTES:
        raise refused("big")
    with TOGETHER:
        facts, cleaned = _ask(content, allowed, mark)
    if "refused" in facts:
        raise refused(facts["refused"])
    if len(cleaned) > MOST_BYTES:
        raise refused("pages")
    return Cleaned(cleaned, **facts)


def page_of(scan, number):
    """The JPEG of a page (1, 2, …) of a scan written by ourselves; None beyond."""
    place, picture = 0, None
    for _page in range(number):
        found = PICTURE.search(scan, place)
        if not found:
            return None
        place = found.end() + int(found[1])
        picture = scan[found.end() : place]
    return picture


def refused(code):
    code = code if code in SENTENCES else "failed"
    return ValidationError(SENTENCES[code], code=code)


def _ask(content, allowed, mark):
    """(facts, bytes) as the child answers; any other end of it is {"refused": …}."""
    try:
        done = subprocess.run(  # noqa: S603 our own program, no foreign word
            [sys.executable, "-I", str(CLEANER), *allowed],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"MARK": mark},
            timeout=SECONDS,
            cwd="/",
            check=True,
        )
        head, _line, cleaned = done.stdout.partition(b"\n")
        return json.loads(head), cleaned
    except (subprocess.SubprocessError, ValueError):
        return {"refused": "failed"}, b""
