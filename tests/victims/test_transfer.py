"""A household moves where one officer alone does not reach: in steps, in one act."""

import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Notice, User
from accounts.records import Record
from accounts.roles import Role
from tests.accounts.sql import refused, run
from tests.accounts.trail import acts
from tests.conftest import place, post, send, unguarded
from tests.factories import make_case
from tests.filled import fill
from tests.livelihoods.herds import make_herd
from tests.records import OTHER_PROVINCES
from victims.models import Case, Household, Placement, Transfer, Victim

REASON = "Về sống với chị gái"


@pytest.fixture
def there(places):
    return place(OTHER_PROVINCES)


@pytest.fixture
def receiver(there):
    return post("huyen-bao-lam", "Lãnh Thị Hoa", Role.DISTRICT_OFFICER, there.parent)


@pytest.fixture
def case(commune):
    case = make_case(commune)
    make_herd(case.household)
    return case


@pytest.fixture
def asked(case, there, district_officer, acts_as):
    with acts_as(district_officer):
        return ask(case, there, district_officer)


def ask(case, to, by):
    home = Household.objects.select_related("territory").get(pk=case.household_id)
    return Transfer.ask(home, to, by=by, reason=REASON, code=case.code)


def act(user, transfer, name, acts_as):
    """The act as that user, on what the user sees of it."""
    user = User.objects.get(pk=user.pk)
    with acts_as(user):
        getattr(Transfer.objects.visible_to(user).get(pk=transfer.pk), name)(by=user)


def state(transfer):
    with unguarded():
        return Transfer.objects.get(pk=transfer.pk).state


def carry(transfer, second, receiver, acts_as):
    act(second, transfer, "confirm", acts_as)
    act(receiver, transfer, "accept", acts_as)


def counts(user, acts_as):
    with acts_as(User.objects.get(pk=user.pk)):
        return Household.objects.count(), Case.objects.count(), Victim.objects.count()


def told(kind):
    with unguarded():
        return {n.user for n in Notice.objects.filter(kind=kind)}


def test_two_of_the_old_province_and_one_of_the_new(
    asked, case, provincial_officer, receiver, district_officer, there, acts_as
):
    before = counts(receiver, acts_as)
    carry(asked, provincial_officer, receiver, acts_as)

    assert state(asked) == "carried"
    assert before == (0, 0, 0)
    assert counts(receiver, acts_as) == (1, 1, 1)
    for lost in (district_officer, provincial_officer):
        assert counts(lost, acts_as) == (0, 0, 0)
    with unguarded():
        moved = Case.objects.select_related("household", "victim").get()
        herd = moved.household.herds.get()
    assert {moved.territory, moved.victim.territory, herd.territory} == {there}
    assert (moved.code, moved.household.holder) == (case.code, None)


OF_AN_OFFICE = ["accounts.Export", "reporting.Reconciliation"]
OF_AN_OFFICE += ["support_regimes.AuditSample"]


def test_nothing_of_it_stays_behind(
    commune, there, district_officer, provincial_officer, receiver, acts_as
):
    """One row in every table of records; all of them follow their households."""
    fill(commune)
    with acts_as(district_officer):
        homes = Household.objects.select_related("territory")
        under_way = Transfer.objects.waiting().values("household")
        for home in homes.exclude(pk__in=under_way):
            Transfer.ask(
                home, there, by=district_officer, reason=REASON, code=home.code
            )
    for user, name in ((provincial_officer, "confirm"), (receiver, "accept")):
        with acts_as(user):
            for transfer in Transfer.objects.waiting():
                getattr(transfer, name)(by=user)

    with unguarded():
        places = {
            model._meta.label: set(model.objects.values_list("territory", flat=True))
            for model in apps.get_models()
            if issubclass(model, Record) and model._meta.label not in OF_AN_OFFICE
        }
    assert places == dict.fromkeys(places, {there.pk})


def test_figures_stay_where_it_happened(
    asked, case, commune, provincial_officer, receiver, acts_as, there
):
    carry(asked, provincial_officer, receiver, acts_as)

    with unguarded():
        herd = Household.objects.get().herds.get()
        assert {entry.area for entry in herd.entries.all()} == {commune}
        assert {entry.territory for entry in herd.entries.all()} == {there}
        assert Case.objects.get().area == commune
        placed = Placement.objects.get()
    assert (placed.from_area, placed.to_area, placed.accepted_by) == (
        commune, there, receiver,
    )  # fmt: skip


def test_the_receiver_sees_it_once_a_second_officer_confirmed(
    asked, provincial_officer, receiver, acts_as
):
    def seen():
        with acts_as(User.objects.get(pk=receiver.pk)):
            return Transfer.objects.count(), Household.objects.count()

    before = seen()
    act(provincial_officer, asked, "confirm", acts_as)

    assert (before, seen()) == ((0, 0), (1, 0))


def test_who_decides_next_is_told(
    asked, provincial_officer, receiver, district_officer, acts_as
):
    first = told("transfer_asked")
    carry(asked, provincial_officer, receiver, acts_as)

    assert first == {None}  # no second officer yet: the role itself
    assert told("transfer_offered") >= {receiver}
    assert told("transfer_carried") == {district_officer, provincial_officer}


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("district_officer", "confirm"),
        ("district_officer", "accept"),
        ("provincial_officer", "accept"),
        ("provincial_officer", "withdraw"),
        ("receiver", "accept"),
        ("receiver", "confirm"),
    ],
)
def test_not_before_its_turn_and_not_twice_by_one(
    asked, request, acts_as, member, name
):
    user = request.getfixturevalue(member)

    with acts_as(User.objects.get(pk=user.pk)):
        with pytest.raises(ValidationError):
            getattr(asked, name)(by=user)
        with refused("not yours to decide"), transaction.atomic():
            run("SELECT decide_transfer(%s, %s)", asked.pk, name)
    assert state(asked) == "asked"


