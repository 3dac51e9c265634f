"""Each member of the cast and one record of each kind, made once for a whole module.

What one test does is taken back before the next.
"""

from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.requests import check_constraints
from tests import access, conftest, records
from tests.conftest import take


@pytest.fixture(scope="module")
def cookies(django_db_setup, django_db_blocker):
    """{member: cookies}: signed in once for all tests here, around theirs."""
    with django_db_blocker.unblock():
        conftest.restore()
    with django_db_blocker.unblock(), transaction.atomic():
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
        transaction.set_rollback(True)


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
