"""The second lock: row policies of the database, written by migrations.

Every table is closed to the application's role until a migration protects it (personal
data) or opens it with a reason. `territory_id` must lie in `reach(roles)`, which the
database derives itself from sign-in, postings and coverage: SQL cannot claim a place.
The sub-select makes PostgreSQL evaluate reach() once a statement.
"""

from django.db.migrations import RunSQL

WORK = "caseworker,district_officer"
PROVINCE = WORK + ",provincial_officer"
STATE = PROVINCE + ",labour_officer"  # the Department sees cases, not livelihoods
FULL = "SELECT, INSERT, UPDATE"
EMERGENCY = "emergency_reader"  # for an hour, on one commune: reads what is protected


def protect(table, sees, adds, edits=None, may=FULL, emergency=True):
    """Close a table with personal data to all but these roles in their territory.

    In: comma-separated role names for reading, inserting and updating (default: those
    who insert). `may` without UPDATE makes it append-only; events need UPDATE of the
    void columns only: see `protect_event`. `emergency`: the reader of an hour sees it.
    """

    def within(roles):
        return f"territory_id = ANY ((SELECT reach('{{{roles}}}'))::bigint[])"

    sees, edits = sees + f",{EMERGENCY}" * emergency, edits or adds
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY sees ON {table} FOR SELECT TO app
            USING ({within(sees)});
        CREATE POLICY adds ON {table} FOR INSERT TO app WITH CHECK ({within(adds)});
        CREATE POLICY edits ON {table} FOR UPDATE TO app
            USING ({within(edits)}) WITH CHECK ({within(edits)});
        GRANT {may} ON {table} TO app;
        GRANT SELECT ON {table} TO app_backup;
        """,
        f"""
        DROP POLICY sees ON {table}; DROP POLICY adds ON {table};
        DROP POLICY edits ON {table};
        REVOKE ALL ON {table} FROM app, app_backup;
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
        """,
    )


VOID = "SELECT, INSERT, UPDATE (voided_at, voided_by_id, void_reason)"


def protect_event(table, sees, adds, edits=None):
    """Protect an append-only table: only its void columns may ever be updated."""
    return protect(table, sees, adds, edits, may=VOID)


def follow(child, parent, by):
    """Keep the child's territory equal to its parent's, whoever moves the parent.

    Not deferrable: with the trail's chain at commit deferred keys would deadlock.
    """
    key = f"{parent}_place"
    return RunSQL(
        f"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{key}'
                           AND conrelid = '{parent}'::regclass) THEN
                ALTER TABLE {parent} ADD CONSTRAINT {key} UNIQUE (id, territory_id);
            END IF;
        END $$;
        ALTER TABLE {child} ADD CONSTRAINT {child}_follows_{by}
            FOREIGN KEY ({by}, territory_id) REFERENCES {parent} (id, territory_id)
            ON UPDATE CASCADE;
        """,
        f"ALTER TABLE {child} DROP CONSTRAINT {child}_follows_{by};",
    )


def open_to_app(reason, *tables, may="SELECT"):
    """Open tables without personal data; the reason is kept as the table's comment."""
    opened = "".join(
        f"""GRANT {may} ON {table} TO app; GRANT SELECT ON {table} TO app_backup;
        COMMENT ON TABLE {table} IS 'open: {reason}';"""
        for table in tables
    )
    closed = "".join(f"REVOKE ALL ON {t} FROM app, app_backup;" for t in tables)
    return RunSQL(opened, closed)


def administered(reason, *tables, own=None):
    """Open tables for reading; only an administrator writes (or, by `own`, oneself).

    Not forced: the owner's commands set up the first administrator and the lists.
    """
    writes = "asker_is('administrator')"
    edits = f"{writes} OR {own} = asker()" if own else writes
    opened = "".join(
        f"""ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY sees ON {table} FOR SELECT TO app USING (true);
        CREATE POLICY adds ON {table} FOR INSERT TO app WITH CHECK ({writes});
        CREATE POLICY edits ON {table} FOR UPDATE TO app
            USING ({edits}) WITH CHECK ({edits});
        GRANT SELECT, INSERT, UPDATE ON {table} TO app;
        GRANT SELECT ON {table} TO app_backup;
        COMMENT ON TABLE {table} IS 'open: {reason}';"""
        for table in tables
    )
    closed = "".join(
        f"""DROP POLICY sees ON {table}; DROP POLICY adds ON {table};
        DROP POLICY edits ON {table}; REVOKE ALL ON {table} FROM app, app_backup;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"""
        for table in tables
    )
    return RunSQL(opened, closed)


