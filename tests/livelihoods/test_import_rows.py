"""What a register's rows must obey: each fault by row, column and reason."""

import unicodedata

import pytest
from django.utils import translation

from accounts.models import Activity
from livelihoods.imports.files import Sheet, cell_text
from livelihoods.imports.run import REGISTERS, run
from livelihoods.models import Grant, Herd, HerdEntry, Income
from support_regimes.models import Budget
from tests.conftest import unguarded
from victims.models import Case, Household, Victim

HOUSEHOLD = {"Số hộ": "1", "Mã xã": "00814", "Chủ hộ": "Giàng Mí Pó"}
PERSON = {
    "Số hồ sơ": "A", "Số hộ": "1", "Họ và tên": "Vàng Thị Mỷ", "Năm sinh": "1995",
    "Giới tính": "nữ", "Dân tộc": "Mông", "Ngày tiếp nhận": "12/05/2021",
    "Đồng ý lập hồ sơ": "Có",
}  # fmt: skip
BUDGET = {
    "Nguồn kinh phí": "Blue Dragon", "Mã địa bàn": "02", "Năm": "2021",
    "Số tiền": "20.000.000",
}  # fmt: skip
GRANT = {
    "Số đề nghị": "G", "Số hộ": "1", "Ngày đề nghị": "05/01/2021",
    "Ngày duyệt": "20/01/2021", "Nguồn kinh phí": "blue dragon",
    "Ngày chi": "24/02/2021", "Số chứng từ": "PC-1", "Hình thức chi": "Mua hộ",
    "Ngày bàn giao": "05/03/2021", "Người nhận xác nhận": "Ký", "Dòng": "1",
    "Loại": "Vật nuôi", "Con giống": "lon", "Số lượng": "3", "Đơn giá": "4 triệu",
}  # fmt: skip
BORN = {
    "Số dòng": "1", "Số hộ": "1", "Con giống": "Lợn", "Ngày": "01/06/2021",
    "Việc": "Đẻ", "Số con": "8",
}  # fmt: skip
SOLD = BORN | {
    "Số dòng": "2", "Ngày": "01/12/2021", "Việc": "Bán", "Số con": "4",
    "Tiền bán": "4000000",
}  # fmt: skip
EGGS = {
    "Số dòng": "1", "Số hộ": "1", "Ngày": "30/06/2023", "Nguồn thu": "Trứng",
    "Số tiền": "600000",
}  # fmt: skip
GUIDED = {
    "Số dòng": "1", "Số hộ": "1", "Ngày": "15/09/2021", "Chủ đề": "Trồng ngô",
    "Kết quả": "Tốt hơn",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sheet(name, rows):
    headers = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[cell_text(row.get(column)) for column in headers] for row in rows]
    return Sheet(name, headers, list(enumerate(cells, 2)))


@pytest.fixture
def bring_in(acts_as, provincial_officer):
    """`bring_in([rows], [rows], …)`: one sheet a list; returns the run."""

    def brought_in(*tables, register="sổ", good_rows=False):
        sheets = [sheet(f"sổ {n}", rows) for n, rows in enumerate(tables)]
        with acts_as(provincial_officer):
            return run(
                sheets, by=provincial_officer, register=register, good_rows=good_rows
            )

    return brought_in


def said(done):
    return [(problem.row, problem.column, problem.reason) for problem in done.problems]


def only(done):
    (problem,) = done.problems
    return problem.column, problem.reason


def test_no_two_columns_of_a_register_read_alike():
    for resource in REGISTERS.values():
        names = [column.column_name for column in resource.columns()]
        assert len(resource.names()) == len(names)


def test_a_household_of_a_register_is_enrolled_in_its_commune(bring_in, commune):
    done = bring_in(
        [HOUSEHOLD | {"Xã": "khâu vai", "Ngày vào diện phòng ngừa": "5/3/20"}]
    )

    assert said(done) == []
    with unguarded():
        household = Household.objects.get()
    assert (household.territory, household.head_name) == (commune, "Giàng Mí Pó")
    assert f"{household.high_risk_from:%d/%m/%Y}" == "05/03/2020"


