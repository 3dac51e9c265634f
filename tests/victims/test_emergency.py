"""Reading in an emergency: reason, second person, an hour, both heads told."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Activity, Notice, Posting, SignIn, User
from accounts.roles import Role
from tests.accounts.sql import refused, run
from tests.conftest import place, send, unguarded
from tests.factories import make_case, make_household
from victims.models import Alias, Case, EmergencyAsk, Household, Victim
from victims.models.emergency import end_reading

REASON = "Có người dọa đến nhà chị ấy tối nay"


@pytest.fixture
def case(commune):
    """In the caseworker's commune; the neighbour does not reach it."""
    return make_case(commune)


def ask(by, acts_as, **what):
    with acts_as(again(by)):
        made = EmergencyAsk(asked_by=by, reason=what.pop("reason", REASON), **what)
        made.ask(by=again(by))
    return made


def again(user):
    return User.objects.get(pk=user.pk)


def agree(asked, by, acts_as):
    with acts_as(again(by)):
        EmergencyAsk.objects.to_decide(again(by)).get(pk=asked.pk).agree(by=again(by))
    with unguarded():
        return Posting.objects.get(role=Role.EMERGENCY_READER, emergency=asked)


@pytest.fixture
def reading(neighbour, district_officer, case, acts_as):
    """The neighbour reads the caseworker's commune for an hour."""
    asked = ask(neighbour, acts_as, code=case.code)
    return agree(asked, district_officer, acts_as)


def told(kind, later=False):
    with unguarded():
        rows = Notice.objects.filter(kind=kind)
        rows = rows.filter(at__gt=timezone.now()) if later else rows
        return {(n.user, n.role) for n in rows}


def seen(user, acts_as):
    with acts_as(again(user)):
        return Household.objects.count(), Case.objects.count(), Victim.objects.count()


@pytest.mark.parametrize("by", ["code", "commune"])
def test_an_hour_of_reading(neighbour, district_officer, case, commune, acts_as, by):
    what = {"code": case.code} if by == "code" else {"commune": commune}
    before = seen(neighbour, acts_as)
    asked = ask(neighbour, acts_as, **what)
    while_waiting = seen(neighbour, acts_as)
    posting = agree(asked, district_officer, acts_as)

    assert (before, while_waiting) == ((0, 0, 0), (0, 0, 0))
    assert seen(neighbour, acts_as) == (1, 1, 1)
    assert (posting.user, posting.confirmed_by) == (neighbour, district_officer)
    assert posting.minutes_left == 60
    assert Case.objects.visible_to(again(neighbour)).query is not None


def test_it_ends_by_itself(neighbour, reading, acts_as):
    with unguarded():
        Posting.objects.filter(pk=reading.pk).update(
            ends_at=timezone.now() - timedelta(hours=1)
        )

    assert seen(neighbour, acts_as) == (0, 0, 0)
    assert again(neighbour).roles == [Role.CASEWORKER]


def test_only_that_commune(neighbour, reading, far_commune, acts_as):
    make_household(far_commune)

    assert seen(neighbour, acts_as) == (1, 1, 1)


def test_reading_and_nothing_else(neighbour, reading, case, acts_as):
    user = again(neighbour)
    territory = case.territory_id

    with acts_as(user):
        assert Household.objects.update(people=9) == 0
        assert not Household.objects.for_writing().exists()
        alias = Alias(
            victim=case.victim, name="Mỷ", kind="nickname", recorded_by=user,
            territory_id=territory, area_id=territory, happened_on="2024-01-01",
        )  # fmt: skip
        with refused(), transaction.atomic():
            alias.save(force_insert=True)
    for perm in ("change_case", "add_household", "reveal_name", "export_cases",
                 "move_case", "add_file"):  # fmt: skip
        assert territory not in user.reach(f"victims.{perm}")


def test_the_reader_finds_how_to_reach_her_and_gives_a_reason_for_the_name(
    sign_in, neighbour, reading, case
):
    page = sign_in(neighbour)
    address = f"/cases/{case.pk}/person/"

    before = page.get(address).content.decode()
    send(page, f"/cases/{case.pk}/reveal/")
    without = page.get(address).content.decode()
    send(page, f"/cases/{case.pk}/reveal/", {"reason": REASON})

    assert f"{address}?see=numbers#numbers" in before
    assert case.victim.name not in before + without
    assert case.victim.name in page.get(address).content.decode()


