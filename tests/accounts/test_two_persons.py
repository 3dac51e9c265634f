"""A powerful posting is given by two persons: on the pages, and in SQL."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Factor, Notice, Posting, SignIn, User
from accounts.roles import POWERFUL, Role
from tests.accounts.sql import refused, run, value
from tests.accounts.trail import acts
from tests.conftest import post, send, take, unguarded
from tests.factories import make_household
from victims.models import Household

DAY = timezone.localdate()
NEXT_YEAR = DAY + timedelta(days=300)
GIVEN = [Role.PROVINCIAL_OFFICER, Role.LABOUR_OFFICER, Role.ADMINISTRATOR]


@pytest.fixture
def second(province):
    return post("quan-tri-hai", "Hoàng Thị Dung", Role.ADMINISTRATOR, province)


@pytest.fixture
def waiting(administrator, caseworker, province):
    """A provincial officer's posting that the administrator has given."""
    return given(caseworker, Role.PROVINCIAL_OFFICER, province, administrator)


def given(user, role, area, by, **more):
    more = {"from_on": date(2024, 1, 1), "until_on": NEXT_YEAR} | more
    with unguarded():
        return Posting.objects.create(
            user=user, role=role, area=area, granted_by=by, **more
        )


def again(user):
    return User.objects.get(pk=user.pk)


def kept(posting):
    with unguarded():
        return Posting.objects.get(pk=posting.pk)


def decide(page, posting, act):
    return send(page, f"/people/postings/{posting.pk}/{act}/")


def told():
    with unguarded():
        return [(n.kind, n.user) for n in Notice.objects.order_by("at")]


@pytest.mark.parametrize("role", GIVEN)
def test_a_powerful_posting_gives_nothing_until_it_is_confirmed(
    administrator, second, neighbour, province, acts_as, role
):
    with unguarded():
        Posting.objects.filter(user=neighbour).delete()
    posting = given(neighbour, role, province, administrator)
    reach = f"SELECT cardinality(reach('{{{role}}}'))"

    with acts_as(again(neighbour)):
        before = (again(neighbour).roles, value(reach), value(is_a(role)))
    with acts_as(second):
        kept(posting).confirm(by=second)
    with acts_as(again(neighbour)):
        after = (again(neighbour).roles, value(reach) > 0, value(is_a(role)))

    assert before == ([], 0, False)
    assert after == ([role], True, True)


def is_a(role):
    return f"SELECT asker_is('{role}')"


def test_what_the_owner_gave_needs_no_second_person(provincial_officer, acts_as):
    with acts_as(provincial_officer):
        assert value(is_a(Role.PROVINCIAL_OFFICER))
    assert provincial_officer.roles == [Role.PROVINCIAL_OFFICER]


def test_giving_one_waits_and_tells_the_other_administrators(
    sign_in, administrator, second, caseworker
):
    form = {"role": "provincial_officer", "area": "02@2004", "from_on": "15/01/2024"}
    form["until_on"] = f"{NEXT_YEAR:%d/%m/%Y}"

    send(sign_in(administrator), f"/people/{caseworker.pk}/postings/add/", form)

    posting = Posting.objects.get(role=Role.PROVINCIAL_OFFICER)
    assert (posting.granted_by, posting.is_waiting) == (administrator, True)
    assert again(caseworker).roles == [Role.CASEWORKER]
    assert told() == [("posting_asked", second)]


def test_the_second_administrator_confirms_on_the_page(
    sign_in, second, waiting, caseworker, administrator
):
    page = sign_in(second)
    shown = page.get("/people/postings/").content.decode()

    response = decide(page, waiting, "confirm")

    assert caseworker.name in shown
    assert response.headers["Location"] == "/people/postings/"
    assert kept(waiting).confirmed_by == second
    assert again(caseworker).roles == [Role.CASEWORKER, Role.PROVINCIAL_OFFICER]
    assert told() == [("posting_confirmed", administrator)]
    assert acts()[-1] == "confirm posting"


def test_who_gave_it_does_not_confirm_it(sign_in, administrator, waiting):
    decide(sign_in(administrator), waiting, "confirm")

    assert kept(waiting).confirmed_by is None


def test_nobody_confirms_their_own(second, administrator, province, acts_as):
    posting = given(second, Role.LABOUR_OFFICER, province, administrator)

    with acts_as(second), pytest.raises(ValidationError):
        posting.confirm(by=second)


def test_not_from_another_province(waiting, places, acts_as):
    with unguarded():
        area = Posting._meta.get_field("area").related_model.objects
        elsewhere = area.by_code("04@2004")
    stranger = post("quan-tri-la", "Nông Văn Bình", Role.ADMINISTRATOR, elsewhere)

    with acts_as(stranger), pytest.raises(ValidationError):
        waiting.confirm(by=stranger)
    with acts_as(stranger):
        changed = Posting.objects.filter(pk=waiting.pk).update(confirmed_by=stranger)
    assert changed == 0


