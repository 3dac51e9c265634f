-- Follows turns.sql. Columns: a group of lines ("1+a+e"), then numbers as in labour.sql:
-- who received under several of its lines is one person.
SELECT lines, count(DISTINCT claimant), count(DISTINCT minor_id), count(*),
       count(minor_id), count(*) FILTER (WHERE claimant IS NULL)
FROM unnest(%(groups)s::text[]) AS lines
JOIN given ON regime = ANY (string_to_array(lines, '+'))
GROUP BY lines
