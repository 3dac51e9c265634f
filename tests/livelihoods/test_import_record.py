"""The example record through the importer."""

import csv
import io
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from accounts.models import Activity
from livelihoods.imports.files import read
from livelihoods.imports.run import run
from livelihoods.models import Grant, GrantStep, Herd, HerdEntry, Income, Payment
from support_regimes.models import Budget
from tests.conftest import unguarded
from tests.livelihoods.counted import read as read_rows
from victims.models import Case, Household

RECORD = Path(__file__).parents[2] / "docs" / "example_record"
SIZES = [
    ("budget", 8),
    ("household", 101),
    ("case", 19),
    ("grant", 108),
    ("herd", 296),
    ("income", 2),
    ("guidance", 4),
]


def sheets(household=""):
    """The record's sheets; only the rows of one household, if its key is given."""
    files = sorted(RECORD.glob("*.csv"))
    found = [sheet for file in files for sheet in read(file.name, file.read_bytes())]
    for sheet in found:
        if household and "Số hộ" in sheet.headers:
            place = sheet.headers.index("Số hộ")
            sheet.rows = [row for row in sheet.rows if row[1][place] == household]
    return found


@pytest.fixture
def record(acts_as, provincial_officer):
    """`record(**how)` brings the example record in and returns the run."""

    def brought_in(household="", **how):
        with acts_as(provincial_officer):
            return run(
                sheets(household), by=provincial_officer, register="example", **how
            )

    return brought_in


def test_the_whole_record_is_taken_in_and_a_second_time_changes_nothing(record):
    first = record()
    with unguarded():
        trail = Activity.objects.filter(purpose="import").count()
        herds = Herd.objects.filter(heads_now__gt=0).count()
        ledger = HerdEntry.objects.aggregate(n=Sum("heads"))["n"]
        state = Grant.objects.values_list("state").distinct()

    second = record()

    assert first.problems == []
    assert [(o.kind, o.new) for o in first.outcomes] == SIZES
    assert [(o.kind, o.same) for o in second.outcomes] == SIZES
    assert (second.new, second.problems) == (0, [])
    with unguarded():
        assert list(state) == [("handed_over",)]
        assert herds == 82 + 1 + 15
        assert Herd.objects.aggregate(n=Sum("heads_now"))["n"] == ledger
        assert Case.objects.count() == 19
        assert Household.objects.filter(next_visit_on__isnull=False).count() == 0
        assert Income.objects.aggregate(n=Sum("amount"))["n"] == 1_500_000
        committed = Budget.objects.aggregate(n=Sum("committed"))["n"]
        assert committed == 1_253_750_000
        assert Payment.objects.aggregate(n=Sum("amount"))["n"] == committed
        # one row an act, kind of record and commune; not one a line
        assert trail < 23 * 12
        assert Activity.objects.filter(purpose="import").count() == trail


def test_the_steps_of_a_past_grant_have_their_own_days(record):
    record("H-ĐV1")

    with unguarded():
        grant = Grant.objects.get()
        steps = list(grant.steps.order_by("happened_on", "recorded_at", "act"))

    assert [(step.act, f"{step.happened_on:%d/%m/%Y}") for step in steps] == [
        ("ask", "21/02/2022"),
        ("submit", "23/02/2022"),
        ("approve", "16/03/2022"),
        ("pay", "06/04/2022"),
        ("hand_over", "15/04/2022"),
    ]
    assert (grant.due_amount, grant.decision_number) == (26_000_000, "46/QĐ-BTV")
    assert grant.approving_area.name == "Đồng Văn"
    assert GrantStep.Act.APPROVE not in grant.steps.filter(
        act__in=GrantStep.WORK
    ).values_list("act", flat=True)


def test_the_command_says_how_far_it_is(provincial_officer):
    out = StringIO()
    files = [RECORD / f"{name}.csv" for name in ("persons", "households", "budgets")]

    call_command("import_record", *files, "--as=hoi-tinh", "--dry-run", stdout=out)

    assert out.getvalue().splitlines() == [
        "Nguồn kinh phí (budgets.csv): 8 dòng, 8 dòng mới, 0 dòng đã có, "
        "0 dòng không nhận.",
        "Hộ (households.csv): 101 dòng, 101 dòng mới, 0 dòng đã có, 0 dòng không nhận.",
        "Người trở về (persons.csv): 19 dòng, 19 dòng mới, 0 dòng đã có, "
        "0 dòng không nhận.",
    ]
    with unguarded():
        assert Household.objects.count() == 0


def changed(tmp_path, **changes):
    """A copy of the record's households with cells changed: {key: {column: cell}}."""
    rows = read_rows("households")
    for row in rows:
        row |= changes.get(row["Số hộ"].replace("-", "_"), {})
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    file = tmp_path / "households.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def test_the_command_names_bad_rows_and_takes_nothing_in(tmp_path, provincial_officer):
    file = changed(tmp_path, MV_NT_02={"Mã xã": "99999"})
    said = StringIO()

    with pytest.raises(CommandError) as error:
        call_command(
            "import_record", file, "--as=hoi-tinh", stdout=StringIO(), stderr=said
        )

    assert str(error.value) == "Có 1 dòng sai; chưa nhận dòng nào."
    assert said.getvalue().strip() == (
        "households.csv, dòng 3, cột Mã xã: Trong địa bàn của anh/chị không có xã nào "
        "mang mã 99999."
    )
    with unguarded():
        assert Household.objects.count() == 0


def test_the_bad_rows_may_be_taken_as_a_table(tmp_path, provincial_officer):
    file = changed(tmp_path, MV_NT_02={"Mã xã": "=1+1"})
    problems = tmp_path / "loi.csv"

    with pytest.raises(CommandError):
        call_command(
            "import_record", file, "--as=hoi-tinh", "--problems", problems,
            stdout=StringIO(), stderr=StringIO(),
        )  # fmt: skip

    text = problems.read_bytes().decode("utf-8-sig")
    [_heads, line] = csv.reader(StringIO(text, newline=""))
    assert line[:3] == ["households.csv", "3", "Mã xã"]
    assert text.startswith('"')


def test_the_command_may_keep_the_good_rows(tmp_path, provincial_officer):
    file = changed(tmp_path, MV_NT_02={"Mã xã": "99999"})

    with pytest.raises(CommandError) as error:
        call_command(
            "import_record", file, "--as=hoi-tinh", "--good-rows",
            stdout=StringIO(), stderr=StringIO(),
        )  # fmt: skip

    assert str(error.value) == "Không nhận 1 dòng; các dòng khác đã nhận."
    with unguarded():
        assert Household.objects.count() == 100


def test_the_command_refuses_whoever_may_not(caseworker):
    with pytest.raises(CommandError) as error:
        call_command("import_record", RECORD, "--as=can-bo-xa")

    assert str(error.value) == "Người này không có quyền nhận sổ cũ."
