"""Places, staff, households, persons and cases, in order of time."""

import json
import uuid
from hashlib import md5

from accounts.models import Posting, User
from accounts.sealing import seal
from tests.bench.data.fill import copied, event, fill, plan, rows, run, state
from tests.bench.data.names import pool
from victims.models import (
    AccompanyingMinor,
    Alias,
    Case,
    Consent,
    Holding,
    Household,
    Identification,
    Need,
    Paper,
    PovertyStatus,
    RiskAssessment,
    Victim,
)
from victims.models.codes import check_letter
from victims.models.victim import tail_hash

FIRST, TODAY = "date '2013-07-01'", "date '2024-01-15'"
DAYS = 3850  # between the two
MODELS = [
    *(Household, Victim, Case, AccompanyingMinor, PovertyStatus, Alias, Paper),
    *(Identification, RiskAssessment, Consent, Holding, Need),
]
# The share of cases that said yes to each purpose.
YES = {"record": 0.98, "share_authority": 0.9, "visit": 0.9, "photo": 0.9}
# How many of 100 cases of Hà Giang are in each district; the rest in Cao Bằng's list.
WEIGHTS = {"027": 22, "026": 16, "028": 14, "029": 8, "032": 7, "033": 6}


def key(kind, number):
    """The key that pg_temp.key gives in SQL."""
    return uuid.UUID(md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest())


def places():
    """10,000 slots shared out to the communes: by district, and by rank within it."""
    weights = " ".join(f"WHEN '{code}' THEN {w}" for code, w in WEIGHTS.items())
    plan(
        "plan_commune",
        f"""SELECT row_number() OVER (ORDER BY c.code) AS n, c.id AS area_id, p.letters,
            pg_temp.key('user', c.id) AS user_id, c.code, p.code = '02' AS home,
            CASE d.code {weights} ELSE CASE p.code WHEN '02' THEN 3 ELSE 1 END END::float8
                / (1 + row_number() OVER (PARTITION BY d.id ORDER BY c.code)) AS weight
        FROM areas_area c JOIN areas_area d ON d.id = c.parent_id
            JOIN areas_area p ON p.id = d.parent_id
        WHERE c.version = 2004 AND c.level = 'commune' AND p.code IN ('02', '04')""",
    )
    plan(
        "plan_share",
        """SELECT *, sum(weight) OVER (ORDER BY n) / sum(weight) OVER () AS upto,
            (sum(weight) OVER (ORDER BY n) - weight) / sum(weight) OVER () AS above
        FROM plan_commune""",
    )
    plan(
        "plan_slot",
        """SELECT slot, n, area_id, user_id, letters FROM generate_series(0, 9999) slot
        JOIN plan_share ON slot / 10000.0 >= above AND slot / 10000.0 < upto""",
    )


def staff():
    """A caseworker a commune; the three who are measured have names of their own."""
    fill(
        User, "plan_commune", id="user_id", username="'cb-' || code",
        name="'Cán bộ ' || code", is_active="true",
    )  # fmt: skip
    fill(
        Posting, "plan_commune", id="pg_temp.key('posting', n)", user_id="user_id",
        role="'caseworker'", area_id="area_id", from_on="date '2013-01-01'",
    )  # fmt: skip
    measured = [
        ("district", "district_officer", "027"),
        ("province", "provincial_officer", "02"),
        ("labour", "labour_officer", "02"),
    ]
    for number, (name, role, code) in enumerate(measured, start=1):
        fill(
            User, f"(SELECT pg_temp.key('measured', {number}) AS key) k", id="key",
            username=f"'{name}'", name=f"'{name}'", is_active="true",
        )  # fmt: skip
        fill(
            Posting, f"areas_area WHERE code = '{code}' AND version = 2004",
            id=f"pg_temp.key('measured-posting', {number})", role=f"'{role}'",
            user_id=f"pg_temp.key('measured', {number})", area_id="id",
            from_on="date '2013-01-01'",
        )  # fmt: skip


