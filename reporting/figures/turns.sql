-- Follows places.sql: the Department's figures; each part aggregates one table.
-- received: the receptions of the period, each with the person's age group at the first
--   of them: under 18, 18 or more, or (null) not decided by what is known of the birth.
-- given: the turns of the period; no claimant is a person without a file.
, received AS (
    SELECT c.id AS case_id, c.victim_id, c.received_on AS day,
           coalesce(own.line, place.line) AS line, v.sex,
           date_part('year', c.received_on)::int AS year,
           first_value(
               CASE WHEN date_part('year', age(c.received_on, youngest)) >= 18 THEN false
                    WHEN date_part('year', age(c.received_on, oldest)) < 18 THEN true END
           ) OVER (PARTITION BY c.victim_id ORDER BY c.received_on, c.id) AS minor
    FROM victims_case c
    JOIN place ON place.area_id = c.area_id
    LEFT JOIN own ON own.household_id = c.household_id AND own.area_id = c.area_id
    JOIN victims_victim v ON v.id = c.victim_id
    CROSS JOIN LATERAL (
        SELECT CASE v.born_precision
                   WHEN 'month' THEN date_trunc('month', v.born_on)::date
                   WHEN 'year' THEN date_trunc('year', v.born_on)
                   WHEN 'estimated' THEN date_trunc('year', v.born_on) - interval '2 years'
                   ELSE v.born_on END AS oldest,
               CASE v.born_precision
                   WHEN 'month' THEN date_trunc('month', v.born_on) + interval '1 month -1 day'
                   WHEN 'year' THEN date_trunc('year', v.born_on) + interval '1 year -1 day'
                   WHEN 'estimated'
                       THEN date_trunc('year', v.born_on) + interval '3 years -1 day'
                   ELSE v.born_on END AS youngest
    ) AS born
    WHERE c.received_on BETWEEN %(first)s AND %(last)s
      AND c.territory_id = ANY (%(reach)s)
), given AS (
    SELECT p.id AS provision_id, p.case_id, p.minor_id, p.victim_id, p.happened_on AS day,
           coalesce(p.minor_id, p.victim_id) AS claimant, p.age_group, p.item_id,
           coalesce(own.line, place.line) AS line,
           date_part('year', p.happened_on)::int AS year, i.report_line AS regime
    FROM support_regimes_provision p
    JOIN place ON place.area_id = p.area_id
    LEFT JOIN victims_case c ON c.id = p.case_id
    LEFT JOIN own ON own.household_id = c.household_id AND own.area_id = p.area_id
    JOIN support_regimes_item i ON i.id = p.item_id
    WHERE p.voided_at IS NULL AND p.happened_on BETWEEN %(first)s AND %(last)s
      AND p.territory_id = ANY (%(reach)s)
)
