-- Behind the money of sales and products: each household once, with its VND.
, found AS (
    SELECT household_id, (array_agg(case_id))[1] AS case_id, household_id AS unit,
           sum(amount) AS value
    FROM (
        SELECT household_id, home.case_id, e.income AS amount
        FROM housed AS home
        JOIN livelihoods_herdentry e USING (household_id)
        WHERE %(sales)s AND e.kind = 'sold' AND e.voided_at IS NULL
          AND victims = %(victims)s AND (%(line)s::bigint IS NULL OR line = %(line)s)
          AND e.happened_on BETWEEN greatest(%(first)s, since) AND %(last)s
        UNION ALL
        SELECT household_id, home.case_id, i.amount
        FROM housed AS home
        JOIN livelihoods_income i USING (household_id)
        WHERE i.kind = ANY (%(kinds)s) AND i.voided_at IS NULL
          AND victims = %(victims)s AND (%(line)s::bigint IS NULL OR line = %(line)s)
          AND i.happened_on BETWEEN greatest(%(first)s, since) AND %(last)s
    ) AS money
    GROUP BY household_id
)