def plans(cases):
    """Which case is whose, where and when; every 20th is a second return."""
    copied(
        "plan_name",
        "n int, name text, call text, searched text, folded text, sorted text",
        pool(),
    )
    names = rows("SELECT count(*) FROM plan_name")[0][0]
    plan(
        "plan_case",
        f"""SELECT i, day, least(greatest(day + 730 - (pg_temp.r(i, 3) < .1)::int * 500,
                day + 30), {TODAY}) AS last_day,
            CASE WHEN day < {TODAY} - 730 THEN pg_temp.r(i, 2) < .75
                 WHEN day < {TODAY} - 230 THEN pg_temp.r(i, 2) < .1
                 ELSE false END AS closed,
            CASE WHEN i % 20 > 0 THEN i - i / 20
                 ELSE first - first / 20 END AS p
        FROM (SELECT i, {FIRST} + (i * ({DAYS} - 1) / {cases})::int AS day,
                i * 7 / 10 - (i * 7 / 10 % 20 = 0)::int AS first
              FROM generate_series(1, {cases}::bigint) i) c""",
    )
    persons = cases - cases // 20
    prevention = cases * 3 // 10
    plan(
        "plan_household",
        f"""SELECT h.*, s.area_id, s.user_id, s.letters, s.n AS commune, v.name,
            v.call, v.searched, v.folded, v.sorted, w.name AS head,
            w.folded AS head_folded, pg_temp.key('household', h.h) AS key,
            pg_temp.r(h.h, 7) AS r7, pg_temp.r(h.h, 8) AS r8, pg_temp.r(h.h, 9) AS r9
        FROM (SELECT p AS h, min(i) AS i, min(day) AS day, bool_and(closed) AS closed,
                false AS prevention FROM plan_case GROUP BY p
              UNION ALL SELECT {persons} + k, NULL,
                {FIRST} + (k * ({DAYS} - 1) / {prevention})::int,
                pg_temp.r(k, 4) < .4, true
              FROM generate_series(1, {prevention}::bigint) k) h
        JOIN plan_slot s ON s.slot = floor(pg_temp.r(h.h, 1) * 10000)
        JOIN plan_name v ON v.n = CASE WHEN h.h % 20000 = 77 THEN {names}
            ELSE 1 + floor(({names} - 1) * pg_temp.r(h.h, 5) ^ 2) END
        JOIN plan_name w ON w.n = 1 + floor(({names} - 1) * pg_temp.r(h.h, 6) ^ 2)
        ORDER BY h.day""",
    )
    _codes()


def _codes():
    """Codes of cases and households, with the check letter that the product gives."""
    numbered = rows(
        """SELECT kind, i, letters || '-' || year, row_number() OVER (
            PARTITION BY letters, year ORDER BY i)
        FROM (SELECT 'case' AS kind, c.i, h.letters, extract(year FROM c.day) AS year
              FROM plan_case c JOIN plan_household h ON h.h = c.p
              UNION ALL SELECT 'household', h, letters || 'H', extract(year FROM day)
              FROM plan_household) all_codes"""
    )
    coded = ((kind, i, f"{stem}-{n:04d}") for kind, i, stem, n in numbered)
    copied(
        "plan_code",
        "kind text, i bigint, code text",
        ((kind, i, f"{code}-{check_letter(code)}") for kind, i, code in coded),
    )


def seals(persons):
    """Sealed columns and search keys of the persons, by the product's own functions."""

    def made():
        for p in range(1, persons + 1):
            phone = f"09{p * 7919 % 100_000_000:08d}"
            text = json.dumps({"phone": phone, "must_not_know": "chị họ"})
            sealed = seal(text, f"victims.victim:{key('victim', p)}")
            yield p, sealed, [tail_hash(phone)]

    copied("plan_seal", "p bigint, sealed bytea, tails text[]", made())


RISK = "CASE WHEN r7 < .15 THEN 'high' WHEN r7 < .5 THEN 'medium' ELSE 'low' END"
HOUSEHOLDS = f"""(SELECT h.*, k.code, {RISK} AS risk FROM plan_household h
    JOIN plan_code k ON k.kind = 'household' AND k.i = h.h ORDER BY h.day) h"""
PERSONS = "plan_household h JOIN plan_seal s ON s.p = h.h"
CASES = f"""(SELECT c.*, k.code, h.area_id, h.user_id, h.key AS household_id,
        h.searched, h.commune, pg_temp.key('victim', h.h) AS victim_id,
        pg_temp.key('case', c.i) AS key, pg_temp.r(c.i, 11) AS a,
        pg_temp.r(c.i, 12) AS b, {RISK} AS risk
    FROM plan_case c JOIN plan_household h ON h.h = c.p
    JOIN plan_code k ON k.kind = 'case' AND k.i = c.i ORDER BY c.i) c"""


def households():
    fill(
        Household, HOUSEHOLDS, **state("area_id", "user_id", "day"), id="key",
        code="code", hamlet="'thôn ' || 1 + h % 9", head_name="head",
        name_folded="head_folded", people="2 + (r8 * 6)::int", holder_id="user_id",
        risk_level="risk",
        next_visit_on=f"CASE WHEN NOT closed THEN {TODAY} - 8 + (r9 * 40)::int END",
        high_risk_from="CASE WHEN prevention THEN day END",
        high_risk_until="CASE WHEN prevention AND closed THEN day + 730 END",
        high_risk_reasons="CASE WHEN prevention THEN '{debt,alone}' ELSE '{}' END::varchar[]",
    )  # fmt: skip
    fill(
        PovertyStatus, "plan_household", **event("area_id", "user_id", "day"),
        id="pg_temp.key('poverty', h)", household_id="key",
        year="extract(year FROM day)", standard="'2021–2025'",
        category="""CASE WHEN r8 < .6 THEN 'poor' WHEN r8 < .8 THEN 'near_poor'
            WHEN r8 < .9 THEN 'not_poor' ELSE 'cannot_be_assessed' END""",
    )  # fmt: skip


