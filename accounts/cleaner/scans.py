"""Scans: each page of a PDF is drawn, and the pictures become a new PDF.

No text, script, link, form, attached file, or metadata can come along.
"""

import pypdfium2
from kinds import Refused
from pictures import jpeg, marked

MOST_PAGES = 30
LONGEST = 1600  # pixels of a page's long side: 137 a inch of A4
QUALITIES = (70, 55)
LIGHT = 300_000  # bytes a page
PASSWORD = 4  # FPDF_ERR_PASSWORD
A_POINT = 72 / 137


def warm_up():
    """Let the library look for its fonts while files may still be opened."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(8, 8)
    drawn(page)


def clean(content, mark=""):
    """(facts, PDF) of a PDF that is not locked; raises Refused."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == PASSWORD
        raise Refused("locked" if locked else "damaged") from error
    count = len(document)
    if not 1 <= count <= MOST_PAGES:
        raise Refused("pages" if count else "damaged")
    pages = []
    for number in range(count):
        try:
            page = document[number]
            picture = marked(drawn(page), mark)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise Refused("damaged") from error
        pages.append((picture.size, jpeg(picture, QUALITIES, LIGHT)))
    width, height = pages[0][0]
    facts = {"media": "scan", "width": width, "height": height, "pages": count}
    return facts, written(pages)


def drawn(page):
    """The page as a picture of at most LONGEST pixels, whatever size it claims."""
    width, height = page.get_size()
    longest = max(width, height)
    if not 0 < longest < 1e7:
        raise Refused("damaged")
    bitmap = page.render(scale=LONGEST / longest, may_draw_forms=False)
    return bitmap.to_pil().convert("RGB")


def written(pages):
    """A PDF of pictures: [((width, height), JPEG bytes)] -> bytes."""
    kids = " ".join(f"{3 * n + 3} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
    ]
    for number, (size, picture) in enumerate(pages):
        objects += _page(3 * number + 3, size, picture)
    return _file(objects)


def _page(number, size, picture):
    """A page, what it draws, and its picture: objects number, +1 and +2."""
    width, height = size
    box = f"{width * A_POINT:.1f} 0 0 {height * A_POINT:.1f} 0 0"
    draws = f"{box} cm /P Do".encode()
    return [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width * A_POINT:.1f} "
        f"{height * A_POINT:.1f}] /Contents {number + 1} 0 R /Resources "
        f"<< /XObject << /P {number + 2} 0 R >> >> >>".encode(),
        _stream("", draws),
        _stream(
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
            "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode ",
            picture,
        ),
    ]


def _stream(entries, content):
    head = f"<< {entries}/Length {len(content)} >>\nstream\n".encode()
    return head + content + b"\nendstream"


def _file(objects):
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    )
    return written + end.encode()
