"""Nobody is shown anything of a place that their work does not reach.

WALK=full walks every method, four places and everybody (`bin/prove walk`); otherwise
own and neighbour records, read by whom they belong to and posted to by a neighbour:
that a stranger's answer is that of a missing record, tests/test_access.py holds.
"""

import os
import sys
import time
from datetime import date

import pytest
from django.urls import get_resolver, reverse

from accounts.models import Posting, User
from tests import access, filled, records, walker
from tests.conftest import place, post, undone_at_the_end, unguarded
from tests.test_access import names

FULL = os.environ.get("WALK") == "full"
WHO = {
    "caseworker": ("caseworker", "00814@2004", {"o"}),
    "neighbour": ("caseworker", "00815@2004", {"n"}),
    "district_officer": ("district_officer", "027@2004", {"o", "n"}),
    "other_district_officer": ("district_officer", "026@2004", {"d"}),
    "provincial_officer": ("provincial_officer", "02@2004", {"o", "n", "d"}),
    "labour_officer": ("labour_officer", "02@2004", {"o", "n", "d"}),
    "administrator": ("administrator", "02@2004", set()),
    "emergency_reader": ("emergency_reader", "00727@2004", {"d"}),
}
SHORT = ["caseworker", "neighbour", "other_district_officer"]
# What ends the walker's own sign-in, or the form's key of everybody else.
ENDS_A_SIGN_IN = {"sign_out", "quick_exit", "password_change", "lock", "sign_ins_end"}
AWAY = {"nobody", "locked"}  # whose posting is over is signed in, and sees nothing


def colleague(name, role, code):
    places = [] if role == "emergency_reader" else [place(code)]
    user = post("di-" + name.replace("_", "-"), "Lý Thị Mới", role, *places)
    if role == "emergency_reader":
        hour = records.reading(place(code))
        with unguarded():
            Posting.objects.filter(**hour).update(user=user, granted_by=user)
    return user


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker):
    """Marked records of the places and the cast; made once, in one transaction."""
    with undone_at_the_end(django_db_blocker):
        for where in filled.PLACES if FULL else ("own", "neighbour"):
            filled.fill(place(filled.PLACES[where]))
        with unguarded():
            walker.mark_everything()
        yield {
            name: colleague(name, role, code)
            for name, (role, code, _reach) in WHO.items()
            if FULL or name in SHORT
        }


@pytest.fixture
def walk(marked, db):
    """{name: (client, letters of the places reached)}"""
    members = {n: (walker.client_of(user), WHO[n][2]) for n, user in marked.items()}
    members["nobody"] = walker.client_of(None), set()
    if FULL:
        members |= {"locked": ended("locked"), "expired": ended("expired")}
    return walker.Walk(members)


def ended(name):
    """Somebody of the own commune, signed in before the account or posting ended."""
    user = colleague(name, "caseworker", "00814@2004")
    client = walker.client_of(user)
    with unguarded():
        if name == "locked":
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            Posting.objects.filter(user=user).update(until_on=date(2020, 1, 1))
    return client, set()


def test_every_address_is_walked(places):
    walked = {page for page, _record in walker.pages()}

    assert walked == set(names(get_resolver()))


def test_nothing_of_another_place_is_shown(walk):
    begun = time.monotonic()
    methods = walker.METHODS if FULL else ["get"]
    where_to = list(filled.PLACES) if FULL else ["neighbour"]

    if not FULL:
        walk.members = {"neighbour": walk.members["neighbour"]}

    for page, record in walker.pages(record_only=not FULL):
        if page in ENDS_A_SIGN_IN:
            continue
        for where in where_to if record != "-" else ["own"]:
            walk.step(page, record, where, methods)

    if FULL:
        said = [f"{sum(walk.counts.values())} answers", *walk.matrix()]
        said += [f"{time.monotonic() - begun:.0f} s", *walk.told()]
        sys.stdout.write("\n".join(["", *said, ""]))
    assert walk.told() == []
    assert still_here(walk) == set(walk.members) - AWAY


def still_here(walk):
    """A walk whose sign-in ended on the way would find nothing."""
    url = reverse("still_here")
    return {
        name
        for name, (c, _reach) in walk.members.items()
        if c.get(url).status_code == 200
    }


def test_lists_show_only_the_own_place(walk):
    for page, record in walker.pages():
        if record == "-" and page not in ENDS_A_SIGN_IN:
            walk.step(page, "-", "own", ["get"])

    assert walk.told() == []


def test_a_form_for_another_places_record_changes_no_row(walk):
    """What is typed looks right; the record is foreign: no row of any table differs."""
    names = ["caseworker"] if not FULL else [n for n in walk.members if n != "nobody"]
    lines = [
        (page, record)
        for page, _verb, record, _codes in access.lines()
        if record.partition(":")[0] not in walker.PLACELESS
    ]
    urls = {
        (page, where): walker.address(page, record, place(filled.PLACES[where]))
        for page, record in lines
        for where in (("neighbour", "district", "province") if FULL else ["neighbour"])
    }
    before = walker.rows_of_all_tables()

    for (page, where), url in urls.items():
        for name in names:
            client, reach = walk.members[name]
            if walker.LETTERS[where] not in reach:
                got = walker.ask(client, "post", url)
                walk.count(name, where, got.status_code)
                walk.check(page, name, where, "post", got, reach)

    after = walker.rows_of_all_tables()
    changed = {table for table in before if before[table] != after[table]}
    assert (walk.told(), changed) == ([], set())