def test_names_in_loose_marks_are_composed(bring_in):
    loose = unicodedata.normalize("NFD", "Giàng  Mí Pó")

    done = bring_in([HOUSEHOLD | {"Chủ hộ": loose}])

    assert done.new == 1
    with unguarded():
        assert Household.objects.get().head_name == "Giàng Mí Pó"


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"Mã xã": "99999"}, "Mã xã", "No commune of your area has the code 99999."),
        ({"Mã xã": "00100"}, "Mã xã", "No commune of your area has the code 00100."),
        (
            {"Xã": "Niêm Tòng"},
            "Mã xã",
            "00814 is the code of xã Khâu Vai, not of Niêm Tòng.",
        ),
        ({"Chủ hộ": ""}, "Chủ hộ", "This cell must not be empty."),
        ({"Chủ hộ": "=1+1"}, "Chủ hộ", "Write the name with letters only."),
        (
            {"Chủ hộ": "Giàng " * 30 + "Pó"},
            "Chủ hộ",
            "Ensure this value has at most 80 characters (it has 182).",
        ),
        ({"Số khẩu": "-2"}, "Số khẩu", "The number lies between 1 and 40."),
        ({"Số khẩu": "năm"}, "Số khẩu", "Write a whole number, such as 3."),
        (
            {"Ngày vào diện phòng ngừa": "30/02/2021"},
            "Ngày vào diện phòng ngừa",
            "The date 30/02/2021 does not exist.",
        ),
        (
            {"Ngày vào diện phòng ngừa": "16/01/2024"},
            "Ngày vào diện phòng ngừa",
            "The day cannot be after today.",
        ),
    ],
)
def test_a_wrong_cell_of_a_household_is_named(bring_in, changed, column, reason):
    done = bring_in([HOUSEHOLD | changed])

    assert said(done) == [(2, column, reason)]
    with unguarded():
        assert Household.objects.count() == 0


def test_all_faults_of_a_row_are_said_at_once(bring_in):
    done = bring_in([HOUSEHOLD | {"Mã xã": "1", "Số khẩu": "0"}])

    assert [problem.column for problem in done.problems] == ["Mã xã", "Số khẩu"]
    assert done.refused == 1


def test_a_key_stands_once(bring_in):
    done = bring_in([HOUSEHOLD, HOUSEHOLD])

    assert said(done) == [(3, "Số hộ", "1 stands in row 2 already.")]


def test_a_code_used_again_after_the_reform_is_settled_by_what_is_valid(bring_in):
    bring_in([HOUSEHOLD | {"Mã xã": "733"}])

    with unguarded():
        assert Household.objects.get().territory.key == "00733@2004"


def test_one_bad_row_and_nothing_is_kept_unless_the_good_rows_are_asked_for(bring_in):
    rows = [HOUSEHOLD, HOUSEHOLD | {"Số hộ": "2", "Mã xã": "x"}]

    nothing = bring_in(rows)
    with unguarded():
        assert Household.objects.count() == 0
    good = bring_in(rows, good_rows=True)

    assert (nothing.kept, good.kept, good.new, good.refused) == (False, True, 1, 1)
    with unguarded():
        assert Household.objects.count() == 1


def test_rows_that_rest_on_a_bad_row_are_refused_too(bring_in):
    done = bring_in([HOUSEHOLD | {"Mã xã": "x"}], [PERSON], [EGGS], good_rows=True)

    assert [(p.column, p.reason) for p in done.problems[1:]] == [
        ("Số hộ", "Household 1 is not in the register of households.")
    ] * 2
    assert done.new == 0


