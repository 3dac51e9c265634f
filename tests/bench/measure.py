"""Times of a page, of its bare SQL and of the floor, taken in turn in one process."""

import gc
import re
import statistics
import time
from collections import Counter

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from accounts.requests import ask

FLOOR, SIGNED_IN = "/bench/floor/", "/bench/signed-in/"
# Of each page: at most so many runs, or seconds, but never fewer than three runs.
RUNS, SECONDS, LEAST = 40, 9, 3
# What is no question of the page: the transaction, who asks, and the trail.
FRAME = re.compile(r"SAVEPOINT|RELEASE|SET CONSTRAINTS|.*(write_trail\(|app.proof)")


class Visitor:
    """Somebody signed in, behind the real middleware, policies and trail."""

    def __init__(self, user):
        self.user = user
        self.client = Client(SERVER_NAME="localhost")
        with transaction.atomic():  # the sign-in's own request
            self.client.force_login(user)
        self.key = self.client.cookies[settings.SESSION_COOKIE_NAME].value

    def get(self, url):
        response = self.client.get(url)
        body = response.getvalue() if response.streaming else response.content
        if response.status_code != 200:
            raise SystemExit(f"{url} answers {response.status_code} to {self.user}.")
        return body.decode()

    def statements(self, url):
        """What the page asks the database, beyond what the floor asks: [(sql, params)]."""
        floor = Counter(sql for sql, _params in self._asked(FLOOR))
        own = []
        for sql, params in self._asked(url):
            if floor[sql]:
                floor[sql] -= 1
            else:
                own.append((sql, params))
        return own

    def _asked(self, url):
        asked = []

        def note(execute, sql, params, many, context):
            if not FRAME.match(sql):
                asked.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self.get(url)
        return asked

    def replay(self, statements):
        """Seconds that the statements take on a raw cursor, as the same person."""
        with transaction.atomic():
            ask(self.key)
            cursor = connection.connection.cursor()
            began = time.perf_counter()
            for sql, params in statements:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
            return time.perf_counter() - began


class Times(list):
    """Seconds of the runs; shown in milliseconds."""

    @property
    def median(self):
        return statistics.median(self) * 1000

    @property
    def p95(self):
        return sorted(self)[int(len(self) * 0.95)] * 1000


def timed(visitor, url):
    began = time.perf_counter()
    visitor.get(url)
    return time.perf_counter() - began


def in_turn(*tasks):
    """Run the tasks (functions giving seconds) in turn; Times of each."""
    ends = time.monotonic() + SECONDS
    for task in tasks * 2:  # to warm up
        task()
    gc.collect()
    results = [Times() for _task in tasks]
    while len(results[0]) < LEAST or (
        len(results[0]) < RUNS and time.monotonic() < ends
    ):
        for task, times in zip(tasks, results, strict=True):
            times.append(task())
    return results


class Measured:
    """One page as one person sees it, with the statements it asked."""

    def __init__(self, name, visitor, url, goal=1.5, best=None):
        self.name, self.goal, self.url, self.visitor = name, goal, url, visitor
        self.statements = visitor.statements(url)
        bare = best or self.statements
        self.page, self.sql, self.floor = in_turn(
            lambda: timed(visitor, url),
            lambda: visitor.replay(bare),
            lambda: timed(visitor, FLOOR),
        )

    @property
    def ratio(self):
        return self.page.median / (self.floor.median + self.sql.median)

    @property
    def missed(self):
        return self.ratio > self.goal
