"""Files a test sends, drawn here, and files that are kept already."""

import io
import wave
from datetime import date

from PIL import Image
from pypdf import PdfWriter

from accounts.cleaning import Cleaned
from tests.conftest import unguarded
from tests.factories import recorder
from victims.models import Attachment

SMALL = (64, 48)


def picture(kind="JPEG", size=SMALL, **more):
    written = io.BytesIO()
    Image.new("RGB", size, (90, 140, 60)).save(written, kind, **more)
    return written.getvalue()


def pdf(pages=2):
    writer, written = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(written)
    return written.getvalue()


def sound(seconds=1):
    written = io.BytesIO()
    with wave.open(written, "wb") as new:
        new.setnchannels(1)
        new.setsampwidth(2)
        new.setframerate(8000)
        new.writeframes(bytes(range(250)) * 64 * seconds)
    return written.getvalue()


def cleaned(content=None, media="photo", **more):
    """As the cleaner gives it, without starting it."""
    size = {"seconds": 65} if media == "sound" else {"width": 64, "height": 48}
    return Cleaned(content or picture(), media, 1, **size | more)


def make_file(case, file=None, *, kind="paper", by=None, **fields):
    """A file that the case's area kept before."""
    fields = {"happened_on": date(2023, 12, 1)} | fields
    caption = fields.pop("caption", "Giấy xác nhận")
    with unguarded():
        made = Attachment(household=case.household, case=case, kind=kind, **fields)
        return made.keep(file or cleaned(), by=by or recorder(), caption=caption)
