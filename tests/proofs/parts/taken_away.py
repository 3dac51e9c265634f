"""A plugin of pytest: each test runs with one guard taken away, until it is over.

TAKEN_AWAY holds the statement, or "role: permission" for a line of the table of powers.
Tests that commit keep their guards: nothing would bring them back.
"""

import os

import django
import pytest

django.setup()  # a plugin is there before the settings are

from django.db import connection  # noqa: E402

from accounts import roles  # noqa: E402
from tests.conftest import DATABASE_FIXTURES, take  # noqa: E402

GUARD = os.environ["TAKEN_AWAY"]


@pytest.fixture(autouse=True)
def taken_away(request, monkeypatch, as_application):
    role, _colon, permission = GUARD.partition(": ")
    if role in roles.PERMISSIONS:
        left = roles.PERMISSIONS[role] - {permission}
        monkeypatch.setitem(roles.PERMISSIONS, role, left)
        return
    uses_database = request.node.get_closest_marker("django_db") or (
        DATABASE_FIXTURES & set(request.fixturenames)
    )
    if not uses_database:
        return
    if not connection.in_atomic_block:
        return
    take("app_owner")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(GUARD)
    take("app")
