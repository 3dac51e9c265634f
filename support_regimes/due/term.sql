-- Entitled, not asked, and the term to apply runs out: one row a case and regime.
WITH offer AS (  -- what a set gives on application within a term
    SELECT r.rule_set_id, r.id AS regime_id, i.id AS item_id, i.once, a.months,
        'poor_household' = ANY (i.conditions) AS to_the_poor, array_agg(e.person) AS persons
    FROM support_regimes_regime r
    JOIN support_regimes_procedurestep a
        ON a.regime_id = r.id AND a.act = 'ask' AND a.months IS NOT NULL
    JOIN support_regimes_item i ON i.regime_id = r.id
    JOIN support_regimes_entitlement e ON e.regime_id = r.id
        AND 'within_12_months' = ANY (i.conditions || e.conditions)
    WHERE r.decided = 'state' AND i.on_board
    GROUP BY r.id, i.id, a.months
), fresh AS (
    SELECT case_id FROM victims_identification
    WHERE voided_at IS NULL AND status = 'victim' AND territory_id = ANY (%(reach)s::bigint[])
        AND (paper_on IS NULL OR paper_on >= %(day)s::date - (%(lapsed)s + 31)
            - make_interval(months => (SELECT max(months) FROM offer)))
), held AS (  -- the word that stands today
    SELECT DISTINCT ON (case_id) case_id, status, paper_on
    FROM victims_identification
    WHERE voided_at IS NULL AND case_id IN (SELECT case_id FROM fresh)
    ORDER BY case_id, happened_on DESC, recorded_at DESC
), claim AS MATERIALIZED (
    SELECT c.id AS case_id, c.victim_id, c.household_id, c.territory_id, h.paper_on,
        coalesce(chosen.rule_set_id, rules.id) AS rule_set_id, coalesce(p.grp, 0) AS grp,
        CASE v.citizenship WHEN 'vietnamese' THEN 'citizen'
            WHEN 'stateless_resident' THEN 'stateless'
            ELSE v.citizenship END AS person
    FROM held h
    JOIN victims_case c ON c.id = h.case_id
    JOIN victims_victim v ON v.id = c.victim_id
    JOIN rules ON c.received_on >= rules.valid_from AND c.received_on < rules.next_from
    LEFT JOIN chosen ON chosen.case_id = c.id
    LEFT JOIN placed p ON p.area_id = c.territory_id
    WHERE h.status = 'victim' AND c.closed_on IS NULL
        AND c.restricted_from IS NULL AND v.erased_on IS NULL
), poverty AS (
    SELECT DISTINCT ON (household_id) household_id, category
    FROM victims_povertystatus
    WHERE voided_at IS NULL AND household_id IN (SELECT household_id FROM claim)
    ORDER BY household_id, happened_on DESC, recorded_at DESC
), asked AS (
    SELECT DISTINCT r.case_id, r.regime_id
    FROM support_regimes_regimerequest r JOIN offer USING (item_id)
    WHERE r.minor_id IS NULL AND r.state <> 'withdrawn'
        AND r.case_id IN (SELECT case_id FROM claim)
), answered AS (
    SELECT DISTINCT ON (case_id, regime_id) case_id, regime_id, wants
    FROM support_regimes_regimeanswer
    WHERE voided_at IS NULL AND minor_id IS NULL
        AND case_id IN (SELECT case_id FROM claim)
    ORDER BY case_id, regime_id, happened_on DESC, recorded_at DESC
), had AS (
    SELECT DISTINCT victim_id, item_id FROM support_regimes_provision
    WHERE voided_at IS NULL AND once AND minor_id IS NULL
        AND item_id IN (SELECT item_id FROM offer WHERE once)
), open_to AS MATERIALIZED (  -- before the calendar: a day is looked up, not all of them tried
    SELECT c.case_id, c.victim_id, c.household_id, c.territory_id, c.grp, o.regime_id, o.item_id,
        o.to_the_poor, (c.paper_on + make_interval(months => o.months))::date AS ends_on
    FROM claim c JOIN offer o USING (rule_set_id)
    WHERE c.person = '' OR c.person = ANY (o.persons)
)
SELECT o.case_id AS ref, o.case_id, NULL::uuid AS minor_id, o.regime_id, o.territory_id,
    cal.next_on AS due_on
FROM open_to o
LEFT JOIN cal ON cal.grp = o.grp AND cal.day = o.ends_on
LEFT JOIN poverty USING (household_id)
LEFT JOIN asked a ON a.case_id = o.case_id AND a.regime_id = o.regime_id
LEFT JOIN answered w ON w.case_id = o.case_id AND w.regime_id = o.regime_id
LEFT JOIN had ON had.victim_id = o.victim_id AND had.item_id = o.item_id
WHERE (o.ends_on IS NULL OR cal.next_on >= %(day)s::date - %(lapsed)s)
    AND NOT (o.to_the_poor AND coalesce(poverty.category, '') IN ('near_poor', 'not_poor'))
    AND a.case_id IS NULL AND w.wants IS DISTINCT FROM false AND had.victim_id IS NULL
GROUP BY o.case_id, o.regime_id, o.territory_id, cal.next_on