def persons():
    fill(
        Victim, PERSONS + " WHERE NOT prevention ORDER BY h.day",
        **state("area_id", "user_id", "day"), id="pg_temp.key('victim', h)",
        name="name", call_name="call", name_folded="folded", name_sort="sorted",
        born_on="day - 5000 - (r7 * 9000)::int", born_precision="'year'",
        sex="CASE WHEN r8 < .9 THEN 'female' ELSE 'male' END", ethnicity_list="'121-TCTK'",
        ethnicity="CASE WHEN r9 < .7 THEN '08' WHEN r9 < .9 THEN '09' ELSE '02' END",
        citizenship="CASE WHEN r9 < .97 THEN 'vietnamese' ELSE 'foreigner' END",
        best_language="'Mông'", speaks_vietnamese="'little'", reads="'none'",
        needs_interpreter="r8 < .3", sealed="sealed", tails="tails",
    )  # fmt: skip
    fill(
        Alias, "plan_household WHERE NOT prevention AND r9 < .2",
        **event("area_id", "user_id", "day"), id="pg_temp.key('alias', h)",
        victim_id="pg_temp.key('victim', h)", name="'Mai'", kind="'home'",
    )  # fmt: skip
    for number, kind in enumerate(["identity", "residence", "insurance", "victim"]):
        fill(
            Paper, "plan_household WHERE NOT prevention",
            **event("area_id", "user_id", "day"), id=f"pg_temp.key('{kind}', h)",
            victim_id="pg_temp.key('victim', h)", kind=f"'{kind}'",
            status=f"CASE WHEN pg_temp.r(h, {20 + number}) < .5 THEN 'has' ELSE 'none' END",
        )  # fmt: skip


def cases():
    closed = "CASE WHEN closed THEN {} {} END"
    fill(
        Case, CASES, **state("area_id", "user_id", "day"), id="key", code="code",
        victim_id="victim_id", household_id="household_id", area_id="area_id",
        received_on="day", returned_on="day - 3", returned_precision="'day'",
        way="CASE WHEN a < .5 THEN 'alone' WHEN a < .8 THEN 'rescued' ELSE 'handed_over' END",
        origin="CASE WHEN b < .8 THEN 'china' ELSE 'other_province' END",
        away="CASE WHEN b < .4 THEN 'year' ELSE 'years' END", search="searched",
        in_facility_from="CASE WHEN a < .2 THEN day END",
        in_facility_until="CASE WHEN a < .2 THEN day + 60 END",
        restricted_from=f"CASE WHEN b >= {YES['record']} THEN day END",
        unshared_from=f"CASE WHEN b >= {YES['share_authority']} THEN day END",
        tasks_done="'{}'", sent_on="day + 2", closed_on=closed.format("last_day", ""),
        closed_reason=closed.format("'months_over'", "ELSE ''"),
    )  # fmt: skip
    fill(
        AccompanyingMinor, f"{CASES} WHERE b < .15",
        **state("area_id", "user_id", "day"), id="pg_temp.key('minor', i)",
        case_id="key", name="'Bé ' || i % 97", relation="'child'",
        born_on="day - 900 - (i % 2000)::int", born_precision="'month'", sex="'female'",
        needs="'{}'",
    )  # fmt: skip


def case_events():
    one = event("area_id", "user_id", "day")
    fill(
        Identification, CASES, **one, id="pg_temp.key('identification', i)",
        case_id="key", status="""CASE WHEN a < .7 THEN 'victim'
            WHEN a < .9 THEN 'in_identification' ELSE 'suspected' END""",
        paper_on="CASE WHEN a < .7 THEN day END",
    )  # fmt: skip
    fill(
        RiskAssessment, CASES, **one, id="pg_temp.key('risk', i)", case_id="key",
        level="risk", suggested="risk",
    )  # fmt: skip
    # The flags that this trigger keeps stand in the cases already.
    run("ALTER TABLE victims_consent DISABLE TRIGGER follow_consent")
    for purpose, yes in YES.items():
        fill(
            Consent, CASES, **one, id=f"pg_temp.key('{purpose}', i)", case_id="key",
            purpose=f"'{purpose}'",
            answer=f"CASE WHEN b < {yes} THEN 'yes' ELSE 'no' END",
            how=f"CASE WHEN b < {yes} THEN 'signed' ELSE '' END",
        )  # fmt: skip
    run("ALTER TABLE victims_consent ENABLE TRIGGER follow_consent")
    fill(
        Holding, CASES, **one, id="pg_temp.key('holding', i)", case_id="key",
        user_id="user_id", reason="''",
    )  # fmt: skip
    for number, kind in enumerate(["health", "livestock"]):
        fill(
            Need, f"{CASES} WHERE pg_temp.r(i, {30 + number}) < .6", **one,
            id=f"pg_temp.key('need-{kind}', i)", case_id="key", kind=f"'{kind}'",
        )  # fmt: skip


def make(number):
    places()
    staff()
    plans(number)
    seals(number - number // 20)
    households()
    persons()
    cases()
    case_events()
