"""The list of cases as a file: by code, with names, agreed to, downloaded once."""

import re
from copy import copy
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from msoffcrypto.exceptions import InvalidKeyError

from accounts.models import Export, ExportFile, Notice, WorkSetting
from accounts.tables import LONGEST, holdable, opened
from tests import hostile
from tests.accounts.trail import rows as trail
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household
from tests.victims.factories import make_consent
from victims.exports import case_file, hidden_names
from victims.models import Case
from victims.models.lists import listed

URL = reverse("victims:case_export")
CODES = {"names": "codes", "columns": ["commune", "state", "risk"]}
NAMES = {
    "names": "names",
    "columns": ["commune"],
    "of_person": ["name", "born"],
    "purpose": "meeting",
    "why": "Họp liên ngành tháng 1",
}
NAME = "Vàng Thị Mỷ"


@pytest.fixture
def officer(sign_in, district_officer):
    return sign_in(district_officer)


def ask(client, area, query="", **fields):
    return send(client, URL + query, {"area": area.pk} | fields)


def exports():
    with unguarded():
        return list(Export.objects.order_by("recorded_at"))


def page(export, name="export_page"):
    space = "victims" if name == "export_make" else "accounts"
    return reverse(f"{space}:{name}", args=[export.pk])


def words_on(response):
    found = re.search(r'passphrase">([a-z-]+)<', response.content.decode())
    return found and found[1]


def rows(content, sheet=1):
    book = openpyxl.load_workbook(BytesIO(content))
    return list(book.worksheets[sheet].iter_rows(values_only=True))


def one_name_needs_a_second():
    with unguarded():
        WorkSetting.objects.create(key="names_a_day", value=1, from_on="2024-01-15")


def test_a_list_by_code_names_nobody(officer, district, commune):
    case = make_case(commune)

    response = ask(officer, district, **CODES, of_person=["name", "born", "hamlet"])
    [export] = exports()
    file = send(officer, page(export, "export_download"))

    assert response.headers["Location"] == page(export)
    assert file["Content-Type"].endswith("spreadsheetml.sheet")
    assert file["Content-Disposition"] == (
        f'attachment; filename="danh-sach-{export.number}.xlsx"'
    )
    [line] = rows(file.content)[1:]
    assert line[:2] == (case.code, commune.name)
    everything = repr([rows(file.content, n) for n in (0, 1)])
    assert NAME not in everything
    assert "Giàng" not in everything
    assert export.columns == ["commune", "state", "risk"]
    [kept] = [row for row in trail() if row.act == "export cases"]
    assert kept.subjects == [case.pk]


def test_a_list_with_names_is_closed_and_says_whose_it_is(
    officer, district, commune, district_officer
):
    case = make_case(commune)
    ask(officer, district, **NAMES)
    [export] = exports()

    shown = officer.get(page(export))
    words = words_on(shown)
    content = send(officer, page(export, "export_download")).content

    assert len(words.split("-")) == 5
    with pytest.raises(InvalidKeyError):
        opened(content, "sai-mat-khau-roi-nhe")
    inside = opened(content, words)
    assert rows(inside)[1] == (case.code, NAME, "1995", commune.name)
    cover = repr(rows(inside, 0))
    assert export.number in cover
    assert district_officer.username in cover
    assert "Họp liên ngành tháng 1" in cover
    assert ("THÔNG TIN CÁ NHÂN" in cover) or ("PERSONAL DATA" in cover)
    properties = openpyxl.load_workbook(BytesIO(inside)).properties
    assert NAME not in f"{properties.title}{properties.creator}"
    assert properties.creator in ("", None)


def test_the_passphrase_is_shown_once_and_kept_nowhere(officer, district, commune):
    make_case(commune)
    answer = ask(officer, district, **NAMES)
    [export] = exports()

    first = words_on(officer.get(page(export)))
    second = words_on(officer.get(page(export)))

    assert first
    assert second is None
    assert first not in answer.headers["Location"]
    assert not [row for row in trail() if first in repr(vars(row))]
    assert first not in repr(dict(officer.session))


def test_the_file_is_downloaded_once(officer, district, commune):
    make_case(commune)
    ask(officer, district, **NAMES)
    [export] = exports()
    key = {"submission": "0e4c2b3e-6f0c-4a35-9d0d-2f6f6d1d9c11"}

    first = officer.post(page(export, "export_download"), key)
    again = officer.post(page(export, "export_download"), key)
    later = send(officer, page(export, "export_download"))

    assert first.status_code == 200
    assert again.headers["Location"] == later.headers["Location"] == page(export)
    assert exports()[0].state == "downloaded"
    with unguarded():
        assert not ExportFile.objects.exists()
    assert [row.act for row in trail() if row.act == "download export"] == [
        "download export"
    ]


