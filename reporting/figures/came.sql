-- Follows places.sql: what came of support, a row a beginning or a step that counts.
-- Begun in the period: started, loan_asked, aid, referred. Steps of the period: finished,
-- left, job, granted, refused, papers, awarded (the last judgment of a matter stands),
-- received, gone. insured: the newest card of each claimant, good on the last day.
, begun AS (
    SELECT o.id, o.case_id, o.area_id, o.topic, o.kind, o.happened_on, o.recorded_at,
           o.amount, o.share, o.valid_from, o.valid_until, o.minor_id,
           coalesce(o.minor_id, o.victim_id) AS claimant
    FROM support_regimes_outcome o
    WHERE o.voided_at IS NULL AND o.happened_on <= %(last)s
      AND o.territory_id = ANY (%(reach)s)
), went_on AS (
    SELECT s.id, b.case_id, s.area_id, b.claimant, b.minor_id, b.kind AS of_kind, s.kind,
           s.cause, s.what, s.amount, s.happened_on,
           row_number() OVER (PARTITION BY s.outcome_id, s.kind
               ORDER BY s.happened_on DESC, s.recorded_at DESC) AS newest
    FROM support_regimes_outcomestep s JOIN begun b ON b.id = s.outcome_id
    WHERE s.voided_at IS NULL AND s.happened_on <= %(last)s
), cards AS (
    SELECT DISTINCT ON (claimant) * FROM begun WHERE topic = 'insurance'
    ORDER BY claimant, happened_on DESC, recorded_at DESC
), counted AS (
    SELECT id, case_id, area_id, claimant, minor_id, happened_on, amount, kind AS of,
           CASE topic WHEN 'learning' THEN 'started' WHEN 'loan' THEN 'loan_asked'
                      WHEN 'legal' THEN 'aid' WHEN 'health' THEN 'referred' END AS measure
    FROM begun WHERE topic <> 'insurance' AND happened_on >= %(first)s
    UNION ALL
    SELECT id, case_id, area_id, claimant, minor_id, happened_on, amount,
           CASE kind WHEN 'left' THEN cause WHEN 'refused' THEN cause
                     WHEN 'job' THEN what WHEN 'paper' THEN what ELSE of_kind END,
           CASE kind WHEN 'paper' THEN 'papers' ELSE kind END
    FROM went_on
    WHERE happened_on >= %(first)s
      AND kind = ANY (ARRAY['finished', 'left', 'job', 'granted', 'refused', 'paper',
                            'awarded', 'received', 'gone'])
      AND (kind <> 'awarded' OR newest = 1)
    UNION ALL
    SELECT id, case_id, area_id, claimant, minor_id, happened_on, NULL, share, 'insured'
    FROM cards
    WHERE kind <> 'none' AND coalesce(valid_from, %(last)s) <= %(last)s
      AND coalesce(valid_until, %(last)s) >= %(last)s
), came AS (
    SELECT coalesce(own.line, place.line) AS line, counted.measure, counted.of,
           counted.claimant, counted.minor_id, counted.amount, counted.case_id,
           counted.happened_on AS day, counted.id
    FROM counted
    JOIN place ON place.area_id = counted.area_id
    JOIN victims_case c ON c.id = counted.case_id
    LEFT JOIN own ON own.household_id = c.household_id
        AND own.area_id = counted.area_id
)
