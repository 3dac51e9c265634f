"""Reading in an emergency, in the database: asked, agreed to, an hour, told to heads.

Only these functions of the owner make the posting of an emergency reader, so that SQL
of the application cannot. The asker never learns whether a code exists: the function
that takes the request answers nothing, whatever it found.
"""

from django.db.migrations import RunSQL

from accounts.guard import EMERGENCY

OWNED = "SECURITY DEFINER SET search_path = public, pg_temp"
OFFICERS = "{district_officer,provincial_officer}"
WORKERS = "{caseworker,district_officer,provincial_officer,labour_officer}"
PENDING = (
    "posting_id IS NULL AND refused_by_id IS NULL"
    " AND asked_at > now() - interval '24 hours'"
)
_REACHED = f"ANY ((SELECT reach('{OFFICERS}'))::bigint[])"
# An officer finds the code among the cases of the own area, as everywhere.
_DECIDES = f"""(commune_id = {_REACHED} OR EXISTS (SELECT FROM victims_case c
    WHERE c.code = victims_emergencyask.code AND c.territory_id = {_REACHED}))"""

# Every policy `sees` of protected rows lets the emergency reader in; protect() does so
# for new tables, this loop for those that were protected before.
READERS = RunSQL(
    f"""
    DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT p.tablename, p.qual FROM pg_policies p
            JOIN pg_attribute a ON a.attname = 'territory_id'
             AND a.attrelid = format('public.%I', p.tablename)::regclass
            WHERE p.schemaname = 'public' AND p.policyname = 'sees'
              AND p.qual LIKE '%territory_id = ANY%reach(''{{%'
              AND p.qual NOT LIKE '%{EMERGENCY}%'
        LOOP
            EXECUTE format('ALTER POLICY sees ON %I USING (%s)', found.tablename,
                regexp_replace(found.qual, 'reach\\(''\\{{([a-z_,]+)\\}}''',
                    'reach(''{{\\1,{EMERGENCY}}}''', 'g'));
        END LOOP;
    END $$;
    """,
    RunSQL.noop,
)

ASKS = RunSQL(
    f"""
    ALTER TABLE victims_emergencyask
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON victims_emergencyask FOR SELECT TO app
        USING (asked_by_id = (SELECT asker()) OR {_DECIDES});
    CREATE POLICY edits ON victims_emergencyask FOR UPDATE TO app
        USING ({_DECIDES} AND {PENDING}) WITH CHECK (refused_by_id = asker());
    CREATE POLICY keeps ON victims_emergencyask TO app_owner
        USING (true) WITH CHECK (true);
    CREATE POLICY asked_for ON victims_case FOR SELECT TO app_owner USING (EXISTS (
        SELECT FROM victims_emergencyask e WHERE e.code = victims_case.code
          AND e.{PENDING.replace("AND ", "AND e.")}));
    ALTER TABLE victims_emergencyask ADD CONSTRAINT emergency_has_a_reason
        CHECK (length(reason) >= 64);  -- sealed: at least 20 letters were typed
    GRANT SELECT, UPDATE (refused_by_id, refused_at) ON victims_emergencyask TO app;
    GRANT SELECT ON victims_emergencyask TO app_backup;
    """,
    """
    DROP POLICY asked_for ON victims_case;
    DROP POLICY keeps ON victims_emergencyask;
    DROP POLICY edits ON victims_emergencyask; DROP POLICY sees ON victims_emergencyask;
    REVOKE ALL ON victims_emergencyask FROM app, app_backup;
    ALTER TABLE victims_emergencyask
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    """,
)

HEADS = RunSQL(
    f"""
    CREATE FUNCTION heads_over(places bigint[]) RETURNS SETOF uuid LANGUAGE sql STABLE
    {OWNED} AS $$
        SELECT DISTINCT p.user_id FROM accounts_posting p
        JOIN areas_coverage c ON c.area_id = p.area_id
        JOIN accounts_user u ON u.id = p.user_id AND u.is_active
        WHERE p.role = ANY ('{OFFICERS}') AND posting_live(p)
          AND c.covers_id = ANY (places) $$;
    CREATE FUNCTION places_of(person uuid) RETURNS bigint[] LANGUAGE sql STABLE
    {OWNED} AS $$
        SELECT coalesce(array_agg(p.area_id), '{{}}') FROM accounts_posting p
        WHERE p.user_id = person AND p.role = ANY ('{WORKERS}') AND posting_live(p) $$;
    CREATE FUNCTION tell_heads(here text, above text, place bigint, shown bigint,
        reader uuid, about uuid, told_at timestamptz)
    RETURNS void LANGUAGE plpgsql {OWNED} AS $$ BEGIN
        INSERT INTO accounts_notice
            (id, kind, user_id, role, subject, place_id, told_by_id, at)
        SELECT gen_random_uuid(), here, head, '', about, place, asker(), told_at
        FROM heads_over(ARRAY[place]) head WHERE head <> reader;
        IF NOT FOUND AND place IS NOT NULL THEN
            INSERT INTO accounts_notice
                (id, kind, role, area_id, subject, place_id, told_by_id, at)
            VALUES (gen_random_uuid(), here, 'provincial_officer', place, about, place,
                asker(), told_at);
        END IF;
        INSERT INTO accounts_notice
            (id, kind, user_id, role, subject, place_id, told_by_id, at)
        SELECT gen_random_uuid(), above, head, '', about, shown, asker(), told_at
        FROM heads_over(places_of(reader)) head
        WHERE head <> reader AND head NOT IN (SELECT heads_over(ARRAY[place]));
    END $$;
    REVOKE ALL ON FUNCTION heads_over(bigint[]), places_of(uuid), tell_heads(text, text,
        bigint, bigint, uuid, uuid, timestamptz) FROM public;
    """,
    """
    DROP FUNCTION tell_heads(text, text, bigint, bigint, uuid, uuid, timestamptz),
        places_of(uuid), heads_over(bigint[]);
    """,
)

