-- Follows places.sql in every statement of the Women's Union's figures.
-- given: the grants handed over up to the last day; a grant counts from its first
--   handover that stands, where that happened. Its amount is what was approved, once
--   settled what was really paid; null: never valued in money.
-- home: each supported household, once: what became of its animals counts in the table
--   and the line of its first grant, of a returned victim's before a preventive one.
-- placed, housed: the same inside the area asked for, each with its line.
, given AS MATERIALIZED (
    SELECT DISTINCT ON (h.grant_id)
           h.grant_id, h.happened_on AS day, h.area_id, g.household_id, g.case_id,
           g.case_id IS NOT NULL AS victims, coalesce(c.victim_id, g.household_id) AS unit,
           CASE WHEN g.settled_on <= %(last)s THEN paid.amount ELSE g.due_amount
           END AS amount, b.source_id
    FROM livelihoods_handover h
    JOIN livelihoods_grant g ON g.id = h.grant_id
    LEFT JOIN victims_case c ON c.id = g.case_id
    LEFT JOIN support_regimes_budget b ON b.id = g.budget_id
    LEFT JOIN (
        SELECT grant_id, sum(amount) AS amount FROM livelihoods_payment
        WHERE voided_at IS NULL AND happened_on <= %(last)s GROUP BY grant_id
    ) AS paid ON paid.grant_id = g.id
    WHERE h.voided_at IS NULL AND h.happened_on <= %(last)s
      AND h.territory_id = ANY (%(reach)s)
    ORDER BY h.grant_id, h.happened_on, h.recorded_at, h.id
), home AS MATERIALIZED (
    SELECT DISTINCT ON (household_id)
           household_id, case_id, victims, area_id,
           min(day) OVER (PARTITION BY household_id) AS since
    FROM given
    ORDER BY household_id, case_id IS NULL, day, grant_id
), placed AS MATERIALIZED (
    SELECT given.*, coalesce(own.line, place.line) AS line
    FROM given JOIN place USING (area_id) LEFT JOIN own USING (household_id, area_id)
), housed AS MATERIALIZED (
    SELECT home.*, coalesce(own.line, place.line) AS line
    FROM home JOIN place USING (area_id) LEFT JOIN own USING (household_id, area_id)
)
