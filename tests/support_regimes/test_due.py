"""What is due: SQL finds and counts by the same rules as the pure clocks and conditions."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.requests import acting
from support_regimes.calendars import calendars
from support_regimes.clocks import request_clock
from support_regimes.due.conclude import concluded, within_term
from support_regimes.due.desk import Counts, desk
from support_regimes.eligibility import assess
from support_regimes.facts import File
from support_regimes.filed import files_of
from support_regimes.models import (
    CalendarDay,
    ProcedureStep,
    RegimeAnswer,
    RegimeRequest,
    RequestStep,
)
from support_regimes.views import due
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from tests.support_regimes.chosen import make_reading_choice
from tests.support_regimes.factories import (
    identify,
    item,
    make_confirmed,
    make_poverty,
    make_provision,
    make_request,
)
from victims.models import Case, Victim

DAY = date(2024, 1, 15)
LIST = reverse("support_regimes:due_list")
STEP = "support_regimes.record_step"
BOTH = {"education", "hardship"}


def found(user, day=DAY, **asked):
    with acting(user):
        return desk(user.reach(STEP), day, **asked)


def lines(user, day=DAY, **asked):
    """What the page says of the first rows, in their order."""
    with acting(user):
        rows = desk(user.reach(STEP), day, rows=200, **asked).rows
        return concluded(rows, user, day)


def terms(user, case, day=DAY):
    """Codes of the regimes whose term runs for a case."""
    rows = lines(user, day, kind="term")
    return {line.regime.code for line in rows if line.case == case}


def by_python(file):
    """The same, concluded regime by regime from the file."""
    facts = file.facts()
    return {
        rules.code
        for rules in file.rules
        if rules.by_state
        and rules.apply_months
        and rules.code not in facts.asked | facts.declined
        and any(
            each.state != "not_covered" for each in within_term(assess(facts, rules))
        )
    }


def answer(case, code, *, wants, day):
    with unguarded():
        regime = item(code).regime
        RegimeAnswer(case=case, regime=regime, wants=wants, happened_on=day).log(
            by=recorder()
        )


def withdrawn(case, code):
    key = make_request(case, code).pk
    with unguarded():
        RegimeRequest.objects.filter(pk=key).update(state="withdrawn")


def citizen_of(case, citizenship):
    with unguarded():
        Victim.objects.filter(pk=case.victim_id).update(citizenship=citizenship)


CHANGES = {
    "as it is": (lambda case: None, BOTH),
    "not poor": (lambda case: make_poverty(case, "not_poor"), set()),
    "near-poor": (lambda case: make_poverty(case, "near_poor"), set()),
    "nobody can say": (lambda case: make_poverty(case, "cannot_be_assessed"), BOTH),
    "a foreigner": (lambda case: citizen_of(case, "foreigner"), set()),
    "stateless": (lambda case: citizen_of(case, "stateless_resident"), BOTH),
    "citizenship unknown": (lambda case: citizen_of(case, ""), BOTH),
    "asked": (lambda case: make_request(case), {"education"}),
    "asked and withdrawn": (lambda case: withdrawn(case, "hardship_allowance"), BOTH),
    "a loan asked for": (lambda case: make_request(case, "loan"), BOTH),
    "declined": (
        lambda case: answer(case, "vocational", wants=False, day=date(2023, 11, 2)),
        {"hardship"},
    ),
    "had once": (lambda case: make_provision(case, "hardship_allowance"), {"education"}),
    "no day of the paper": (
        lambda case: identify(case, "victim", body="Công an"), BOTH,
    ),
    "not confirmed after all": (
        lambda case: identify(case, "not_victim", body="Công an"), set(),
    ),
}  # fmt: skip


def test_terms_in_sql_are_those_of_the_conditions(caseworker, commune):
    cases = {}
    for name, (change, _expected) in CHANGES.items():
        case = cases[name] = make_confirmed(commune)
        change(case)
    with unguarded():
        keys = [case.pk for case in cases.values()]
        read = Case.objects.select_related("victim").in_bulk(keys)
        files = files_of(read.values(), DAY)
        alone = File(read[cases["asked"].pk], DAY)
        in_python = {name: by_python(files[c.pk]) for name, c in cases.items()}
        assert files[cases["asked"].pk].facts() == alone.facts()

    rows = lines(caseworker, kind="term")

    shown = {name: set() for name in CHANGES}
    names = {case.pk: name for name, case in cases.items()}
    for line in rows:
        shown[names[line.case.pk]].add(line.regime.code)
    assert shown == {name: expected for name, (_change, expected) in CHANGES.items()}
    assert in_python == shown
    assert {line.due_on for line in rows} == {date(2024, 9, 12), None}
    assert found(caseworker).counts["term"] == Counts(len(rows), 0, 0)


def test_a_changed_mind_brings_the_term_back(caseworker, commune):
    case = make_confirmed(commune)
    for wants, day in ((False, date(2023, 10, 1)), (True, date(2023, 11, 2))):
        answer(case, "vocational", wants=wants, day=day)

    assert terms(caseworker, case) == BOTH


@pytest.mark.parametrize(
    ("confirmed", "day", "late"),
    [
        (date(2023, 1, 13), date(2024, 1, 15), False),  # a Saturday: until Monday
        (date(2023, 1, 13), date(2024, 1, 16), True),
        (date(2023, 1, 15), date(2024, 1, 15), False),
        (date(2023, 1, 12), date(2024, 1, 15), True),
        (date(2022, 12, 16), date(2024, 1, 17), True),  # 30 days after 18/12
        (date(2022, 12, 16), date(2024, 1, 18), None),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
    ],
)
def test_the_last_day_of_a_term(caseworker, commune, settings, confirmed, day, late):
    settings.TODAY = day
    case = make_case(commune)
    identify(case, "victim", paper_on=confirmed, body="Công an")

    rows = lines(caseworker, day, kind="term")

    assert {line.is_late for line in rows} == ({late} if late is not None else set())


def test_neither_closed_cases_nor_other_places_are_listed(
    caseworker, neighbour, labour_officer, commune
):
    closed, other = make_confirmed(commune), make_confirmed(commune)
    with unguarded():
        Case.objects.filter(pk=closed.pk).update(
            closed_on=DAY, closed_reason="plan_reached"
        )

    assert terms(caseworker, closed) == set()
    assert found(neighbour).counts == {}
    assert {line.case.pk for line in lines(labour_officer)} == {other.pk}


ACTS = {
    "asked": [("verify", "verified"), ("return", "returned")],
    "verified": [("appraise", "appraised"), ("return", "returned")],
    "appraised": [("return", "returned")],
    "returned": [("complete", "asked"), ("return", "returned")],
}


def history(case, random):
    """A request with up to six more steps between 13/01 and 25/02/2025."""
    request = make_request(case, "loan", asked_on=date(2025, 1, 13))
    state, day = "asked", date(2025, 1, 13)
    for number in range(random.randint(0, 6)):
        act, state = random.choice(ACTS[state])
        day += timedelta(random.choice([0, 1, 2, 5, 9]))
        with unguarded():
            step = RequestStep(
                request=request, act=act, to_state=state, happened_on=day,
                rule_set_key="decree-09-2013", territory_id=case.territory_id,
                area_id=case.territory_id, recorded_by=recorder(),
            )  # fmt: skip
            step.save(force_insert=True)
            RequestStep.objects.filter(pk=step.pk).update(
                recorded_at=request.recorded_at + timedelta(minutes=number + 1)
            )
    with unguarded():
        RegimeRequest.objects.filter(pk=request.pk).update(state=state)
    return request


def test_last_days_in_sql_are_those_of_the_clocks(caseworker, commune, settings):
    settings.TODAY = day = date(2025, 2, 10)
    random, expected = Random(4), {}
    with unguarded():
        CalendarDay.objects.create(
            day=date(2025, 2, 6), kind="off", name="Lũ", basis="Công điện",
            confidence="text_seen", area=commune, added_by=recorder(),
        )  # fmt: skip
    procedure = {
        step.act: step
        for step in ProcedureStep.objects.filter(regime=item("loan").regime)
    }
    for _number in range(9):
        request = history(make_case(commune), random)
        with unguarded():
            steps = request.steps.live().order_by("recorded_at")
            calendar = calendars().of(commune.pk)
            expected[request.pk] = request_clock(steps, procedure, calendar).due_on

    rows = found(caseworker, day, kind="step", rows=50).rows

    assert {row.ref: row.due_on for row in rows} == expected
    assert None in expected.values()
    late = sum(bool(due and due < day) for due in expected.values())
    assert found(caseworker, day).counts["step"].late == late > 2


def test_whose_turn_it_is_and_how_many_working_days_are_left(labour_officer, commune):
    request = make_request(make_confirmed(commune), asked_on=date(2024, 1, 11))

    [line] = lines(labour_officer, kind="step")

    assert (line.of, line.due_on, line.is_late) == (request, date(2024, 1, 16), False)
    assert (line.left, line.holder) == (
        "còn 1 ngày làm việc", "Chủ tịch Ủy ban nhân dân xã Khâu Vai",
    )  # fmt: skip
    assert "NĐ 09/2013/NĐ-CP, Điều 23" in line.basis


def test_a_stay_that_lasts_ends_by_the_limit_that_is_followed(caseworker, commune):
    for since, until in (
        (date(2023, 12, 1), None),
        (date(2023, 12, 2), date(2024, 1, 15)),
        (date(2023, 11, 1), None),
    ):
        case = make_case(commune)
        with unguarded():
            Case.objects.filter(pk=case.pk).update(
                in_facility_from=since, in_facility_until=until
            )

    rows = lines(caseworker, kind="stay")

    assert [line.due_on for line in rows] == [date(2023, 12, 31), date(2024, 1, 30)]
    assert [line.is_late for line in rows] == [True, False]


def test_a_stay_follows_the_answer_that_the_case_follows(caseworker, commune):
    case = make_case(commune)
    with unguarded():
        stayed = {"in_facility_from": date(2023, 12, 1)}
        Case.objects.filter(pk=case.pk).update(**stayed)
    make_reading_choice(case, "90 ngày")

    (line,) = lines(caseworker, kind="stay")

    assert line.due_on == date(2024, 2, 29)


def test_pages_by_key_show_each_row_once_and_filters_count(caseworker, commune):
    for day in (10, 11, 12):
        make_request(make_confirmed(commune), asked_on=date(2024, 1, day))

    whole = found(caseworker, rows=50)
    pages, after = [], None
    while after or not pages:
        page = found(caseworker, rows=2, **({"after": after} if after else {}))
        pages, after = [*pages, page.rows], page.after

    assert [row for page in pages for row in page] == whole.rows
    assert [len(page) for page in pages] == [2, 2, 2]
    assert whole.counts == {"step": Counts(3, 0, 3), "term": Counts(3, 0, 0)}
    assert len(found(caseworker, show="soon").rows) == 3
    assert found(caseworker, show="late").rows == []
    assert found(caseworker, kind="term", rows=0).total == Counts(6, 0, 3)


def test_the_page_asks_as_much_for_one_row_as_for_many(sign_in, caseworker, commune):
    client, asked = sign_in(caseworker), []
    for _number in range(2):
        make_request(make_confirmed(commune), asked_on=date(2024, 1, 4))
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_page_prints_and_pages(sign_in, caseworker, commune, monkeypatch):
    monkeypatch.setattr(due, "ROWS", 3)
    for _number in range(2):
        make_confirmed(commune)
    client = sign_in(caseworker)

    first = client.get(LIST, {"kind": "term"})
    second = client.get(LIST + first.context["older"])

    assert (len(first.context["lines"]), len(second.context["lines"])) == (3, 1)
    assert second.context["older"] == ""
    paper = client.get(LIST, {"paper": 1})
    assert len(paper.context["lines"]) == 4
    text = paper.content.decode()
    assert "Vàng" not in text


@pytest.mark.parametrize(
    "asked", ["show=never", "kind=other", "after=yesterday~x", "after=~"]
)
def test_nonsense_is_no_page(sign_in, caseworker, asked):
    assert sign_in(caseworker).get(f"{LIST}?{asked}").status_code == 404


def test_the_first_page_and_the_navigation_count(sign_in, labour_officer, commune):
    make_request(make_confirmed(commune), asked_on=date(2024, 1, 4))
    client = sign_in(labour_officer)

    [block] = [
        each for each in client.get("/").context["blocks"]
        if each["part"] == "reporting/home_due.html"
    ]  # fmt: skip

    assert [(row["query"], row["value"]) for row in block["rows"]] == [
        ("kind=term", 1), ("show=late", 1),
    ]  # fmt: skip
    counts = {
        item["name"]: item["count"] for item in client.get("/").context["navigation"]
    }
    assert counts["support_regimes:due_list"] == 1
