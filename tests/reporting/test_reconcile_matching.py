"""Two lists of persons compared: what is certain, what is not, who stands in one only."""

import unicodedata
from datetime import date

import pytest

from reporting.reconcile.matching import Person, compare

DAY = date(2023, 5, 4)


def ours(*names, year=1995, day=DAY, **more):
    return Person("ours", names, year, day, **more)


def theirs(name, year=1995, day=DAY, **more):
    return Person("theirs", (name,), year, day, **more)


def counts(mine, others):
    found = compare(mine, others).counts()
    kinds = ["matched", "unsure_ours", "unsure_theirs", "only_ours", "only_theirs"]
    return [found[kind] for kind in kinds]


@pytest.mark.parametrize(
    "spelling",
    [
        "Đỗ Thị Hòa",
        "Đỗ Thị Hoà",
        "do thi hoa",
        "ĐỖ  THỊ HÒA",
        "Hòa Đỗ Thị",
        unicodedata.normalize("NFD", "Đỗ Thị Hòa"),
    ],
)
def test_one_name_in_many_spellings(spelling):
    assert counts([ours("Đỗ Thị Hòa")], [theirs(spelling)]) == [1, 0, 0, 0, 0]


def test_another_name_is_somebody_else():
    assert counts([ours("Đỗ Thị Hòa")], [theirs("Đỗ Thị Hoan")]) == [0, 0, 0, 1, 1]


def test_another_of_her_names_finds_her():
    assert counts([ours("Lý Thị Máy", "Lý Mỷ")], [theirs("Lý Mỷ")]) == [1, 0, 0, 0, 0]


def test_an_other_name_ties_no_two_persons_of_their_list():
    """Both names stand in their list: two lines, and one person of ours."""
    found = compare(
        [ours("Lý Thị Máy", "Lý Mỷ")], [theirs("Lý Thị Máy"), theirs("Lý Mỷ")]
    )

    assert [len(found.matched), found.unsure[0].why] == [0, "several"]


def test_twins_have_two_names():
    mine = [ours("Giàng Thị Sua"), ours("Giàng Thị Súa Dợ")]

    assert counts(mine, [theirs("Giàng Thị Sua")]) == [1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"year": 1996}, "other_year"),
        ({"year": None, "day": None}, "no_year"),
        ({"year": None, "day": date(2023, 5, 8)}, "no_year"),  # four days apart
        ({"sex": "male"}, "other_sex"),
    ],
)
def test_what_is_not_certain_is_left_to_an_officer(other, why):
    found = compare([ours("Vừ Thị Mỷ", sex="female")], [theirs("Vừ Thị Mỷ", **other)])

    assert [each.why for each in found.unsure] == [why]
    assert found.counts() == {
        "matched": 0, "unsure_ours": 1, "unsure_theirs": 1, "only_ours": 0,
        "only_theirs": 0,
    }  # fmt: skip


def test_without_a_year_the_day_decides_within_three_days():
    other = theirs("Vừ Thị Mỷ", year=None, day=date(2023, 5, 7))

    assert counts([ours("Vừ Thị Mỷ")], [other]) == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(("year", "matched"), [(1993, 1), (1997, 1), (1998, 0)])
def test_an_estimated_year_may_be_two_off(year, matched):
    mine = ours("Vừ Thị Mỷ", is_about=True)

    assert counts([mine], [theirs("Vừ Thị Mỷ", year=year)])[0] == matched


def test_of_two_with_one_name_and_year_the_day_tells():
    mine = [ours("Vừ Thị Mỷ"), ours("Vừ Thị Mỷ", day=date(2023, 9, 1))]

    found = compare(mine, [theirs("Vừ Thị Mỷ", day=date(2023, 9, 2))])

    assert [one.day for one, _other in found.matched] == [date(2023, 9, 1)]
    assert found.only_ours == mine[:1]


def test_two_alike_against_one_stay_unsure():
    mine = [ours("Vừ Thị Mỷ"), ours("Vừ Thị Mỷ")]

    assert counts(mine, [theirs("Vừ Thị Mỷ")]) == [0, 2, 1, 0, 0]


def test_a_line_that_stands_twice_stays_unsure():
    assert counts([ours("Vừ Thị Mỷ")], [theirs("Vừ Thị Mỷ")] * 2) == [0, 1, 2, 0, 0]


def test_no_name_is_nobody():
    assert counts([ours("")], [theirs("…")]) == [0, 0, 0, 1, 1]