def test_both_heads_know_when_it_is_asked_agreed_and_over(
    labour_officer, district_officer, provincial_officer, case, acts_as
):
    asked = ask(labour_officer, acts_as, commune=place("00815@2004"))
    first = told("emergency_asked")
    posting = agree(asked, district_officer, acts_as)
    at_the_end = told("emergency_over", later=True)
    with acts_as(again(labour_officer)):
        end_reading(posting, by=again(labour_officer))

    heads = {(district_officer, ""), (provincial_officer, "")}
    assert first == told("emergency_agreed") == at_the_end == heads
    assert told("emergency_over", later=True) == set()
    assert told("emergency_open") == {(labour_officer, "")}


def test_the_readers_own_head_knows_too(
    neighbour, district_officer, other_district_officer, far_commune, acts_as
):
    far = make_case(far_commune)
    asked = ask(neighbour, acts_as, code=far.code)
    agree(asked, other_district_officer, acts_as)

    assert told("emergency_asked") == {(other_district_officer, "")}
    assert told("emergency_asked_below") == {(district_officer, "")}
    assert (district_officer, "") in told("emergency_agreed")


def test_a_notice_of_later_is_not_read_before(reading, district_officer, acts_as):
    with acts_as(again(district_officer)):
        kinds = set(Notice.objects.values_list("kind", flat=True))
        unfiltered = Notice.objects.filter(kind="emergency_over").count()

    assert "emergency_over" not in kinds
    assert unfiltered == 0


def test_a_code_that_does_not_exist_is_answered_alike(
    sign_in, neighbour, case, district_officer
):
    def answer(code):
        page = sign_in(neighbour)
        form = {"code": code, "reason": REASON, "commune": ""}
        response = send(page, "/emergency/", form)
        page.get("/")  # the sentence is read
        shown = page.get("/emergency/").content.decode()
        return response.status_code, response.headers["Location"], code in shown

    assert answer(case.code) == answer("HG-2031-9999") == (302, "/emergency/", True)
    with unguarded():
        assert EmergencyAsk.objects.count() == 2
    assert told("emergency_asked") == {(district_officer, "")}


def test_a_refusal_looks_like_no_answer(neighbour, district_officer, case, acts_as):
    asked = ask(neighbour, acts_as, code=case.code)
    with acts_as(again(district_officer)):
        EmergencyAsk.objects.get(pk=asked.pk).refuse(by=again(district_officer))
    with unguarded():
        asked = EmergencyAsk.objects.get(pk=asked.pk)

    assert (asked.waits, asked.is_pending) == (True, False)
    with acts_as(again(district_officer)), refused("not yours to agree"):
        run("SELECT open_emergency(%s)", asked.pk)


def test_a_day_later_nobody_agrees_any_more(neighbour, district_officer, case, acts_as):
    asked = ask(neighbour, acts_as, code=case.code)
    with unguarded():
        EmergencyAsk.objects.update(asked_at=timezone.now() - timedelta(hours=25))

    with acts_as(again(district_officer)):
        assert not EmergencyAsk.objects.to_decide(again(district_officer)).exists()
        with refused("not yours to agree"), transaction.atomic():
            run("SELECT open_emergency(%s)", asked.pk)


@pytest.mark.parametrize(
    "member", ["neighbour", "caseworker", "other_district_officer", "administrator",
               "labour_officer"],
)  # fmt: skip
def test_only_an_officer_of_the_place_agrees(neighbour, request, case, acts_as, member):
    asked = ask(neighbour, acts_as, code=case.code)
    user = request.getfixturevalue(member)

    with acts_as(again(user)), refused("not yours to agree"):
        run("SELECT open_emergency(%s)", asked.pk)


def test_not_without_a_fresh_proof(neighbour, district_officer, case, acts_as):
    asked = ask(neighbour, acts_as, code=case.code)

    with acts_as(again(district_officer)):
        with unguarded():
            SignIn.objects.update(proven_at=timezone.now() - timedelta(minutes=11))
        with refused("not yours to agree"):
            run("SELECT open_emergency(%s)", asked.pk)


def test_not_to_ones_own(other_district_officer, province, case, acts_as):
    asked = ask(other_district_officer, acts_as, code=case.code)
    with unguarded():
        Posting.objects.create(
            user=other_district_officer, role=Role.PROVINCIAL_OFFICER, area=province,
            from_on="2020-01-01",
        )  # fmt: skip

    with acts_as(again(other_district_officer)), refused("not yours to agree"):
        run("SELECT open_emergency(%s)", asked.pk)
    with acts_as(again(other_district_officer)), pytest.raises(ValidationError):
        asked.agree(by=other_district_officer)