def test_registers_of_another_name_are_kept_apart(bring_in):
    bring_in([HOUSEHOLD], register="Mèo Vạc")

    again = bring_in([HOUSEHOLD], register="Mèo Vạc")
    other = bring_in([HOUSEHOLD], register="Đồng Văn")

    assert (again.new, again.same, other.new) == (0, 1, 1)


def test_what_was_changed_since_stays_when_the_register_comes_again(
    bring_in, acts_as, caseworker
):
    bring_in([HOUSEHOLD])
    with acts_as(caseworker):
        household = Household.objects.get()
        household.head_name = "Giàng Mí Chứ"
        household.edit(by=caseworker, fields=["head_name"])

    bring_in([HOUSEHOLD])

    with unguarded():
        assert Household.objects.get().head_name == "Giàng Mí Chứ"


def test_a_person_has_a_case_under_the_household(bring_in):
    done = bring_in([HOUSEHOLD], [PERSON | {"Xác định": "Đang xác minh"}])

    assert said(done) == []
    with unguarded():
        case = Case.objects.select_related("victim", "household").get()
        assert case.household == Household.objects.get()
        assert (case.victim.call_name, case.victim.born_precision) == ("Mỷ", "year")
        assert case.victim.ethnicity_name == "Mông"
        assert case.identification.status == "in_identification"
        assert case.allows("record")
        assert case.household.next_visit_on is None


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        (
            {"Đồng ý lập hồ sơ": "Không"},
            "Đồng ý lập hồ sơ",
            "A person who does not agree has no file: leave the row out.",
        ),
        (
            {"Ngày tiếp nhận": "16/01/2024"},
            "Ngày tiếp nhận",
            "The day cannot be after today.",
        ),
        (
            {"Giới tính": "gái"},
            "Giới tính",
            "“gái” is not understood. Write one of: Nữ, Nam, Khác, Không muốn nói.",
        ),
        ({"Năm sinh": "1850"}, "Năm sinh", "The year 1850 is too long ago."),
        ({"Họ và tên": "", "Cách gọi": ""}, "Cách gọi", "This field cannot be blank."),
    ],
)
def test_a_wrong_cell_of_a_person_is_named(bring_in, changed, column, reason):
    done = bring_in([HOUSEHOLD], [PERSON | changed])

    assert said(done) == [(2, column, reason)]
    with unguarded():
        assert Victim.objects.count() == 0


def test_prefers_not_to_say_is_an_answer(bring_in):
    bring_in([HOUSEHOLD], [PERSON | {"Giới tính": "không muốn nói"}])

    with unguarded():
        assert Victim.objects.get().sex == "not_said"


def test_a_past_grant_is_paid_from_its_budget_and_opens_the_herd(bring_in):
    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT])

    assert said(done) == []
    with unguarded():
        grant = Grant.objects.get()
        assert (grant.state, grant.total) == ("handed_over", 12_000_000)
        assert grant.left_to_pay == 0
        assert Budget.objects.get().committed == 12_000_000
        assert Herd.objects.get().heads_now == 3


LOT = {"Dòng": "2", "Loại": "Chuồng trại", "Con giống": "", "Nội dung": "Tôn lợp",
       "Số lượng": "", "Đơn giá": "", "Giá trọn lô": "5 triệu"}  # fmt: skip


