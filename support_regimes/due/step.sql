-- Whoever must act on a request, and until when: as support_regimes/deadlines.py clock_of().
WITH live AS MATERIALIZED (
    SELECT r.id, r.case_id, r.minor_id, r.regime_id, r.territory_id, r.state,
        coalesce(p.grp, 0) AS grp
    FROM support_regimes_regimerequest r LEFT JOIN placed p ON p.area_id = r.territory_id
    WHERE r.state = ANY (%(waiting)s || '{returned}'::text[])
        AND r.territory_id = ANY (%(reach)s::bigint[])
), allowed AS (  -- the working days of the first act that the procedure knows
    SELECT DISTINCT ON (s.regime_id, w.state) s.regime_id, w.state, s.working_days
    FROM unnest(%(states)s::text[], %(acts)s::text[], %(ranks)s::int[]) AS w(state, act, rank)
    JOIN support_regimes_procedurestep s ON s.act = w.act
    ORDER BY s.regime_id, w.state, w.rank
), told AS (
    SELECT s.request_id, s.act, s.to_state, s.happened_on, lead(s.act) OVER steps AS ended_by,
        lead(s.happened_on) OVER steps AS ended_on, row_number() OVER steps AS k
    FROM support_regimes_requeststep s
    WHERE s.voided_at IS NULL AND s.request_id IN (SELECT id FROM live)
    WINDOW steps AS (PARTITION BY s.request_id ORDER BY s.recorded_at)
), spell AS (
    SELECT *, last_value(to_state) OVER (PARTITION BY request_id ORDER BY k
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS state_now,
        max(k) FILTER (WHERE ended_by <> 'return') OVER (PARTITION BY request_id, to_state)
            AS acted_at
    FROM told WHERE act <> 'return'
), run AS (  -- the times that the file lay with this body since it last acted
    SELECT spell.*, live.grp, greatest(happened_on, lag(ended_on) OVER mine) AS starts,
        allowed.working_days
    FROM spell JOIN live ON live.id = request_id
    JOIN allowed ON allowed.regime_id = live.regime_id AND allowed.state = state_now
    WHERE to_state = state_now AND k > coalesce(acted_at, 0)
    WINDOW mine AS (PARTITION BY request_id ORDER BY k)
), counted AS (
    SELECT run.request_id, k, run.grp, working_days, a.n AS begun,
        CASE WHEN b.n IS NOT NULL THEN greatest(b.n - a.n, 0) END AS used,
        coalesce(sum(greatest(b.n - a.n, 0)) OVER (PARTITION BY request_id ORDER BY k
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS before
    FROM run JOIN cal a ON a.grp = run.grp AND a.day = run.starts
    LEFT JOIN cal b ON b.grp = run.grp AND b.day = run.ended_on
), ending AS (  -- the first of them in which the days run out, or which still runs
    SELECT DISTINCT ON (request_id) request_id, cal.day AS due_on
    FROM counted
    JOIN cal ON cal.grp = counted.grp AND cal.works AND cal.n = begun + working_days - before
    WHERE used IS NULL OR before + used >= working_days
    ORDER BY request_id, k
)
SELECT live.id AS ref, live.case_id, live.minor_id, live.regime_id, live.territory_id, due_on
FROM live LEFT JOIN ending ON ending.request_id = live.id
