-- Behind a number of units or of support: each unit once, with its VND (null: not valued).
, found AS (
    SELECT household_id, (array_agg(case_id ORDER BY day, grant_id))[1] AS case_id, unit,
           sum(amount) AS value
    FROM placed AS given
    WHERE victims = %(victims)s AND day >= %(first)s
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(year)s::int IS NULL OR date_part('year', day) = %(year)s)
      AND (NOT %(by_source)s OR source_id IS NOT DISTINCT FROM %(source)s::bigint)
    GROUP BY household_id, unit
    HAVING CASE %(only)s WHEN 'valued' THEN sum(amount) IS NOT NULL
                         WHEN 'not_valued' THEN sum(amount) IS NULL ELSE true END
)
