"""The pages of kept files: list, form, one file, its bytes, taking along, removing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.cleaning import MOST_BYTES
from tests.accounts.trail import rows
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.livelihoods.herds import queries
from tests.proofs import hostile
from tests.victims.factories import TODAY, day_boxes, make_consent
from tests.victims.files import cleaned, make_file, pdf, picture
from tests.victims.pages import errors
from victims.models import Attachment


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def client(sign_in, caseworker):
    return sign_in(caseworker)


def url(name, record, *more):
    return reverse(f"victims:file_{name}", args=[record.pk, *more])


def sent(*contents, name="ảnh của Mỷ.jpg", **fields):
    files = [SimpleUploadedFile(name, content) for content in contents]
    fields = {"kind": "paper", "caption": "Báo giá"} | fields
    return fields | day_boxes("happened_on", TODAY) | {"files": files}


def kept():
    with unguarded():
        return list(Attachment.objects.order_by("recorded_at", "size"))


def test_two_files_are_kept_at_once(client, case):
    response = send(client, url("add", case), sent(hostile.with_gps(), pdf()))

    assert response.headers["Location"] == url("list", case)
    assert sorted((a.media, a.pages) for a in kept()) == [("photo", 1), ("scan", 2)]
    page = client.get(url("list", case)).content.decode()
    assert page.count("Báo giá") == 2
    assert "ảnh của Mỷ" not in page


def test_a_bad_file_keeps_what_was_typed(client, case):
    response = send(client, url("add", case), sent(picture(), b"MZ program"))

    assert errors(response) == {
        "files": [
            "File 2: Only photos (JPG, PNG, WebP), scans (PDF) and sound are taken."
        ]
    }
    assert response.context["form"]["caption"].value() == "Báo giá"
    assert kept() == []


def test_a_large_file_and_none_at_all_are_told(client, case):
    large = send(client, url("add", case), sent(b"\xff\xd8\xff" + bytes(MOST_BYTES)))
    none = send(client, url("add", case), sent())

    assert "larger than 10 MB" in errors(large)["files"][0]
    assert errors(none) == {"files": ["Choose a file, or take a photo."]}
    assert large.context["form"]["caption"].value() == "Báo giá"


def test_a_rule_that_is_broken_stands_above_the_form(client, case):
    response = send(client, url("add", case), sent(picture(), kind="place"))

    (error,) = errors(response)["__all__"]
    assert "has not said yes to" in error


def test_names_of_files_reach_nothing(client, case):
    for name in ("../../etc/cron.d/x.php.jpg", "a\u202egpj.exe"):
        response = send(client, url("add", case), sent(picture(), name=name))
        assert response.status_code == 302

    with unguarded():
        assert all("." not in a.neutral_name for a in Attachment.objects.all())


def test_the_province_sees_the_row_and_not_what_is_on_it(
    sign_in, provincial_officer, case
):
    file = make_file(case, caption="Giấy của Mỷ")
    client = sign_in(provincial_officer)

    page = client.get(url("list", case)).content.decode()

    assert "Paper" in page
    assert ("Giấy của Mỷ" in page, str(file.pk) in page) == (False, False)


def test_one_file_is_opened_and_the_trail_says_so(client, case):
    file = make_file(case)

    page = client.get(url("page", file))
    content = client.get(url("content", file, 1))

    assert url("content", file, 1) in page.content.decode()
    read = [(row.act, row.subjects) for row in rows() if row.act.startswith("read")]
    assert read == [
        ("read victims:file_page", [file.pk]),
        ("read victims:file_content", [file.pk]),
    ]
    assert content.content == picture()


def test_the_bytes_can_do_nothing_in_a_browser(client, case):
    file = make_file(case)

    response = client.get(url("content", file, 1))

    assert {
        name: response.headers[name]
        for name in (
            "Content-Type", "Content-Security-Policy", "X-Content-Type-Options",
            "Cache-Control", "Cross-Origin-Resource-Policy", "Content-Disposition",
        )
    } == {
        "Content-Type": "image/jpeg",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": f'inline; filename="{file.neutral_name}.jpg"',
    }  # fmt: skip
    assert file.neutral_name.startswith(case.code)


def test_a_scan_is_shown_page_by_page(client, case):
    send(client, url("add", case), sent(pdf(2)))
    (file,) = kept()

    second = client.get(url("content", file, 2))

    assert second.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(second.content)).size == (1131, 1600)
    assert client.get(url("content", file, 3)).status_code == 404
    assert client.get(url("content", file, 0)).status_code == 404


def test_sound_is_given_in_parts(client, case):
    make_consent(case, "voice")
    file = make_file(case, cleaned(bytes(range(200)), "sound"), kind="voice")

    whole = client.get(url("content", file, 1))
    part = client.get(url("content", file, 1), headers={"Range": "bytes=10-19"})
    rest = client.get(url("content", file, 1), headers={"Range": "bytes=190-"})

    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "audio/ogg")
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["Content-Range"] == "bytes 10-19/200"
    assert rest.content == bytes(range(190, 200))


def test_a_yes_taken_back_closes_page_and_bytes(client, case):
    make_consent(case, "photo")
    file = make_file(case, kind="place")
    make_consent(case, "photo", "withdrawn", on=TODAY)

    page = client.get(url("page", file)).content.decode()

    assert "took the yes back" in page
    assert url("content", file, 1) not in page
    assert client.get(url("content", file, 1)).status_code == 404


def test_what_is_taken_along_names_who_and_when(sign_in, district_officer, case):
    file = make_file(case, cleaned(picture(size=(600, 400))))
    client = sign_in(district_officer)

    response = client.get(url("download", file))

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{file.neutral_name}.jpg"'
    )
    foot = Image.open(io.BytesIO(response.content)).crop((0, 370, 300, 400))
    assert foot.convert("L").getextrema()[0] < 40
    assert rows()[-1].act == "download file"


def test_sound_is_not_taken_along(sign_in, district_officer, case):
    make_consent(case, "voice")
    file = make_file(case, cleaned(b"OggS" * 9, "sound"), kind="voice")

    response = sign_in(district_officer).get(url("download", file))

    assert response.headers["Location"] == url("page", file)


def test_it_is_removed_with_a_reason_and_opens_no_more(sign_in, district_officer, case):
    file = make_file(case)
    client = sign_in(district_officer)

    send(client, url("remove", file), {"reason": "Chụp nhầm giấy khác."})

    assert client.get(url("content", file, 1)).status_code == 404
    page = client.get(url("list", case)).content.decode()
    assert "Chụp nhầm giấy khác." in page
    assert url("page", file) not in page


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, case):
    make_consent(case, "photo")
    make_file(case, kind="place")
    one = queries(lambda: client.get(url("list", case)))
    for _more in range(2):
        make_file(case, kind="place")

    assert queries(lambda: client.get(url("list", case))) == one
