-- Behind the difference between approved amounts and the lines that were asked for.
, found AS (
    SELECT household_id, (array_agg(case_id ORDER BY day, grant_id))[1] AS case_id,
           given.unit,
           sum(coalesce(amount, 0) - asked) AS value
    FROM placed AS given
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.amount), 0) AS asked
        FROM livelihoods_grantline l WHERE l.grant_id = given.grant_id
    ) AS lines
    WHERE victims = %(victims)s AND day >= %(first)s
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
    GROUP BY household_id, given.unit
    HAVING sum(coalesce(amount, 0) - asked) <> 0
)