@pytest.mark.parametrize("member", ["second", "administrator"])
def test_it_can_be_refused_or_taken_back(sign_in, request, waiting, member):
    user = request.getfixturevalue(member)

    decide(sign_in(user), waiting, "refuse")

    assert (kept(waiting).refused_by, kept(waiting).is_live) == (user, False)
    assert not kept(waiting).is_waiting


def test_what_was_refused_stays_refused(second, waiting, administrator, acts_as):
    with acts_as(administrator):
        waiting.refuse(by=administrator)

    with acts_as(second), pytest.raises(ValidationError):
        kept(waiting).confirm(by=second)
    with acts_as(second), refused("waits for nobody"), transaction.atomic():
        confirm_in_sql(waiting, second)


def confirm_in_sql(posting, by):
    rows = Posting.objects.filter(pk=posting.pk)
    return rows.update(confirmed_by=by, confirmed_at=timezone.now())


@pytest.mark.parametrize("role", GIVEN)
def test_a_powerful_posting_runs_out(
    administrator, caseworker, province, acts_as, role
):
    posting = Posting(user=caseworker, role=role, area=province, from_on=DAY)

    for end in (None, DAY + timedelta(days=370)):
        posting.until_on = end
        with acts_as(administrator), pytest.raises(ValidationError) as raised:
            posting.add(by=administrator)
        assert list(raised.value.message_dict) == ["until_on"]


def test_an_act_on_a_posting_signs_its_person_out(
    administrator, caseworker, far_commune, acts_as, client
):
    posting = Posting(
        user=caseworker, role=Role.CASEWORKER, area=far_commune, from_on=DAY
    )
    client.force_login(caseworker)

    with acts_as(administrator):
        posting.add(by=administrator)
    gone_after_adding = SignIn.objects.filter(user=caseworker).count()
    client.force_login(again(caseworker))
    with acts_as(administrator):
        posting.end(by=administrator, on=DAY)

    with unguarded():
        left = SignIn.objects.filter(user=caseworker).count()
    assert (gone_after_adding, left) == (0, 0)
    assert client.get("/").headers["Location"].startswith("/sign-in/")


# As the application's role in SQL, past every rule of the program.


def insert(user, role, area, **more):
    more = {"from_on": DAY, "until_on": NEXT_YEAR} | more
    Posting(user=user, role=role, area=area, **more).save(force_insert=True)


@pytest.mark.parametrize(
    ("case", "granted_by", "confirmed_by"),
    [
        ("in another's name", "second", None),
        ("as if by the owner", None, None),
        ("with the second person filled in", "administrator", "second"),
    ],
)
def test_sql_gives_no_posting(
    request, administrator, caseworker, province, acts_as, case, granted_by,
    confirmed_by,
):  # fmt: skip
    more = {"granted_by": granted_by and request.getfixturevalue(granted_by)}
    if confirmed_by:
        more["confirmed_by"] = request.getfixturevalue(confirmed_by)
        more["confirmed_at"] = timezone.now()

    with acts_as(administrator), refused(), transaction.atomic():
        insert(caseworker, Role.PROVINCIAL_OFFICER, province, **more)


def test_sql_gives_none_to_oneself(administrator, commune, acts_as):
    with acts_as(administrator), refused(), transaction.atomic():
        insert(administrator, Role.CASEWORKER, commune, granted_by=administrator)


def test_sql_gives_none_without_an_end(administrator, caseworker, province, acts_as):
    with acts_as(administrator), refused(), transaction.atomic():
        insert(
            caseworker, Role.ADMINISTRATOR, province, granted_by=administrator,
            until_on=None,
        )  # fmt: skip


def test_sql_makes_no_emergency(administrator, caseworker, commune, acts_as):
    more = {"ends_at": timezone.now() + timedelta(days=9), "reason": "vì cần xem ngay"}
    for asker in (administrator, caseworker):
        with acts_as(asker), refused(), transaction.atomic():
            insert(
                asker, Role.EMERGENCY_READER, commune, granted_by=asker, **more
            )  # fmt: skip


def test_sql_confirms_no_own_grant(administrator, waiting, acts_as):
    with acts_as(administrator), refused("a second person"), transaction.atomic():
        confirm_in_sql(waiting, administrator)


def test_sql_confirms_no_own_posting(second, administrator, province, acts_as):
    own = given(second, Role.LABOUR_OFFICER, province, administrator)

    with acts_as(second), refused("a second person"), transaction.atomic():
        confirm_in_sql(own, second)


def test_sql_confirms_in_nobody_elses_name(administrator, second, waiting, acts_as):
    with acts_as(administrator), refused("a second person"), transaction.atomic():
        confirm_in_sql(waiting, second)


