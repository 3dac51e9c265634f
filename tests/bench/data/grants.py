"""Grants with lines, steps, payments and handovers, in order of time."""

from livelihoods.models import (
    Grant,
    GrantLine,
    GrantStep,
    Handover,
    HandoverLine,
    Payment,
)
from support_regimes.models import Budget, FundingSource
from tests.bench.data.fill import copied, event, fill, plan, rows, state
from tests.bench.data.people import TODAY
from victims.models.codes import check_letter

MODELS = [Grant, GrantLine, GrantStep, Payment, Handover, HandoverLine]
GIVEN = "('approved', 'paid', 'handed_over', 'closed')"
DELIVERED = "('handed_over', 'closed')"
OWNER = {"territory_id": "area_id", "recorded_by_id": "user_id"}


def plans(cases):
    """Half as many grants as cases: odd ones with a case, even ones for prevention."""
    persons, prevention = cases - cases // 20, cases * 3 // 10
    plan(
        "plan_species",
        """SELECT s.id, w.* FROM livelihoods_species s JOIN (VALUES
            ('pig', 0.0, 0.45, 3, 2500000, 6, 4), ('goat', 0.45, 0.7, 3, 3000000, 2, 1),
            ('cow', 0.7, 0.9, 1, 15000000, 1, 1),
            ('black_chicken', 0.9, 1.0, 15, 250000, 10, 8)
        ) w (code, low, high, heads, price, born, sold) USING (code)""",
    )
    plan(
        "plan_asked",
        f"""SELECT g, pg_temp.key('grant', g) AS key, asked.i, h.h, h.key AS household_id,
            h.area_id, h.user_id, h.letters, a.parent_id AS district_id, pg_temp.r(g, 52) AS r,
            CASE WHEN base + 20 + (pg_temp.r(g, 51) * 300)::int <= {TODAY}
                THEN base + 20 + (pg_temp.r(g, 51) * 300)::int
                ELSE greatest(base, {TODAY} - (pg_temp.r(g, 59) * 14)::int) END AS day,
            CASE WHEN asked.i IS NOT NULL THEN pg_temp.key('case', asked.i) END AS case_id,
            pg_temp.r(g, 53) < .85 AS animals, pg_temp.r(g, 54) < .5 AS barn,
            pg_temp.r(g, 55) < .3 AS guidance, pg_temp.r(g, 56) < .3 AS unpriced,
            pg_temp.r(g, 57) AS kind, pg_temp.r(g, 58) < .8 AS donor
        FROM (
            SELECT g, c.i, c.p AS h, c.day AS base
            FROM generate_series(1, {cases} / 2, 2) g JOIN plan_case c ON c.i = g * 2
            UNION ALL
            SELECT g, NULL, h.h, h.day FROM generate_series(2, {cases} / 2, 2) g
            JOIN plan_household h ON h.h = {persons} + 1 + g / 2 % {prevention}
        ) asked
        JOIN plan_household h ON h.h = asked.h JOIN areas_area a ON a.id = h.area_id""",
    )
    plan(
        "plan_grant",
        f"""SELECT g.*, s.id AS species_id, s.code AS species, heads, price,
            nullif(CASE WHEN animals THEN heads * price WHEN unpriced THEN 0
                ELSE 2000000 END + CASE WHEN barn THEN 3000000 ELSE 0 END, 0) AS total,
            CASE WHEN age < 3 THEN 'draft' WHEN age < 12 THEN
                    CASE WHEN r < .1 THEN 'returned' ELSE 'submitted' END
                WHEN age < 25 THEN 'approved' WHEN age < 40 THEN 'paid'
                WHEN r < .03 AND age < 365 THEN 'submitted' WHEN r < .05 THEN 'refused'
                WHEN r < .07 THEN 'withdrawn' WHEN age < 400 THEN 'handed_over'
                ELSE 'closed' END AS state
        FROM (SELECT *, {TODAY} - day AS age FROM plan_asked) g
        JOIN plan_species s ON kind >= low AND kind < high ORDER BY day, g""",
    )
    _codes()


def _codes():
    numbered = rows(
        """SELECT g, letters || 'D-' || extract(year FROM day), row_number() OVER (
            PARTITION BY letters, extract(year FROM day) ORDER BY g) FROM plan_grant"""
    )
    coded = ((g, f"{stem}-{n:04d}") for g, stem, n in numbered)
    copied(
        "plan_grant_code",
        "g bigint, code text",
        ((g, f"{code}-{check_letter(code)}") for g, code in coded),
    )


def budgets():
    """Two sources; a budget of each a year, wide enough for what was promised."""
    for code, name, kind in [
        ("bench-donor", "Tổ chức tài trợ", "donor"),
        ("bench-state", "Ngân sách", "state"),
    ]:
        fill(
            FundingSource, "(SELECT) s", code=f"'{code}'", name=f"'{name}'",
            kind=f"'{kind}'",
        )  # fmt: skip
    promised = f"""(SELECT f.id AS source, extract(year FROM g.day) AS year, sum(total)
            FILTER (WHERE state IN {GIVEN}) AS due FROM plan_grant g
        JOIN support_regimes_fundingsource f
            ON f.code = CASE WHEN donor THEN 'bench-donor' ELSE 'bench-state' END
        GROUP BY 1, 2) b"""
    fill(
        Budget, promised, source_id="source", year="year",
        amount="coalesce(due, 0) + 5000000000", committed="coalesce(due, 0)",
    )  # fmt: skip


