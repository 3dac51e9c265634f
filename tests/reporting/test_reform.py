"""The year 2025 by old districts and by new communes: the same totals, line by line."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.roles import Role
from reporting.exports import report_xlsx
from reporting.figures import behind_labour, behind_union
from reporting.figures.labour import labour
from reporting.figures.question import Question
from reporting.figures.scope import READINGS, UNKNOWN, Scope
from reporting.figures.womens_union import womens_union
from reporting.keys import as_keys
from reporting.layout.womens_union import Layout
from reporting.reports import LABOUR, UNION
from tests.conftest import place, post, unguarded
from tests.factories import make_case
from tests.reporting.asking import MEALS, text_of
from tests.reporting.factories import (
    COW,
    HENS,
    Kind,
    enter,
    give,
    provide,
    returned,
    supported,
)
from victims.models import Household, NewCommune

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
SPLIT, MAIN, MINOR = "00688@2004", "00691@2025", "00694@2025"  # Quang Trung
SPAN = "00721@2025"  # Đồng Văn, with a part of Mèo Vạc
YEAR = {"from_on": date(2025, 1, 1), "to_on": date(2025, 12, 31)}


@pytest.fixture
def officer(settings, places):
    settings.TODAY = date(2026, 1, 15)
    area = place("08@2025")
    return post("hoi-tinh-moi", "Lê Thị Hòa", Role.PROVINCIAL_OFFICER, area)


@pytest.fixture
def record(officer, acts_as, commune):
    """Support on both sides of the day: whole, split, merged communes and a move."""
    spring, autumn = date(2025, 3, 3), date(2025, 9, 9)
    new = commune.successors().get()
    with unguarded():
        sold = supported(commune, on=spring)
        enter(sold, Kind.SOLD, 1, spring, income=2_000_000)
    supported(new, COW, on=autumn)  # of one old district
    unsaid = supported(place(SPLIT), on=spring)  # nobody said which part
    moved = returned(place(SPLIT), HENS, on=spring)
    supported(place(SPAN), COW, on=autumn)  # which old district is not known
    came = supported(place("00775@2004"), on=spring)  # Pải Lủng of Mèo Vạc, to Đồng Văn
    for case in (make_case(place(SPLIT), received_on=LAST), moved):
        provide(case, MEALS, spring)
    late = make_case(place(SPAN), received_on=FIRST)
    provide(late, MEALS, autumn)
    with acts_as(officer):
        for household, to in ((moved.household, MINOR), (came, SPAN)):
            rows = Household.objects.filter(pk=household.pk)
            NewCommune.give(rows, place(to), by=officer, chosen=True)
    return {"unsaid": unsaid, "moved": moved}


def scope(officer, by, **changes):
    question = {
        "area": place("08@2025"), "as_of": date(2025, 12, 31), "by": by,
        "reach": tuple(officer.reach(UNION.permission)),
    } | YEAR  # fmt: skip
    return Scope(**(question | changes))


def by_name(table):
    return {str(line.area): line.units for line in table.shown}


def test_totals_are_equal_however_the_lines_are_drawn(record, officer, acts_as):
    with acts_as(officer):
        union = {by: womens_union(scope(officer, by)) for by in READINGS}
        state = {by: labour(scope(officer, by)) for by in READINGS}

    for by, report in union.items():
        for table, first in zip(report.tables, union["district"].tables, strict=True):
            assert table.total == first.total, by
            assert sum(line.units for line in table.lines) == first.total.units, by
            assert sum(line.support for line in table.lines) == first.total.support, by
            assert sum(line.income for line in table.lines) == first.total.income, by
        assert state[by].total == state["district"].total, by
        turns = sum(part.given.turns for part in state[by].areas)
        persons = sum(part.received.persons for part in state[by].areas)
        assert (turns, persons) == (3, 2), by
    assert union["district"].prevention.total.units == 5


def test_each_record_counts_in_its_line(record, officer, acts_as):
    with acts_as(officer):
        old, new, province = (
            womens_union(scope(officer, by))
            for by in ("old_district", "new_commune", "new_province")
        )

    assert by_name(old.prevention) == {
        "huyện Mèo Vạc": 2 + 1, "thành phố Hà Giang": 1, str(UNKNOWN): 1,
    }  # fmt: skip
    assert by_name(old.victims) == {"thành phố Hà Giang": 1}
    # Of the split commune: unsaid in the main successor, given in the chosen one.
    main, minor, span = (str(place(code)) for code in (MAIN, MINOR, SPAN))
    assert by_name(new.prevention) == {"xã Khâu Vai": 2, main: 1, span: 2}
    assert by_name(new.victims) == {minor: 1}
    assert by_name(province.prevention) == {"tỉnh Tuyên Quang": 5}
    assert (old.scope.is_internal, new.scope.is_internal) == (False, True)


def test_what_a_household_brought_along_counts_under_its_old_district(
    record, officer, acts_as
):
    """Pải Lủng came to Đồng Văn: later sales there are still of Mèo Vạc."""
    with unguarded():
        came = NewCommune.objects.get(to_area=place(SPAN)).household
    give(came, COW, on=date(2025, 10, 1), area=place(SPAN))
    with acts_as(officer):
        report = womens_union(scope(officer, "old_district"))

    assert by_name(report.prevention)["huyện Mèo Vạc"] == 3
    assert report.prevention.total.units == 5


def test_a_number_of_a_reading_opens_its_list(record, officer, acts_as):
    asked = {"old_district": str(UNKNOWN), "new_commune": str(place(MINOR))}
    with acts_as(officer):
        for by, name in asked.items():
            report = womens_union(scope(officer, by))
            parts = [
                part for grid in Layout(report).official() for _row, part in grid.parts()
                if part.question and str(part.question.line) == name
                and part.value is not None and part.kind != "average"
            ]  # fmt: skip
            numbers = [
                behind_union.behind(report.scope, part.question).number
                for part in parts
            ]
            assert numbers == [part.value for part in parts]
            assert len(parts) > 2
            state = labour(scope(officer, by))
            for part in state.areas:
                if not part.is_empty:
                    question = Question("turns", line=part.area)
                    page = behind_labour.behind(state.scope, question)
                    assert page.number == part.given.turns


def test_page_list_pdf_xlsx_and_command_tell_the_reading(
    record, officer, sign_in, acts_as, organisation
):
    asked = {"area": "08@2025", "from_on": "2025-01-01", "to_on": "2025-12-31",
             "as_of": "2025-12-31", "by": "old_district"}  # fmt: skip
    client = sign_in(officer)
    page = client.get(reverse("reporting:womens_union"), asked)
    rows = client.get(
        reverse("reporting:womens_union_records"),
        asked | {"table": "prevention", "measure": "units", "line": UNKNOWN.key},
    )
    paper = client.get(reverse("reporting:womens_union_pdf"), asked)
    out = StringIO()
    options = {"area": "08@2025", "from_on": "2025-01-01", "to_on": "2025-12-31"}
    call_command(
        "report", "womens_union", by="old_district", as_of="2025-12-31", stdout=out,
        **options,
    )  # fmt: skip
    told = json.loads(out.getvalue())
    with acts_as(officer):
        report = womens_union(scope(officer, "new_commune"))
        sheet = report_xlsx(UNION, report, officer)
        keys = as_keys(labour(scope(officer, "old_district")))

    assert "không rõ huyện cũ" in text_of(page)
    assert rows.context["page"].number == 1
    assert paper["Content-Type"] == "application/pdf"
    assert told["parameters"]["by"] == "old_district"
    assert told["prevention"]["total"]["units"] == 5
    assert UNKNOWN.key in [line["area"]["key"] for line in told["prevention"]["lines"]]
    assert sheet[:2] == b"PK"
    assert json.loads(json.dumps(keys))["report"] == LABOUR.name
