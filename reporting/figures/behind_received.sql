-- Behind a number of persons received: each once, with the first reception of the period.
, found AS (
    SELECT DISTINCT ON (victim_id)
           case_id, NULL::uuid AS minor_id, NULL::uuid AS provision_id, day,
           NULL::bigint AS item_id, 1 AS turns, victim_id AS unit
    FROM received
    WHERE (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(year)s::int IS NULL OR year = %(year)s)
      AND CASE %(only)s WHEN 'female' THEN sex = 'female' WHEN 'male' THEN sex = 'male'
                        WHEN 'other_sex' THEN sex NOT IN ('female', 'male')
                        WHEN 'under_18' THEN minor WHEN 'age_uncertain' THEN minor IS NULL
                        ELSE true END
    ORDER BY victim_id, day, case_id
)
