-- Begins every statement of figures: which line of the table a record counts in.
-- place: the areas asked for, each with its line. "district", "commune": by the list of
--   the day when it happened. "old_district": by the districts that ended on 30/06/2025;
--   a commune of today whose old ones lay in several counts in none (line 0).
--   "new_commune", "new_province": by what became of the place; a split commune counts
--   in its main successor.
-- own: the households whose own line is known better, by the commune they were given.
WITH place AS MATERIALIZED (
    SELECT a.id AS area_id,
           CASE %(by)s
               WHEN 'commune' THEN a.id
               WHEN 'old_district' THEN CASE
                   WHEN a.level <> 'commune' THEN a.id
                   WHEN above.level = 'district' THEN above.id
                   WHEN was.districts = 1 THEN was.district ELSE 0 END
               WHEN 'new_commune' THEN coalesce(became.id, a.id)
               WHEN 'new_province' THEN
                   coalesce(became.parent_id, became.id, a.parent_id, a.id)
               ELSE coalesce(above.id, a.id)
           END AS line
    FROM areas_coverage c JOIN areas_area a ON a.id = c.covers_id
    LEFT JOIN areas_area above ON above.id = a.parent_id AND a.level = 'commune'
    LEFT JOIN (
        SELECT s.new_id, count(DISTINCT o.parent_id) AS districts,
               min(o.parent_id) AS district
        FROM areas_succession s JOIN areas_area o ON o.id = s.old_id
        WHERE o.level = 'commune' GROUP BY s.new_id
    ) AS was ON was.new_id = a.id
    LEFT JOIN areas_succession s ON s.old_id = a.id AND s.main
    LEFT JOIN areas_area became ON became.id = s.new_id AND became.level = a.level
    WHERE c.area_id = %(area)s
), own AS MATERIALIZED (
    SELECT DISTINCT ON (n.household_id, o.area_id) n.household_id, o.area_id,
           CASE %(by)s WHEN 'new_province' THEN new.parent_id
                       WHEN 'new_commune' THEN new.id ELSE old.parent_id END AS line
    FROM victims_newcommune n
    JOIN areas_area old ON old.id = n.from_area_id
    JOIN areas_area new ON new.id = n.to_area_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN %(by)s = 'old_district' THEN new.id ELSE old.id END AS area_id
    ) AS o
    WHERE %(by)s IN ('old_district', 'new_commune', 'new_province')
      AND n.voided_at IS NULL
    ORDER BY n.household_id, o.area_id, n.recorded_at DESC
)
