"""The example record's files give what the published tables must give."""

from collections import Counter

import pytest

from tests.livelihoods.counted import Table, day, read, signed


def pig(n):
    return {"Lợn": n}


NONE = {}
YEAR_2023, YEAR_2021 = "31/12/2023", "31/12/2021"


# units, support, at first, still raised, heads sold, money of sales
AT_THE_END = [
    (False, "MV", 46, 552_000_000, {"Lợn": 90, "Dê": 64}, {"Lợn": 180, "Dê": 80},
     {"Lợn": 420, "Dê": 112}, 642_983_000),
    (False, "ĐV", 17, 272_000_000, {"Lợn": 44, "Dê": 24}, {"Lợn": 66, "Dê": 36},
     pig(71), 70_700_000),
    (False, "HSP", 6, 72_000_000, pig(18), pig(44), pig(42), 68_200_000),
    (False, "YM", 13, 128_000_000, {"Lợn": 28, "Bò": 3}, {"Lợn": 60, "Bò": 3},
     pig(38), 38_200_000),
    (False, "", 82, 1_024_000_000, {"Lợn": 180, "Dê": 88, "Bò": 3},
     {"Lợn": 350, "Dê": 116, "Bò": 3}, {"Lợn": 571, "Dê": 112}, 820_083_000),
    (True, "MV", 3, 18_000_000, pig(5), pig(68), pig(52), 156_000_000),
    (True, "ĐV", 5, 79_000_000, {"Bò": 4, "Gà đen": 15}, {"Bò": 4, "Gà đen": 21},
     NONE, 1_500_000),
    (True, "YM", 11, 132_750_000, {"Bò": 7, "Dê": 2, "Lợn": 3},
     {"Bò": 11, "Dê": 8, "Lợn": 28}, {"Bò": 1, "Dê": 2, "Lợn": 20}, 33_278_000),
    (True, "", 19, 229_750_000, {"Bò": 11, "Dê": 2, "Lợn": 8, "Gà đen": 15},
     {"Bò": 15, "Dê": 8, "Lợn": 96, "Gà đen": 21}, {"Bò": 1, "Dê": 2, "Lợn": 72},
     190_778_000),
]  # fmt: skip


@pytest.mark.parametrize(
    ("victims", "district", "units", "support", "first", "raised", "sold", "sales"),
    AT_THE_END,
)
def test_totals_at_the_end_of_2023(
    victims, district, units, support, first, raised, sold, sales
):
    table = Table(victims, district, YEAR_2023)

    assert table.units == units
    assert table.support == support
    assert dict(table.at_first) == first
    assert dict(table.raised) == raised
    assert dict(table.sold) == sold
    assert table.sales == sales


@pytest.mark.parametrize(
    ("victims", "district", "units", "valued", "support", "sales"),
    [
        (False, "MV", 30, 30, 360, 150),
        (False, "ĐV", 0, 0, 0, 0),
        (False, "HSP", 4, 4, 48, 14),
        (False, "YM", 10, 10, 97, 0),
        (False, "", 44, 44, 505, 164),
        (True, "MV", 3, 2, 18, 36),
        (True, "ĐV", 0, 0, 0, 0),
        (True, "YM", 4, 4, 66, 0),
        (True, "", 7, 6, 84, 36),
    ],
)
def test_totals_at_the_end_of_2021(victims, district, units, valued, support, sales):
    table = Table(victims, district, YEAR_2021)

    assert table.units == units
    assert table.valued == valued
    assert table.support == support * 1_000_000
    assert table.sales == sales * 1_000_000


def test_still_raised_at_the_end_of_2021():
    assert Table(True, "MV", YEAR_2021).raised == pig(21)
    assert Table(True, "YM", YEAR_2021).raised == {"Bò": 3, "Dê": 2, "Lợn": 11}


def test_eighteen_persons_are_valued_and_nineteen_supported():
    table = Table(True, "", YEAR_2023)

    assert (table.units, table.valued) == (19, 18)


@pytest.mark.parametrize(
    ("prefix", "units", "sales"),
    [
        ("MV-NT", 15, 210_000_000),
        ("MV-KV", 15, 210_000_000),
        ("MV-GCP", 16, 222_983_000),
        ("ĐV-HQP", 4, 28_000_000),
        ("ĐV-PL", 3, 21_000_000),
        ("ĐV-TP", 4, 21_700_000),
        ("ĐV-SL", 6, 0),
        ("HSP-TCP", 6, 68_200_000),
        ("YM-TM", 10, 32_000_000),
        ("YM-HV", 1, 0),
        ("YM-TT", 1, 4_000_000),
        ("YM-ST", 1, 2_200_000),
    ],
)
def test_households_and_sales_by_commune(prefix, units, sales):
    table = Table(False, prefix, YEAR_2023)

    assert (table.units, table.sales) == (units, sales)


def test_no_balance_is_ever_below_zero():
    herds = {}
    for line in read("grants"):
        if line["Con giống"]:
            herds.setdefault((line["Số hộ"], line["Con giống"]), []).append(
                (day(line["Ngày bàn giao"]), int(line["Số lượng"]))
            )
    for entry in read("herd"):
        herds[entry["Số hộ"], entry["Con giống"]].append(
            (day(entry["Ngày"]), signed(entry))
        )

    lowest = []
    for changes in herds.values():
        days = sorted({on for on, _heads in changes})
        lowest += [sum(n for on, n in changes if on <= day) for day in days]

    assert min(lowest) == 1


def test_the_steps_of_a_grant_lie_in_its_year_and_in_order():
    steps = ["Ngày đề nghị", "Ngày trình", "Ngày duyệt", "Ngày chi", "Ngày bàn giao"]
    enrolled = {
        row["Số hộ"]: row["Ngày vào diện phòng ngừa"] for row in read("households")
    } | {row["Số hộ"]: row["Ngày tiếp nhận"] for row in read("persons")}

    for line in read("grants"):
        days = [day(line[step]) for step in steps if line[step]]
        assert days == sorted(days)
        assert {on.year for on in days} == {days[-1].year}
        assert day(enrolled[line["Số hộ"]]) < days[0]


def test_nothing_happens_after_the_report_of_the_union():
    days = [day(row["Ngày"]) for name in ("herd", "incomes", "guidance")
            for row in read(name)]  # fmt: skip

    assert max(days) < day("24/12/2023")


def test_the_people_are_invented_with_care():
    people = read("persons")
    families = Counter(p["Họ và tên"].split()[0] for p in people)

    assert {p["Dân tộc"] for p in people} == {"Mông"}
    assert all(len(p["Năm sinh"]) == 4 for p in people)
    assert len({p["Năm sinh"] for p in people}) == 19
    assert len(families) <= 12
    assert set(people[0]) == {
        "Số hồ sơ", "Số hộ", "Họ và tên", "Năm sinh", "Giới tính", "Dân tộc",
        "Quốc tịch", "Ngày tiếp nhận", "Xác định", "Đồng ý lập hồ sơ",
    }  # fmt: skip
    assert all(h["Thôn"].startswith("thôn ") for h in read("households"))
