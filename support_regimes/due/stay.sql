-- Stays that last, and the day on which the days that are paid run out.
WITH lasting AS (
    SELECT id, case_id, minor_id FROM support_regimes_stay
    WHERE struck_on IS NULL AND from_on <= %(day)s AND coalesce(until_on, 'infinity') > %(day)s
        AND territory_id = ANY (%(reach)s::bigint[])
), away AS (  -- days spent at home, both ends, up to today
    SELECT stay_id, sum(least(until_on, %(day)s) - happened_on + 1) AS days
    FROM support_regimes_stayentry
    WHERE voided_at IS NULL AND kind = 'leave' AND happened_on <= %(day)s GROUP BY stay_id
), longer AS (
    SELECT stay_id, max(until_on) AS until_on FROM support_regimes_stayentry
    WHERE voided_at IS NULL AND kind = 'extension' GROUP BY stay_id
), spent AS (
    SELECT l.case_id, l.minor_id, max(s.from_on) AS from_on, max(longer.until_on) AS until_on,
        sum(greatest(least(coalesce(s.until_on, %(day)s), %(day)s) - s.from_on
            - coalesce(away.days, 0), 0))::int AS days
    FROM lasting l JOIN support_regimes_stay s ON s.case_id = l.case_id
        AND s.minor_id IS NOT DISTINCT FROM l.minor_id AND s.struck_on IS NULL
        AND s.from_on <= %(day)s
    LEFT JOIN away ON away.stay_id = s.id
    LEFT JOIN longer ON longer.stay_id = l.id
    GROUP BY l.id, l.case_id, l.minor_id
    UNION ALL  -- written on the case alone, before stays were kept one by one
    SELECT c.id, NULL, in_facility_from, NULL, %(day)s - in_facility_from
    FROM victims_case c
    WHERE in_facility_from <= %(day)s AND coalesce(in_facility_until, 'infinity') > %(day)s
        AND territory_id = ANY (%(reach)s::bigint[]) AND closed_on IS NULL
        AND NOT EXISTS (SELECT FROM support_regimes_stay s
            WHERE s.case_id = c.id AND s.minor_id IS NULL AND s.struck_on IS NULL)
), answer AS (  -- what the texts say of the limit
    SELECT r.rule_set_id, r.id AS regime_id, l.id, l.days, l.months, l.followed, EXISTS (
        -- a decision to stay longer moves the day only where the law says so
        SELECT FROM support_regimes_item i
        WHERE i.regime_id = r.id AND 'stay_extendable' = ANY (i.conditions)) AS extendable
    FROM support_regimes_reading l JOIN support_regimes_regime r ON r.id = l.regime_id
    WHERE l.topic = 'stay' AND (l.days IS NOT NULL OR l.months IS NOT NULL)
), changed AS (  -- two persons made the set follow another one
    SELECT DISTINCT ON (a.rule_set_id) a.rule_set_id, a.id
    FROM support_regimes_rulechange c JOIN answer a ON a.id = c.reading_id
    WHERE c.kind = 'reading' AND c.state = 'confirmed' AND c.from_on <= %(day)s
    ORDER BY a.rule_set_id, c.from_on DESC, c.version DESC
), own AS (  -- or the case follows its own
    SELECT DISTINCT ON (o.case_id, a.rule_set_id) o.case_id, a.rule_set_id, a.id
    FROM support_regimes_readingchoice o JOIN answer a ON a.id = o.reading_id
    WHERE o.voided_at IS NULL AND o.happened_on <= %(day)s
    ORDER BY o.case_id, a.rule_set_id, o.happened_on DESC, o.recorded_at DESC
)
SELECT c.id AS ref, c.id AS case_id, spent.minor_id, most.regime_id, c.territory_id,
    greatest(CASE WHEN most.extendable THEN spent.until_on END,
        coalesce(%(day)s + most.days - spent.days, cal.next_on)) AS due_on
FROM spent
JOIN victims_case c ON c.id = spent.case_id AND c.closed_on IS NULL
JOIN rules ON c.received_on >= rules.valid_from AND c.received_on < rules.next_from
LEFT JOIN chosen ON chosen.case_id = c.id
LEFT JOIN placed p ON p.area_id = c.territory_id
LEFT JOIN changed ON changed.rule_set_id = coalesce(chosen.rule_set_id, rules.id)
LEFT JOIN own ON own.case_id = c.id
    AND own.rule_set_id = coalesce(chosen.rule_set_id, rules.id)
JOIN answer most ON most.rule_set_id = coalesce(chosen.rule_set_id, rules.id)
    AND CASE WHEN coalesce(own.id, changed.id) IS NULL THEN most.followed
        ELSE most.id = coalesce(own.id, changed.id) END
LEFT JOIN cal ON cal.grp = coalesce(p.grp, 0)
    AND cal.day = (spent.from_on + make_interval(months => most.months))::date
