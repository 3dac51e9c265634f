"""Stays: no two at once, days counted, minors handed over safely, nothing closed at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError

from accounts.models import Notice
from accounts.roles import Role
from support_regimes.due.desk import desk
from support_regimes.facts import File
from support_regimes.models import CommuneHandover, Plan, Stay, StayEntry
from support_regimes.planning import read, templates
from support_regimes.sheltered import claimants
from support_regimes.staying import Limit, Period, count, last_paid_on, stays_of
from tests.accounts.sql import run
from tests.accounts.trail import acts
from tests.conftest import post, unguarded
from tests.factories import make_case, make_victim
from tests.reporting.erasures import asked, closed, confirmed
from tests.support_regimes.factories import (
    TODAY,
    identify,
    make_minor,
    make_provision,
)
from tests.support_regimes.stays import (
    ARRIVED,
    handing,
    leaving,
    looking,
    make_assessment,
    make_entry,
    make_handover,
    make_plan,
    make_stay,
    new_stay,
)
from tests.victims.factories import make_consent

SIXTY = Limit(days=60)


pytestmark = pytest.mark.usefixtures("in_english")


def on_case(case):
    case.refresh_from_db()
    return case.in_facility_from, case.in_facility_until


def refused(match):
    return pytest.raises(ValidationError, match=match)


# The count: pure.


def test_the_last_paid_day():
    from_on = date(2024, 1, 1)  # the day of arrival is not counted
    alone = Period(from_on)
    away = Period(from_on, leaves=((date(2024, 2, 10), date(2024, 2, 12)),))
    early = Period(date(2023, 11, 1), date(2023, 11, 21))  # 20 days
    longer = Period(from_on, extended_until=date(2024, 5, 1))
    shorter = Period(from_on, extended_until=date(2024, 2, 1))

    assert last_paid_on([alone], SIXTY) == date(2024, 3, 1)  # over 29 February
    assert last_paid_on([away], SIXTY) == date(2024, 3, 4)
    assert last_paid_on([early, alone], SIXTY) == date(2024, 2, 10)
    assert last_paid_on([longer], Limit(60, extendable=True)) == date(2024, 5, 1)
    assert last_paid_on([shorter], Limit(60, extendable=True)) == date(2024, 3, 1)
    assert last_paid_on([longer], SIXTY) == date(2024, 3, 1)  # not under every law
    assert last_paid_on([Period(date(2023, 12, 1))], Limit(months=3)) == date(
        2024, 3, 1
    )
    assert last_paid_on([alone], Limit()) is last_paid_on([], SIXTY) is None
    # What counts on that day is the limit itself, on the next one more.
    assert alone.spent(date(2024, 3, 1)) == away.spent(date(2024, 3, 4)) == 60
    assert alone.spent(date(2024, 3, 2)) == away.spent(date(2024, 3, 5)) == 61


def test_the_counter_in_colour():
    period = Period(date(2024, 1, 1))
    last = date(2024, 3, 1)
    on = {days: count([period], SIXTY, last - timedelta(days=days)) for days in
          (15, 14, 0, -1)}  # fmt: skip

    assert {days: (c.kind, c.left) for days, c in on.items()} == {
        15: ("ok", 15),
        14: ("warn", 14),
        0: ("warn", 0),
        -1: ("danger", -1),
    }
    assert count([Period(date(2024, 1, 1), last)], SIXTY, last).kind == "neutral"
    assert count([period], Limit(), last).kind == "neutral"
    assert count([period], SIXTY, date(2023, 12, 31)) is None
    assert count([], SIXTY, last) is None


# The stays of a case.


def test_without_a_stay_the_days_on_the_case_hold(commune, at_work):
    case = make_case(
        commune, in_facility_from=ARRIVED, in_facility_until=date(2024, 1, 5)
    )
    child = make_minor(case)

    assert stays_of(case) == stays_of(case, child) == [
        Period(ARRIVED, date(2024, 1, 5))
    ]  # fmt: skip
    assert stays_of(make_case(commune, victim=make_victim(commune))) == []


def test_a_stay_with_children_and_the_days_on_the_case(case, at_work):
    child, other = make_minor(case), make_minor(case, name="Mai")

    stay = new_stay(case).begin(by=at_work, children=[child])

    assert on_case(case) == (ARRIVED, None)
    make_entry(stay)
    assert stays_of(case) == [
        Period(
            ARRIVED,
            days_away=2,
            leaves=((date(2023, 12, 24), date(2023, 12, 25)),),
        )
    ]
    del case._stays
    assert stays_of(case, child) == [Period(ARRIVED)]
    assert stays_of(case, other) == []
    assert File(case).facts().days_in_facility == (TODAY - ARRIVED).days - 2
    assert acts().count("begin stay") == 2


def test_nobody_stays_in_two_places_at_once(case, commune, at_work):
    child = make_minor(case)
    first = make_stay(case, children=[child])

    with refused("another stay in these days"):
        new_stay(case, from_on=date(2023, 12, 20)).begin(by=at_work)
    with refused("another stay in these days"):
        new_stay(case, minor=child, from_on=date(2024, 1, 2)).begin(by=at_work)
    leaving(first, why="other_facility").log(by=at_work)
    # On the day of the move the next one begins; the case follows the last stay.
    second = new_stay(case, from_on=date(2024, 1, 10)).begin(by=at_work)
    assert on_case(case) == (date(2024, 1, 10), None)
    with unguarded(), pytest.raises(IntegrityError, match="stay_once_a_person"):
        run("UPDATE support_regimes_stay SET until_on = NULL WHERE minor_id IS NULL")
    second.strike(by=at_work, reason="Ghi nhầm hồ sơ khác")
    assert on_case(case) == (ARRIVED, date(2024, 1, 10))


def test_what_a_stay_refuses(case, at_work):
    with refused("after today"):
        new_stay(case, from_on=date(2024, 1, 16)).begin(by=at_work)
    with refused("before the person's birth"):
        new_stay(case, from_on=date(1994, 1, 1)).begin(by=at_work)
    with refused("write the place"):
        new_stay(case, place_name="").begin(by=at_work)
    stay = new_stay(case).begin(by=at_work)
    with refused("at least 10 letters"):
        stay.strike(by=at_work, reason="nhầm")
    make_consent(case, "record", "withdrawn")
    case.refresh_from_db()
    del case._answers
    with refused("withdrawn"):
        new_stay(case).begin(by=at_work)
    with refused("withdrawn"):
        StayEntry(stay=stay, kind="service", happened_on=TODAY, what="health").log(
            by=at_work
        )


def test_entries_of_a_stay(case, at_work):
    stay = new_stay(case).begin(by=at_work)

    def entry(kind, first, last=None, **fields):
        event = StayEntry(stay=stay, kind=kind, happened_on=first, until_on=last)
        for name, value in fields.items():
            setattr(event, name, value)
        return event.log(by=at_work)

    leave = entry("leave", date(2023, 12, 24), date(2023, 12, 25))
    assert leave.days == 2
    with refused("recorded already"):
        entry("leave", date(2023, 12, 25), date(2023, 12, 26))
    leave.void(by=at_work, reason="Không về nhà lần đó")
    entry("leave", date(2023, 12, 25), date(2023, 12, 26))
    with refused("within the stay"):
        entry("leave", date(2023, 11, 30), date(2023, 12, 2))
    with refused("lies before the begin"):
        entry("leave", date(2023, 12, 28), date(2023, 12, 27))
    with pytest.raises(IntegrityError, match="stay_extension_has_paper"):
        entry("extension", date(2023, 12, 20), date(2024, 4, 1), body="Sở Y tế")
    leaving(stay, happened_on=date(2024, 1, 10)).log(by=at_work)
    with refused("within the stay"):
        entry("leave", date(2024, 1, 9), date(2024, 1, 11))


def test_more_time_is_shown_and_pays_only_where_the_law_says_so(case, at_work):
    stay = new_stay(case, from_on=date(2023, 11, 1)).begin(by=at_work)
    [before] = claimants(case, [], File(case).rules)
    make_entry(stay, "extension")
    del case._stays
    [after] = claimants(case, [], File(case).rules)

    assert (before.counter.last_paid_on, before.counter.kind) == (
        date(2023, 12, 31),
        "danger",
    )
    assert after.counter.last_paid_on == date(2023, 12, 31)  # Decree 09/2013
    assert after.counter.extended_until == date(2024, 4, 30)
    assert File(case).facts().extended_until == date(2024, 4, 30)


def test_the_list_of_what_is_due_names_the_same_last_paid_day(case, at_work):
    child = make_minor(case)
    early = make_stay(case, from_on=date(2023, 10, 1))
    leaving(early, happened_on=date(2023, 10, 21)).log(by=at_work)
    last = make_stay(case, from_on=date(2023, 12, 10), children=[child])
    make_entry(last)
    make_entry(last, "extension")

    rows = desk(at_work.reach("victims.view_case"), TODAY, kind="stay").rows

    own, of_child = claimants(case, [child], File(case).rules)
    assert {row.minor_id: row.due_on for row in rows} == {
        None: own.counter.last_paid_on,
        child.pk: of_child.counter.last_paid_on,
    }
    assert own.counter.last_paid_on == date(2024, 1, 21)  # 60 - 20 + 2 away


# Leaving.


def test_an_adult_leaves_by_own_wish_without_an_assessment(case, at_work):
    stay = new_stay(case).begin(by=at_work)
    [claimant] = claimants(case, [], [])
    assert claimant.leaves_unassessed

    end = leaving(stay, why="own_wish").log(by=at_work)

    assert on_case(case) == (ARRIVED, date(2024, 1, 10))
    with refused("ended already"):
        leaving(stay).log(by=at_work)
    end.void(by=at_work, reason="Ngày ra ghi nhầm")
    assert on_case(case) == (ARRIVED, None)


def test_a_look_at_the_home_ends_the_warning(case, at_work):
    new_stay(case).begin(by=at_work)
    make_assessment(case, happened_on=ARRIVED - timedelta(days=1))
    assert claimants(case, [], [])[0].leaves_unassessed

    make_assessment(case)

    assert not claimants(case, [], [])[0].leaves_unassessed


def test_to_whom_a_minor_is_handed(case, at_work):
    child = make_minor(case)
    sibling = make_minor(case, name="Mai", relation="sibling")
    for minor in (child, sibling):
        new_stay(case, minor=minor).begin(by=at_work)
    stay, second = Stay.objects.get(minor=child), Stay.objects.get(minor=sibling)

    def leave(of, **fields):
        event = leaving(of)
        for name, value in fields.items():
            setattr(event, name, value)
        return event.log(by=at_work)

    with refused("nobody leaves alone"):
        leave(stay)
    with refused("who takes the child home"):
        leave(stay, handed_to="mother")
    with refused("not the parent"):
        leave(second, handed_to="person")
    uncle = {"handed_to": "relative", "receiver": "Cậu"}
    with refused("staff go along"):
        leave(stay, **uncle)
    with refused("staff go along"):
        leave(stay, **uncle, escort="Chị Hoa")  # named, but does not go along
    staff = {"escorted": True, "escort": "Chị Hoa, phòng LĐTBXH"}
    guardian = {"guardian_name": "Vàng A", "guardian_relation": "ông"}
    with refused("guardian: name, relation and paper"):
        leave(stay, **uncle, **staff, **guardian)
    leave(stay, **uncle, **staff, **guardian, guardian_paper="QĐ 5/UBND")
    leave(second, handed_to="father", receiver="Vàng A Pó")
    with unguarded(), pytest.raises(IntegrityError, match="departure_of_a_minor"):
        run(
            "UPDATE support_regimes_departure SET escorted = false, handed_to = 'other'"
        )


def test_a_parent_leaves_with_the_child(case, at_work):
    child = make_minor(case)
    new_stay(case, minor=child).begin(by=at_work)
    stay = Stay.objects.get()

    leaving(stay, handed_to="person").log(by=at_work)

    stay.refresh_from_db()
    assert stay.until_on == date(2024, 1, 10)


def test_a_person_under_18_or_of_unknown_age_is_handed_over_too(commune, at_work):
    for number, born_on in enumerate([date(2008, 1, 1), None]):
        precision = "day" if born_on else ""
        victim = make_victim(commune, born_on=born_on, born_precision=precision)
        stay = new_stay(make_case(commune, victim=victim)).begin(by=at_work)
        assert stay.lacks_guardian, number
        with refused("nobody leaves alone"):
            leaving(stay).log(by=at_work)


def test_leaving_is_kept_also_after_a_withdrawal(case, at_work):
    stay = new_stay(case).begin(by=at_work)
    make_consent(case, "record", "withdrawn")

    leaving(Stay.objects.get(), why="own_wish").log(by=at_work)

    stay.refresh_from_db()
    assert stay.until_on == date(2024, 1, 10)


def test_another_finding_ends_no_shelter_and_no_food_that_day(case, at_work):
    stay = new_stay(case).begin(by=at_work)
    identify(case, "not_victim")
    with unguarded():
        run("UPDATE victims_identification SET happened_on = %s", TODAY)

    assert on_case(case) == (ARRIVED, None)  # the result alone ends nothing
    make_provision(case, "meals_in_facility", happened_on=TODAY, by=at_work)
    with refused("never end on the day of that result"):
        leaving(stay, happened_on=TODAY, why="not_victim").log(by=at_work)
    with unguarded():
        run("UPDATE victims_identification SET happened_on = '2024-01-14'")
    leaving(stay, happened_on=TODAY, why="not_victim").log(by=at_work)


# Before the return, the handover, plans.


def test_what_an_assessment_asks(case, at_work):
    with refused("asked alone"):
        looking(case, asked_alone=False).log(by=at_work)
    with refused("what was the wish"):
        looking(case, wish="not_asked").log(by=at_work)
    with refused("needs a plan"):
        looking(case, plan=" ").log(by=at_work)
    with refused("with whom"):
        looking(case, team="").log(by=at_work)
    with refused("before the intake"):
        looking(case, happened_on=date(2023, 9, 1)).log(by=at_work)
    looked = looking(
        case,
        family_takes="no",
        trafficker_near="yes",
        asked_alone=False,
        wish="not_asked",
        result="stay",
        plan="",
    ).log(by=at_work)

    assert [str(danger) for danger in looked.dangers] == [
        "The family will not take the person in.",
        "A trafficker is near.",
    ]
    with pytest.raises(DatabaseError, match="permission denied"):
        run("UPDATE support_regimes_returnassessment SET result = 'home'")


def test_the_handover_and_the_yes_of_the_commune(case, caseworker, acts_as):
    with acts_as(caseworker):
        given = handing(case).give(by=caseworker)
        [told] = Notice.objects.visible_to(caseworker)
        with refused("before the handing over"):
            handing(case, happened_on=date(2024, 1, 10)).take(given, by=caseworker)
        handing(case, happened_on=TODAY).take(given, by=caseworker)
        with refused("said yes already"):
            handing(case, happened_on=TODAY).take(given, by=caseworker)

        assert (told.kind, told.url) == (
            "commune_handover",
            f"/cases/{case.pk}/stays/",
        )
        assert given.taken.who == "Chị Hoa, trung tâm công tác xã hội"
        assert CommuneHandover.objects.count() == 2


def test_an_unnamed_handover_is_refused(case, at_work):
    event = handing(case)
    event.who = ""
    with refused("Write who it was"):
        event.give(by=at_work)
    given = make_handover(case)
    given.void(by=at_work, reason="Ghi nhầm sang hồ sơ này")
    with refused("void already"):
        handing(case).take(given, by=at_work)


def test_the_plans_of_the_files():
    assert sorted(templates()) == ["follow-up-24-months", "lao-cai-five-steps"]
    after = templates()["follow-up-24-months"].steps_from(date(2024, 2, 29))
    assert [(s.number, s.due_on, s.is_visit) for s in after][-3:] == [
        (8, date(2025, 11, 29), True),
        (9, date(2026, 2, 28), True),
        (10, date(2026, 2, 28), False),
    ]
    steps = templates()["lao-cai-five-steps"].steps_from(date(2024, 1, 1))
    assert [s.due_on for s in steps if s.is_visit][:2] == [
        date(2024, 4, 1),
        date(2024, 5, 1),
    ]
    assert all(each.source for each in templates().values())


def test_a_file_of_a_plan_is_checked(tmp_path):
    (tmp_path / "x.toml").write_text('key = "x"\n[[step]]\nafter = 3\n')

    with pytest.raises(ValidationError) as raised:
        read(tmp_path)

    assert raised.value.messages == [
        "x.toml: no “confidence”.",
        "x.toml: no “from”.",
        "x.toml: no “name”.",
        "x.toml: no “source”.",
        "x.toml: plan does not say how sure it is (confidence).",
        "x.toml: a step is not right: after",
    ]


def test_a_plan_and_its_steps(case, caseworker, acts_as):
    plan = make_plan(case)
    with acts_as(caseworker):
        with refused("chosen already"):
            Plan(
                case=case, template=plan.template, name="x", source="x",
                started_on=TODAY,
            ).choose([], by=caseworker)  # fmt: skip
        first, second = plan.steps.all()
        assert (first.is_late(TODAY), second.is_late(TODAY)) == (True, False)
        with refused("Choose the later day"):
            first.answer("put_off", by=caseworker, on=TODAY)
        with refused("after today"):
            first.answer("done", by=caseworker, on=TODAY + timedelta(days=1))
        with refused("what became"):
            first.answer("open", by=caseworker, on=TODAY)
        first.answer("put_off", by=caseworker, on=TODAY, due_on=date(2024, 1, 20))
        second.answer("not_wanted", by=caseworker, on=TODAY, note="Chưa muốn")
        assert not first.is_late(TODAY)
        assert list(case.plan_steps.open()) == [first]
        plan.give_up(by=caseworker)
        assert list(case.plan_steps.open()) == []
        with refused("given up already"):
            plan.give_up(by=caseworker)
        first.refresh_from_db()
        with refused("given up already"):
            first.answer("done", by=caseworker, on=TODAY)
    assert acts()[-3:] == ["answer step of plan", "answer step of plan", "give up plan"]


def test_erasing_leaves_days_and_no_words(commune, district_officer, acts_as):
    case = make_case(commune)
    stay = make_stay(case, room="3", guardian_name="Vàng A")
    longer = make_entry(stay, "extension")
    looked, given, plan = make_assessment(case), make_handover(case), make_plan(case)
    with unguarded():
        end = leaving(stay, why="own_wish")
        end.receiver = "Cậu"
        end.log(by=stay.recorded_by)
    closed(case)

    confirmed(asked(case, district_officer, acts_as), district_2(commune), acts_as)

    with unguarded():
        for record in (stay, longer, looked, given, plan, end):
            record.refresh_from_db()
    assert (stay.from_on, stay.room, stay.place_name) == (ARRIVED, "", "–")
    assert (longer.until_on, longer.body, longer.reason) == (
        date(2024, 4, 30),
        "–",
        "–",
    )
    assert [r.sealed for r in (stay, looked, given, end)] == [None] * 4
    assert (given.document_number, plan.name) == ("", "–")


def district_2(commune):
    """The second officer of the district, who confirms."""
    return post("can-bo-hai", "Sùng Thị Hai", Role.DISTRICT_OFFICER, commune.parent)
