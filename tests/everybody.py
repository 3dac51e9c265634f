"""Each member of the cast and one record of each kind, made once for a whole module.

What one test does is taken back before the next.
"""

import re
import uuid
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from accounts.requests import check_constraints
from tests import access, conftest, records
from tests.conftest import take, undone_at_the_end

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def cookies(django_db_setup, django_db_blocker):
    """{member: cookies}: signed in once for all tests here, around theirs."""
    with undone_at_the_end(django_db_blocker):
        made = {}
        for name in access.CAST:
            client = Client()
            if name in conftest.CAST:
                user = conftest.member(name)
                take("app")
                client.force_login(user)
                take("app_owner")
            made[name] = client.cookies
        yield made


@pytest.fixture(scope="module")
def made(cookies, django_db_blocker):
    """{kind: what the address of a record needs}."""
    with django_db_blocker.unblock():
        return one_of_each()


def one_of_each():
    """Records of the caseworker's commune, one of each kind that an address names."""
    kinds = {line[2].partition(":")[0] for line in access.lines()} - {"-"}
    commune = conftest.place("00814@2004")
    take("app")
    made = {kind: records.make(kind, commune) for kind in sorted(kinds)}
    check_constraints()  # else every request would check all of them again
    take("app_owner")
    return made


@pytest.fixture
def cast(cookies, made, db):
    """{member: client}: a sign-out ends with the test."""
    clients = {name: Client(raise_request_exception=False) for name in cookies}
    for name, client in clients.items():
        client.cookies = deepcopy(cookies[name])
    return clients


def address(page, record, made):
    """The page's address for a record, such as "case" or "case:task=needs"."""
    kind, _colon, more = record.partition(":")
    if kind == "-":
        return reverse(page)
    extra = dict(pair.split("=") for pair in more.split(",") if pair)
    return reverse(page, kwargs=made[kind] | extra)


def missing(url):
    """The same address for a record that does not exist."""
    url = UUID.sub(lambda _found: str(uuid.uuid4()), url)
    return re.sub(r"/\d+/", "/999999999/", url)
