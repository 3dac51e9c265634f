-- Columns: line (null: all), year (null: all), cause (null: any), then numbers; the sum
-- is null where nothing was valued in money.
SELECT line, year, cause,
       count(DISTINCT claimant),
       count(DISTINCT claimant) FILTER (WHERE age_group = 'minor'),
       count(*),
       count(*) FILTER (WHERE claimant IS NULL),
       count(*) FILTER (WHERE met),
       count(amount),
       sum(amount)::bigint
FROM needs
GROUP BY GROUPING SETS ((line, cause), (year, cause), (cause), (line), (year), ())