def test_who_confirmed_does_not_accept(asked, there, acts_as, province):
    both = post("hai-tinh", "Hà Thị Hai", Role.PROVINCIAL_OFFICER, province,
                there.province())  # fmt: skip
    act(both, asked, "confirm", acts_as)

    with acts_as(User.objects.get(pk=both.pk)), refused("not yours to decide"):
        run("SELECT decide_transfer(%s, 'accept')", asked.pk)


def test_one_officer_of_both_provinces_moves_nothing_out(
    case, there, acts_as, province
):
    both = post("hai-tinh", "Hà Thị Hai", Role.PROVINCIAL_OFFICER, province,
                there.province())  # fmt: skip
    with acts_as(both):
        home = Household.objects.select_related("territory").get()
        with pytest.raises(ValidationError):
            home.move(there, by=both, reason=REASON)
        for model in (Household, Victim):
            with refused("two persons"), transaction.atomic():
                model.objects.update(territory=there)


@pytest.mark.parametrize("member", ["provincial_officer", "other_district_officer"])
def test_only_who_reaches_it_asks(
    case, there, request, acts_as, commune, member, district_officer
):
    user = request.getfixturevalue(member)
    values = {
        "id": uuid.uuid4(), "household_id": case.household_id, "code": case.code,
        "from_area_id": commune.pk, "to_area_id": there.pk, "crosses": True,
        "reason": "sealed:AAAA", "state": "asked", "asked_by_id": district_officer.pk,
    }  # fmt: skip
    insert = (
        f"INSERT INTO victims_transfer ({', '.join(values)})"
        f" VALUES ({', '.join(['%s'] * len(values))})"
    )

    with acts_as(user), refused():  # in another's name, or out of reach
        run(insert, *values.values())


@pytest.mark.parametrize(
    "change",
    [{"crosses": False}, {"state": "accepted"}, {"state": "confirmed"}],
)
def test_sql_skips_no_step(case, there, commune, district_officer, acts_as, change):
    transfer = Transfer(
        household_id=case.household_id, code=case.code, from_area=commune,
        to_area=there, reason=REASON, asked_by=district_officer,
        **({"crosses": True} | change),
    )  # fmt: skip

    with acts_as(district_officer), refused(), transaction.atomic():
        transfer.save(force_insert=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE victims_transfer SET state = 'accepted'",
        "DELETE FROM victims_transfer",
        "SELECT carry_over(gen_random_uuid())",
    ],
)
def test_sql_changes_no_transfer(asked, provincial_officer, acts_as, statement):
    with acts_as(provincial_officer), refused("permission denied"):
        run(statement)


def test_the_owner_sees_no_row_without_an_accepted_transfer(asked, as_owner):
    assert (Household.objects.count(), Case.objects.count()) == (0, 0)
    assert Household.objects.update(people=3) == 0


def test_it_can_be_refused_and_withdrawn(
    asked, provincial_officer, district_officer, case, there, acts_as
):
    act(provincial_officer, asked, "refuse", acts_as)
    with acts_as(district_officer):
        again = ask(case, there, district_officer)
    act(district_officer, again, "withdraw", acts_as)

    assert (state(asked), state(again)) == ("refused", "withdrawn")
    assert told("transfer_refused") == {district_officer}


def test_not_twice_at_a_time(asked, case, there, district_officer, acts_as):
    with acts_as(district_officer), pytest.raises(ValidationError):
        ask(case, there, district_officer)


def test_within_the_province_the_receiver_accepts(
    case, district_officer, other_district_officer, far_commune, acts_as
):
    with acts_as(district_officer):
        transfer = ask(case, far_commune, district_officer)
    act(other_district_officer, transfer, "accept", acts_as)

    assert (transfer.crosses, state(transfer)) == (False, "carried")
    assert counts(other_district_officer, acts_as) == (1, 1, 1)
    assert counts(district_officer, acts_as) == (0, 0, 0)


def test_a_person_with_an_open_case_elsewhere_does_not_leave_it(
    case, commune, there, district_officer, acts_as
):
    with unguarded():
        Case.objects.filter(pk=case.pk).update(
            closed_on="2023-12-01", closed_reason="refused"
        )
    make_case(commune, victim=case.victim)

    with acts_as(district_officer), pytest.raises(ValidationError):
        ask(case, there, district_officer)


def test_on_the_pages(
    sign_in, case, there, district_officer, provincial_officer, receiver
):
    form = {"to": OTHER_PROVINCES, "reason": REASON}
    response = send(sign_in(district_officer), f"/cases/{case.pk}/move/", form)
    with unguarded():
        transfer = Transfer.objects.get()
    asked_to = response.headers["Location"]
    listed = sign_in(provincial_officer).get("/transfers/").content.decode()
    send(sign_in(provincial_officer), f"/transfers/{transfer.pk}/confirm/")
    offered = sign_in(receiver).get("/transfers/").content.decode()
    send(sign_in(receiver), f"/transfers/{transfer.pk}/accept/")

    assert asked_to == "/transfers/"
    assert case.code in listed
    assert f"{transfer.pk}/confirm/" in listed
    assert case.code in offered
    assert REASON in offered
    assert case.victim.name not in offered
    assert sign_in(receiver).get(f"/cases/{case.pk}/person/").status_code == 200
    assert sign_in(district_officer).get(f"/cases/{case.pk}/person/").status_code == 404
    assert {"ask for a transfer", "confirm transfer", "accept transfer"} <= set(acts())
