-- Behind a number of turns or their money: each turn. Behind one of persons: each once.
, found AS (
    SELECT case_id, minor_id, day, of, 1 AS turns, amount, id AS unit
    FROM came
    WHERE NOT %(persons)s AND measure = %(measure)s
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(of)s = '' OR of = %(of)s)
      AND (%(only)s <> 'money' OR amount IS NOT NULL)
    UNION ALL
    SELECT (array_agg(case_id ORDER BY day, id))[1], minor_id, min(day),
           CASE WHEN count(DISTINCT of) = 1 THEN min(of) ELSE '' END,
           count(*), NULL::bigint, claimant
    FROM came
    WHERE %(persons)s AND measure = %(measure)s
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(of)s = '' OR of = %(of)s)
      AND (%(only)s <> 'minors' OR minor_id IS NOT NULL)
    GROUP BY claimant, minor_id
)
SELECT case_id, minor_id, day, of, turns, amount, unit, units, total
FROM (SELECT found.*, count(*) OVER () AS units, sum(amount) OVER () AS total
      FROM found) AS listed
WHERE (day, unit::text) > (%(after_day)s::date, %(after_unit)s)
ORDER BY day, unit::text
LIMIT %(most)s
