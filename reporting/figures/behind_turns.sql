-- Behind a number of turns: each turn, also those of persons without a file.
, found AS (
    SELECT case_id, minor_id, provision_id, day, item_id, 1 AS turns, provision_id AS unit
    FROM given
    WHERE (%(line)s::bigint IS NULL OR line = %(line)s)
      AND (%(year)s::int IS NULL OR year = %(year)s)
      AND (%(regime)s = '' OR regime = ANY (string_to_array(%(regime)s, '+')))
      AND (%(only)s <> 'without_file' OR claimant IS NULL)
      AND (%(only)s <> 'minors_turns' OR minor_id IS NOT NULL)
)
