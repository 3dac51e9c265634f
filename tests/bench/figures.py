"""The key figures of the two reports by the best SQL we can write for these data.

Written apart from reporting/figures and shorter, because it may rely on what the bench's
data are like: one handover a grant, nothing voided, nobody has moved.
"""

import time

from django.db import connection, transaction
from django.http import QueryDict

from accounts.requests import ask
from reporting.figures.labour import labour
from reporting.figures.womens_union import womens_union
from reporting.forms import ReportForm
from tests.bench.measure import Times

PLACE = """WITH place AS MATERIALIZED (SELECT id AS area_id, parent_id AS line FROM areas_area
    WHERE level = 'commune' AND version = 2004 AND id IN (
        SELECT covers_id FROM areas_coverage WHERE area_id = %(area)s))"""
# table, line, units, support, heads raised, heads sold, sales, products
UNION = f"""{PLACE}, given AS (
    SELECT g.case_id IS NOT NULL AS victims, line,
        count(DISTINCT coalesce(c.victim_id, g.household_id)) AS units,
        sum(g.due_amount) AS support
    FROM livelihoods_handover h JOIN livelihoods_grant g ON g.id = h.grant_id
    JOIN place ON place.area_id = h.area_id LEFT JOIN victims_case c ON c.id = g.case_id
    WHERE h.happened_on BETWEEN %(first)s AND %(last)s
    GROUP BY GROUPING SETS ((1, line), (1))
), entries AS (  -- by commune first: hundreds of rows to sort, not a million
    SELECT s.high_risk_from IS NULL AS victims, e.area_id, sum(heads) AS raised,
        -sum(heads) FILTER (WHERE kind = 'sold' AND happened_on >= %(first)s) AS sold,
        sum(e.income) FILTER (WHERE happened_on >= %(first)s) AS sales
    FROM livelihoods_herdentry e JOIN victims_household s ON s.id = e.household_id
    WHERE happened_on <= %(last)s GROUP BY 1, 2
), herd AS (
    SELECT victims, line, sum(raised) AS raised, sum(sold) AS sold, sum(sales) AS sales
    FROM entries JOIN place USING (area_id) GROUP BY GROUPING SETS ((1, line), (1))
), eggs AS (
    SELECT s.high_risk_from IS NULL AS victims, line, sum(i.amount) AS products
    FROM livelihoods_income i JOIN victims_household s ON s.id = i.household_id
    JOIN place USING (area_id) WHERE happened_on BETWEEN %(first)s AND %(last)s
    GROUP BY GROUPING SETS ((1, line), (1))
)
SELECT victims, coalesce(line, 0), units, coalesce(support, 0), coalesce(raised, 0),
    coalesce(sold, 0), coalesce(sales, 0), coalesce(products, 0)
FROM (SELECT victims, coalesce(line, 0) AS line, units, support FROM given) g
FULL JOIN (SELECT victims, coalesce(line, 0) AS line, raised, sold, sales FROM herd) h
    USING (victims, line)
FULL JOIN (SELECT victims, coalesce(line, 0) AS line, products FROM eggs) e
    USING (victims, line)"""
# what, line, regime, persons, women or minors or turns, minors
LABOUR = f"""{PLACE}
SELECT 'received', coalesce(line, 0), '', count(DISTINCT c.victim_id),
    count(DISTINCT c.victim_id) FILTER (WHERE v.sex = 'female'),
    count(DISTINCT c.victim_id) FILTER (
        WHERE date_part('year', c.received_on) - date_part('year', v.born_on) < 18)
FROM victims_case c JOIN place USING (area_id) JOIN victims_victim v ON v.id = c.victim_id
WHERE c.received_on BETWEEN %(first)s AND %(last)s GROUP BY GROUPING SETS ((line), ())
UNION ALL
SELECT 'given', coalesce(line, 0), coalesce(i.report_line, ''),
    count(DISTINCT coalesce(p.minor_id, p.victim_id)), count(*), count(DISTINCT p.minor_id)
FROM support_regimes_provision p JOIN place USING (area_id)
JOIN support_regimes_item i ON i.id = p.item_id
WHERE p.happened_on BETWEEN %(first)s AND %(last)s
GROUP BY GROUPING SETS ((line, i.report_line), (i.report_line), (line), ())"""
RUNS = 7


def _union_figures(scope):
    """The same columns from the product's own figures."""
    found = womens_union(scope)
    for table in found.tables:
        for line in [*table.shown, table.total]:
            yield (
                table.key == "victims", line.area.pk if line.area else 0, line.units,
                line.support, sum(line.raised.values()), sum(line.sold.values()),
                line.sales, line.products_total,
            )  # fmt: skip


def _labour_figures(scope):
    found = labour(scope)
    for part in [found.total, *found.areas]:
        line, got = part.area.pk if part.area else 0, part.received
        if part.is_empty:
            continue
        yield "received", line, "", got.persons, got.female, got.under_18
        for code, given in [("", part.given), *part.by_regime.items()]:
            yield "given", line, code, given.persons, given.turns, given.minors


REPORTS = [
    ("Women's Union", UNION, _union_figures, "reporting.view_womens_union"),
    ("Department", LABOUR, _labour_figures, "reporting.view_labour"),
]


def compared(measured):
    """(what, ratio, goal, "equal" or the differing rows) for each measured report."""
    for name, statement, product, permission in REPORTS:
        page = next((each for each in measured if each.name.startswith(name)), None)
        if not page:
            continue
        form = ReportForm(QueryDict(), reach=page.visitor.user.reach(permission))
        form.is_valid()
        scope, times = form.scope(), Times()
        with transaction.atomic(), connection.cursor() as cursor:
            ask(page.visitor.key)
            for _run in range(RUNS):
                began = time.perf_counter()
                cursor.execute(statement, scope.parameters())
                best = {tuple(map(_plain, row)) for row in cursor.fetchall()}
                times.append(time.perf_counter() - began)
            ours = {tuple(map(_plain, row)) for row in product(scope)}
        differ = sorted(best ^ ours, key=str)
        yield (
            f"{name}'s page ÷ (floor + best SQL of {times.median:.0f} ms)".replace(
                "'s's", "'s"
            ),
            page.page.median / (page.floor.median + times.median),
            1.5,
            f"differ: {differ[:4]}" if differ else "equal",
        )


def _plain(value):
    return value if isinstance(value, bool | str) else int(value or 0)
