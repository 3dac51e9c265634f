-- Begins every statement of the Women's Union's figures.
-- place: the areas asked for, each with the line of the table that it counts in.
-- given: the grants handed over up to the last day; a grant counts from its first
--   handover that stands, where that happened. Its amount is what was approved, once
--   settled what was really paid; null: never valued in money.
-- home: each supported household, once: what became of its animals counts in the table
--   and the line of its first grant, of a returned victim's before a preventive one.
WITH place AS MATERIALIZED (
    SELECT a.id AS area_id,
           CASE WHEN %(by)s = 'district' AND a.level = 'commune' THEN a.parent_id
                ELSE a.id END AS line
    FROM areas_coverage c JOIN areas_area a ON a.id = c.covers_id
    WHERE c.area_id = %(area)s
), given AS MATERIALIZED (
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
)
