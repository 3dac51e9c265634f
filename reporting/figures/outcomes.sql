-- Follows came.sql. Columns: line (null: all), measure, of (null: any), persons, minors
-- among them, turns, sum in VND (null: nothing was valued).
SELECT line, measure, of, count(DISTINCT claimant),
       count(DISTINCT claimant) FILTER (WHERE minor_id IS NOT NULL),
       count(*), sum(amount)::bigint
FROM came
GROUP BY GROUPING SETS ((line, measure, of), (line, measure), (measure, of), (measure))
