-- Behind a number of animals: each household once, with its heads.
, found AS (
    SELECT home.household_id, (array_agg(home.case_id))[1] AS case_id,
           home.household_id AS unit,
           CASE WHEN %(leaving)s THEN -sum(e.heads) ELSE sum(e.heads) END AS value
    FROM housed AS home
    JOIN livelihoods_herdentry e USING (household_id)
    JOIN livelihoods_herd herd ON herd.id = e.herd_id
    WHERE victims = %(victims)s AND e.voided_at IS NULL AND e.happened_on <= %(last)s
      AND (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(species)s::bigint IS NULL OR herd.species_id = %(species)s)
      AND e.kind = ANY (%(kinds)s)
      AND (%(cause)s = '' OR e.cause = %(cause)s)
      AND (%(balance)s OR e.happened_on >= greatest(%(first)s, since))
    GROUP BY home.household_id
    HAVING sum(e.heads) <> 0
)
