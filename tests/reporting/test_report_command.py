"""`manage.py report`: JSON, PDF and XLSX as somebody who may see them."""

import json
from io import StringIO

import openpyxl
import pypdf
import pytest
from django.core.management import CommandError, call_command

from tests.accounts.trail import rows
from tests.reporting.factories import returned, supported

PERIOD = ["--from", "2019-01-01", "--to", "31/12/2023", "--as-of", "2023-12-31"]


def report(*arguments):
    out = StringIO()
    call_command("report", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_json_has_the_figures_under_their_keys(provincial_officer, commune):
    supported(commune)
    returned(commune)

    told = json.loads(report("womens_union", "--area", "02", *PERIOD))

    assert told["parameters"] == {
        "area": {"code": "02", "key": "02@2004", "level": "province", "kind": "tỉnh",
                 "name": "Hà Giang"},
        "from": "2019-01-01", "to": "2023-12-31", "as_of": "2023-12-31",
        "counted_until": "2023-12-31", "by": "district",
    }  # fmt: skip
    assert told["prevention"]["total"]["units"] == 1
    assert told["victims"]["total"]["support"]["total"] == 12_000_000
    assert told["sample_data"] is True


def test_the_department_has_its_own_keys(labour_officer, commune):
    returned(commune)

    told = json.loads(report("labour", "--area", "02", *PERIOD))

    assert told["total"]["received"]["persons"] == 1
    assert [line["code"] for line in told["regimes"]][-2:] == ["6a", "6b"]
    assert told["years"]["2021"]["received"]["female"] == 1


def test_without_a_name_the_nearest_officer_asks(
    provincial_officer, district_officer, other_district_officer, commune
):
    supported(commune)

    report("womens_union", "--area", "027", *PERIOD)
    report("womens_union", "--area", "02", *PERIOD)

    asked = [row.user_id for row in rows() if row.act == "take womens_union json"]
    assert asked == [district_officer.pk, provincial_officer.pk]


def test_the_trail_keeps_what_was_taken(provincial_officer, province):
    report("womens_union", "--area", "02", *PERIOD, "--user", "hoi-tinh")

    [row] = [row for row in rows() if row.act.startswith("take")]
    assert row.act == "take womens_union json"
    assert row.territory == province.pk
    assert row.purpose == "2019-01-01..2023-12-31, 2023-12-31, district"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--user", "khong-co"], "khong-co"),
        (["--user", "so-lao-dong"], "so-lao-dong"),
        (["--area", "99"], "99"),
        (["--area", "00733"], "00733@2025"),
        (["--area", "01"], "--area"),
        (["--from", "30/02/2023"], "30/02/2023"),
        (["--from", "2023-12-31", "--to", "2023-01-01"], "--to"),
        (["--as-of", "2024-01-16"], "--as-of"),
        (["--from", "2023-06-01", "--as-of", "2023-01-01"], "--as-of"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    provincial_officer, labour_officer, arguments, sentence
):
    if "--user" not in arguments:
        arguments = [*arguments, "--user", "hoi-tinh"]

    with pytest.raises(CommandError, match=sentence):
        report("womens_union", *arguments)


def test_nobody_posted_is_said_so(labour_officer):
    with pytest.raises(CommandError, match="--user"):
        report("womens_union", "--area", "02")


def test_pdf_and_xlsx_are_written_to_the_file_named(
    provincial_officer, commune, tmp_path
):
    supported(commune)
    pdf, xlsx = tmp_path / "a.pdf", tmp_path / "a.xlsx"

    for path in (pdf, xlsx):
        report(
            "womens_union", "--area", "02", *PERIOD,
            "--format", path.suffix[1:], "--output", str(path),
        )  # fmt: skip

    assert "Mèo Vạc 1 12.000.000" in " ".join(
        pypdf.PdfReader(pdf).pages[0].extract_text().split()
    )
    assert len(openpyxl.load_workbook(xlsx).worksheets) == 4


def test_a_file_without_a_name_gets_the_reports_own(
    provincial_officer, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    report("womens_union", "--area", "02", *PERIOD, "--format", "xlsx")

    [made] = tmp_path.iterdir()
    assert made.name == "BC-phu-nu-2019-2023_tinh-den-31-12-2023.xlsx"
