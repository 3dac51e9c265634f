"""The reform of 1 July 2025: places of a day, new communes in bulk and by choice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.forms.areas import AreaField
from accounts.models import Activity, Posting
from accounts.roles import Role
from areas.clock import today
from livelihoods.models import HomeVisit
from tests.conftest import place, post, send, unguarded
from tests.factories import make_case, make_household, make_victim
from tests.livelihoods.herds import make_visit
from victims.models import Case, Household, NewCommune, Placement, PovertyStatus
from victims.reform import ended_communes, give

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
SPLIT, MAIN, MINOR = "00688@2004", "00691@2025", "00694@2025"  # Quang Trung


@pytest.fixture
def reform(settings, places):
    settings.TODAY = date(2025, 7, 2)


@pytest.fixture
def new_commune(places):
    """Khâu Vai of 2025."""
    return place("00814@2004").successors().get()


@pytest.fixture
def new_province(reform):
    return post("hoi-tinh-moi", "Lê Thị Hòa", Role.PROVINCIAL_OFFICER, place("08@2025"))


def placed(user, area):
    with unguarded():
        Posting.objects.create(
            user=user, role=Role.CASEWORKER, area=area, from_on=date(2020, 1, 1)
        )
    user.__dict__.pop("_reach", None)


def ended(user, commune):
    found = {one.area: one for one in ended_communes(user)}
    return found.get(commune)


def test_a_place_is_named_by_the_list_of_the_day(commune, new_commune):
    split = place(SPLIT)

    found = [
        commune.as_of(LAST), commune.as_of(FIRST), new_commune.as_of(FIRST),
        split.as_of(LAST), split.as_of(FIRST), place("00820@2025").as_of(LAST),
    ]  # fmt: skip

    assert found == [commune, new_commune, new_commune, split, None, None]


def test_searching_an_old_name_says_what_became_of_it(reform):
    with pytest.raises(ValidationError, match="Lũng Phìn"):
        AreaField().clean("Hố Quáng Phìn")


def test_a_commune_is_given_whole_and_taken_back(
    acts_as, new_province, commune, new_commune, caseworker
):
    case = make_case(commune)
    with unguarded():
        case.household.holder = caseworker
        case.household.save()
    make_visit(case.household, on=date(2025, 6, 20), next_on=date(2025, 7, 20))
    placed(caseworker, new_commune)

    with acts_as(new_province):
        number = give(ended(new_province, commune), by=new_province)
        again = ended(new_province, commune)
    with acts_as(caseworker):
        found = Case.objects.visible_to(caseworker).get()
        visits = HomeVisit.objects.values_list("territory", "area")
        rows = (found.territory, found.victim.territory, found.area, found.code)
        visit, holder = list(visits), found.household.holder
        moved = Placement.objects.get()

    assert (number, again.left, again.given) == (1, 0, 1)
    assert rows == (new_commune, new_commune, commune, case.code)
    assert visit == [(new_commune.pk, commune.pk)]
    assert holder == caseworker
    assert (moved.from_area, moved.to_area) == (commune, new_commune)
    with unguarded():
        trail = Activity.objects.get(act="give new commune")
    assert trail.subjects == [case.household_id]

    with acts_as(new_province):
        step = NewCommune.objects.get()
        step.take_back(by=new_province, reason="Giao nhầm xã của hộ này")
        back = Household.objects.get()
        left = ended(new_province, commune).left
        places = (back.territory, back.cases.get().victim.territory)
    assert places == (commune, commune)
    assert left == 1


def test_whoever_would_lose_a_household_is_waited_for(
    acts_as, new_province, commune, new_commune, caseworker
):
    make_household(commune)

    with acts_as(new_province):
        found = ended(new_province, commune)
        with pytest.raises(ValidationError, match="Lý Thị Say"):
            give(found, by=new_province)
    assert not found.is_ready

    placed(caseworker, new_commune)
    with acts_as(new_province):
        assert ended(new_province, commune).is_ready


def test_a_split_commune_is_chosen_by_hamlet_or_household(sign_in, new_province):
    split, main, minor = (place(code) for code in (SPLIT, MAIN, MINOR))
    mine, other = (
        post(f"can-bo-{at.code}", "Lò Thị A", Role.CASEWORKER, at)
        for at in (main, minor)
    )
    one = make_household(split, hamlet="tổ 1", high_risk_from=date(2024, 1, 1))
    two = make_household(split, hamlet="tổ 2", high_risk_from=date(2024, 1, 1))
    client = sign_in(new_province)
    page = reverse("victims:reform_choose", args=[split.pk])
    shown = client.get(page).content.decode()
    none = send(client, page, {"to": main.pk})

    send(client, page, {"to": main.pk, "hamlets": ["tổ 1"]})
    send(client, page, {"to": minor.pk, "households": [str(two.pk)]})
    sign_in(mine)
    seen = client.get(reverse("victims:household_list")).content.decode()
    sign_in(other)
    not_mine = client.get(reverse("livelihoods:household_page", args=[one.pk]))

    assert [word in shown for word in ("tổ 1", one.code, two.code)] == [True] * 3
    assert none.status_code == 200  # nothing was ticked
    with unguarded():
        rows = NewCommune.objects.order_by("household__hamlet")
        found = list(rows.values_list("household", "to_area", "chosen"))
    assert found == [(one.pk, main.pk, True), (two.pk, minor.pk, True)]
    assert [one.code in seen, two.code in seen] == [True, False]
    assert not_mine.status_code == 404


def test_only_a_successor_is_given_by_whom_reaches_both(
    acts_as, new_province, provincial_officer, commune, new_commune
):
    household = make_household(commune)
    rows = Household.objects.filter(pk=household.pk)

    with acts_as(new_province), pytest.raises(ValidationError, match="no successor"):
        NewCommune.give(rows, place("00745@2004").successors().get(), by=new_province)
    with acts_as(provincial_officer), pytest.raises(ValidationError):
        NewCommune.give(rows, new_commune, by=provincial_officer)


def test_the_database_lets_a_household_cross_along_a_succession_alone(
    acts_as, new_province, commune, new_commune
):
    household = make_household(commune)
    rows = Household.objects.filter(pk=household.pk)
    other = place("00721@2025")

    with acts_as(new_province):
        with pytest.raises(DatabaseError, match="two persons"), transaction.atomic():
            rows.update(territory=other)
        assert rows.update(territory=new_commune) == 1
        assert rows.update(territory=commune) == 1


def test_the_command_gives_what_is_ready_once_and_names_what_is_left(
    new_province, commune, new_commune, capsys
):
    first = make_household(commune)
    make_household(place(SPLIT))

    call_command("apply_reform", on=FIRST, dry_run=True)
    with unguarded():
        untouched = Household.objects.get(pk=first.pk).territory
    call_command("apply_reform", on=FIRST)
    call_command("apply_reform", on=FIRST)
    said = capsys.readouterr().out

    with unguarded():
        assert NewCommune.objects.count() == 1
        assert Household.objects.get(pk=first.pk).territory == new_commune
    assert untouched == commune
    assert said.count("Khâu Vai") == 4  # "old → new", tried and done
    assert said.count("Quang Trung") == 3


def test_what_happened_before_keeps_the_old_commune_and_after_has_the_new(
    acts_as, new_province, commune, new_commune, caseworker
):
    household = make_household(commune)
    placed(caseworker, new_commune)
    with acts_as(new_province):
        give(ended(new_province, commune), by=new_province)
    with acts_as(caseworker):
        household = Household.objects.get(pk=household.pk)
        found = [
            PovertyStatus(household=household, year=2025, category="poor",
                          happened_on=day).log(by=caseworker).area
            for day in (LAST, FIRST)
        ]  # fmt: skip

    assert found == [commune, new_commune]


def intake(client, **said):
    form = {
        "safe": "yes", "private": "yes", "call_name": "Mỷ", "consent": "yes",
        "urgent": "nothing",
    } | said  # fmt: skip
    return send(client, reverse("victims:case_intake"), form)


def test_an_intake_offers_the_communes_of_its_day(
    sign_in, reform, caseworker, commune, new_commune
):
    placed(caseworker, new_commune)
    client = sign_in(caseworker)
    offered = client.get(reverse("victims:case_intake")).content.decode()

    intake(client, commune=new_commune.pk, received_on="02/07/2025")
    intake(client, commune=commune.pk, received_on="15/05/2025")
    intake(client, commune=commune.pk, received_on="01/07/2025")  # of an old page

    assert f'value="{new_commune.pk}"' in offered
    assert f'value="{commune.pk}"' not in offered
    with unguarded():
        rows = Case.objects.order_by("received_on")
        found = [(row.area, row.territory, row.code[:8]) for row in rows]
    assert found == [
        (commune, new_commune, "HG-2025-"), (new_commune, new_commune, "TQ-2025-"),
        (new_commune, new_commune, "TQ-2025-"),
    ]  # fmt: skip


def test_a_day_before_a_merger_asks_which_commune_it_was(sign_in, reform):
    merged = place("00820@2025")  # Yên Minh, made of five
    worker = post("can-bo-yen-minh", "Sùng Thị Chở", Role.CASEWORKER, merged)

    answer = intake(sign_in(worker), commune=merged.pk, received_on="15/05/2025")

    assert "Hữu Vinh" in answer.content.decode()
    with unguarded():
        assert not Case.objects.exists()


def test_a_person_with_an_open_case_elsewhere_stays_there(
    acts_as, new_province, commune, new_commune, neighbour_commune
):
    victim = make_victim(neighbour_commune)
    make_case(neighbour_commune, victim=victim)
    old = make_household(commune)
    with unguarded():
        Case(
            victim=victim, household=old, territory=commune, area=commune, code="HG-X",
            received_on=date(2020, 1, 1), closed_on=date(2021, 1, 1),
            closed_reason="died", recorded_by=new_province, updated_by=new_province,
        ).save(force_insert=True)  # fmt: skip

    with acts_as(new_province):
        give(ended(new_province, commune), by=new_province)

    with unguarded():
        victim.refresh_from_db()
    assert victim.territory == neighbour_commune
    assert today() == date(2025, 7, 2)
