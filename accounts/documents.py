"""An official paper as data, and the paper as an editable DOCX.

One description is drawn twice: by templates/official_paper.html as PDF (accounts/pdf.py)
and here as DOCX, text only, which an office can go on writing in. Layout: Decree
30/2020/NĐ-CP, annex I (docs/decisions/0023).
"""

import io
import re
import textwrap
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from accounts.tables import holdable
from areas.clock import today

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SAMPLE = "Dữ liệu mẫu – không phải người thật"
HEAD, BODY, SMALL, FINE = 12, 14, 12, 11  # points
ACROSS = 160  # mm between the margins
MOTTO_ACROSS = 62  # mm: how wide the motto stands in print; its line is as long
NAME_LETTERS, SUBJECT_LETTERS = 24, 34  # that stand in one line of the letterhead
TOGETHER = ("ỦY BAN NHÂN DÂN", "LAO ĐỘNG", "THƯƠNG BINH", "XÃ HỘI")  # never broken
CODE = re.compile(r"\b[A-Z]{2,3}-\d{4}-\d{4}-[A-Z]\b")  # of a case: in one line
CELL_LETTER, CELL_SIDES, SHORT = 2.05, 6, 16  # mm a letter, mm a cell; kept in one line


@dataclass(frozen=True)
class Head:
    """Who issues a paper: the letterhead, and what stands in its number."""

    name: str
    parent: str = ""
    number: str = ""  # "…/QĐ-UBND"
    subject: str = ""  # of a letter: under its number
    place: str = ""

    @property
    def lines(self):
        """(parent, name, subject), each broken into lines: no word stands alone."""
        names = (even_lines(s.upper(), NAME_LETTERS) for s in (self.parent, self.name))
        said = self.subject.replace(", ", ",\n").splitlines()
        return (*names, "\n".join(even_lines(part, SUBJECT_LETTERS) for part in said))


def even_lines(text, most):
    """The text in as few lines of `most` letters as it needs, all about as long."""
    for words in TOGETHER:
        text = text.replace(words, words.replace(" ", "\N{NO-BREAK SPACE}"))
    look = {"break_on_hyphens": False, "break_long_words": False}
    lines = textwrap.wrap(text, most, **look)
    for width in range(1, most):
        closer = textwrap.wrap(text, width, **look)
        if len(closer) == len(lines) and max(map(len, closer), default=0) <= width:
            lines = closer
            break
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


@dataclass(frozen=True)
class Block:
    """A part of a paper. kind: to, basis, text, title, article, facts, table, date, note,
    signs.

    `text`: its words; `rows`: of facts (label, value), of a table its lines, of signs
    (title, note); `heads`: of a table. `label` of an article: "Điều 1."
    """

    kind: str
    text: str = ""
    label: str = ""
    rows: tuple = ()
    heads: tuple = ()


@dataclass(frozen=True)
class Paper:
    """A whole paper. Without `head`: the national heading alone, as on an application."""

    title: str
    blocks: tuple
    day: date
    about: str = ""
    head: Head | None = None
    marks: tuple = ()  # what stands in a frame above: draft, not confirmed
    signer: tuple = ()  # lines; the last one is the office held
    recipients: tuple = ()
    shows_day: bool = False  # a draft leaves the day to be written
    notes: tuple = field(default_factory=tuple)  # small print at the end

    @property
    def date_line(self):
        """ "Mèo Vạc, ngày 05 tháng 01 năm 2024"; a draft leaves gaps."""
        place = f"{self.head.place}, " if self.head and self.head.place else ""
        if not self.shows_day:
            return f"{place}ngày … tháng … năm {self.day.year}"
        month = f"{self.day.month:02}" if self.day.month < 3 else str(self.day.month)
        return f"{place}ngày {self.day.day:02} tháng {month} năm {self.day.year}"


def docx(paper):
    """The paper (Paper) as DOCX (bytes): A4, Times New Roman, margins of the decree.

    The same paper gives the same words; no property of the file names a person.
    """
    writer = _Writer(paper)
    writer.write()
    held = io.BytesIO()
    writer.document.save(held)
    return held.getvalue()


