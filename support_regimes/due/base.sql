-- The calendar, day by day: what the sources count by. Parameters: support_regimes/due/desk.py.
WITH asked_first AS MATERIALIZED (
    SELECT least(min(asked_on), %(day)s::date - 800) AS day
    FROM support_regimes_regimerequest
    WHERE state = ANY (%(waiting)s || '{returned}'::text[])
        AND territory_id = ANY (%(reach)s::bigint[])
), exception AS (
    SELECT * FROM unnest(%(groups)s::int[], %(days)s::date[], %(works)s::bool[])
        AS e(grp, day, works)
), placed AS (  -- places with days off of their own
    SELECT * FROM unnest(%(places)s::bigint[], %(place_groups)s::int[]) AS p(area_id, grp)
), cal AS MATERIALIZED (  -- n: working days up to and with this one
    SELECT grp, day, works, (sum(works::int) OVER (PARTITION BY grp ORDER BY day))::int AS n,
        min(day) FILTER (WHERE works) OVER (PARTITION BY grp ORDER BY day DESC) AS next_on
    FROM (
        SELECT g AS grp, d::date AS day, coalesce(e.works, extract(isodow FROM d) < 6) AS works
        FROM generate_series(0, %(last_group)s) g CROSS JOIN generate_series(
            (SELECT day FROM asked_first), %(day)s::date + 800, interval '1 day') d
        LEFT JOIN exception e ON e.grp = g AND e.day = d::date
    ) days
), rules AS (  -- which set the day of the intake gives
    SELECT id, valid_from,
        coalesce(lead(valid_from) OVER (ORDER BY valid_from), 'infinity') AS next_from
    FROM support_regimes_ruleset
), chosen AS (  -- or somebody chose
    SELECT DISTINCT ON (case_id) case_id, rule_set_id
    FROM support_regimes_rulechoice
    WHERE voided_at IS NULL AND happened_on <= %(day)s
    ORDER BY case_id, happened_on DESC, recorded_at DESC
)