ACTS = RunSQL(
    f"""
    CREATE FUNCTION ask_emergency(ask uuid, case_code text, place bigint, why text)
    RETURNS void LANGUAGE plpgsql {OWNED} AS $$
    DECLARE found bigint := place; BEGIN
        IF asker() IS NULL OR asker_is('administrator')
            OR cardinality(places_of(asker())) = 0 THEN
            RAISE insufficient_privilege USING MESSAGE = 'not yours to ask';
        END IF;
        INSERT INTO victims_emergencyask (id, asked_by_id, code, commune_id, reason)
        VALUES (ask, asker(), case_code, place, why);
        IF case_code <> '' THEN
            SELECT territory_id INTO found FROM victims_case WHERE code = case_code;
        END IF;
        PERFORM tell_heads('emergency_asked', 'emergency_asked_below', found, NULL,
            asker(), ask, now());
    END $$;
    CREATE FUNCTION open_emergency(ask uuid) RETURNS uuid LANGUAGE plpgsql {OWNED} AS $$
    DECLARE asked victims_emergencyask; place bigint; made uuid; BEGIN
        SELECT * INTO asked FROM victims_emergencyask
        WHERE id = ask AND {PENDING} FOR UPDATE;
        SELECT coalesce(asked.commune_id, (SELECT c.territory_id FROM victims_case c
            WHERE c.code = asked.code)) INTO place;
        IF asker() = asked.asked_by_id OR NOT asker_proved()
            OR NOT coalesce(place = ANY (reach('{OFFICERS}')), false)
            OR cardinality(places_of(asked.asked_by_id)) = 0 THEN
            RAISE insufficient_privilege USING MESSAGE = 'not yours to agree to';
        END IF;
        INSERT INTO accounts_posting (id, user_id, role, area_id, from_on, ends_at,
            reason, granted_by_id, confirmed_by_id, confirmed_at)
        VALUES (gen_random_uuid(), asked.asked_by_id, '{EMERGENCY}', place, work_day(),
            now() + interval '60 minutes', 'request ' || ask, asked.asked_by_id, asker(),
            now()) RETURNING id INTO made;
        UPDATE victims_emergencyask SET posting_id = made WHERE id = ask;
        PERFORM tell('emergency_open', asked.asked_by_id, '', NULL, NULL, place);
        PERFORM tell_heads('emergency_agreed', 'emergency_agreed', place, place,
            asked.asked_by_id, made, now());
        PERFORM tell_heads('emergency_over', 'emergency_over', place, place,
            asked.asked_by_id, made, now() + interval '60 minutes');
        RETURN made;
    END $$;
    CREATE FUNCTION end_emergency(which uuid) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        UPDATE accounts_posting p SET ends_at = now()
        WHERE p.id = which AND p.role = '{EMERGENCY}' AND p.ends_at > now()
          AND (p.user_id = asker() OR p.area_id = ANY (reach('{OFFICERS}')));
        IF NOT FOUND THEN RETURN false; END IF;
        UPDATE accounts_notice SET at = now()
        WHERE kind = 'emergency_over' AND subject = which AND at > now();
        RETURN true;
    END $$;
    REVOKE ALL ON FUNCTION ask_emergency(uuid, text, bigint, text),
        open_emergency(uuid), end_emergency(uuid) FROM public;
    GRANT EXECUTE ON FUNCTION ask_emergency(uuid, text, bigint, text),
        open_emergency(uuid), end_emergency(uuid) TO app;
    """,
    """
    DROP FUNCTION end_emergency(uuid), open_emergency(uuid),
        ask_emergency(uuid, text, bigint, text);
    """,
)
