"""Papers: tagged PDFs with Vietnamese letters that read our own static files alone."""

import socket
import sys
from datetime import date
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext

from accounts import pdf
from accounts.models import Organisation
from accounts.templatetags.papers import paper_mark

PAGE = """{% extends "pdf_base.html" %}{% block title %}Giấy mẫu{% endblock %}
{% block content %}
{% include "pdf_letterhead.html" with kind="BC" state=state %}
<div class="paper-title"><h1>BÁO CÁO</h1></div><p class="text">Ẳ Ẫ Ể Ỗ Ữ Ỷ ặ ễ ỗ ậ ự đồng</p>
<table><thead><tr><th scope="col">Huyện</th></tr></thead><tbody>
{% for line in lines %}<tr><td>Dòng {{ line }}</td></tr>{% endfor %}</tbody></table>
{% if foreign %}<img src="{{ foreign }}" alt="ảnh lạ">{% endif %}
{% include "pdf_signature.html" %}{% endblock %}"""

UNION = Organisation(
    name="Hội Liên hiệp Phụ nữ tỉnh Hà Giang",
    heading_parent="Hội LHPN tỉnh Hà Giang",
    heading_name="Ban Thường vụ",
    number_mark="BTV",
    place_line="Hà Giang",
    signer_title="TM. Ban Thường vụ",
    recipients="Hội LHPN Việt Nam;\nLưu: VP.",
)


@pytest.fixture(autouse=True)
def page(settings, tmp_path):
    """The test's own template stands beside the product's."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]


def made(**context):
    day = date(2024, 1, 15)
    context = {"organisation": UNION, "printed_on": day, "as_of": day} | context
    return pdf.render("page.html", context)


def read(data):
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


def test_vietnamese_letters_come_back_from_the_file():
    [text] = read(made())

    assert "Ẳ Ẫ Ể Ỗ Ữ Ỷ ặ ễ ỗ ậ ự đồng" in text


def test_a_font_with_all_vietnamese_letters_is_embedded_alone():
    reader = pypdf.PdfReader(BytesIO(made()))

    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {font.partition("-")[0] for font in fonts} == {"Tinos"}


def test_the_unions_own_heading_has_no_national_motto():
    [text] = read(made())

    assert "HỘI LHPN TỈNH HÀ GIANG" in text
    assert "BAN THƯỜNG VỤ" in text
    assert "Số: …/BC-BTV" in text
    assert "Hà Giang, ngày 15 tháng 01 năm 2024" in text
    assert "Độc lập" not in text


def test_a_paper_without_a_known_body_leaves_its_place_empty():
    [text] = read(made(organisation=None))

    assert "Số: …/BC ……………, ngày 15" in text


def test_the_mark_of_a_paper_follows_its_kind():
    assert paper_mark("BTV", "QĐ") == "QĐ-BTV"
    assert paper_mark("BC-BTV", "QĐ") == "QĐ-BTV"
    assert paper_mark("", "QĐ") == "QĐ"


def test_a_state_body_has_the_national_heading():
    [text] = read(made(state=True))

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 3, 5), "ngày 05 tháng 3 năm 2024"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_days_below_10_and_the_first_two_months_are_written_with_a_zero(day, written):
    [text] = read(made(printed_on=day))

    assert written in text


def test_the_signer_and_the_recipients_come_from_the_organisation():
    [text] = read(made())

    assert "TM. BAN THƯỜNG VỤ" in text
    assert "- Hội LHPN Việt Nam;" in text
    assert "- Lưu: VP." in text


def test_each_page_says_which_it_is_and_the_head_of_a_table_repeats():
    pages = read(made(lines=range(70)))

    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert f"Trang {number}/3" in text
        assert "Huyện" in text


@pytest.mark.parametrize("demo", [True, False])
def test_only_prints_of_example_data_say_so(settings, demo):
    settings.DEMO = demo
    with translation.override("vi"):
        mark = gettext("Sample data – not real people")

    pages = read(made(lines=range(70)))

    assert [mark in text for text in pages] == [demo] * 3


def test_the_same_page_gives_the_same_bytes():
    assert made(lines=range(3)) == made(lines=range(3))


def test_the_file_is_tagged_and_names_its_language_and_title():
    reader = pypdf.PdfReader(BytesIO(made()))

    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Giấy mẫu"


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "file:///etc/passwd", "data:image/png;base64,AA"],
)
def test_nothing_but_our_static_files_is_read(address):
    weasyprint = pdf._weasyprint()

    with pytest.raises(ValueError, match="a PDF may not read"):
        pdf._fetcher(weasyprint).fetch(address)


def test_a_foreign_picture_leaves_the_page_whole():
    [text] = read(made(foreign="https://example.org/a.png"))

    assert "BÁO CÁO" in text


@pytest.mark.parametrize("name", ["../config/settings.py", "../../etc/passwd"])
def test_the_way_out_of_the_static_files_is_closed(name):
    with pytest.raises(Exception, match="outside|located"):
        pdf._static_file(name)


def test_a_server_without_pango_answers_with_a_sentence(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("weasyprint")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr("cffi.FFI.dlopen", _no_library)

    with pytest.raises(ValidationError, match="Pango") as refused:
        made()

    assert refused.value.code == "no_pango"


def _no_library(self, name, flags=0):
    raise OSError(f"cannot load library {name!r}")


HOSTILE = """<!doctype html><html lang="vi"><head><title>x</title>
<link rel="stylesheet" href="http://127.0.0.1:9/a.css">
<link rel="attachment" href="file:///etc/passwd">
<style>@import "file:///etc/passwd"; @font-face { font-family: x; src: url(ftp://127.0.0.1/a) }
p { font-family: x; background: url(//127.0.0.1:9/a.png); content: url(file:///etc/hosts) }
</style></head><body><p>Chữ</p>
<img src="file:///etc/passwd"><img src="/etc/passwd"><img src="../../etc/passwd">
<img src="http://127.0.0.1:9/a.png"><img src="https://static.invalid/a.png">
<img src="https://static.invalid/static/../../etc/passwd">
<img src="https://static.invalid/static/%2e%2e/%2e%2e/etc/passwd">
<img src="https://static.invalid.xau.invalid/static/app.css">
<img src="data:image/png;base64,{large}">
<object data="file:///etc/passwd"></object><embed src="jar:file:///a.zip!/b">
<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/>
<use href="http://127.0.0.1:9/a.svg#a"/></svg>
<a href="http://xau.invalid">đi</a></body></html>"""


def test_hostile_markup_makes_the_engine_fetch_nothing(monkeypatch):
    """A page that should never be: even so no socket is opened and no file is read."""
    asked, opened = [], []
    monkeypatch.setattr(socket.socket, "connect", lambda *args: asked.append(args))
    monkeypatch.setattr(pdf, "_static_file", lambda name: opened.append(name) or b"")
    weasyprint = pdf._weasyprint()
    text = HOSTILE.replace("{large}", "A" * 5_000_000)

    page = weasyprint.HTML(
        string=text, base_url=pdf.OURS, url_fetcher=pdf._fetcher(weasyprint)
    )
    data = page.write_pdf()

    assert asked == []
    assert all(".." in name or "%2e" in name for name in opened)
    assert b"root:" not in data
    assert b"EmbeddedFile" not in data


def test_markup_in_a_text_is_shown_not_followed():
    [text] = read(made(lines=['<img src="file:///etc/passwd">']))

    assert '<img src="file:///etc/passwd">' in text
