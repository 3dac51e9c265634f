"""What row policies and trail cost: each page with both on, beside both off, in turn.

Off: the same person and middleware, but past every policy and without a row of the trail.
The process is the tester, who may take on the application's role and put it off again.
"""

from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from accounts import activity
from tests.bench.measure import in_turn, timed

GOAL = 1.25


def take(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


def guarded(sender, connection, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE app")


@contextmanager
def off():
    """No policy holds and nothing is written to the trail."""
    written = activity.write
    take("NONE")
    activity.write = lambda *args, **kwargs: None
    try:
        yield
    finally:
        activity.write = written
        take("app")


def off_timed(visitor, url):
    with off():
        return timed(visitor, url)


def compared(rows):
    """(name, median on, median off in ms, ratio) of each (name, visitor, url)."""
    for name, visitor, url in rows:
        guards, bare = in_turn(
            partial(timed, visitor, url), partial(off_timed, visitor, url)
        )
        yield name, guards.median, bare.median, guards.median / bare.median


def prepare():
    """As the application from the first connection on, like the tests."""
    connection_created.connect(guarded, dispatch_uid="guards")
    user = settings.DATABASES["default"]["USER"]
    if user != "tester":
        raise SystemExit(f"The guards are measured as tester, not as {user}.")