def grants():
    source = """plan_grant g JOIN plan_grant_code k USING (g)
        JOIN support_regimes_fundingsource f
            ON f.code = CASE WHEN donor THEN 'bench-donor' ELSE 'bench-state' END
        JOIN support_regimes_budget b
            ON b.source_id = f.id AND b.year = extract(year FROM g.day)
        ORDER BY g.day, g.g"""
    fill(
        Grant, source, **state("area_id", "user_id", "day") | {"territory_id": "g.area_id"},
        id="key", code="k.code", household_id="household_id", case_id="case_id",
        area_id="g.area_id", state="state", asked_on="day", budget_id="b.id",
        approving_area_id="CASE WHEN state <> 'draft' THEN district_id END",
        submitted_on="CASE WHEN state <> 'draft' THEN day + 2 END",
        decided_on=f"CASE WHEN state IN {GIVEN} OR state = 'refused' THEN day + 9 END",
        due_amount=f"CASE WHEN state IN {GIVEN} THEN total END",
        agreed_alone_on="day",
    )  # fmt: skip


def lines():
    rest = {**OWNER, "recorded_at": "pg_temp.at(day)", "grant_id": "key"}
    fill(
        GrantLine, "plan_grant WHERE animals", **rest, place=1, kind="'animals'",
        id="pg_temp.key('line1', g)", species_id="species_id", quantity="heads",
        unit="'con'", unit_price="price", item="''",
    )  # fmt: skip
    fill(
        GrantLine, "plan_grant WHERE NOT animals", **rest, place=1, kind="'fertilizer'",
        id="pg_temp.key('line1', g)", item="'Phân NPK'", quantity="100", unit="'kg'",
        lot_amount="CASE WHEN NOT unpriced THEN 2000000 END", not_valued="unpriced",
    )  # fmt: skip
    fill(
        GrantLine, "plan_grant WHERE barn", **rest, place=2, kind="'barn'",
        id="pg_temp.key('line2', g)", item="'Vật liệu chuồng trại'", lot_amount=3000000,
    )  # fmt: skip
    fill(
        GrantLine, "plan_grant WHERE guidance", **rest, place=3, kind="'guidance'",
        id="pg_temp.key('line3', g)", item="'Hướng dẫn kỹ thuật'", not_valued="true",
    )  # fmt: skip


# act, from, to, days after the request, states that have seen the act
STEPS = [
    ("ask", "", "draft", 0, None),
    ("submit", "draft", "submitted", 2, "state <> 'draft'"),
    ("return", "submitted", "returned", 5, "state = 'returned'"),
    ("approve", "submitted", "approved", 9, f"state IN {GIVEN}"),
    ("refuse", "submitted", "refused", 9, "state = 'refused'"),
    ("withdraw", "submitted", "withdrawn", 12, "state = 'withdrawn'"),
    ("pay", "approved", "paid", 15, f"state IN {GIVEN} AND state <> 'approved'"),
    ("hand_over", "paid", "handed_over", 25, f"state IN {DELIVERED}"),
    ("close", "handed_over", "closed", 390, "state = 'closed'"),
]


def steps():
    for act, before, after, days, seen in STEPS:
        source = f"plan_grant WHERE {seen or 'true'} ORDER BY day"
        fill(
            GrantStep, source, **event("area_id", "user_id", f"day + {days}"),
            id=f"pg_temp.key('{act}', g)", grant_id="key", act=f"'{act}'",
            from_state=f"'{before}'", to_state=f"'{after}'", note="''",
        )  # fmt: skip
    fill(
        Payment,
        f"plan_grant WHERE state IN {GIVEN} AND state <> 'approved' AND total > 0",
        **event("area_id", "user_id", "day + 15"), id="pg_temp.key('payment', g)",
        grant_id="key", voucher="'PC-' || g", amount="total", way="'cash'",
    )  # fmt: skip


def handovers():
    fill(
        Handover, f"plan_grant WHERE state IN {DELIVERED}",
        **event("area_id", "user_id", "day + 25"), id="pg_temp.key('handover', g)",
        grant_id="key", confirmation="'signed'", handed_by="'Cán bộ xã'",
    )  # fmt: skip
    fill(
        HandoverLine,
        f"plan_grant g JOIN livelihoods_grantline l ON l.grant_id = g.key"
        f" WHERE state IN {DELIVERED}",
        territory_id="g.area_id", recorded_by_id="g.user_id",
        recorded_at="pg_temp.at(day + 25)", id="pg_temp.key('delivery' || l.place, g)",
        handover_id="pg_temp.key('handover', g)", line_id="l.id", delivered="l.quantity",
    )  # fmt: skip


def make(cases):
    plans(cases)
    budgets()
    grants()
    lines()
    steps()
    handovers()