WHO = RunSQL(
    """
    CREATE FUNCTION work_day() RETURNS date LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
        SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;
    CREATE FUNCTION asker() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
        SELECT s.user_id FROM accounts_signin s JOIN accounts_user u ON u.id = s.user_id
        WHERE s.hash = sha256(convert_to(current_setting('app.proof', true), 'UTF8'))
          AND s.ends_at > now() AND u.is_active $$;
    CREATE FUNCTION reach(roles text[]) RETURNS bigint[] LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN (
        SELECT coalesce(array_agg(DISTINCT c.covers_id), '{}')
        FROM accounts_posting p JOIN areas_coverage c ON c.area_id = p.area_id
        WHERE p.user_id = asker() AND p.role = ANY (roles)
          AND work_day() >= p.from_on
          AND (p.until_on IS NULL OR work_day() < p.until_on)
    ); END $$;
    CREATE FUNCTION asker_is(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN EXISTS (
        SELECT FROM accounts_posting p WHERE p.user_id = asker() AND p.role = wanted
          AND work_day() >= p.from_on
          AND (p.until_on IS NULL OR work_day() < p.until_on)
    ); END $$;
    REVOKE ALL ON FUNCTION asker(), reach(text[]), asker_is(text) FROM public;
    GRANT EXECUTE ON FUNCTION work_day(), asker(), reach(text[]), asker_is(text) TO app;
    """,
    "DROP FUNCTION asker_is(text), reach(text[]), asker(), work_day();",
)

# The trail: rows written by write_trail() alone, chained at commit, never changed.
TRAIL = RunSQL(
    """
    CREATE FUNCTION write_trail(
        act text, kind text, subjects uuid[], place bigint, purpose text,
        request uuid, replay boolean) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO accounts_activity (at, user_id, role, act, subject_type,
            subjects, territory, purpose, request_id, replay)
        VALUES (clock_timestamp(), asker(),
            (SELECT coalesce(string_agg(DISTINCT p.role, ',' ORDER BY p.role), '')
             FROM accounts_posting p WHERE p.user_id = asker()
               AND work_day() >= p.from_on
               AND (p.until_on IS NULL OR work_day() < p.until_on)),
            act, kind, subjects, place, purpose, request, replay) $$;
    CREATE FUNCTION trail_text(a accounts_activity) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT jsonb_build_array(a.id, a.at AT TIME ZONE 'UTC', a.user_id, a.role,
        a.act, a.subject_type, a.subjects, a.territory, a.purpose, a.request_id,
        a.replay)::text $$;
    CREATE FUNCTION chain_trail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE head accounts_activitylink; BEGIN
        PERFORM pg_advisory_xact_lock(7234);
        SELECT * INTO head FROM accounts_activitylink ORDER BY number DESC LIMIT 1;
        INSERT INTO accounts_activitylink (number, activity_id, hash)
        VALUES (coalesce(head.number, 0) + 1, NEW.id,
            sha256(coalesce(head.hash, '') || convert_to(trail_text(NEW), 'UTF8')));
        RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER chain AFTER INSERT ON accounts_activity
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_trail();
    CREATE FUNCTION keep_trail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$;
    CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON accounts_activity
        FOR EACH ROW EXECUTE FUNCTION keep_trail();
    CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON accounts_activitylink
        FOR EACH ROW EXECUTE FUNCTION keep_trail();
    CREATE TRIGGER kept_whole BEFORE TRUNCATE ON accounts_activity
        FOR EACH STATEMENT EXECUTE FUNCTION keep_trail();
    CREATE TRIGGER kept_whole BEFORE TRUNCATE ON accounts_activitylink
        FOR EACH STATEMENT EXECUTE FUNCTION keep_trail();
    REVOKE ALL ON FUNCTION
        write_trail(text, text, uuid[], bigint, text, uuid, boolean),
        trail_text(accounts_activity), chain_trail(), keep_trail() FROM public;
    GRANT EXECUTE ON FUNCTION
        write_trail(text, text, uuid[], bigint, text, uuid, boolean) TO app;
    GRANT SELECT ON accounts_activity, accounts_activitylink TO app_backup;
    """,
    """
    DROP TRIGGER kept ON accounts_activitylink;
    DROP TRIGGER kept_whole ON accounts_activitylink;
    DROP TRIGGER kept ON accounts_activity; DROP TRIGGER kept_whole ON accounts_activity;
    DROP TRIGGER chain ON accounts_activity;
    DROP FUNCTION keep_trail(), chain_trail(), trail_text(accounts_activity),
        write_trail(text, text, uuid[], bigint, text, uuid, boolean);
    """,
)


def never_edited(table):
    """An administered list whose rows are only ever added: nobody changes one."""
    return RunSQL(
        f"DROP POLICY edits ON {table}; REVOKE UPDATE ON {table} FROM app;",
        f"""CREATE POLICY edits ON {table} FOR UPDATE TO app
            USING (asker_is('administrator')) WITH CHECK (asker_is('administrator'));
        GRANT UPDATE ON {table} TO app;""",
    )


def read_only(table):
    """An administered list that only the owner's commands write."""
    return RunSQL(
        f"DROP POLICY adds ON {table}; DROP POLICY edits ON {table};"
        f"REVOKE INSERT, UPDATE ON {table} FROM app;",
        f"""CREATE POLICY adds ON {table} FOR INSERT TO app
            WITH CHECK (asker_is('administrator'));
        CREATE POLICY edits ON {table} FOR UPDATE TO app
            USING (asker_is('administrator')) WITH CHECK (asker_is('administrator'));
        GRANT INSERT, UPDATE ON {table} TO app;""",
    )
