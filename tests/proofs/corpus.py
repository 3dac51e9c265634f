"""The table of hostile files: how each is made, and what must come of it.

What comes of a file: photo, scan, sound (it was written anew, clean), or the code of
the refusal's sentence (accounts/cleaning.py).
"""

import os

from PIL import ImageCms

from tests.proofs import hostile as h

MARKS = [
    h.CANARY, h.SCRIPT, b"PK\x03\x04", b"%PDF-1.7", b"http:", b"Exif\0", b"ICC_PROFILE",
    b"<?xpacket", b"EICAR", b"/etc/passwd",
]  # fmt: skip
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin=''?>" + h.CANARY
ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
)
OFFICE = {"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": "ZZQ7-CANARY"}

CASES = {
    # pictures that are more than pictures
    "jpeg": (lambda: h.picture(size=(4000, 3000)), "photo"),
    "jpeg, GPS, author, serial": (h.with_gps, "photo"),
    "jpeg, turned by EXIF": (h.turned, "photo"),
    "jpeg, XMP": (lambda: h.jpeg_with(b"\xff\xe1", XMP), "photo"),
    "jpeg, comment with script": (lambda: h.jpeg_with(b"\xff\xfe", h.SCRIPT), "photo"),
    "jpeg, ICC": (lambda: h.picture(icc_profile=ICC), "photo"),
    "jpeg, broken ICC": (lambda: h.picture(icc_profile=h.CANARY * 40), "photo"),
    "jpeg, broken EXIF": (
        lambda: h.jpeg_with(
            b"\xff\xe1", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 900
        ),
        "photo|damaged",
    ),
    "jpeg + html": (lambda: h.picture() + h.HTML, "photo"),
    "jpeg + zip": (lambda: h.picture() + h.zipped(a=h.CANARY), "photo"),
    "jpeg + zip + pdf": (lambda: h.picture() + h.zipped(a=b"b") + h.pdf(), "photo"),
    "jpeg + EICAR": (lambda: h.picture() + h.EICAR, "photo"),
    "jpeg, CMYK": (lambda: h.picture(mode="CMYK"), "photo"),
    "jpeg, progressive": (lambda: h.picture(progressive=True), "photo"),
    "jpeg, one dot": (lambda: h.picture(size=(1, 1)), "photo"),
    "jpeg, 60,000 by 1": (lambda: h.picture(size=(60_000, 1)), "photo"),
    "jpeg, truncated": (lambda: h.picture()[:-9000], "damaged"),
    "jpeg, head alone": (lambda: b"\xff\xd8\xff\xe0", "damaged"),
    "jpeg, claims 50,000 by 50,000": (lambda: h.jpeg_claiming(50_000, 50_000), "large"),
    "jpeg, claims 11,000 by 11,000": (
        lambda: h.jpeg_claiming(11_000, 11_000),
        "photo|damaged|large|failed",
    ),
    "jpeg, claims 0 by 0": (lambda: h.jpeg_claiming(0, 0), "damaged|large"),
    "png": (lambda: h.picture("PNG"), "photo"),
    "png, transparent": (lambda: h.picture("PNG", mode="LA"), "photo"),
    "png, text chunk": (
        lambda: h.png(8, 8, h.chunk(b"tEXt", b"Author\0" + h.CANARY)),
        "photo",
    ),
    "png, text bomb": (
        lambda: h.png(
            8, 8, h.chunk(b"zTXt", b"a\0\0" + h.zlib.compress(b"\0" * (9 << 24)))
        ),
        "photo|damaged",
    ),
    "png bomb, 30,000 by 30,000": (h.png_bomb, "large"),
    "png, claims 50,000 by 50,000": (lambda: h.png(50_000, 50_000), "large"),
    "png, claims 2^31": (lambda: h.png(2**31 - 1, 2**31 - 1), "large|damaged"),
    "png, 6,300 by 6,300 of nothing": (lambda: h.png(6300, 6300), "damaged"),
    "png, moving (200)": (lambda: h.moving("PNG"), "photo"),
    "webp": (lambda: h.picture("WEBP"), "photo"),
    "webp, moving (200)": (lambda: h.moving("WEBP"), "photo"),
    "webp, truncated": (lambda: h.picture("WEBP")[:-2000], "damaged"),
    "gif": (lambda: h.picture("GIF", mode="L"), "kind"),
    "gif + javascript": (lambda: b"GIF89a/*" + h.SCRIPT + b"*/=1;", "kind"),
    "tiff": (lambda: h.picture("TIFF"), "kind"),
    "bmp": (lambda: h.picture("BMP"), "kind"),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(ZZQ7) run\n", "kind"),
    "heic": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 400, "heic"),
    # pages and programs
    "html": (lambda: h.HTML, "page"),
    "html behind a BOM": (lambda: b"\xef\xbb\xbf \n" + h.HTML, "page"),
    "svg with script": (lambda: b"<svg onload=alert(1)>" + h.SCRIPT, "page"),
    "xml with an entity": (lambda: ENTITY, "page"),
    "zip": (lambda: h.zipped(a=h.CANARY), "office"),
    "zip bomb": (lambda: h.zipped(a=b"\0" * (200 << 20)), "office"),
    "docm with a macro": (lambda: h.zipped(**OFFICE), "office"),
    "doc (OLE)": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "office"),
    "rtf": (lambda: rb"{\rtf1{\object\objdata 0105}}", "office"),
    "program (ELF)": (lambda: b"\x7fELF\2\1\1" + b"\0" * 4000, "kind"),
    "program (MZ)": (lambda: b"MZ" + b"\0" * 4000, "kind"),
    "pickle": (h.pickled, "kind"),
    "EICAR": (lambda: h.EICAR, "kind"),
    "0 bytes": (lambda: b"", "empty"),
    "1 byte": (lambda: b"\0", "kind"),
    "noise": (lambda: os.urandom(200_000), "kind"),
    "11 MB": (lambda: b"\xff\xd8\xff" + b"\0" * (11 << 20), "big"),
    # PDF
    "pdf, 3 pages": (lambda: h.pdf(3), "scan"),
    "pdf, javascript": (lambda: h.pdf(change=h.javascript), "scan"),
    "pdf, launches a program": (lambda: h.pdf(change=h.launched), "scan"),
    "pdf, attached program": (lambda: h.pdf(change=h.attached), "scan"),
    "pdf, link": (lambda: h.pdf(change=h.linked), "scan"),
    "pdf, form": (lambda: h.pdf(change=h.form), "scan"),
    "pdf, author and XMP": (lambda: h.pdf(change=h.described), "scan"),
    "pdf + html": (lambda: h.pdf() + h.HTML, "scan"),
    "pdf, password": (lambda: h.pdf(password="mat-khau"), "locked"),
    "pdf, 31 pages": (lambda: h.pdf(31), "pages"),
    "pdf, 5,000 pages": (lambda: h.pdf(5000), "pages"),
    "pdf, no page": (lambda: h.pdf(0), "damaged"),
    "pdf, page of 14,000,000 points": (
        lambda: h.pdf(change=h.wide_page),
        "damaged|scan",
    ),
    "pdf, page of 0 points": (lambda: h.pdf(size=(0, 0)), "damaged|scan"),
    "pdf, truncated": (lambda: h.pdf(3)[:200], "damaged"),
    "pdf, head alone": (lambda: b"%PDF-1.7\n", "damaged"),
    "pdf, 400 MB twice packed": (h.pdf_flate_bomb, "scan|damaged|large|failed"),
    "pdf, draws itself": (h.pdf_of_itself, "scan|damaged|failed"),
    "pdf, millions of strokes": (h.pdf_slow, "scan|failed"),
    "pdf behind other bytes": (lambda: b"\0" * 64 + h.pdf(), "kind"),
    # sound
    "wav": (h.wav, "sound"),
    "wav, claims 4 GB": (h.wav_claiming, "sound"),
    "wav, claims 4,000,000,000 Hz": (
        lambda: h.wav_claiming(rate=4_000_000_000),
        "damaged|silent|failed",
    ),
    "wav, claims 1 Hz": (lambda: h.wav_claiming(rate=1), "damaged|long|failed|sound"),
    "wav, claims 65,535 channels": (
        lambda: h.wav_claiming(channels=65_535),
        "damaged|failed|silent",
    ),
    "wav, empty": (lambda: h.wav(0), "silent|damaged"),
    "wav, head alone": (lambda: b"RIFF\0\0\0\0WAVE", "damaged|silent"),
    "wav, 11 minutes": (lambda: h.wav(665, rate=4000), "long"),
    "mp3": (h.tone, "sound"),
    "mp3, title and artist": (
        lambda: h.tone(title="ZZQ7-CANARY", artist="ZZQ7-CANARY"),
        "sound",
    ),
    "mp3, lyrics, cover, script": (lambda: h.id3(h.tone()), "sound"),
    "mp3, truncated": (lambda: h.tone()[:9000], "sound|damaged"),
    "mp3 + html": (lambda: h.tone() + h.HTML, "sound"),
    "m4a, title": (lambda: h.tone("ipod", "aac", title="ZZQ7-CANARY"), "sound"),
    "m4a, truncated": (lambda: h.tone("ipod", "aac")[:9000], "damaged"),
    "3gp (AMR)": (lambda: h.tone("3gp", "libopencore_amrnb", 8000), "sound"),
    "amr": (lambda: h.tone("amr", "libopencore_amrnb", 8000), "sound"),
    "aac": (lambda: h.tone("adts", "aac"), "sound"),
    "ogg, comments": (
        lambda: h.tone("ogg", "libopus", 48_000, title="ZZQ7-CANARY"),
        "sound",
    ),
    "webm, sound alone": (lambda: h.tone("webm", "libopus", 48_000), "sound"),
    "ogg, head alone": (lambda: b"OggS" + b"\0" * 300, "damaged|silent"),
    "mp4, video": (h.video, "video"),
    "webm, video": (lambda: h.video("webm", "libvpx"), "video"),
    "list of addresses (m3u8)": (lambda: h.playlist("m3u8"), "kind"),
    "list of files (concat)": (lambda: h.playlist("concat"), "kind"),
    "call (sdp)": (lambda: h.playlist("sdp"), "kind"),
    # right head, foreign body
    "jpeg head, html body": (lambda: b"\xff\xd8\xff" + h.HTML, "damaged"),
    "png head, zip body": (lambda: b"\x89PNG\r\n\x1a\n" + h.zipped(a=b"b"), "damaged"),
    "mp3 head, html body": (lambda: b"\xff\xfb" + h.HTML, "damaged|silent"),
    "mp4 head, noise": (lambda: b"\0\0\0\x18ftypM4A " + os.urandom(9000), "damaged"),
    "webm head, noise": (lambda: b"\x1aE\xdf\xa3" + os.urandom(9000), "damaged|silent"),
}
