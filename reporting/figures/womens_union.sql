-- All figures in one statement; each part aggregates one table of events.
-- Columns: part, victims (which table), line (null: the whole table), the part's three
-- keys, then four numbers. Heads and money of herds are summed up by the reader.
, herds AS MATERIALIZED (
    SELECT herd.id AS herd_id, herd.species_id, victims, line,
           greatest(%(first)s, since) AS begins
    FROM housed AS home JOIN livelihoods_herd herd USING (household_id)
)
SELECT 'grants', victims, line, date_part('year', day)::text, source_id::text, NULL,
       count(DISTINCT unit), count(DISTINCT unit) FILTER (WHERE amount IS NOT NULL),
       sum(amount), grouping(date_part('year', day), source_id)
FROM placed AS given
WHERE day >= %(first)s
GROUP BY GROUPING SETS (
    (victims, line), (victims),
    (victims, line, date_part('year', day)), (victims, date_part('year', day)),
    (victims, line, source_id), (victims, source_id))
UNION ALL
SELECT 'lines', victims, line, l.kind, lower(l.unit), sum(l.quantity)::text,
       count(DISTINCT given.unit), count(DISTINCT given.unit) FILTER (WHERE l.not_valued),
       sum(l.amount), grouping(lower(l.unit))
FROM placed AS given
JOIN livelihoods_grantline l USING (grant_id)
WHERE day >= %(first)s
GROUP BY GROUPING SETS (
    (victims, line, l.kind), (victims, l.kind),
    (victims, line, l.kind, lower(l.unit)), (victims, l.kind, lower(l.unit)))
UNION ALL
SELECT 'herd', victims, line, species_id::text, e.kind, e.cause,
       sum(e.heads), sum(e.heads) FILTER (WHERE e.happened_on >= begins),
       sum(e.income) FILTER (WHERE e.happened_on >= begins), 0
FROM herds JOIN livelihoods_herdentry e USING (herd_id)
WHERE e.voided_at IS NULL AND e.happened_on <= %(last)s
GROUP BY victims, line, species_id, e.kind, e.cause
UNION ALL
SELECT 'incomes', victims, line, i.kind, NULL, NULL, NULL, NULL, sum(i.amount), 0
FROM housed AS home
JOIN livelihoods_income i USING (household_id)
WHERE i.voided_at IS NULL
  AND i.happened_on BETWEEN greatest(%(first)s, since) AND %(last)s
GROUP BY victims, line, i.kind