class _Writer:
    def __init__(self, paper):
        self.paper, self.document = paper, Document()

    def write(self):
        paper = self.paper
        self._set_up()
        for mark in paper.marks:
            self.line(mark, bold=True, size=SMALL, align=ALIGN.CENTER, after=3)
        self._heading()
        if paper.title:
            self.line(paper.title, bold=True, align=ALIGN.CENTER, before=12)
            if paper.about:
                self.line(paper.about, bold=True, align=ALIGN.CENTER, rule=0.25)
        for block in paper.blocks:
            getattr(self, f"_{block.kind}")(block)
        if paper.signer or paper.recipients:
            self._signature()
        for note in paper.notes:
            self.line(note, italic=True, size=FINE, before=6)

    # The sheet

    def _set_up(self):
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True  # page 1 has no number
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), "vi-VN")  # or the office's program marks every word
        _page_number(section.header.paragraphs[0])
        if settings.DEMO:
            for footer in (section.footer, section.first_page_footer):
                footer.paragraphs[0].add_run(SAMPLE).font.size = Pt(FINE)
        known = self.document.core_properties
        known.author = known.last_modified_by = known.comments = ""
        known.title, known.language = self.paper.title, "vi"
        known.created = known.modified = datetime.combine(today(), datetime.min.time())

    def _heading(self):
        if not self.paper.head:
            self._country(self.document)
            return
        head = self.paper.head
        left, right = self._two_columns(66, 94)
        parent, name, subject = head.lines
        self._fill(left, parent, size=HEAD)
        self._fill(left, name, size=HEAD, bold=True, rule=0.35)
        self._fill(left, f"Số: {head.number}", size=HEAD)
        self._fill(left, subject, size=SMALL)
        self._country(right, 94)
        self._fill(right, self.paper.date_line, italic=True)

    def _country(self, place, across=ACROSS):
        self._fill(place, COUNTRY, size=HEAD, bold=True)
        self._fill(place, MOTTO, bold=True, rule=MOTTO_ACROSS / across)

    def _fill(self, place, text, **look):
        """A centred line in a cell (its first one where that is empty) or the sheet."""
        if not text:
            return
        first = place.paragraphs[:1]
        if place is not self.document and first and not first[0].text:
            self._dress(first[0], text, align=ALIGN.CENTER, **look)
        else:
            self._dress(place.add_paragraph(), text, align=ALIGN.CENTER, **look)

    def _two_columns(self, *widths):
        table = self.document.add_table(rows=1, cols=2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _no_cell_sides(table)
        _set_widths(table, widths)
        return table.rows[0].cells

    # The parts

    def _to(self, block):
        self.line(f"Kính gửi: {block.text}", align=ALIGN.CENTER, before=12, after=6)

    def _basis(self, block):
        self.line(block.text, italic=True, first=12.7, before=6)

    def _text(self, block):
        self.line(block.text, first=12.7, before=6)

    def _title(self, block):
        self.line(block.text, bold=True, align=ALIGN.CENTER, before=12)

    def _article(self, block):
        paragraph = self.line("", first=12.7, before=6)
        self._run(paragraph, f"{block.label} ", bold=True)
        self._run(paragraph, block.text)

    def _date(self, block):
        self.line(block.text, italic=True, align=ALIGN.RIGHT, before=12)

    def _note(self, block):
        self.line(block.text, italic=True, size=SMALL, before=6)

    def _facts(self, block):
        for label, value in block.rows:
            paragraph = self.line(f"{label}: ", align=ALIGN.LEFT, before=3)
            self._run(paragraph, value)

    def _table(self, block):
        table = self.document.add_table(rows=1, cols=len(block.heads))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        look = {"size": SMALL, "before": 3, "after": 3}
        for cell, text in zip(table.rows[0].cells, block.heads, strict=True):
            middle = {"bold": True, "align": ALIGN.CENTER}
            self._dress(cell.paragraphs[0], text, **look, **middle)
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                self._dress(cell.paragraphs[0], text, **look, align=ALIGN.LEFT)
        _set_widths(table, column_widths((block.heads, *block.rows)))

    def _signs(self, block):
        self.line("", before=6)
        cells = self._two_columns(80, 80)
        for cell, (title, note) in zip(cells, block.rows, strict=True):
            self._fill(cell, title, bold=True)
            self._fill(cell, note, italic=True, size=SMALL)

    def _signature(self):
        self.line("", before=6)
        left, right = self._two_columns(75, 85)
        look = {"align": ALIGN.LEFT}
        self._dress(
            left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=SMALL, **look
        )
        for line in self.paper.recipients:
            self._dress(left.add_paragraph(), f"- {line}", size=FINE, **look)
        for line in self.paper.signer:
            self._fill(right, line, bold=True)
        self._fill(right, "(Ký, đóng dấu, ghi rõ họ tên)", italic=True, size=SMALL)

    # Letters

    def line(self, text, **look):
        return self._dress(self.document.add_paragraph(), text, **look)

    def _dress(
        self, paragraph, text, *, bold=False, italic=False, size=BODY,
        align=ALIGN.JUSTIFY, first=None, before=0, after=0, rule=None,
    ):  # fmt: skip
        form = paragraph.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing = 1.1
        paragraph.alignment = align
        if first:
            form.first_line_indent = Mm(first)
        if text:
            self._run(paragraph, text, bold=bold, italic=italic, size=size)
        if rule:
            _line_below(paragraph, rule)
        return paragraph

    def _run(self, paragraph, text, *, bold=False, italic=False, size=BODY):
        run = paragraph.add_run()
        for number, line in enumerate(holdable(text).split("\n")):
            if number:
                run.add_break()
            _write(run, line)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        run.font.name = FONT
        return run


def _write(run, text):
    """A line of text, the codes in it with hyphens at which no line ends."""
    done = 0
    for code in CODE.finditer(text):
        run.add_text(text[done : code.start()])
        first, *parts = code.group().split("-")
        run.add_text(first)
        for part in parts:
            run._r.append(OxmlElement("w:noBreakHyphen"))
            run.add_text(part)
        done = code.end()
    run.add_text(text[done:])


def column_widths(rows):
    """Widths (mm) of the columns of a table's rows (tuples of texts): what is short
    stays in one line, longer texts share the rest by their length."""
    columns = list(zip(*rows, strict=True))
    longest = [max(map(len, column)) for column in columns]
    needs = [
        length * CELL_LETTER + CELL_SIDES if length <= SHORT else 0
        for length in longest
    ]
    long = sum(length for length in longest if length > SHORT)
    rest = ACROSS - sum(needs)
    if not long or rest <= 0:
        return [ACROSS * length / sum(longest) for length in longest]
    return [
        need or rest * length / long
        for need, length in zip(needs, longest, strict=True)
    ]


def _set_widths(table, widths):
    """Widths (mm) of the columns, said twice: some programs read those of the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _no_cell_sides(table):
    """The text of a table without lines begins where the text of the sheet does."""
    sides = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        side = OxmlElement(f"w:{name}")
        side.set(qn("w:w"), "0")
        side.set(qn("w:type"), "dxa")
        sides.append(side)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(sides)  # the order is fixed


def _page_number(paragraph):
    """A field in the middle of the top margin, in Arabic numbers."""
    paragraph.alignment = ALIGN.CENTER
    mark = OxmlElement("w:fldSimple")
    mark.set(qn("w:instr"), "PAGE")
    paragraph._p.append(mark)


def _line_below(paragraph, part):
    """A thin solid line below, over a part of the width, in a paragraph of its own."""
    rule = OxmlElement("w:p")
    form = OxmlElement("w:pPr")
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (
        ("val", "single"),
        ("sz", "6"),
        ("space", "1"),
        ("color", "auto"),
    ):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:before"), "60")
    spacing.set(qn("w:after"), "120")
    spacing.set(qn("w:line"), "120")
    spacing.set(qn("w:lineRule"), "exact")
    indent = OxmlElement("w:ind")
    side = str(int((1 - part) / 2 * _width_of(paragraph)))
    indent.set(qn("w:left"), side)
    indent.set(qn("w:right"), side)
    for each in (borders, spacing, indent):
        form.append(each)
    rule.append(form)
    paragraph._p.addnext(rule)


def _width_of(paragraph):
    """The width in twentieths of a point: of the cell it stands in, or of the sheet."""
    place = paragraph._p.getparent()
    if place.tag == qn("w:tc"):
        return int(place.tcPr.find(qn("w:tcW")).get(qn("w:w")))
    return int(ACROSS / 25.4 * 1440)
