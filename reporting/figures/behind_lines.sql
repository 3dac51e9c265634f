-- Behind the support of some kinds: each unit once, with the VND of these lines.
, found AS (
    SELECT household_id, (array_agg(case_id ORDER BY day, grant_id))[1] AS case_id,
           given.unit,
           sum(l.amount) AS value
    FROM placed AS given JOIN livelihoods_grantline l USING (grant_id)
    WHERE victims = %(victims)s AND day >= %(first)s AND l.kind = ANY (%(kinds)s)
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND l.not_valued = %(not_valued)s
    GROUP BY household_id, given.unit
)
