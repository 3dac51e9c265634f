"""The trail: written by the database, chained, never changed."""

import hashlib
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import activity
from accounts.models import ActivityLink, Posting
from accounts.roles import Role
from tests.accounts.sql import run
from tests.accounts.trail import rows
from tests.conftest import post, unguarded
from tests.factories import make_household


def test_a_row_says_who_as_what_where_and_never_what(
    district_officer, commune, acts_as
):
    household = make_household(commune)

    with acts_as(district_officer):
        activity.record("look at", household, purpose="asked by phone")

    row = rows()[-1]
    assert row.user_id == district_officer.pk
    assert row.role == "district_officer"
    assert row.act == "look at"
    assert row.subject_type == "victims.household"
    assert row.subjects == [household.pk]
    assert row.territory == commune.pk
    assert row.purpose == "asked by phone"


def test_a_role_counts_from_its_confirmation_until_its_end(
    caseworker, administrator, province, commune, acts_as
):
    """The trail names the roles that opened the page, not those that were asked for."""
    second = post("quan-tri-hai", "Sùng Thị Hai", Role.ADMINISTRATOR, province)
    days = {"from_on": date(2020, 1, 1), "until_on": date(2040, 1, 1)}
    with unguarded():
        waiting = Posting.objects.create(
            user=caseworker, role=Role.PROVINCIAL_OFFICER, area=province,
            granted_by=administrator, **days,
        )  # fmt: skip
        Posting.objects.create(
            user=caseworker, role=Role.DISTRICT_OFFICER, area=commune,
            from_on=date(2019, 1, 1), until_on=date(2020, 1, 1),
        )  # fmt: skip

    with acts_as(caseworker):
        activity.write("before")
    with unguarded():
        Posting.objects.filter(pk=waiting.pk).update(
            confirmed_by=second, confirmed_at=timezone.now()
        )
    with acts_as(caseworker):
        activity.write("after")

    told = [row.role for row in rows() if row.act in ("before", "after")]
    assert told == ["caseworker", "caseworker,provincial_officer"]


def test_whoever_asks_is_written_and_cannot_be_claimed(caseworker, places):
    activity.write("try")

    assert (rows()[-1].user_id, rows()[-1].role) == (None, "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_activity SET act = 'other'",
        "DELETE FROM accounts_activity",
        "TRUNCATE accounts_activity CASCADE",
        "INSERT INTO accounts_activity (at, role, act, subject_type, subjects, purpose,"
        " replay) VALUES (now(), '', 'forged', '', '{}', '', false)",
        "SELECT purpose FROM accounts_activity",
        "SELECT count(*) FROM accounts_activitylink",
        "UPDATE accounts_activitylink SET hash = ''",
        "DELETE FROM accounts_activitylink",
    ],
)
def test_the_application_can_only_add(places, statement):
    activity.write("kept")

    with pytest.raises(DatabaseError, match="permission denied"):
        run(statement)

    assert [row.act for row in rows()] == ["kept"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_activity SET act = 'other'",
        "DELETE FROM accounts_activity",
        "UPDATE accounts_activitylink SET hash = ''",
        "DELETE FROM accounts_activitylink",
    ],
)
def test_not_even_the_owner_changes_it(as_owner, statement):
    activity.write("kept")
    connection.check_constraints()

    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)


@pytest.mark.django_db(transaction=True)
def test_links_are_numbered_without_a_gap_and_hold_the_rows(places):
    for act in ("one", "two"):
        activity.write(act)
    with transaction.atomic():
        activity.write("undone")
        transaction.set_rollback(True)
    activity.write("three")

    links, last = chain(), b""
    assert [link.number for link in links] == [1, 2, 3]
    assert [link.activity.act for link in links] == ["one", "two", "three"]
    for link, text in zip(links, texts(), strict=True):
        last = hashlib.sha256(last + text.encode()).digest()
        assert bytes(link.hash) == last


def chain():
    with unguarded():
        return list(ActivityLink.objects.select_related("activity").order_by("number"))


def texts():
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("SELECT trail_text(a) FROM accounts_activity a ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


def test_the_text_of_a_row_is_the_same_in_every_session(places):
    activity.write("kept", subjects=[uuid.uuid4()])

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Asia/Ho_Chi_Minh'")
        here = texts()
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")

        assert texts() == here