def test_rows_of_one_number_make_one_grant(bring_in):
    guide = LOT | {"Dòng": "3", "Loại": "Hướng dẫn kỹ thuật", "Giá trọn lô": "",
                   "Chưa quy ra tiền": "x"}  # fmt: skip

    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT, GRANT | LOT, GRANT | guide])

    assert said(done) == []
    with unguarded():
        grant = Grant.objects.get()
        assert (grant.total, grant.lines.count()) == (17_000_000, 3)


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        (
            {"Ngày duyệt": "04/01/2021"},
            "Ngày duyệt",
            "This day is before the step before it.",
        ),
        (
            {"Ngày bàn giao": "16/01/2024"},
            "Ngày bàn giao",
            "The day cannot be after today.",
        ),
        ({"Số chứng từ": ""}, "Số chứng từ", "This cell must not be empty."),
        (
            {"Nguồn kinh phí": "Quỹ lạ"},
            "Nguồn kinh phí",
            "No funding source is called Quỹ lạ.",
        ),
        (
            {"Ngày duyệt": "20/01/2022", "Ngày chi": "21/01/2022",
             "Ngày bàn giao": "22/01/2022"},
            "",
            "Blue Dragon gave nothing in 2022. Enter its funding first.",
        ),
        (
            {"Số lượng": "30"},
            "",
            "Blue Dragon, 2021: only 20.000.000 đ are left, 120.000.000 đ are needed.",
        ),
        (
            {"Đơn giá": ""},
            "",
            "Give a unit price with a quantity, or the price of the whole lot, or tick "
            "“not valued”.",
        ),
        ({"Số lượng": "2,5"}, "Số lượng", "Write a whole number of animals."),
        ({"Đơn giá": "-4000000"}, "Đơn giá",
         "Write the amount like this: 12.000.000 or 12 triệu."),
        ({"Con giống": "voi"}, "Con giống",
         "“voi” is not in the list of animals: Bò, Dê, Gà, Gà đen, Lợn, Trâu, Vịt."),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_grant_is_named(bring_in, changed, column, reason):
    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT | changed])

    assert said(done) == [(2, column, reason)]
    with unguarded():
        assert (Grant.objects.count(), Budget.objects.count()) == (0, 0)


def test_a_grant_with_one_bad_row_is_refused_whole(bring_in):
    bad = GRANT | LOT | {"Giá trọn lô": "x"}

    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT, bad], good_rows=True)

    assert [(row, reason) for row, _column, reason in said(done)] == [
        (2, "Another row of this grant is wrong."),
        (3, "Write the amount like this: 12.000.000 or 12 triệu."),
    ]
    with unguarded():
        assert Grant.objects.count() == 0


def test_the_rows_of_a_grant_agree_about_it(bring_in):
    done = bring_in(
        [BUDGET], [HOUSEHOLD], [GRANT, GRANT | LOT | {"Số chứng từ": "PC-2"}]
    )

    assert {reason for _row, _column, reason in said(done)} == {
        "The rows of this grant differ in the column Số chứng từ."
    }


def test_a_voucher_number_is_used_once_in_a_commune(bring_in):
    other = GRANT | {"Số đề nghị": "H"}

    done = bring_in([BUDGET | {"Số tiền": "90000000"}], [HOUSEHOLD], [GRANT, other])

    assert said(done) == [(3, "", "This voucher number is used already.")]


def test_a_case_of_another_household_is_refused(bring_in):
    second = HOUSEHOLD | {"Số hộ": "2"}
    grant = GRANT | {"Số hộ": "2", "Số hồ sơ": "A"}

    done = bring_in([BUDGET], [HOUSEHOLD, second], [PERSON], [grant])

    assert said(done) == [(2, "", "This case is of another household.")]


def test_the_ledger_of_a_register_adds_up(bring_in):
    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT], [BORN, SOLD])

    assert said(done) == []
    with unguarded():
        assert Herd.objects.get().heads_now == 3 + 8 - 4
        assert HerdEntry.objects.get(kind="sold").income == 4_000_000


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"Tiền bán": ""}, "", "Enter the money of the sale."),
        ({"Việc": "Chết", "Tiền bán": ""}, "", "Say what the animals died of."),
        ({"Số con": "-4"}, "Số con", "Write the number without a minus."),
        ({"Số con": "1000"}, "Số con", "The number lies between -999 and 999."),
        ({"Số con": "0"}, "", "Enter the number of animals, such as 3."),
        ({"Tiền bán": "0"}, "Tiền bán", "The amount must be 1 đ or more."),
        ({"Ngày": "31/11/2021"}, "Ngày", "The date 31/11/2021 does not exist."),
        ({"Ngày": "01/02/2024"}, "Ngày", "The day cannot be after today."),
        (
            {"Việc": "Bay"},
            "Việc",
            "“Bay” is not understood. Write one of: Đẻ, Mua thêm, Bán, Chết, Mất, Ăn, "
            "Cho, Đếm lại.",
        ),
    ],
)
def test_a_wrong_cell_of_a_ledger_is_named(bring_in, changed, column, reason):
    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT], [BORN, SOLD | changed])

    assert said(done) == [(3, column, reason)]


