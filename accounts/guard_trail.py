"""The trail, second part: names shown, the walk along the chain, who may read it.

The chain's hash covers every column; a column added later enters a row's text only
where it is filled, so that the hashes of older rows stay true.
"""

from django.db.migrations import RunSQL

# own_trail: not even the owner writes a row in somebody's name or at another time.
NAMES = RunSQL(
    """
    DROP FUNCTION write_trail(text, text, uuid[], bigint, text, uuid, boolean);
    CREATE FUNCTION write_trail(
        act text, kind text, subjects uuid[], place bigint, purpose text,
        request uuid, replay boolean, names uuid[] DEFAULT '{}') RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO accounts_activity (at, user_id, role, act, subject_type,
            subjects, territory, purpose, request_id, replay, names)
        VALUES (clock_timestamp(), asker(),
            (SELECT coalesce(string_agg(DISTINCT p.role, ',' ORDER BY p.role), '')
             FROM accounts_posting p WHERE p.user_id = (SELECT asker()) AND posting_live(p)),
            act, kind, subjects, place, purpose, request, replay, names) $$;
    CREATE OR REPLACE FUNCTION trail_text(a accounts_activity) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$ SELECT (jsonb_build_array(a.id, a.at AT TIME ZONE 'UTC',
        a.user_id, a.role, a.act, a.subject_type, a.subjects, a.territory, a.purpose,
        a.request_id, a.replay) || CASE WHEN a.names = '{}' THEN '[]'::jsonb
            ELSE jsonb_build_array(a.names) END)::text $$;
    CREATE FUNCTION own_trail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ BEGIN
        NEW.at := clock_timestamp(); NEW.user_id := asker(); RETURN NEW; END $$;
    CREATE TRIGGER own BEFORE INSERT ON accounts_activity
        FOR EACH ROW EXECUTE FUNCTION own_trail();
    REVOKE ALL ON FUNCTION own_trail(),
        write_trail(text, text, uuid[], bigint, text, uuid, boolean, uuid[]) FROM public;
    GRANT EXECUTE ON FUNCTION
        write_trail(text, text, uuid[], bigint, text, uuid, boolean, uuid[]) TO app;
    GRANT EXECUTE ON FUNCTION trail_text(accounts_activity) TO app_backup;
    """,
    RunSQL.noop,
)

# SET CONSTRAINTS ALL IMMEDIATE would chain the rows written so far, and whoever chains
# holds the one lock until the commit. So: all deferred constraints but the chain.
CHECK = RunSQL(
    """
    CREATE FUNCTION check_now() RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE others text; BEGIN
        IF pg_current_xact_id_if_assigned() IS NULL THEN RETURN; END IF;
        SELECT string_agg(DISTINCT quote_ident(conname), ', ') INTO others
        FROM pg_constraint WHERE condeferrable AND connamespace = 'public'::regnamespace
          AND conrelid NOT IN ('accounts_activity'::regclass,
                               'accounts_activitylink'::regclass);
        EXECUTE 'SET CONSTRAINTS ' || others || ' IMMEDIATE';
        EXECUTE 'SET CONSTRAINTS ' || others || ' DEFERRED';
    END $$;
    REVOKE ALL ON FUNCTION check_now() FROM public;
    GRANT EXECUTE ON FUNCTION check_now() TO app, app_backup;
    """,
    "DROP FUNCTION check_now();",
)

