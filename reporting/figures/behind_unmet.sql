-- Behind a number of turns: each need. Behind a number of persons: each once.
, found AS (
    SELECT case_id, minor_id, day, cause, age_group, 1 AS turns, amount, met,
           need_id AS unit
    FROM needs
    WHERE NOT %(persons)s
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(year)s::int IS NULL OR year = %(year)s)
      AND (%(cause)s = '' OR cause = %(cause)s)
      AND CASE %(only)s WHEN 'without_file' THEN claimant IS NULL
                        WHEN 'met' THEN met WHEN 'open' THEN NOT met
                        WHEN 'valued' THEN amount IS NOT NULL
                        WHEN 'not_valued' THEN amount IS NULL ELSE true END
    UNION ALL
    SELECT (array_agg(case_id ORDER BY day, need_id))[1], minor_id, min(day), '',
           min(age_group), count(*), sum(amount), bool_and(met), claimant
    FROM needs
    WHERE %(persons)s AND claimant IS NOT NULL
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(year)s::int IS NULL OR year = %(year)s)
      AND (%(cause)s = '' OR cause = %(cause)s)
      AND (%(only)s <> 'minors' OR age_group = 'minor')
    GROUP BY claimant, minor_id
)
SELECT case_id, minor_id, day, cause, age_group, turns, amount, met, unit, units, total
FROM (SELECT found.*, count(*) OVER () AS units, sum(amount) OVER () AS total
      FROM found) AS listed
WHERE (day, unit::text) > (%(after_day)s::date, %(after_unit)s)
ORDER BY day, unit::text
LIMIT %(most)s