def test_an_administrator_never_asks(administrator, case, acts_as, sign_in):
    with pytest.raises(ValidationError):
        ask(administrator, acts_as, code=case.code)
    with acts_as(administrator), refused("not yours to ask"):
        run("SELECT ask_emergency(%s, %s, NULL, %s)", uuid.uuid4(), case.code, REASON)
    assert sign_in(administrator).get("/emergency/").status_code == 403


def test_nobody_signed_in_asks_nothing(case):
    with refused("not yours to ask"):
        run("SELECT ask_emergency(%s, %s, NULL, %s)", uuid.uuid4(), case.code, REASON)


@pytest.mark.parametrize(
    ("reason", "said"), [("x", "emergency_has_a_reason"), ("", "needs a reason")]
)
def test_without_a_reason_nothing(neighbour, case, acts_as, reason, said):
    with pytest.raises(ValidationError):
        ask(neighbour, acts_as, code=case.code, reason="cần xem gấp")
    with acts_as(neighbour), pytest.raises(DatabaseError, match=said):
        run("SELECT ask_emergency(%s, %s, NULL, %s)", uuid.uuid4(), case.code, reason)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO victims_emergencyask (id, asked_by_id, code, reason)"
        " VALUES (gen_random_uuid(), asker(), 'X', repeat('x', 30))",
        "UPDATE victims_emergencyask SET posting_id = NULL",
        "UPDATE victims_emergencyask SET asked_at = now()",
        "UPDATE accounts_posting SET ends_at = now() + interval '9 hours'",
        "DELETE FROM victims_emergencyask",
        "SELECT tell_heads('x', 'x', 1, 1, asker(), asker(), now())",
        "SELECT heads_over('{1}')",
    ],
)
def test_sql_makes_and_prolongs_nothing(neighbour, reading, acts_as, statement):
    with acts_as(again(neighbour)), refused("permission denied"):
        run(statement)


def test_who_asked_is_seen_by_the_officers_of_the_place_alone(
    neighbour, caseworker, district_officer, other_district_officer, case, acts_as
):
    ask(neighbour, acts_as, code=case.code)

    def count(user):
        with acts_as(again(user)):
            return EmergencyAsk.objects.count()

    assert [count(neighbour), count(district_officer)] == [1, 1]
    assert [count(caseworker), count(other_district_officer)] == [0, 0]


def test_every_page_says_so_and_the_trail_names_the_posting(
    sign_in, neighbour, reading, case
):
    page = sign_in(neighbour)

    home = page.get("/").content.decode()
    shown = page.get(f"/cases/{case.pk}/person/?see=contact")

    assert f"/emergency/{reading.pk}/end/" in home
    assert shown.status_code == 200
    with unguarded():
        rows = Activity.objects.filter(act="read victims:case_person")
        assert [row.purpose for row in rows] == [
            f"break-glass {reading.pk}; private: contact"
        ]


def test_the_button_ends_it(sign_in, neighbour, reading, case):
    page = sign_in(neighbour)

    response = send(page, f"/emergency/{reading.pk}/end/")

    assert response.status_code == 302
    assert page.get(f"/cases/{case.pk}/person/").status_code == 404
    assert f"/emergency/{reading.pk}/end/" not in page.get("/").content.decode()


def test_the_officer_decides_on_the_pages(
    sign_in, neighbour, district_officer, case, acts_as
):
    asked = ask(neighbour, acts_as, code=case.code)
    page = sign_in(district_officer)
    waiting = page.get("/emergency/").content.decode()
    shown = page.get(f"/emergency/{asked.pk}/").content.decode()
    send(page, f"/emergency/{asked.pk}/agree/")

    assert f"/emergency/{asked.pk}/" in waiting
    assert REASON in shown
    assert neighbour.name in shown
    assert page.get(f"/emergency/{asked.pk}/").status_code == 404
    assert again(neighbour).readings != []


def test_every_protected_table_opens_for_it(places):
    missing = """
        SELECT tablename FROM pg_policies WHERE policyname = 'sees'
        AND qual LIKE '(territory_id = ANY%' AND qual NOT LIKE '%emergency_reader%'"""
    with connection.cursor() as cursor:
        cursor.execute(missing)
        found = {name for (name,) in cursor.fetchall()}

    assert found <= {
        *("accounts_export", "accounts_exportfile", "victims_erasure"),
        "reporting_reconciliation",  # counts of an office, of nobody
        # of the Department's work, no help to anybody in danger
        *(f"support_regimes_audit{name}" for name in ("sample", "edcase", "finding")),
    }
