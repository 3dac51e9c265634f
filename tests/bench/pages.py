"""Which pages are measured, as whom, and with which rows."""

import re
from html import unescape
from urllib.parse import urlencode

from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from accounts.requests import ask
from tests.bench.data.names import RARE
from tests.bench.measure import Visitor
from victims.searching import hidden

# As frequent as names get, three words in any order, one rare person, nobody.
SEARCHES = [
    ("a frequent word", "thi"),
    ("three frequent words", "my vang thi"),
    ("a rare name", RARE),
    ("nobody's name", "zzzz"),
]
DEEP = 20  # pages turned before the deep one is measured


class Cast:
    """Who looks: three officers, the caseworker with most cases, one with few."""

    def __init__(self):
        self.province = _visitor("province")
        self.district = _visitor("district")
        self.labour = _visitor("labour")
        by_load = self.ids(
            """SELECT u.username FROM accounts_user u JOIN accounts_posting p
                ON p.user_id = u.id AND p.role = 'caseworker'
            JOIN areas_area commune ON commune.id = p.area_id
            JOIN areas_area district ON district.id = commune.parent_id
            JOIN victims_case c ON c.territory_id = p.area_id
            WHERE district.code = '027' GROUP BY 1 ORDER BY count(*)"""
        )
        self.quiet, self.busy = _visitor(by_load[0]), _visitor(by_load[-1])

    def ids(self, statement, *params, as_=None):
        """The first column, as the officer (province unless said) may read it."""
        with transaction.atomic(), connection.cursor() as cursor:
            ask((as_ or self.province).key)
            cursor.execute(statement, params)
            return [row[0] for row in cursor.fetchall()]


def _visitor(username):
    return Visitor(User.objects.get(username=username))


def deep(visitor, url):
    """The address of the page so many pages further on, as the links lead."""
    here = url
    for _page in range(DEEP):
        found = re.search(r'<a [^>]*rel="next"[^>]*>', visitor.get(here))
        if not found:
            break
        query = unescape(re.search(r'href="([^"]*)"', found[0])[1])
        here = query if query.startswith("/") else f"{url.partition('?')[0]}{query}"
    return here


VISITS = """SELECT case_id FROM livelihoods_homevisit v JOIN victims_case c
    ON c.id = v.case_id AND c.closed_on IS NULL WHERE c.territory_id = %s
    GROUP BY 1 ORDER BY count(*) {} LIMIT 1"""


def found(visitor, text):
    """The list of cases with a search, as the search form leads to it."""
    token = hidden(text, visitor.user)
    return f"{reverse('victims:case_list')}?{urlencode({'q': token})}"


def listed(cast):
    """(name, visitor, address) of the pages with rows."""
    cases, grants = reverse("victims:case_list"), reverse("livelihoods:grant_list")
    visits, home = reverse("livelihoods:visit_list"), reverse("home")
    offices = [
        ("commune", cast.busy), ("district", cast.district), ("province", cast.province)
    ]  # fmt: skip
    for place, visitor in offices:
        yield f"case list, {place}", visitor, cases
    yield "case list, deep, province", cast.province, deep(cast.province, cases)
    for name, text in SEARCHES:
        yield f"search {name}, province", cast.province, found(cast.province, text)
    yield (
        f"search {SEARCHES[1][0]}, district",
        cast.district,
        found(cast.district, SEARCHES[1][1]),
    )
    for place, visitor in offices[1:]:
        yield f"grant queue, {place}", visitor, grants
    for place, visitor in offices[:2]:
        yield f"visit list, {place}", visitor, visits
    for place, visitor in offices:
        yield f"home, {place}", visitor, home
    due = reverse("support_regimes:due_list")
    yield "due, commune", cast.busy, due
    yield "due, district", cast.district, due
    yield "due, Department", cast.labour, due
    yield "due, Department, deep", cast.labour, deep(cast.labour, due)


def case_of(cast, visitor, order):
    """The open case of the visitor's commune with most (DESC) or fewest visits."""
    (territory,) = visitor.user.postings.values_list("area_id", flat=True)
    (key,) = cast.ids(VISITS.format(order), territory)
    return key


def case_pages(cast):
    key = case_of(cast, cast.busy, "DESC")
    yield (
        "case page, commune",
        cast.busy,
        reverse("support_regimes:case_board", args=[key]),
    )
    yield (
        "case timeline, commune",
        cast.busy,
        reverse("livelihoods:case_timeline", args=[key]),
    )
    yield (
        "case livelihood, commune",
        cast.busy,
        reverse("livelihoods:case_livelihood", args=[key]),
    )


def reports(cast):
    yield (
        "Women's Union report, province",
        cast.province,
        reverse("reporting:womens_union"),
    )
    yield "Department's report, province", cast.labour, reverse("reporting:labour")


def pairs(cast):
    """(name, few rows, many rows): the number of questions must be the same."""
    for name in [
        "victims:case_list",
        "livelihoods:grant_list",
        "livelihoods:visit_list",
        "support_regimes:due_list",
        "home",
    ]:
        yield name, (cast.quiet, reverse(name)), (cast.busy, reverse(name))
    few, many = (case_of(cast, cast.busy, order) for order in ("ASC", "DESC"))
    for name in [
        "support_regimes:case_board",
        "livelihoods:case_timeline",
        "livelihoods:case_livelihood",
    ]:
        yield (
            name,
            (cast.busy, reverse(name, args=[few])),
            (cast.busy, reverse(name, args=[many])),
        )
