"""Support under the six regimes, and requests to the bodies that decide two of them."""

from support_regimes.models import Provision, RegimeRequest, RequestStep
from tests.bench.data.fill import event, fill, plan, state
from tests.bench.data.people import CASES, TODAY

MODELS = [Provision, RegimeRequest, RequestStep]


def plans():
    """Items of the rule set of 2013, numbered apart by who decides on them."""
    plan(
        "plan_item",
        """SELECT i.id, i.once, i.regime_id, s.key AS rule_set_key, r.decided,
            row_number() OVER (PARTITION BY r.decided ORDER BY r.number, i.order) - 1 AS n,
            count(*) OVER (PARTITION BY r.decided) AS of
        FROM support_regimes_item i JOIN support_regimes_regime r ON r.id = i.regime_id
        JOIN support_regimes_ruleset s ON s.id = r.rule_set_id
        WHERE date '2013-07-01' BETWEEN s.valid_from
            AND coalesce(s.valid_to, date '2013-07-01')""",
    )
    plan(
        "plan_given",
        f"""SELECT c.*, j, t.id AS item_id, t.once, c.day + 5 * j AS given_on
        FROM {CASES} CROSS JOIN generate_series(1, 3) j
        JOIN plan_item t ON t.decided = 'provider'
            AND t.n = (floor(pg_temp.r(c.i, 60) * t.of)::int + j) % t.of
        WHERE NOT (t.once AND c.i % 20 = 0) AND c.day + 5 * j <= {TODAY}""",
    )
    plan(
        "plan_request",
        f"""SELECT c.*, t.id AS item_id, t.once, t.regime_id, t.rule_set_key,
            c.day + 20 AS asked_on,
            CASE WHEN age < 5 THEN 'asked' WHEN age < 12 THEN 'verified'
                WHEN age < 20 THEN 'appraised' WHEN r < .03 AND age < 300 THEN 'returned'
                WHEN r < .85 THEN 'approved' WHEN r < .95 THEN 'refused'
                ELSE 'withdrawn' END AS state
        FROM (SELECT *, {TODAY} - day - 20 AS age, pg_temp.r(i, 62) AS r FROM {CASES}
              WHERE i % 20 > 0 AND pg_temp.r(i, 61) < .6 AND day + 20 <= {TODAY}) c
        JOIN plan_item t ON t.decided = 'state'
            AND t.n = floor(pg_temp.r(c.i, 63) * t.of)""",
    )


CODE = "(SELECT l.code FROM support_regimes_item l WHERE l.id = item_id)"


def provisions():
    given = {
        "item_id": "item_id",
        "item_code": CODE,
        "once": "once",
        "amount": "CASE WHEN b < .8 THEN 100000 * (1 + i % 9) END",
        "provider": "'Cơ sở hỗ trợ'",
    }
    of_case = {"case_id": "key", "victim_id": "victim_id", "ground": "''"}
    fill(
        Provision, "plan_given ORDER BY given_on", **given, **of_case,
        **event("area_id", "user_id", "given_on"), id="pg_temp.key('given' || j, i)",
    )  # fmt: skip
    fill(
        Provision, "plan_given WHERE b < .15 AND j = 1 ORDER BY given_on",
        **given, **of_case, **event("area_id", "user_id", "given_on"),
        id="pg_temp.key('given-minor', i)", minor_id="pg_temp.key('minor', i)",
    )  # fmt: skip
    fill(
        Provision, "plan_given WHERE i % 50 = 7 AND j = 1 ORDER BY given_on", **given,
        **event("area_id", "user_id", "given_on"), id="pg_temp.key('given-nobody', i)",
        age_group="'adult'",
    )  # fmt: skip


# act, from, to, days after the application, states that have seen it
DECIDED = "('approved', 'refused')"
STEPS = [
    ("ask", "", "asked", 0, "true"),
    ("verify", "asked", "verified", 3, "state NOT IN ('asked', 'withdrawn')"),
    (
        "appraise",
        "verified",
        "appraised",
        8,
        f"state = 'appraised' OR state IN {DECIDED}",
    ),
    ("return", "verified", "returned", 9, "state = 'returned'"),
    ("withdraw", "asked", "withdrawn", 9, "state = 'withdrawn'"),
    ("decide", "appraised", "state", 11, f"state IN {DECIDED}"),
]


def requests():
    fill(
        RegimeRequest, "plan_request ORDER BY asked_on",
        **state("area_id", "user_id", "asked_on"), id="pg_temp.key('request', i)",
        case_id="key", regime_id="regime_id", item_id="item_id", state="state",
        asked_on="asked_on",
    )  # fmt: skip
    for act, before, after, days, seen in STEPS:
        decides = act == "decide"
        fill(
            RequestStep, f"plan_request WHERE {seen} ORDER BY asked_on",
            **event("area_id", "user_id", f"asked_on + {days}"),
            id=f"pg_temp.key('step-{act}', i)", request_id="pg_temp.key('request', i)",
            act=f"'{act}'", from_state=f"'{before}'",
            to_state="state" if decides else f"'{after}'", rule_set_key="rule_set_key",
            result="state" if decides else "''", facts_seen="'{}'::jsonb", facts="'{}'::jsonb",
            body_name="'Ủy ban nhân dân'", document_number="i || '/QĐ'",
            amount="CASE WHEN state = 'approved' THEN 1000000 END" if decides else "NULL",
        )  # fmt: skip
    fill(
        Provision, "plan_request WHERE state = 'approved' ORDER BY asked_on",
        **event("area_id", "user_id", "asked_on + 12"), id="pg_temp.key('fulfilled', i)",
        case_id="key", victim_id="victim_id", item_id="item_id", item_code=CODE,
        once="once", request_id="pg_temp.key('request', i)", amount="1000000", ground="''",
        provider="'Ủy ban nhân dân'",
    )  # fmt: skip


def make():
    plans()
    provisions()
    requests()
