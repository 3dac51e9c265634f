"""The upload page: look first, then keep; nothing of a file is executed or stored."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Activity
from livelihoods.imports.files import read
from livelihoods.imports.forms import held, opened
from livelihoods.imports.run import REGISTERS, register_of
from tests.conftest import send, unguarded
from victims.models import Household

URL = reverse("livelihoods:import_record")
GOOD = "Số hộ,Mã xã,Chủ hộ\n1,00814,Giàng Mí Pó\n2,00815,Sùng Mí Páo\n"
BAD = GOOD + "3,99999,Già Mí Lía\n"


@pytest.fixture
def page(sign_in, provincial_officer):
    return sign_in(provincial_officer)


def upload(client, *files, register="Sổ Mèo Vạc"):
    files = [SimpleUploadedFile(name, content) for name, content in files]
    return send(client, URL, {"register": register, "files": files})


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def kept_files(response):
    return re.search(r'name="held" value="([^"]+)"', response.content.decode())[1]


def count():
    with unguarded():
        return Household.objects.count()


def test_the_page_says_what_it_takes(page):
    response = page.get(URL)

    assert response.status_code == 200
    assert "Bảng mẫu để điền" in text(response)
    links = re.findall(r'href="[^"]*kind=(\w+)">([^<]+)', response.content.decode())
    assert links[0] == ("budget", "Nguồn kinh phí (.xlsx)")
    assert [kind for kind, _label in links] == list(REGISTERS)


def test_reading_shows_what_would_happen_and_keeps_nothing(page):
    response = upload(page, ("so-ho.csv", GOOD.encode()))

    assert "Tất cả các dòng đều đúng. Chưa lưu gì." in text(response)
    assert "Nhận 2 dòng" in text(response)
    assert count() == 0


def test_what_was_looked_at_is_kept_once(page):
    looked = upload(page, ("so-ho.csv", GOOD.encode()))

    done = send(page, URL, {"held": kept_files(looked), "keep": "all"}, follow=True)
    again = upload(page, ("so-ho.csv", GOOD.encode()))

    assert "Đã nhận 2 dòng." in text(done)
    assert done.redirect_chain == [(URL, 302)]
    assert count() == 2
    assert "Nhận 0 dòng" in text(again)


def test_a_bad_row_is_named_and_the_good_ones_may_be_kept(page):
    looked = upload(page, ("so-ho.csv", BAD.encode()))

    said = text(looked)
    assert "Có 1 dòng không nhận được." in said
    assert (
        "Dòng 4 Mã xã Trong địa bàn của anh/chị không có xã nào mang mã 99999." in said
    )
    assert "Chỉ nhận 2 dòng đúng" in said

    done = send(page, URL, {"held": kept_files(looked), "keep": "good"}, follow=True)

    assert "Đã nhận 2 dòng. Bỏ lại 1 dòng." in text(done)
    assert count() == 2


def test_all_or_nothing_keeps_nothing_of_a_bad_file(page):
    looked = upload(page, ("so-ho.csv", BAD.encode()))

    done = send(page, URL, {"held": kept_files(looked), "keep": "all"})

    assert "Có 1 dòng không nhận được." in text(done)
    assert count() == 0


def test_several_files_build_on_each_other(page):
    people = (
        "Số hồ sơ,Số hộ,Họ và tên,Ngày tiếp nhận,Đồng ý lập hồ sơ\n"
        "A,1,Vàng Thị Mỷ,12/05/2021,Có\n"
    )

    looked = upload(page, ("nguoi.csv", people.encode()), ("ho.csv", GOOD.encode()))

    assert "Nhận 3 dòng" in text(looked)


def test_a_broken_workbook_is_said_at_the_field(page):
    response = upload(page, ("so.xlsx", b"PK\x03\x04 broken"))

    assert "so.xlsx: Không đọc được tệp: tệp bị hỏng hoặc có mật khẩu." in text(
        response
    )
    assert response.context["form"].errors.keys() == {"files"}


def test_broken_rows_of_a_workbook_are_named(page):
    book = Workbook()
    for row in [
        ["Sổ hộ năm 2021"],
        ["Số hộ", "Mã xã", "Chủ hộ", "Ngày vào diện phòng ngừa"],
        [1, 814, "Giàng Mí Pó", "30/02/2021"],
        [None, 814, "Sùng Mí Páo", None],
        ["=1+1", 814, "Sùng Mí Páo", None],
        [4, -5, "Già Mí Lía", "#REF!"],
    ]:
        book.active.append(row)
    file = BytesIO()
    book.save(file)

    response = upload(page, ("so.xlsx", file.getvalue()))

    (sheet,) = response.context["run"].outcomes
    assert [(p.row, p.column) for p in sheet.problems] == [
        (3, "Ngày vào diện phòng ngừa"),
        (4, "Số hộ"),
        (5, "Số hộ"),
        (6, "Mã xã"),
        (6, "Ngày vào diện phòng ngừa"),
    ]


def test_a_file_of_another_kind_is_refused(page):
    response = upload(page, ("anh.png", b"\x89PNG"))

    assert "anh.png: Chỉ đọc tệp CSV, XLSX và ZIP." in text(response)


def test_too_large_an_upload_is_refused_before_it_is_read(page):
    response = upload(page, ("so.csv", b"x" * (2 * 1024 * 1024 + 1)))

    assert "Các tệp cộng lại quá 2 MB. Hãy gửi từng tệp một." in text(response)


def test_too_many_rows_go_another_way(page):
    rows = "".join(f"{n},00814,Giàng Mí Pó\n" for n in range(5001))

    response = upload(page, ("so.csv", ("Số hộ,Mã xã,Chủ hộ\n" + rows).encode()))

    assert "so.csv: Có nhiều hơn 5.000 dòng." in text(response)


def test_no_register_in_the_files_is_said(page):
    response = upload(page, ("so.csv", b"a,b,c\n1,2,3\n"))

    assert "so.csv: các cột không khớp với sổ nào. Hãy dùng bảng mẫu." in text(response)


def test_the_held_files_open_for_their_sender_alone(
    provincial_officer, district_officer, page
):
    sealed = held("Sổ", [("a.csv", GOOD.encode())], district_officer)

    response = send(page, URL, {"held": sealed, "keep": "all"})

    assert opened(sealed, district_officer) == ("Sổ", [("a.csv", GOOD.encode())])
    assert "Các tệp không còn nguyên vẹn. Hãy chọn lại." in text(response)
    assert count() == 0


@pytest.mark.parametrize("text_sent", ["", "abc", "AAAA"])
def test_held_files_that_were_tampered_with_are_refused(page, text_sent):
    response = send(page, URL, {"held": text_sent, "keep": "all"})

    assert response.status_code == 200
    assert count() == 0


def test_an_import_writes_the_trail_of_a_batch(page):
    looked = upload(page, ("so-ho.csv", GOOD.encode()))
    send(page, URL, {"held": kept_files(looked), "keep": "all"})

    with unguarded():
        rows = Activity.objects.filter(act="enrol household", purpose="import")
        assert rows.count() == 2  # two communes


@pytest.mark.parametrize("kind", list(REGISTERS))
def test_the_empty_table_is_read_as_its_register(page, kind):
    response = page.get(reverse("livelihoods:import_template"), {"kind": kind})

    sheets = read("mau.xlsx", response.content)
    assert register_of(sheets[0]).kind == kind
    assert sheets[0].rows == []
    assert register_of(sheets[1]) is None
    assert len(load_workbook(BytesIO(response.content)).worksheets) == 2


def test_there_is_no_table_of_another_kind(page):
    response = page.get(reverse("livelihoods:import_template"), {"kind": "user"})

    assert response.status_code == 404
