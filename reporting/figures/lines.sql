-- The lines that a table across a reform can have.
SELECT line FROM place UNION SELECT line FROM own ORDER BY line