def test_sql_confirms_nothing_without_a_fresh_proof(second, waiting, acts_as):
    with acts_as(second):
        with unguarded():
            SignIn.objects.update(proven_at=timezone.now() - timedelta(minutes=11))
        with refused("a second person"), transaction.atomic():
            confirm_in_sql(waiting, second)


@pytest.mark.parametrize("how", ["code", "factors"])
def test_whose_access_the_giver_renewed_is_no_second_person(
    administrator, second, waiting, acts_as, how
):
    if how == "factors":
        with unguarded():
            Factor.objects.create(user=second, kind="totp", made_at=timezone.now())
    with acts_as(administrator):
        if how == "code":
            second.renew_code(by=administrator)
        else:
            second.reset_factors(by=administrator)

    assert waiting.second_persons() == []
    with acts_as(again(second)):
        with pytest.raises(ValidationError):
            kept(waiting).confirm(by=again(second))
        with refused("a second person"), transaction.atomic():
            confirm_in_sql(waiting, second)


def test_sql_confirms_nothing_twice(second, waiting, administrator, acts_as, province):
    third = post("quan-tri-ba", "Lò Thị Ba", Role.ADMINISTRATOR, province)
    with acts_as(second):
        waiting.confirm(by=second)

    with acts_as(third), refused("waits for nobody"), transaction.atomic():
        confirm_in_sql(waiting, third)


@pytest.mark.parametrize("end", [None, DAY + timedelta(days=900)])
def test_sql_revives_no_posting(
    second, waiting, administrator, acts_as, end, caseworker
):
    with acts_as(second):
        waiting.confirm(by=second)
    with acts_as(administrator):
        kept(waiting).end(by=administrator, on=DAY)

    with acts_as(administrator), refused("ends earlier"), transaction.atomic():
        Posting.objects.filter(pk=waiting.pk).update(until_on=end)


@pytest.mark.parametrize(
    "change",
    [
        {"role": Role.ADMINISTRATOR},
        {"from_on": date(2020, 1, 1)},
        {"granted_by": None},
        {"ends_at": None},
    ],
)
def test_sql_rewrites_no_posting(administrator, waiting, acts_as, change):
    with acts_as(administrator), refused("permission denied"), transaction.atomic():
        Posting.objects.filter(pk=waiting.pk).update(**change)


def test_nobody_else_touches_postings(caseworker, waiting, acts_as):
    with acts_as(caseworker):
        assert confirm_in_sql(waiting, caseworker) == 0


def test_the_constraints_hold_even_past_the_policies(
    administrator, caseworker, waiting
):
    with unguarded(), refused("second_person"), transaction.atomic():
        confirm_in_sql(waiting, administrator)
    with unguarded(), refused("not_given_to_oneself"), transaction.atomic():
        Posting.objects.filter(pk=waiting.pk).update(granted_by=caseworker)


def test_an_unconfirmed_posting_opens_no_row(
    administrator, second, neighbour, province, commune, acts_as
):
    make_household(commune)
    posting = given(neighbour, Role.PROVINCIAL_OFFICER, province, administrator)

    with acts_as(again(neighbour)):
        before = Household.objects.count()
    with acts_as(second):
        posting.confirm(by=second)
    with acts_as(again(neighbour)):
        assert (before, Household.objects.count()) == (0, 1)


# The owner's command, where there is one administrator only.


def confirm_by_command(user, role=Role.PROVINCIAL_OFFICER):
    take("app_owner")
    try:
        call_command("confirm_posting", user.username, role, stdout=StringIO())
    finally:
        take("app")


def test_the_owner_confirms_where_there_is_no_second(waiting, caseworker):
    confirm_by_command(caseworker)

    assert again(caseworker).roles == [Role.CASEWORKER, Role.PROVINCIAL_OFFICER]


def test_but_not_past_a_second_administrator(waiting, second, caseworker):
    with pytest.raises(CommandError):
        confirm_by_command(caseworker)

    assert kept(waiting).is_waiting


def test_nor_what_does_not_wait(waiting, neighbour):
    with pytest.raises(CommandError):
        confirm_by_command(neighbour)


def test_the_page_says_what_to_do_where_there_is_one_only(
    sign_in, administrator, waiting, caseworker
):
    shown = sign_in(administrator).get("/people/postings/").content.decode()

    assert "manage.py confirm_posting can-bo-xa provincial_officer" in shown
    assert f"/people/postings/{waiting.pk}/confirm/" not in shown


def test_the_database_and_the_program_know_the_same_powerful_roles(places):
    text = value("SELECT prosrc FROM pg_proc WHERE proname = 'posting_live'")

    assert all(f"'{role}'" in text for role in POWERFUL)
    with refused("permission denied"):
        run("CREATE FUNCTION posting_live(int) RETURNS int LANGUAGE sql AS 'SELECT 1'")


def test_the_first_page_of_administrators_shows_what_waits(sign_in, second, waiting):
    shown = sign_in(second).get("/").content.decode()

    assert 'href="/people/postings/"' in shown
