-- Insurance cards that end soon or ended lately, and that no newer card replaces.
WITH card AS (
    SELECT DISTINCT ON (o.case_id, o.minor_id) o.*
    FROM support_regimes_outcome o
    WHERE o.topic = 'insurance' AND o.voided_at IS NULL AND o.happened_on <= %(day)s
        AND o.territory_id = ANY (%(reach)s::bigint[])
    ORDER BY o.case_id, o.minor_id, o.happened_on DESC, o.recorded_at DESC
)
SELECT card.id AS ref, card.case_id, card.minor_id, NULL::bigint AS regime_id,
    card.territory_id, card.valid_until AS due_on
FROM card JOIN victims_case c ON c.id = card.case_id
    AND c.closed_on IS NULL AND c.restricted_from IS NULL
WHERE card.kind <> 'none'
    AND card.valid_until BETWEEN %(day)s::date - %(lapsed)s AND %(day)s::date + %(remind)s
