-- Behind a number of persons supported: each once, with the turns of the period.
, found AS (
    SELECT (array_agg(case_id ORDER BY day, provision_id))[1] AS case_id, minor_id,
           NULL::uuid AS provision_id, min(day) AS day, NULL::bigint AS item_id,
           count(*) AS turns, claimant AS unit
    FROM given
    WHERE claimant IS NOT NULL
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(year)s::int IS NULL OR year = %(year)s)
      AND (%(regime)s = '' OR regime = ANY (string_to_array(%(regime)s, '+')))
      AND (%(only)s <> 'minors' OR minor_id IS NOT NULL)
    GROUP BY claimant, minor_id
)
