"""The Department's report over two laws: a table each, and joined only as the rules say."""

from datetime import date

import pytest

from reporting.figures.behind_labour import behind
from reporting.figures.labour import Given
from reporting.keys import as_keys
from reporting.layout.labour import Layout
from support_regimes.models import Item
from tests.conftest import unguarded
from tests.factories import make_case
from tests.reporting.factories import provide

OLD, NEW = "decree-09-2013", "law-53-2024"
YEAR = {"from_on": date(2025, 1, 1), "to_on": date(2025, 12, 31)}
YEAR |= {"as_of": date(2025, 12, 31)}
TEN = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "ka", "kb"]


def provide_under(case, law, line, on):
    """One turn of an item of this line of a law."""
    item = Item.objects.filter(regime__rule_set__key=law, report_line=line).first()
    turn = provide(case, "meals_in_facility", on)
    with unguarded():
        type(turn).objects.filter(pk=turn.pk).update(
            item=item, item_code=item.code, once=item.once
        )


@pytest.fixture
def record(commune):
    """One person under both laws (1, a, c), another under the new alone (e)."""
    both = make_case(commune, received_on=date(2025, 3, 1))
    provide_under(both, OLD, "1", date(2025, 4, 1))
    provide_under(both, NEW, "a", date(2025, 8, 1))
    provide_under(both, NEW, "c", date(2025, 8, 2))
    other = make_case(commune, received_on=date(2025, 3, 2))
    provide_under(other, NEW, "e", date(2025, 9, 1))


def test_a_period_over_the_day_has_two_tables_and_counts_a_person_once(
    labour, record, acts_as, labour_officer
):
    report = labour(**YEAR)
    old, new = report.laws
    keys = as_keys(report)

    assert [old.key, new.key] == [OLD, NEW]
    assert [line.code for line in old.lines] == ["1", "2", "3", "4", "5", "6a", "6b"]
    assert [line.code for line in new.lines] == TEN
    assert report.total.given == Given(persons=2, turns=4)
    assert report.group(old.of) == Given(persons=1, turns=1)
    assert report.group(new.of) == Given(persons=2, turns=3)
    assert [part.of for part in report.together] == [
        "1+a+e", "2+b", "3+g", "4+đ", "5+h+i", "6a+6b+ka+kb", "c", "d",
    ]  # fmt: skip
    assert report.group("1+a+e") == Given(persons=2, turns=3)
    assert keys["by_law"][NEW]["persons"] == 2
    assert keys["together"][0]["lines"] == ["1", "a", "e"]
    titles = [grid.title for grid in Layout(report).grids()]
    assert [title.split(".")[0].split(",")[0] for title in titles] == [
        "Bảng 1a", "Bảng 1b", "Bảng 1c", "Bảng 2", "Bảng 3a", "Bảng 3b", "Bảng 4a", "Bảng 4b",
    ]  # fmt: skip
    parts = [part for grid in Layout(report).grids() for _row, part in grid.parts()]
    with acts_as(labour_officer):
        for part in parts[:: len(parts) // 20]:
            assert behind(report.scope, part.question).number == part.value


def test_a_period_after_the_day_has_the_ten_alone(labour, record):
    report = labour(**YEAR | {"from_on": date(2025, 7, 1)})

    assert [line.code for line in report.regimes] == TEN
    assert (report.together, report.total.given.persons) == ((), 2)
    assert "162/2025" in Layout(report).official()[0].title


def test_a_period_before_the_day_is_told_as_ever(labour, record):
    report = labour(**YEAR | {"to_on": date(2025, 6, 30)})

    assert [law.key for law in report.laws] == [OLD]
    assert [grid.key for grid in Layout(report).grids()] == [
        "regimes", "received", "by_area", "by_year",
    ]  # fmt: skip
    assert report.is_of_2013
