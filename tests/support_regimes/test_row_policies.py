"""What each member of the cast finds and may write, asked of the database alone."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from support_regimes.models import (
    Provision,
    RegimeAnswer,
    RegimeRequest,
    RequestStep,
    RuleSet,
)
from tests.accounts.sql import run
from tests.conftest import unguarded
from tests.factories import recorder
from tests.support_regimes.factories import (
    TODAY,
    item,
    make_confirmed,
    make_nameless,
    make_provision,
    make_request,
)

SEES = {
    "caseworker": True,
    "neighbour": False,
    "district_officer": True,
    "other_district_officer": False,
    "provincial_officer": True,
    "labour_officer": True,
    "administrator": False,
}
GIVES = {"caseworker": True, "district_officer": True}
STEPS = GIVES | {"labour_officer": True}


@pytest.fixture
def case(commune):
    """A case with a request, its step, an answer and two turns, one without a file."""
    case = make_confirmed(commune)
    make_request(case)
    make_provision(case)
    make_nameless(commune)
    with unguarded():
        RegimeAnswer(
            case=case, regime=item("loan").regime, wants=True, happened_on=TODAY
        ).log(by=recorder())
    return case


@pytest.mark.parametrize("member", SEES)
def test_who_finds_the_rows(case, acts_as, request, member):
    user = request.getfixturevalue(member)
    models = (RegimeRequest, RequestStep, RegimeAnswer, Provision)

    with acts_as(user):
        found = [model.objects.count() for model in models]
        visible = [model.objects.visible_to(user).count() for model in models]

    assert found == visible == ([1, 1, 1, 2] if SEES[member] else [0, 0, 0, 0])


def test_without_a_sign_in_there_is_nothing(case):
    assert [Provision.objects.count(), RegimeRequest.objects.count()] == [0, 0]


@pytest.mark.parametrize("member", SEES)
def test_who_may_give(case, acts_as, request, member):
    user = request.getfixturevalue(member)
    given = Provision(
        case=case, item=item("clothing"), happened_on=TODAY, provider="UBND xã"
    )
    given.territory = given.area = case.territory
    given.victim_id, given.recorded_by = case.victim_id, user

    with acts_as(user):
        answer = "written"
        try:
            with transaction.atomic():
                given.save(force_insert=True)
        except DatabaseError as error:
            answer = "refused" if "row-level security" in str(error) else str(error)

    assert answer == ("written" if GIVES.get(member) else "refused")


@pytest.mark.parametrize("member", SEES)
def test_who_may_record_a_step(case, acts_as, request, member):
    user = request.getfixturevalue(member)
    with unguarded():
        record = RegimeRequest.objects.select_related("case", "regime__rule_set").get()

    with acts_as(user):
        answer = "recorded"
        try:
            with transaction.atomic():
                record.verify(by=user, on=TODAY)
        except Exception as error:  # whatever stops it: no row, no right
            answer = type(error).__name__

    if STEPS.get(member):
        assert answer == "recorded"
    else:
        assert answer in ("Stale", "ProgrammingError")


def test_a_row_cannot_be_moved_out_of_reach(
    case, acts_as, caseworker, neighbour_commune
):
    with acts_as(caseworker), pytest.raises(DatabaseError):
        run(
            "UPDATE support_regimes_regimerequest SET territory_id = %s",
            neighbour_commune.pk,
        )


def test_the_application_changes_no_rule(case, acts_as, caseworker):
    with acts_as(caseworker):
        for table in ("ruleset", "norm", "entitlement", "procedurestep", "reading"):
            with pytest.raises(DatabaseError, match="permission denied"):
                run(f"UPDATE support_regimes_{table} SET id = id")
        with pytest.raises(DatabaseError, match="permission denied"):
            run("UPDATE support_regimes_item SET name = 'khác'")
        run("UPDATE support_regimes_item SET used = true")


def test_rules_are_open_to_read_without_a_sign_in(places):
    assert RuleSet.objects.on(date(2024, 1, 15)).regimes.count() == 6
