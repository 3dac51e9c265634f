"""Plain SQL as the role that the test has taken, in a savepoint of its own."""

import pytest
from django.db import DatabaseError, connection, transaction


def run(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def value(question, *parameters):
    """The first column of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchone()[0]


def refused(match="row-level security"):
    """`with refused(…):` the database says no, in words that match."""
    return pytest.raises(DatabaseError, match=match)
