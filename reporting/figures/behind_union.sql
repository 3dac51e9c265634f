-- A page of what stands behind a number, by household code; each row with the number
-- and the sum of the whole list.
SELECT household_id, case_id, value, code, unit, units, total
FROM (
    SELECT found.*, household.code,
           count(*) OVER () AS units, sum(value) OVER () AS total
    FROM found JOIN victims_household household ON household.id = found.household_id
) AS listed
WHERE (code, unit::text) > (%(after_code)s, %(after_unit)s)
ORDER BY code, unit::text
LIMIT %(most)s
