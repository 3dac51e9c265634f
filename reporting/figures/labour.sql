-- Columns: part, line (null: all), year (null: all), regime (null: any), then numbers.
SELECT 'received', line, year, NULL,
       count(DISTINCT victim_id),
       count(DISTINCT victim_id) FILTER (WHERE sex = 'female'),
       count(DISTINCT victim_id) FILTER (WHERE sex = 'male'),
       count(DISTINCT victim_id) FILTER (WHERE minor),
       count(DISTINCT victim_id) FILTER (WHERE minor IS NULL)
FROM received
GROUP BY GROUPING SETS ((line), (year), ())
UNION ALL
SELECT 'given', line, year, regime,
       count(DISTINCT claimant), count(DISTINCT minor_id), count(*), count(minor_id),
       count(*) FILTER (WHERE claimant IS NULL)
FROM given
GROUP BY GROUPING SETS ((line, regime), (year, regime), (regime), (line), (year), ())