def test_no_day_of_a_ledger_is_below_zero(bring_in):
    early = SOLD | {"Ngày": "01/04/2021"}

    done = bring_in([BUDGET], [HOUSEHOLD], [GRANT], [BORN, early], good_rows=True)

    reason = "Lợn: on 01/04/2021 1 more would leave than are there."
    assert said(done) == [(2, "", reason), (3, "", reason)]
    with unguarded():
        assert Herd.objects.get().heads_now == 3


def test_a_row_that_comes_again_changed_is_refused(bring_in):
    bring_in([BUDGET], [HOUSEHOLD], [GRANT], [BORN], [EGGS], [GUIDED])

    done = bring_in(
        [HOUSEHOLD],
        [GRANT | {"Số lượng": "2"}],
        [BORN | {"Số con": "9"}],
        [EGGS | {"Số tiền": "7"}],
        [GUIDED | {"Kết quả": "Kém hơn"}],
    )

    reason = "This row was taken in before with other content. Correct it there."
    assert said(done) == [(2, "", reason)] * 4


def test_the_same_register_again_changes_nothing(bring_in):
    tables = [BUDGET], [HOUSEHOLD], [PERSON], [GRANT], [BORN, SOLD], [EGGS], [GUIDED]
    first = bring_in(*tables)

    again = bring_in(*tables)

    assert (first.new, first.same, again.new, again.same) == (8, 0, 0, 8)
    assert again.problems == []


def test_a_voided_row_does_not_come_back(bring_in, acts_as, caseworker):
    bring_in([HOUSEHOLD], [EGGS])
    with acts_as(caseworker):
        Income.objects.get().void(by=caseworker, reason="Ghi nhầm hộ bên cạnh")

    again = bring_in([HOUSEHOLD], [EGGS])

    assert (again.new, again.same) == (0, 2)
    with unguarded():
        assert Income.objects.live().count() == 0


def test_sheets_that_are_no_register_are_said_and_passed_over(bring_in):
    done = bring_in([HOUSEHOLD], [{"Ghi chú": "x", "Người ghi": "y", "Ngày": "z"}])

    assert (done.new, done.ignored) == (1, ["sổ 1"])


def test_columns_that_are_not_understood_are_named(bring_in):
    done = bring_in([HOUSEHOLD | {"Ghi chú": "x"}])

    assert done.outcomes[0].unused == ["Ghi chú"]


def test_the_trail_has_one_row_an_act_and_place(bring_in):
    rows = [HOUSEHOLD | {"Số hộ": str(n)} for n in range(5)]
    bring_in([*rows, HOUSEHOLD | {"Số hộ": "9", "Mã xã": "00815"}])

    with unguarded():
        trail = Activity.objects.filter(act="enrol household")
        subjects = [len(row.subjects) for row in trail.order_by("territory")]
    assert sorted(subjects) == [1, 5]


def test_a_refused_row_leaves_nothing_in_the_trail(bring_in):
    rows = [HOUSEHOLD, HOUSEHOLD | {"Số hộ": "2"}]
    person = PERSON | {"Số hộ": "2"}
    bring_in(
        rows, [PERSON, person | {"Số hồ sơ": "B", "Họ và tên": "1"}], good_rows=True
    )

    with unguarded():
        opened = Activity.objects.get(act="open case")
        assert opened.subjects == [Case.objects.get().pk]