def test_more_names_wait_for_a_second_person(
    officer, district, commune, client, provincial_officer, sign_in, district_officer
):
    one_name_needs_a_second()
    make_case(commune)
    make_case(commune)
    ask(officer, district, **NAMES)
    [export] = exports()
    assert send(officer, page(export, "export_make")).status_code == 404
    assert send(officer, page(export, "export_download")).status_code == 302
    send(officer, page(export, "export_approve"))
    assert exports()[0].state == "asked"

    second = sign_in(provincial_officer)
    home = second.get(reverse("home")).content.decode()
    seen = second.get(page(export)).content.decode()
    send(second, page(export, "export_approve"))
    assert page(export) in home
    assert NAME not in seen
    assert "Họp liên ngành tháng 1" in seen

    asker = sign_in(district_officer)
    send(asker, page(export, "export_make"))
    words = words_on(asker.get(page(export)))
    content = send(asker, page(export, "export_download")).content
    assert len(rows(opened(content, words))) == 3
    assert provincial_officer.name in repr(rows(opened(content, words), 0))
    with unguarded():
        told = {(n.kind, n.user_id) for n in Notice.objects.all()}
    assert told >= {
        ("export_approved", district_officer.pk),
        ("export_made", provincial_officer.pk),
    }


def test_a_refusal_gives_its_reason(
    officer, district, commune, provincial_officer, sign_in, district_officer
):
    one_name_needs_a_second()
    make_case(commune)
    make_case(commune)
    ask(officer, district, **NAMES)
    [export] = exports()
    second = sign_in(provincial_officer)

    short = send(second, page(export, "export_refuse"), {"reason": "không"})
    done = send(
        second, page(export, "export_refuse"), {"reason": "Mục đích chưa cần đủ tên"}
    )

    assert short.status_code == 200
    assert done.headers["Location"] == page(export)
    asker = sign_in(district_officer)
    assert "Mục đích chưa cần đủ tên" in asker.get(page(export)).content.decode()
    assert send(asker, page(export, "export_make")).status_code == 404


@pytest.mark.parametrize("lacking", ["purpose", "why"])
def test_names_need_their_purpose_and_nothing_typed_is_lost(
    officer, district, commune, lacking
):
    make_case(commune)

    response = ask(officer, district, **(NAMES | {lacking: ""}))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [lacking]
    assert exports() == []


def test_an_empty_list_is_said(officer, district):
    response = ask(officer, district, **CODES)

    assert response.context["form"].non_field_errors()
    assert exports() == []


def test_the_filters_of_the_list_are_those_of_the_file(
    officer, district, commune, neighbour_commune
):
    high = make_case(commune, household=make_household(commune, risk_level="high"))
    make_case(neighbour_commune)

    ask(officer, district, "?risk=high", **CODES)

    [export] = exports()
    assert export.subjects == [high.pk]
    assert "▲" in export.filters


def test_a_foreign_place_cannot_be_chosen(officer, other_district, far_commune):
    make_case(far_commune)

    response = ask(officer, other_district, **CODES)

    assert list(response.context["form"].errors) == ["area"]


@pytest.mark.parametrize(
    ("member", "purpose", "answer", "shown"),
    [
        ("district_officer", "share_authority", "no", True),
        ("provincial_officer", "share_authority", "yes", True),
        ("provincial_officer", "share_authority", "no", False),
        ("labour_officer", "share_authority", "withdrawn", False),
        ("district_officer", "record", "withdrawn", False),
    ],
)
def test_no_name_without_the_persons_agreement(
    request, acts_as, commune, member, purpose, answer, shown
):
    case = make_case(commune)
    make_consent(case, purpose, answer)
    user = request.getfixturevalue(member)

    with acts_as(user):
        hidden = hidden_names(list(Case.objects.visible_to(user)), user)

    assert (case.pk not in hidden) is shown


def test_the_labour_officer_has_no_column_of_visits(sign_in, labour_officer, commune):
    form = sign_in(labour_officer).get(URL).context["form"]

    assert {"last_visit", "next_visit"} & {
        k for k, _l in form.fields["columns"].choices
    } == set()


def test_hostile_names_stay_text_in_the_file(acts_as, commune, district_officer):
    make_case(commune)
    export = Export(
        territory=commune, with_names=True, purpose="other", columns=["name"]
    )
    with acts_as(district_officer):
        case = listed(Case.objects.all()).get()
        cases = [_named(case, text) for text in hostile.CELLS]
        content = case_file(export, cases, district_officer)

    names = [row[1] for row in openpyxl.load_workbook(BytesIO(content)).worksheets[1]]
    assert {cell.data_type for cell in names} == {"s"}
    assert {cell.hyperlink for cell in names} == {None}
    assert [cell.value for cell in names[1:]] == [
        holdable(text)[:LONGEST] for text in hostile.CELLS
    ]


def _named(case, text):
    case, case.victim = copy(case), copy(case.victim)
    case.victim.name = text
    return case


def test_as_many_queries_for_three_cases_as_for_one(officer, district, commune):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            ask(officer, district, **NAMES)
        return len(caught)

    make_case(commune)
    once = queries()
    make_case(commune)
    make_case(commune)

    assert queries() == once


def test_the_list_of_exports_shows_own_and_waiting(
    officer, district, commune, sign_in, provincial_officer
):
    empty = officer.get(reverse("accounts:export_list"))
    one_name_needs_a_second()
    make_case(commune)
    make_case(commune)
    ask(officer, district, **NAMES)
    own = officer.get(reverse("accounts:export_list"))

    others = sign_in(provincial_officer).get(reverse("accounts:export_list"))

    assert (empty.context["own"], empty.context["waiting"]) == ([], [])
    assert own.context["own"] == exports() == others.context["waiting"]
    assert own.context["waiting"] == others.context["own"] == []
