-- Follows places.sql: the unmet needs of the period, each with whether something met it
-- by the day of the count. No claimant is a person without a file.
, needs AS (
    SELECT n.id AS need_id, n.case_id, n.minor_id, n.happened_on AS day, n.cause,
           n.age_group, n.amount, coalesce(n.minor_id, n.victim_id) AS claimant,
           coalesce(own.line, place.line) AS line,
           date_part('year', n.happened_on)::int AS year,
           EXISTS (SELECT FROM support_regimes_needmet m
                   WHERE m.need_id = n.id AND m.voided_at IS NULL
                     AND m.happened_on <= %(as_of)s) AS met
    FROM support_regimes_unmetneed n
    JOIN place ON place.area_id = n.area_id
    LEFT JOIN victims_case c ON c.id = n.case_id
    LEFT JOIN own ON own.household_id = c.household_id AND own.area_id = n.area_id
    WHERE n.voided_at IS NULL AND n.happened_on BETWEEN %(first)s AND %(last)s
      AND n.territory_id = ANY (%(reach)s)
)