# Findings: gap (links cut out), lost (a link's row is gone), changed (row or link is not
# what was chained), swapped (with which), unchained (written past the chain), cut (the
# end is gone, seen by an anchor), rebuilt (another chain than was anchored), off (a
# guard is switched off).
VERIFY = RunSQL(
    """
    CREATE FUNCTION trail_findings(numbers bigint[], hashes text[])
    RETURNS TABLE (finding text, number bigint, activity bigint, other bigint)
    LANGUAGE sql STABLE SET search_path = public, pg_temp SET work_mem = '128MB'
    AS $$
    WITH walked AS MATERIALIZED (
        SELECT l.number, l.activity_id, l.hash, a.id AS row_id,
            lag(l.number) OVER chain AS before, lag(l.hash) OVER chain AS last,
            convert_to(trail_text(a), 'UTF8') AS said
        FROM accounts_activitylink l LEFT JOIN accounts_activity a ON a.id = l.activity_id
        WINDOW chain AS (ORDER BY l.number)
    ), changed AS MATERIALIZED (
        SELECT * FROM walked WHERE row_id IS NOT NULL AND number = coalesce(before, 0) + 1
          AND hash <> sha256(coalesce(last, '') || said)
    ), few AS (SELECT * FROM changed ORDER BY number LIMIT 200)
    SELECT 'gap', coalesce(before, 0) + 1, activity_id, number - 1
        FROM walked WHERE number <> coalesce(before, 0) + 1
    UNION ALL
    SELECT 'lost', number, activity_id, NULL FROM walked WHERE row_id IS NULL
    UNION ALL
    SELECT CASE WHEN twin.number IS NULL THEN 'changed' ELSE 'swapped' END,
        c.number, c.activity_id, twin.number
        FROM changed c LEFT JOIN LATERAL (
            SELECT t.number FROM few t WHERE t.number <> c.number
              AND c.hash = sha256(coalesce(c.last, '') || t.said)
              AND c.number <= (SELECT max(f.number) FROM few f) LIMIT 1) twin ON true
    UNION ALL
    SELECT 'unchained', NULL, a.id, NULL FROM accounts_activity a
        WHERE NOT EXISTS (SELECT FROM accounts_activitylink l WHERE l.activity_id = a.id)
    UNION ALL
    SELECT CASE WHEN l.number IS NULL THEN 'cut' ELSE 'rebuilt' END, known.n,
        l.activity_id, (SELECT max(e.number) FROM accounts_activitylink e)
        FROM unnest(numbers, hashes) known(n, h)
        LEFT JOIN accounts_activitylink l ON l.number = known.n
        WHERE l.number IS NULL OR NOT starts_with(encode(l.hash, 'hex'), known.h)
    $$;
    CREATE FUNCTION trail_guards_off() RETURNS TABLE (guard text)
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT wanted.t || '.' || wanted.g FROM (VALUES
            ('accounts_activity', 'chain'), ('accounts_activity', 'kept'),
            ('accounts_activity', 'kept_whole'), ('accounts_activity', 'own'), ('accounts_activitylink', 'kept'),
            ('accounts_activitylink', 'kept_whole')) wanted(t, g)
        WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = wanted.t::regclass
                          AND tgname = wanted.g AND tgenabled IN ('O', 'A')) $$;
    CREATE FUNCTION trail_holds(numbers bigint[], hashes text[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT NOT EXISTS (SELECT FROM trail_findings(numbers, hashes))
           AND NOT EXISTS (SELECT FROM trail_guards_off()) $$;
    CREATE FUNCTION trail_head() RETURNS TABLE (number bigint, hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT l.number, encode(l.hash, 'hex') FROM accounts_activitylink l
        ORDER BY l.number DESC LIMIT 1 $$;
    REVOKE ALL ON FUNCTION trail_findings(bigint[], text[]), trail_guards_off(),
        trail_holds(bigint[], text[]), trail_head() FROM public;
    GRANT EXECUTE ON FUNCTION trail_findings(bigint[], text[]), trail_guards_off()
        TO app_backup;
    GRANT EXECUTE ON FUNCTION trail_holds(bigint[], text[]), trail_head()
        TO app, app_backup;
    """,
    """
    DROP FUNCTION trail_head(), trail_holds(bigint[], text[]), trail_guards_off(),
        trail_findings(bigint[], text[]);
    """,
)

# The administrator reads who did what, but not the reasons: people type names there.
# Whoever leads the work on a case reads who saw it, reasons too.
READERS = RunSQL(
    """
    ALTER TABLE accounts_activity ENABLE ROW LEVEL SECURITY;
    CREATE POLICY sees ON accounts_activity FOR SELECT TO app
        USING ((SELECT asker_is('administrator')));
    GRANT SELECT (id, at, user_id, role, act, subject_type, subjects, names, territory,
        request_id, replay) ON accounts_activity TO app;
    COMMENT ON TABLE accounts_activity IS
        'open: the administrator reads who did what; no value of a record stands in it';
    CREATE FUNCTION who_saw(ids uuid[], before bigint, most integer)
    RETURNS TABLE (id bigint, at timestamptz, user_id uuid, role text, act text,
        subject_type text, subjects uuid[], names uuid[], purpose text, replay boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE leads boolean := asker_is('district_officer')
        OR asker_is('provincial_officer'); BEGIN
        IF NOT (leads OR asker_is('administrator')) THEN
            RAISE insufficient_privilege USING MESSAGE = 'the trail is not yours to read';
        END IF;
        RETURN QUERY WITH found AS MATERIALIZED (
            SELECT a.* FROM accounts_activity a WHERE a.subjects && ids)
        SELECT f.id, f.at, f.user_id, f.role::text, f.act::text, f.subject_type::text,
            ARRAY(SELECT unnest(f.subjects) INTERSECT SELECT unnest(ids)),
            ARRAY(SELECT unnest(f.names) INTERSECT SELECT unnest(ids)),
            CASE WHEN leads THEN f.purpose::text ELSE '' END, f.replay
        FROM found f WHERE before IS NULL OR f.id < before
        ORDER BY f.id DESC LIMIT most;
    END $$;
    REVOKE ALL ON FUNCTION who_saw(uuid[], bigint, integer) FROM public;
    GRANT EXECUTE ON FUNCTION who_saw(uuid[], bigint, integer) TO app;
    """,
    """
    DROP FUNCTION who_saw(uuid[], bigint, integer);
    DROP POLICY sees ON accounts_activity;
    REVOKE ALL ON accounts_activity FROM app;
    ALTER TABLE accounts_activity DISABLE ROW LEVEL SECURITY;
    """,
)

