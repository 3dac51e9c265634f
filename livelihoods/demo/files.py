"""Invented papers: drawn here, no real paper, no real person; marked as samples."""

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from accounts import cleaning
from livelihoods.demo.people import CASEWORKER
from livelihoods.demo.stage import as_if, demo_id, january
from livelihoods.models import HomeVisit, VisitFile
from victims.models import Attachment, Case, Household

A4 = (620, 877)  # 75 dots an inch
INK, STAMP, PAPER = (40, 40, 60), (190, 30, 30), (252, 250, 244)
LINES = (0.9, 0.7, 0.85, 0.4, 0.8, 0.75, 0.3)  # of the width: words that say nothing


def load_files():
    """A confirmation paper of two pages and a visit's receipt; returns how many."""
    with as_if(CASEWORKER, january(15)) as user:
        case = Case.objects.filter(pk=demo_id("case", "mother")).first()
        visit = HomeVisit.objects.live().filter(case__isnull=False).in_order().last()
        made = 0
        if case and not case.attachments.exists():
            pages = [paper("GXN (MAU)"), paper("GXN (MAU), 2")]
            made += _keep(case, user, pages, "Giấy xác nhận (mẫu)", date(2023, 10, 20))
        if visit and not visit.files.exists():
            file = cleaning.clean(_jpeg(paper("BIEN NHAN (MAU)")), cleaning.PHOTO)
            VisitFile.keep(
                visit, file, by=user, kind=Attachment.Kind.RECEIPT,
                happened_on=visit.happened_on, caption="Biên nhận (mẫu)",
            )  # fmt: skip
            made += 1
    return made


def _keep(case, user, pages, caption, day):
    household = Household.objects.for_writing().get(pk=case.household_id)
    attachment = Attachment(
        household=household, case=case, kind=Attachment.Kind.PAPER, happened_on=day
    )
    scan = io.BytesIO()
    pages[0].save(scan, "PDF", save_all=True, append_images=pages[1:])
    file = cleaning.clean(scan.getvalue(), cleaning.SCAN)
    attachment.keep(file, by=user, caption=caption)
    return 1


def paper(title):
    """A sheet with a heading, lines instead of words, and a stamp that says sample."""
    sheet = Image.new("RGB", A4, PAPER)
    pen = ImageDraw.Draw(sheet)
    wide = A4[0] - 140
    pen.text((70, 70), title, INK, ImageFont.load_default(size=30))
    for number, part in enumerate(LINES * 2):
        top = 150 + 36 * number
        pen.rectangle((70, top, 70 + wide * part, top + 8), fill=(150, 150, 160))
    pen.ellipse((380, 690, 520, 830), outline=STAMP, width=5)
    pen.text((412, 742), "MAU", STAMP, ImageFont.load_default(size=36))
    return sheet


def _jpeg(sheet):
    written = io.BytesIO()
    sheet.save(written, "JPEG")
    return written.getvalue()
