"""A home visit: all or nothing, what it sets on the household, what voiding sets back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from livelihoods.models import Herd, HerdEntry, HomeVisit, Income
from livelihoods.models.schedule import due_day
from tests.conftest import unguarded
from tests.factories import make_case, make_household, recorder
from tests.livelihoods.herds import Kind, make_herd, make_visit, species
from tests.victims.factories import make_consent
from victims.models import Household, RiskAssessment

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2024, 1, 10), date(2024, 2, 9)


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def household(case):
    return case.household


def visit_of(household, **fields):
    fields = {
        "way": "at_home",
        "private": True,
        "mind": "good",
        "risk_after": household.risk_level,
        "happened_on": DAY,
        "next_visit_on": NEXT,
    } | fields
    return HomeVisit(household=household, **fields)


def now(household):
    with unguarded():
        return Household.objects.get(pk=household.pk)


def test_a_visit_sets_the_next_day(household, caseworker, acts_as):
    with acts_as(caseworker):
        visit_of(household).log(by=caseworker)

    assert now(household).next_visit_on == NEXT


def test_a_visit_that_changes_the_risk_assesses_the_case(case, caseworker, acts_as):
    with acts_as(caseworker):
        visit = visit_of(
            case.household, case=case, risk_after="high", risk_reason="threat"
        ).log(by=caseworker)

        assessed = RiskAssessment.objects.get(visit=visit)
        assert (assessed.case, assessed.level) == (case, "high")
    assert now(case.household).risk_level == "high"


def test_without_a_case_the_household_alone_changes(commune, caseworker, acts_as):
    household = make_household(commune, high_risk_from=date(2023, 1, 1))
    with acts_as(caseworker):
        visit = visit_of(household, risk_after="low", risk_reason="steadier")
        visit.log(by=caseworker)

        assert RiskAssessment.objects.count() == 0
    assert now(household).risk_level == "low"


def test_an_earlier_visit_entered_late_changes_neither_day_nor_risk(
    household, caseworker, acts_as
):
    make_visit(household, on=date(2024, 1, 12), next_on=NEXT)
    with acts_as(caseworker):
        late = visit_of(
            household,
            happened_on=date(2023, 11, 1),
            next_visit_on=date(2023, 12, 1),
            risk_after="high",
            risk_reason="debt",
        )
        late.log(by=caseworker)

    assert (now(household).next_visit_on, now(household).risk_level) == (NEXT, "medium")


def test_a_visit_and_what_it_carries_are_one_act(household, caseworker, acts_as):
    herd = make_herd(household, heads=3)

    def too_many(visit):
        herd.enter(Kind.LOST, 4, on=DAY, by=caseworker, visit=visit)

    def born(visit):
        herd.enter(Kind.BORN, 5, on=date(2024, 1, 11), by=caseworker, visit=visit)

    with acts_as(caseworker):
        with pytest.raises(ValidationError):
            visit_of(household).log(by=caseworker, carry=[born, too_many])

        assert HomeVisit.objects.count() == 0
        assert HerdEntry.objects.exclude(kind="bought").count() == 0
        assert Herd.objects.get(pk=herd.pk).heads_now == 3
    assert now(household).next_visit_on == date(2023, 9, 21)


def test_voiding_strikes_out_all_and_sets_back(case, caseworker, acts_as):
    household = case.household
    herd = make_herd(household, heads=3)

    def carried(visit):
        herd.enter(Kind.BORN, 5, on=DAY, by=caseworker, visit=visit)
        herd.enter(Kind.GIVEN, 6, on=DAY, by=caseworker, visit=visit)
        Income(
            household=household,
            kind="eggs",
            amount=600_000,
            happened_on=DAY,
            visit=visit,
        ).log(by=caseworker)

    with acts_as(caseworker):
        visit = visit_of(household, case=case, risk_after="high", risk_reason="threat")
        visit.log(by=caseworker, carry=[carried])
        visit = HomeVisit.objects.get(pk=visit.pk)
        visit.void(by=caseworker, reason="this was another household")

        assert visit.herd_entries.live().count() == 0
        assert visit.incomes.live().count() == 0
        assert RiskAssessment.objects.live().count() == 0
        assert Herd.objects.get(pk=herd.pk).heads_now == 3
    assert now(household).risk_level == "medium"
    assert now(household).next_visit_on == date(2023, 9, 21)


def test_a_visit_whose_young_were_sold_later_is_not_voided(
    household, caseworker, acts_as
):
    herd = make_herd(household, heads=1)

    def born(visit):
        herd.enter(Kind.BORN, 5, on=DAY, by=caseworker, visit=visit)

    with acts_as(caseworker):
        visit = visit_of(household).log(by=caseworker, carry=[born])
        herd.enter(Kind.GIVEN, 6, on=date(2024, 1, 12), by=caseworker)
        with pytest.raises(ValidationError):
            visit.void(by=caseworker, reason="this was another household")

        assert HomeVisit.objects.live().count() == 1
        assert Herd.objects.get(pk=herd.pk).heads_now == 0


def test_put_off_by_the_person_is_not_overdue(household, caseworker, acts_as):
    assert now(household).is_overdue
    with acts_as(caseworker):
        put_off = visit_of(household, way="put_off", private=None, mind="")
        put_off.log(by=caseworker)

        assert list(Household.objects.overdue(date(2024, 1, 15))) == []


BROKEN = [
    ("homevisit_reason_iff_not_met", {"way": "not_met", "private": None}),
    ("homevisit_reason_iff_not_met", {"not_met": "out"}),
    ("homevisit_private_iff_met", {"private": None}),
    ("homevisit_private_iff_met", {"way": "put_off", "private": True}),
    ("homevisit_reason_iff_risk_changed", {"risk_after": "high"}),
    ("homevisit_reason_iff_risk_changed", {"risk_reason": "threat"}),
    ("homevisit_next_is_later", {"next_visit_on": DAY}),
]


@pytest.mark.parametrize(("constraint", "values"), BROKEN)
def test_the_database_refuses_half_answers(household, constraint, values):
    visit = visit_of(household, **values)
    visit.risk_before = household.risk_level
    visit.place(by=recorder())

    with (
        unguarded(),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
    ):
        visit.save(force_insert=True)


def test_the_case_of_a_visit_is_one_of_the_household(case, commune):
    visit = visit_of(make_household(commune), case=case, risk_before="medium")
    visit.place(by=recorder())

    with (
        unguarded(),
        pytest.raises(IntegrityError, match="homevisit_case_id_household"),
        transaction.atomic(),
    ):
        visit.save(force_insert=True)


def test_what_is_said_is_sealed(household):
    visit = make_visit(household, note="sợ người lạ", answers={"threat": "yes"})

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("SELECT h::text FROM livelihoods_homevisit h")
        stored = cursor.fetchone()[0]
    assert "threat" not in stored
    assert "sợ" not in stored
    assert visit.is_urgent


def test_the_first_visit_follows_the_intake(case):
    assert now(case.household).next_visit_on == date(2023, 9, 21)
    with unguarded():
        assert due_day(case.household) == date(2023, 9, 21)


@pytest.mark.parametrize(
    ("visited", "handed_over", "due"),
    [
        (None, date(2023, 9, 1), date(2023, 9, 21)),
        (date(2023, 12, 14), date(2023, 12, 15), date(2024, 1, 14)),
        (date(2023, 12, 14), date(2023, 12, 13), date(2024, 3, 1)),
    ],
)
def test_the_earliest_of_what_is_left_to_do_is_due(
    household, visited, handed_over, due
):
    if visited:
        make_visit(household, on=visited, next_on=date(2024, 3, 1))
    with unguarded():
        Herd.hand_over(
            household=household,
            species=species(),
            heads=3,
            handover=None,
            on=handed_over,
            by=recorder(),
        )

    assert now(household).next_visit_on == due


def test_whoever_wants_no_visits_is_not_due_after_a_handover_either(case, household):
    make_consent(case, "visit", "no")
    with unguarded():
        Herd.hand_over(
            household=household,
            species=species(),
            heads=3,
            handover=None,
            on=date(2024, 1, 10),
            by=recorder(),
        )

    assert now(household).next_visit_on is None


def test_a_household_without_open_case_or_flag_is_not_due(commune):
    case = make_case(commune)
    flagged = make_household(
        commune, high_risk_from=date(2023, 1, 1), next_visit_on=date(2024, 1, 1)
    )
    with unguarded():
        case.close(by=recorder(), reason="plan_reached", on=date(2024, 1, 2))

        assert list(Household.objects.due(DAY)) == [flagged]


SEEN = {
    "caseworker": 1,
    "neighbour": 0,
    "district_officer": 1,
    "provincial_officer": 1,
    "labour_officer": 0,
    "administrator": 0,
}


@pytest.mark.parametrize(("who", "seen"), SEEN.items())
def test_who_sees_a_visit(household, who, seen, request, acts_as):
    make_visit(household)
    user = request.getfixturevalue(who)

    with acts_as(user):
        assert HomeVisit.objects.count() == seen
        assert HomeVisit.objects.visible_to(user).count() == seen


def test_the_province_logs_no_visit(household, provincial_officer, acts_as):
    visit = visit_of(household, risk_before="medium")
    visit.place(by=provincial_officer)
    with (
        acts_as(provincial_officer),
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
    ):
        visit.save(force_insert=True)
