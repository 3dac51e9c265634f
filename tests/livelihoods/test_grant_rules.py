"""Who decides on a grant, on what day it is fixed, and what each act refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Activity, Posting, WorkSetting
from accounts.roles import Role
from livelihoods.models import Grant
from livelihoods.models.grant import months_before
from tests.conftest import place, post, unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.grants import (
    again,
    approved,
    barn,
    draft,
    guidance,
    make_budget,
    pigs,
    submitted,
    victims_grant,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
REASON = "Hộ đã nuôi tốt lứa trước"
S = Grant.State


def refused(match=None):
    return pytest.raises(ValidationError, match=match)


# asking


def test_a_request_takes_its_places_from_the_household(caseworker, commune, acts_as):
    grant = draft(caseworker)

    assert (grant.territory, grant.area, grant.state) == (commune, commune, S.DRAFT)
    assert grant.asked_on == date(2024, 1, 15)
    with unguarded():
        act = Activity.objects.get(act="ask grant")
        assert (act.user_id, act.subjects) == (caseworker.pk, [grant.pk])


def test_the_case_is_a_case_of_the_household(caseworker, commune):
    other = make_household(commune)

    with pytest.raises(IntegrityError), transaction.atomic():
        draft(caseworker, household=other, case=make_case(commune))


def test_prevention_and_victims_are_told_apart_by_the_case(caseworker, commune):
    assert draft(caseworker).case is None

    grant = victims_grant(caseworker, commune)
    assert grant.case.household == grant.household


@pytest.mark.parametrize("who", ["payee", "keeper"])
def test_another_payee_or_keeper_needs_her_yes(who, caseworker):
    with refused("Ask the person alone"):
        draft(caseworker, **{who: "other"})

    grant = draft(caseworker, agreed_alone_on=date(2024, 1, 9), **{who: "other"})
    assert getattr(grant, who) == "other"


def test_the_yes_lies_not_after_today(caseworker):
    with refused("after today"):
        draft(caseworker, payee="other", agreed_alone_on=date(2024, 1, 16))


def test_an_edit_writes_the_lines_anew_and_raises_the_version(caseworker, acts_as):
    grant = draft(caseworker)

    with acts_as(caseworker):
        grant.edit(by=caseworker, fields=["why"], lines=[pigs(2), barn()])

        assert [str(line) for line in grant.lines.all()] == [
            "Lợn giống",
            "Vật liệu sửa chuồng",
        ]
        assert list(grant.steps.values_list("act", flat=True).order_by("recorded_at"))
        assert again(grant).version == 2


def test_an_edit_of_something_older_is_refused(caseworker, acts_as):
    grant = draft(caseworker)
    with acts_as(caseworker):
        grant.edit(by=caseworker, fields=[], lines=[pigs(2)])

        with refused("was changed at"):
            grant.edit(by=caseworker, fields=[], lines=[pigs(1)], version=1)

        assert grant.lines.get().quantity == 2


# sending


def test_sending_fixes_the_district_as_approving_area(
    caseworker, district_officer, provincial_officer, district
):
    grant = submitted(caseworker)

    assert grant.approving_area == district
    assert (grant.state, grant.submitted_on) == (S.SUBMITTED, date(2024, 1, 15))
    assert not grant.can_be_edited


def test_without_a_district_officer_the_province_decides(
    caseworker, provincial_officer, other_district_officer, province
):
    assert submitted(caseworker).approving_area == province


def test_an_officer_whose_posting_ended_is_not_waited_for(
    caseworker, district_officer, provincial_officer, province
):
    with unguarded():
        district_officer.postings.update(until_on=date(2024, 1, 15))

    assert submitted(caseworker).approving_area == province


def test_since_districts_ended_the_province_decides(
    settings, places, commune, provincial_officer, province
):
    settings.TODAY = date(2025, 8, 1)
    new_commune = commune.successors().first()
    worker = post("can-bo-moi", "Sùng Thị Dính", Role.CASEWORKER, new_commune)
    post("hoi-tinh-moi", "Lê Thị Hòa", Role.PROVINCIAL_OFFICER, place("08@2025"))

    grant = submitted(worker, consulted_on=date(2025, 7, 20))

    assert grant.approving_area == place("08@2025")


def test_nobody_to_decide_is_said_in_words(caseworker, acts_as):
    grant = draft(caseworker)

    with acts_as(caseworker), refused("No officer decides"):
        grant.submit(by=caseworker)

    assert again(grant).state == S.DRAFT


def test_above_the_limit_the_province_decides(
    caseworker, district_officer, provincial_officer, province, district
):
    at_limit = submitted(caseworker, lines=[barn(30_000_000)])
    above = submitted(caseworker, lines=[barn(30_000_001)])

    assert (at_limit.approving_area, above.approving_area) == (district, province)


def test_the_province_approves_what_is_above_the_limit(
    caseworker, district_officer, provincial_officer, acts_as
):
    grant = submitted(caseworker, lines=[barn(40_000_000)], budget=make_budget())

    with acts_as(district_officer), refused("another office"):
        again(grant).approve(by=district_officer)
    with acts_as(provincial_officer):
        again(grant).approve(by=provincial_officer)

    assert again(grant).due_amount == 40_000_000


def test_a_dated_setting_moves_the_limit(
    caseworker, district_officer, provincial_officer, province
):
    with unguarded():
        WorkSetting.objects.create(
            key="second_level_limit", value=5_000_000, from_on=date(2024, 1, 1)
        )

    assert submitted(caseworker).approving_area == province


def test_what_an_officer_asked_for_goes_to_the_next_level(
    commune, district_officer, provincial_officer, province
):
    household = make_household(commune)

    assert submitted(district_officer, household=household).approving_area == province


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"lines": []}, "at least one line"),
        ({"consulted": ["vet"]}, "supported person, alone"),
        ({"consulted_on": None}, "supported person, alone"),
        ({"why": []}, "why this support fits"),
    ],
)
def test_an_incomplete_request_is_not_sent(
    fields, message, caseworker, district_officer
):
    with refused(message):
        submitted(caseworker, **fields)


def test_the_same_household_within_the_period_needs_a_reason(
    caseworker, district_officer, commune
):
    first = approved(caseworker, district_officer)

    with refused("within the period"):
        submitted(caseworker, household=first.household)
    with refused("within the period"):
        submitted(caseworker, household=first.household, again_reason="vì")
    again_asked = submitted(
        caseworker, household=first.household, again_reason="Trâu thay bò đã chết"
    )
    assert again_asked.state == S.SUBMITTED


@pytest.mark.parametrize(
    ("decided_on", "within"),
    [(date(2022, 1, 15), True), (date(2022, 1, 14), False)],
)
def test_the_period_ends_after_24_months(
    decided_on, within, caseworker, district_officer, acts_as
):
    first = approved(caseworker, district_officer)
    with unguarded():
        Grant.objects.filter(pk=first.pk).update(
            decided_on=decided_on, submitted_on=decided_on
        )

    second = draft(caseworker, household=first.household)

    with acts_as(caseworker):
        assert second.earlier().exists() is within


def test_months_before_a_long_day():
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2024, 1, 15), 24) == date(2022, 1, 15)


# deciding


def test_approval_fixes_the_amount_and_takes_the_budget(
    caseworker, district_officer, acts_as
):
    budget = make_budget(20_000_000)
    grant = submitted(caseworker, budget=budget)

    with acts_as(district_officer):
        grant.approve(by=district_officer, number="15/QĐ-BTV")

    now = again(grant)
    assert (now.state, now.due_amount, now.decided_on, now.decision_number) == (
        S.APPROVED,
        12_000_000,
        date(2024, 1, 15),
        "15/QĐ-BTV",
    )
    assert now.budget.left == 8_000_000


def test_another_amount_needs_a_reason(caseworker, district_officer, acts_as):
    grant = submitted(caseworker, budget=make_budget())

    with acts_as(district_officer):
        with refused("Give a reason"):
            grant.approve(by=district_officer, amount=9_000_000)
        grant = again(grant)
        grant.approve(by=district_officer, amount=9_000_000, reason="Giá theo khung")

        assert again(grant).due_amount == 9_000_000
        step = grant.steps.get(act="approve")
        assert (step.recorded_by, step.note) == (district_officer, "Giá theo khung")


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_above_zero(amount, caseworker, district_officer, acts_as):
    grant = submitted(caseworker, budget=make_budget())

    with acts_as(district_officer), refused("above 0"):
        grant.approve(by=district_officer, amount=amount, reason=REASON)


def test_a_district_does_not_approve_above_the_limit(
    caseworker, district_officer, acts_as
):
    grant = submitted(caseworker, budget=make_budget())

    with acts_as(district_officer), refused("level above"):
        grant.approve(by=district_officer, amount=30_000_001, reason=REASON)


def test_what_is_not_valued_is_approved_without_money(
    caseworker, district_officer, acts_as
):
    grant = submitted(caseworker, lines=[guidance()])

    with acts_as(district_officer):
        grant.approve(by=district_officer)

    now = again(grant)
    assert (now.state, now.due_amount, now.budget) == (S.APPROVED, None, None)


def test_nothing_valued_owes_no_amount(caseworker, district_officer, acts_as):
    grant = submitted(caseworker, lines=[guidance()])

    with acts_as(district_officer), refused("no amount is due"):
        grant.approve(by=district_officer, amount=5_000_000, reason=REASON)


def test_money_needs_a_source(caseworker, district_officer, acts_as):
    grant = submitted(caseworker)

    with acts_as(district_officer):
        with refused("Choose the funding source"):
            grant.approve(by=district_officer)
        chosen = make_budget()
        again(grant).approve(by=district_officer, budget=chosen)

    assert again(grant).budget == chosen


def test_money_of_another_place_is_refused(
    caseworker, district_officer, other_district, acts_as
):
    budget = make_budget(area=other_district)
    grant = submitted(caseworker, budget=budget)

    with acts_as(district_officer), refused("another area"):
        grant.approve(by=district_officer)


def test_too_little_money_refuses_and_changes_nothing(
    caseworker, district_officer, acts_as
):
    grant = submitted(caseworker, budget=make_budget(11_999_999))

    with acts_as(district_officer), refused("are left"):
        grant.approve(by=district_officer)

    now = again(grant)
    assert (now.state, now.due_amount, now.budget.committed) == (S.SUBMITTED, None, 0)


def test_an_approval_of_something_older_is_refused(
    caseworker, district_officer, acts_as
):
    """Sent back, mended and sent again between reading and the button."""
    grant = submitted(caseworker, budget=make_budget())
    read = again(grant).version
    with acts_as(district_officer):
        again(grant).return_for_mending(
            by=district_officer, fields=["lines"], kind="price"
        )
    with acts_as(caseworker):
        again(grant).edit(by=caseworker, fields=[], lines=[pigs(5)])
        again(grant).submit(by=caseworker)

    with acts_as(district_officer), refused("was changed at .* Look again"):
        again(grant).approve(by=district_officer, version=read)

    assert again(grant).state == S.SUBMITTED


def test_a_second_decision_is_refused(caseworker, district_officer, acts_as):
    grant = approved(caseworker, district_officer)

    with acts_as(district_officer), refused("now “approved”"):
        again(grant).approve(by=district_officer)


@pytest.mark.parametrize("act", ["approve", "return_for_mending", "refuse"])
def test_only_the_officer_of_the_area_decides(
    act,
    caseworker,
    district_officer,
    provincial_officer,
    other_district_officer,
    acts_as,
):
    grant = submitted(caseworker, budget=make_budget())
    rest = {"refuse": {"reason": REASON}, "return_for_mending": {"fields": ["why"]}}

    for user in (provincial_officer, other_district_officer, caseworker):
        with acts_as(district_officer), refused("another office"):
            getattr(again(grant), act)(by=user, **rest.get(act, {}))


def test_the_next_officer_of_the_area_decides(
    caseworker, district_officer, district, acts_as
):
    grant = submitted(caseworker, budget=make_budget())
    with unguarded():
        district_officer.postings.update(until_on=date(2024, 1, 15))
    successor = post("nguoi-moi", "Ly Thị Dợ", Role.DISTRICT_OFFICER, district)

    with acts_as(successor):
        with refused("another office"):
            again(grant).approve(by=district_officer)
        again(grant).approve(by=successor)

    assert again(grant).state == S.APPROVED


def test_when_the_district_has_ended_who_covers_it_decides(
    settings, caseworker, district_officer, places, acts_as
):
    grant = submitted(caseworker, budget=make_budget())
    settings.TODAY = date(2025, 8, 1)
    officer = post(
        "hoi-tinh-moi", "Lê Thị Hòa", Role.PROVINCIAL_OFFICER, place("08@2025")
    )

    with acts_as(officer):
        assert list(Grant.objects.for_decision_of(officer)) == [grant]
        again(grant).approve(by=officer)

    assert again(grant).state == S.APPROVED


def test_who_asked_edited_or_sent_does_not_decide(
    caseworker, district_officer, district, provincial_officer, acts_as
):
    second = post("huyen-hai", "Ly Thị Dợ", Role.DISTRICT_OFFICER, district)
    grant = draft(caseworker, budget=make_budget())
    with acts_as(district_officer):
        again(grant).edit(by=district_officer, fields=[], lines=[pigs(1)])
    with acts_as(caseworker):
        again(grant).edit(by=caseworker, fields=[], lines=[pigs(2)])
        again(grant).submit(by=caseworker)

    with acts_as(district_officer):
        for act in (
            lambda g: g.approve(by=district_officer),
            lambda g: g.refuse(by=district_officer, reason=REASON),
            lambda g: g.return_for_mending(by=district_officer, fields=["why"]),
        ):
            with refused("a colleague must decide"):
                act(again(grant))
    with acts_as(second):
        again(grant).approve(by=second)
    assert again(grant).state == S.APPROVED


def test_sending_back_is_no_work_on_it(caseworker, district_officer, acts_as):
    grant = submitted(caseworker, budget=make_budget())
    with acts_as(district_officer):
        again(grant).return_for_mending(
            by=district_officer,
            fields=["lines", "consulted"],
            kind="quote",
            until=date(2024, 1, 20),
        )
        now = again(grant)
        assert (now.state, now.to_mend, now.mend_by) == (
            S.RETURNED,
            ["lines", "consulted"],
            date(2024, 1, 20),
        )
    with acts_as(caseworker):
        again(grant).submit(by=caseworker)
    with acts_as(district_officer):
        again(grant).approve(by=district_officer)

    assert again(grant).to_mend == []


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"fields": [], "kind": "price"}, "Tick what"),
        ({"fields": ["why"], "kind": "other", "reason": "ngắn"}, "Give a reason"),
        (
            {"fields": ["why"], "kind": "price", "until": date(2024, 1, 14)},
            "before today",
        ),
    ],
)
def test_a_return_says_what_and_why(
    told, message, caseworker, district_officer, acts_as
):
    grant = submitted(caseworker)

    with acts_as(district_officer), refused(message):
        grant.return_for_mending(by=district_officer, **told)


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_after_approval_the_money_is_free_again(
    act, caseworker, district_officer, acts_as
):
    grant = approved(caseworker, district_officer)
    assert again(grant).budget.committed == 12_000_000

    with acts_as(district_officer):
        getattr(again(grant), act)(by=district_officer, reason=REASON)

    now = again(grant)
    assert now.state == {"refuse": S.REFUSED, "withdraw": S.WITHDRAWN}[act]
    assert now.budget.committed == 0


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_refusing_and_withdrawing_say_why(act, caseworker, district_officer, acts_as):
    grant = submitted(caseworker)

    with acts_as(district_officer), refused("Give a reason"):
        getattr(grant, act)(by=district_officer, reason="không")


def test_a_decision_gets_its_number_once(caseworker, district_officer, acts_as):
    grant = approved(caseworker, district_officer)

    with acts_as(district_officer):
        again(grant).number_decision(" 15/QĐ-BTV ", by=district_officer)
        assert again(grant).decision_number == "15/QĐ-BTV"
        with refused("has its number"):
            again(grant).number_decision("16/QĐ-BTV", by=district_officer)


@pytest.mark.parametrize(
    "change",
    [
        "due_amount = 0",
        "due_amount = -1",
        "state = 'approved'",
        "due_amount = 5",
        "state = 'submitted', approving_area_id = NULL",
        "payee = 'other', agreed_alone_on = NULL",
        "state = 'closed', decided_on = NULL",
    ],
)
def test_sql_refuses_a_wrong_grant(change, caseworker, district_officer, as_owner):
    grant = submitted(caseworker)

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(
                f"UPDATE livelihoods_grant SET {change} WHERE id = %s", [grant.pk]
            )


def test_another_commune_sees_no_grant(caseworker, neighbour, acts_as):
    draft(caseworker)

    with acts_as(neighbour):
        assert Grant.objects.count() == 0
        assert Grant.objects.visible_to(neighbour).count() == 0
    with acts_as(caseworker):
        assert Grant.objects.visible_to(caseworker).count() == 1


def test_the_queue_is_the_officers_own_oldest_first(
    caseworker, district_officer, provincial_officer, acts_as
):
    draft(caseworker)
    late, early = submitted(caseworker), submitted(caseworker)
    submitted(caseworker, lines=[barn(40_000_000)])
    with unguarded():
        Grant.objects.filter(pk=early.pk).update(submitted_on=date(2024, 1, 2))

    with acts_as(district_officer):
        queue = Grant.objects.for_decision_of(district_officer)
        assert [grant.pk for grant in queue] == [early.pk, late.pk]
        assert queue[0].days_waiting == 13
        totals = queue.with_totals().values_list("total_amount", flat=True)
        assert list(totals) == [12_000_000, 12_000_000]


def test_posting_of_another_role_decides_nothing(caseworker, district, acts_as):
    post("huyen-mot", "Ly Thị Dợ", Role.DISTRICT_OFFICER, district)
    grant = submitted(caseworker)
    with unguarded():
        Posting.objects.create(
            user=caseworker,
            role=Role.LABOUR_OFFICER,
            area=district,
            from_on=date(2019, 1, 1),
        )

    with acts_as(caseworker):
        assert not grant.is_decided_by(caseworker)
