-- One page of what is due, and the counts of everything beside it.
, counted AS (
    SELECT kind, count(*) AS everything, count(*) FILTER (WHERE due_on < %(day)s) AS late,
        count(*) FILTER (WHERE due_on BETWEEN %(day)s AND %(soon)s) AS soon
    FROM due GROUP BY kind
), page AS (
    SELECT * FROM (
        SELECT *, coalesce(due_on, 'infinity') AS sorted,
            concat_ws(':', kind, ref, minor_id, regime_id) AS key
        FROM due
    ) keyed
    WHERE (%(kind)s = '' OR kind = %(kind)s)
        AND CASE %(show)s WHEN 'late' THEN due_on < %(day)s
            WHEN 'soon' THEN due_on BETWEEN %(day)s AND %(soon)s ELSE true END
        AND (sorted, key) > (%(after_day)s::date, %(after_key)s)
    ORDER BY sorted, key LIMIT %(limit)s
)
SELECT (SELECT json_agg(counted) FROM counted) AS counts, page.kind, page.ref, page.case_id,
    page.minor_id, page.regime_id, page.territory_id, page.due_on, page.key
FROM (SELECT 1) one LEFT JOIN page ON true ORDER BY page.sorted, page.key
