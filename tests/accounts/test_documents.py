"""An official paper as DOCX: read back, the layout of the decree, nobody's name."""

import io
from datetime import date

import pytest
from docx import Document
from docx.shared import Mm, Pt

from accounts.documents import FONT, Block, Head, Paper, column_widths, docx

HEAD = Head(
    name="Ủy ban nhân dân xã Khâu Vai",
    parent="",
    number="…/TTr-UBND",
    place="Khâu Vai",
)
PAPER = Paper(
    title="TỜ TRÌNH",
    about="Về việc đề nghị hỗ trợ",
    head=HEAD,
    day=date(2024, 1, 5),
    shows_day=True,
    blocks=(
        Block("to", "Phòng LĐTBXH"),
        Block("basis", "Căn cứ Luật;"),
        Block("text", "Nội dung \x0b có ký tự lạ"),
        Block("article", "Hỗ trợ.", label="Điều 1."),
        Block("facts", rows=(("Họ và tên", "…"),)),
        Block("table", heads=("STT", "Mã"), rows=(("1", "HG-1"),)),
        Block("note", "Ghi chú"),
        Block("signs", rows=(("XÁC NHẬN", "(ký)"), ("NGƯỜI LÀM ĐƠN", "(ký)"))),
    ),
    marks=("DỰ THẢO",),
    signer=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    recipients=("Như trên;", "Lưu: VT."),
)


def read(paper):
    return Document(io.BytesIO(docx(paper)))


def texts(document):
    cells = [c for t in document.tables for row in t.rows for c in row.cells]
    inside = [p.text for cell in cells for p in cell.paragraphs]
    return [p.text for p in document.paragraphs] + inside


def test_every_part_is_read_back():
    said = "\n".join(texts(read(PAPER)))

    for words in (
        "DỰ THẢO",
        "ỦY BAN NHÂN DÂN\nXÃ KHÂU VAI",
        "Số: …/TTr-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Khâu Vai, ngày 05 tháng 01 năm 2024",
        "TỜ TRÌNH",
        "Kính gửi: Phòng LĐTBXH",
        "Căn cứ Luật;",
        "Điều 1. Hỗ trợ.",
        "Họ và tên: …",
        "HG-1",
        "NGƯỜI LÀM ĐƠN",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert words in said


def test_the_sheet_is_that_of_the_decree():
    document = read(PAPER)
    section = document.sections[0]

    sheet = (section.page_width, section.page_height)
    margins = (
        section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(side / Mm(1)) for side in sheet] == [210, 297]
    assert [round(margin / Mm(1)) for margin in margins] == [20, 20, 30, 20]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert document.styles["Normal"].font.name == FONT
    runs = [run for p in document.paragraphs for run in p.runs if run.text.strip()]
    assert {run.font.name for run in runs} == {FONT}
    assert {run.font.size for run in runs} <= {Pt(11), Pt(12), Pt(13), Pt(14)}


def test_no_property_of_the_file_names_a_person():
    known = read(PAPER).core_properties

    assert (known.author, known.last_modified_by, known.comments) == ("", "", "")


def test_letters_that_no_file_holds_are_shown():
    assert "Nội dung ␋ có ký tự lạ" in texts(read(PAPER))


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2024, 2, 9), "ngày 09 tháng 02 năm 2024"),
        (date(2024, 3, 10), "ngày 10 tháng 3 năm 2024"),
        (date(2024, 11, 1), "ngày 01 tháng 11 năm 2024"),
    ],
)
def test_small_numbers_in_the_date_line_lead_with_0(day, line):
    paper = Paper(title="", blocks=(), day=day, shows_day=True)

    assert paper.date_line == line


def test_a_draft_leaves_the_day_to_be_written():
    paper = Paper(title="", blocks=(), day=date(2024, 2, 9), head=HEAD)

    assert paper.date_line == "Khâu Vai, ngày … tháng … năm 2024"


def test_the_letterhead_leaves_no_word_alone():
    head = Head(
        name="Ủy ban nhân dân huyện Mèo Vạc",
        parent="UBND tỉnh",
        subject="V/v trả lại hồ sơ, mã số HG-2023-0012-K",
    )

    assert head.lines == (
        "UBND TỈNH",
        "ỦY BAN NHÂN DÂN\nHUYỆN MÈO VẠC",
        "V/v trả lại hồ sơ,\nmã số HG-2023-0012-K",
    )
    assert Head(name="").lines == ("", "", "")
    short = Head(name="Ủy ban nhân dân xã Phố Là")
    assert short.lines[1] == "ỦY BAN NHÂN DÂN\nXÃ PHỐ LÀ"


def test_the_letterhead_has_room_for_the_name_of_the_country():
    document = read(PAPER)
    left, right = document.tables[0].rows[0].cells

    assert document.element.xml.count("<w:br/>") == 1
    assert [round(cell.width / Mm(1)) for cell in (left, right)] == [66, 94]


def test_short_columns_stay_narrow_and_the_table_within_the_margins():
    number, code, place = column_widths((("STT", "HG-2023-0012-K", "xã " * 9),))

    assert number < code < place
    assert round(number + code + place) == 160
    assert column_widths((("a", "b"),)) == [80, 80]
    assert sum(column_widths((("a" * 16,) * 9,))) == pytest.approx(160)


def test_the_language_of_the_paper_is_vietnamese():
    assert 'w:lang w:val="vi-VN"' in read(PAPER).styles.element.xml


def test_a_code_stays_in_one_line():
    paper = Paper(
        title="", day=PAPER.day, blocks=(Block("text", "hồ sơ HG-2023-0012-K."),)
    )

    document = read(paper)
    assert "hồ sơ HG-2023-0012-K." in texts(document)
    assert document.element.xml.count("<w:noBreakHyphen/>") == 3
