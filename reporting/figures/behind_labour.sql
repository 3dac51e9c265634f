-- A page of what stands behind a number, by day; each row with the whole list's number.
SELECT case_id, minor_id, provision_id, day, item_id, turns, unit, units
FROM (SELECT found.*, count(*) OVER () AS units FROM found) AS listed
WHERE (day, unit::text) > (%(after_day)s::date, %(after_unit)s)
ORDER BY day, unit::text
LIMIT %(most)s
