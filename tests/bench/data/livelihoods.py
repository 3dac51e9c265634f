"""Visits, and herds with their ledgers."""

from livelihoods.models import Herd, HerdEntry, HomeVisit, Income
from tests.bench.data.fill import event, fill, plan
from tests.bench.data.grants import DELIVERED, OWNER
from tests.bench.data.people import DAYS, FIRST, TODAY

MODELS = [HomeVisit, Herd, HerdEntry, Income]


def visits(cases):
    """Ten a case, in order of time: nine of ten in the two years after an intake,
    one of ten at a prevention household."""
    window, persons = cases * 730 // DAYS, cases - cases // 20
    plan(
        "plan_visit",
        f"""SELECT v, day, pg_temp.r(v, 41) AS a, pg_temp.r(v, 42) AS b,
            CASE WHEN pg_temp.r(v, 43) < .9 THEN greatest(1, upto -
                floor(pg_temp.r(v, 44) * least({window}, upto))::bigint) END AS i,
            {persons} + greatest(1, ceil(pg_temp.r(v, 45) * upto * 3 / 10)::bigint) AS h
        FROM (SELECT v, {FIRST} + (v * ({DAYS} - 1) / ({cases} * 10))::int AS day,
                greatest(1, v / 10 - 1) AS upto
              FROM generate_series(1, {cases} * 10::bigint) v) w""",
    )
    plan(
        "plan_visited",
        """SELECT v.v, v.a, v.b, greatest(v.day, h.day) AS day, h.key, h.area_id,
            h.user_id,
            CASE WHEN v.i IS NOT NULL THEN pg_temp.key('case', v.i) END AS case_id,
            CASE WHEN v.a < .15 THEN 'high' WHEN v.a < .5 THEN 'medium' ELSE 'low' END
            AS risk
        FROM plan_visit v LEFT JOIN plan_case c ON c.i = v.i
        JOIN plan_household h ON h.h = coalesce(c.p, v.h)""",
    )
    feels = "CASE WHEN a < .95 THEN {} ELSE '' END"
    fill(
        HomeVisit, "plan_visited ORDER BY v", **event("area_id", "user_id", "day"),
        id="pg_temp.key('visit', v)", household_id="key", case_id="case_id",
        way="CASE WHEN a < .85 THEN 'at_home' WHEN a < .95 THEN 'phone' ELSE 'not_met' END",
        not_met="CASE WHEN a < .95 THEN '' ELSE 'out' END",
        private="CASE WHEN a < .95 THEN b < .8 END", health=feels.format("'good'"),
        mind=feels.format("CASE WHEN b < .2 THEN 'poor' ELSE 'fair' END"),
        eating=feels.format("'fair'"),
        needs="CASE WHEN b < .1 THEN '{insurance}' ELSE '{}' END::varchar[]",
        risk_before="risk", risk_after="risk", next_visit_on="day + 14 + (b * 60)::int",
    )  # fmt: skip


def ledgers():
    """Animals of each handover, then half-yearly young, sales and deaths: never more
    leave than are there. A cow has a calf one half-year and sells it the next."""
    plan(
        "plan_herd",
        f"""SELECT row_number() OVER (ORDER BY min(g.day), h) AS n, h, household_id, species_id,
            min(species) AS species, min(price) AS price, min(g.day) + 25 AS day,
            min(area_id) AS area_id, (array_agg(user_id))[1] AS user_id
        FROM plan_grant g WHERE animals AND state IN {DELIVERED}
        GROUP BY h, household_id, species_id""",
    )
    plan(
        "plan_cycle",
        f"""SELECT h.*, k, h.day + 180 * k AS ends, s.born, s.sold
        FROM plan_herd h JOIN plan_species s ON s.id = h.species_id
        CROSS JOIN LATERAL generate_series(1, least(8, ({TODAY} - h.day) / 180)) k""",
    )
    plan(
        "plan_entry",
        f"""SELECT n, 'handed_over' AS kind, heads, g.day + 25 AS day, g.g FROM plan_grant g
            JOIN plan_herd h USING (h, species_id) WHERE animals AND state IN {DELIVERED}
        UNION ALL SELECT n, 'born', born, ends - 60, k FROM plan_cycle
            WHERE species <> 'cow' OR k % 2 = 1
        UNION ALL SELECT n, 'sold', -sold, ends, k FROM plan_cycle
            WHERE species <> 'cow' OR k % 2 = 0
        UNION ALL SELECT n, 'died', -1, ends - 30, k FROM plan_cycle
            WHERE species <> 'cow' AND k % 3 = 0""",
    )
    left = "(SELECT n, sum(heads) AS left_now FROM plan_entry GROUP BY n) e"
    fill(
        Herd, f"plan_herd JOIN {left} USING (n) ORDER BY day", **OWNER,
        recorded_at="pg_temp.at(day)", id="pg_temp.key('herd', n)",
        household_id="household_id", species_id="species_id", heads_now="left_now",
    )  # fmt: skip
    fill(
        HerdEntry, "plan_entry e JOIN plan_herd h USING (n) ORDER BY e.day",
        **event("area_id", "user_id", "e.day"),
        id="pg_temp.key('entry-' || kind || n || '-', g)", herd_id="pg_temp.key('herd', n)",
        household_id="household_id", kind="kind", heads="heads",
        cause="CASE WHEN kind = 'died' THEN 'cold' ELSE '' END",
        income="CASE WHEN kind = 'sold' THEN -heads * price::bigint END",
        purpose="CASE WHEN kind = 'sold' THEN 'breeding' ELSE '' END",
        handover_id="CASE WHEN kind = 'handed_over' THEN pg_temp.key('handover', g) END",
    )  # fmt: skip
    fill(
        Income, "plan_cycle WHERE species = 'black_chicken'",
        **event("area_id", "user_id", "ends"), id="pg_temp.key('eggs' || n || '-', k)",
        household_id="household_id", kind="'eggs'", amount="50000 * (1 + n % 9)",
    )  # fmt: skip


def make(cases):
    visits(cases)
    ledgers()