# One flag a person, kind and night or day. A record counts once an hour. Planned for the
# moment asked for: a plan for any moment would read the whole trail.
UNUSUAL = RunSQL(
    """
    CREATE FUNCTION unusual_use(since timestamptz, limits jsonb)
    RETURNS TABLE (kind text, user_id uuid, day date, first_at timestamptz,
        last_at timestamptz, most bigint)
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET jit = off SET work_mem = '32MB' AS $$
    #variable_conflict use_column
    BEGIN RETURN QUERY WITH recent AS MATERIALIZED (
        SELECT a.at, a.user_id, a.act, a.subject_type, a.subjects, a.names,
            extract(hour FROM a.at AT TIME ZONE 'Asia/Ho_Chi_Minh') AS hour
        FROM accounts_activity a WHERE a.at >= since AND a.user_id IS NOT NULL
          AND a.request_id IS NOT NULL  -- a command is nobody at a page
    ), looks AS (
        SELECT 'names' AS kind, r.user_id, r.at, name AS record
            FROM recent r, unnest(r.names) name WHERE r.names <> '{}'
        UNION ALL
        SELECT 'names', r.user_id, r.at, r.subjects[1] FROM recent r
            WHERE r.act = 'reveal name'
        UNION ALL
        SELECT r.subject_type, r.user_id, r.at, r.subjects[1] FROM recent r
            WHERE r.subject_type IN ('victims.case', 'victims.household')
              AND r.act LIKE 'read %:%' AND r.act NOT LIKE '%\\_list'
              AND r.act NOT LIKE 'read reporting:%'
    ), first_looks AS (
        SELECT l.kind, l.user_id, l.at, coalesce(l.at - lag(l.at) OVER (
            PARTITION BY l.kind, l.user_id, l.record ORDER BY l.at)
            >= interval '1 hour', true) AS is_new FROM looks l
    ), counted AS (
        SELECT CASE f.kind WHEN 'names' THEN 'names' ELSE 'cases' END AS kind,
            f.user_id, f.at, count(*) FILTER (WHERE f.is_new) OVER (
            PARTITION BY f.kind, f.user_id ORDER BY f.at
            RANGE interval '1 hour' PRECEDING) AS n FROM first_looks f
        UNION ALL
        SELECT 'refusals', r.user_id, r.at, count(*) OVER (PARTITION BY r.user_id
            ORDER BY r.at RANGE interval '1 hour' PRECEDING)
            FROM recent r WHERE r.act LIKE 'refused %'
        UNION ALL
        SELECT 'searches', r.user_id, r.at, count(*) OVER (PARTITION BY r.user_id
            ORDER BY r.at RANGE interval '1 hour' PRECEDING)
            FROM recent r WHERE r.act LIKE 'find nothing %'
        UNION ALL
        SELECT 'export', r.user_id, r.at, 1 FROM recent r WHERE r.act LIKE 'export %'
                OR r.act = 'download export'
        UNION ALL
        SELECT 'bait', r.user_id, r.at, 1 FROM recent r
            WHERE r.subjects && (SELECT array_agg(record) FROM accounts_bait) AND EXISTS (
            SELECT FROM accounts_bait b WHERE b.record = ANY (r.subjects)
              AND r.at >= b.since AND (b.until IS NULL OR r.at < b.until))
            AND cardinality(r.subjects) < 5 AND r.act NOT LIKE '%\\_list'
        UNION ALL
        SELECT 'night', r.user_id, r.at, 1 FROM recent r
            WHERE (r.hour >= (limits->>'night_from')::int
                   OR r.hour < (limits->>'night_until')::int)
              AND r.subjects <> '{}' AND r.subject_type NOT LIKE 'accounts.%'
    ), dated AS (
        SELECT c.*, ((c.at AT TIME ZONE 'Asia/Ho_Chi_Minh') - CASE c.kind
            WHEN 'night' THEN make_interval(hours => (limits->>'night_until')::int)
            ELSE interval '0' END)::date AS day FROM counted c
    )
    SELECT d.kind, d.user_id, d.day, min(d.at), max(d.at),
        CASE WHEN d.kind IN ('night', 'export', 'bait') THEN count(*) ELSE max(d.n) END
    FROM dated d GROUP BY d.kind, d.user_id, d.day
    HAVING max(d.n) > coalesce((limits->>d.kind)::bigint, 0);
    END $$;
    REVOKE ALL ON FUNCTION unusual_use(timestamptz, jsonb) FROM public;
    GRANT EXECUTE ON FUNCTION unusual_use(timestamptz, jsonb) TO app;
    """,
    "DROP FUNCTION unusual_use(timestamptz, jsonb);",
)
