"""Files with names in the database: the asker's own, and nobody approves their own.

A large list is known (purpose and number, no names) to the officers of its area and
above, before and after; its bytes to its asker alone.

Whether a second person is needed is computed here, at the insert, from the names and
files that the asker asked for that day; the application cannot say otherwise. Each
change of state has one author: approving another person of the area or above, making
and downloading the asker. Bytes can only be kept for a file that was made.
"""

from django.db.migrations import RunSQL

ROLES = "district_officer,provincial_officer,labour_officer"
# The same as WorkSetting.DEFAULTS; a test compares.
NAMES_A_DAY, EXPORTS_A_DAY = 50, 3

# Not for whoever reads a commune in an emergency: their policies say "= ANY".
_WITHIN = f"territory_id IN (SELECT unnest(reach('{{{ROLES}}}')))"
_OWN = "recorded_by_id = (SELECT asker())"
_OWN_EXPORT = """EXISTS (SELECT FROM accounts_export e WHERE e.id = export_id
        AND e.recorded_by_id = (SELECT asker())
        AND e.state = 'made' AND e.expires_at > now())"""
_OVER = "expires_at <= now()"


def _setting(key, otherwise):
    return f"""coalesce((SELECT s.value FROM accounts_worksetting s
        WHERE s.key = '{key}' AND s.from_on <= work_day()
        ORDER BY s.from_on DESC LIMIT 1), {otherwise})"""


_GUARD = f"""
    CREATE FUNCTION ask_export() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE files bigint; names bigint; BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.recorded_by_id::text, 7235));
        SELECT count(*), coalesce(sum(e.count), 0) INTO files, names
        FROM accounts_export e
        WHERE e.recorded_by_id = NEW.recorded_by_id AND e.with_names
          AND e.state <> 'refused'
          AND (e.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = work_day();
        NEW.recorded_at := now();
        NEW.count := cardinality(NEW.subjects);
        NEW.needs_second := NEW.with_names AND (
            names + NEW.count > {_setting("names_a_day", NAMES_A_DAY)}
            OR files >= {_setting("exports_a_day", EXPORTS_A_DAY)});
        NEW.state := 'asked'; NEW.decided_by_id := NULL; NEW.decided_at := NULL;
        NEW.made_at := NULL; NEW.downloaded_at := NULL;
        NEW.expires_at := now() + interval '7 days';
        RETURN NEW; END $$;
    CREATE FUNCTION move_export() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE step text := OLD.state || ' > ' || NEW.state; own boolean; BEGIN
        own := coalesce(asker() = OLD.recorded_by_id, false);
        IF to_jsonb(OLD) - '{{state,decided_by_id,decided_at,refusal,made_at,expires_at,downloaded_at}}'::text[]
            <> to_jsonb(NEW) - '{{state,decided_by_id,decided_at,refusal,made_at,expires_at,downloaded_at}}'::text[]
        THEN RAISE EXCEPTION 'what was asked for does not change'; END IF;
        NEW.made_at := OLD.made_at; NEW.downloaded_at := OLD.downloaded_at;
        NEW.decided_at := OLD.decided_at; NEW.expires_at := OLD.expires_at;
        IF step IN ('asked > approved', 'asked > refused') AND OLD.needs_second
            AND coalesce(asker() = NEW.decided_by_id, false) AND NOT own
        THEN
            NEW.decided_at := now(); NEW.expires_at := now() + interval '7 days';
            RETURN NEW;
        END IF;
        IF NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id
            OR NEW.refusal <> OLD.refusal
        THEN RAISE EXCEPTION 'only deciding names who decided'; END IF;
        IF step = 'approved > made' AND own AND OLD.expires_at > now()
            OR step = 'asked > made' AND own AND NOT OLD.needs_second
        THEN
            NEW.made_at := now(); NEW.expires_at := now() + interval '24 hours';
        ELSIF step = 'made > downloaded' AND own AND OLD.expires_at > now() THEN
            NEW.downloaded_at := now();
        ELSIF NOT (NEW.state = 'expired' AND OLD.expires_at <= now()
            AND OLD.state IN ('asked', 'approved', 'made'))
        THEN RAISE EXCEPTION 'an export does not go from %', step; END IF;
        RETURN NEW; END $$;
    CREATE TRIGGER asked BEFORE INSERT ON accounts_export
        FOR EACH ROW EXECUTE FUNCTION ask_export();
    CREATE TRIGGER moved BEFORE UPDATE ON accounts_export
        FOR EACH ROW EXECUTE FUNCTION move_export();
    REVOKE ALL ON FUNCTION ask_export(), move_export() FROM public;
"""

# The owner's function sees, by policy, only what is over; it runs for anybody.
_EXPIRE = f"""
    CREATE POLICY over ON accounts_export FOR SELECT TO app_owner USING ({_OVER});
    CREATE POLICY ends ON accounts_export FOR UPDATE TO app_owner
        USING ({_OVER} AND state IN ('asked', 'approved', 'made'))
        WITH CHECK (state = 'expired');
    CREATE POLICY over ON accounts_exportfile TO app_owner
        USING (EXISTS (SELECT FROM accounts_export e
            WHERE e.id = export_id AND e.expires_at <= now()));
    CREATE FUNCTION expire_exports() RETURNS SETOF uuid LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        DELETE FROM accounts_exportfile;
        RETURN QUERY UPDATE accounts_export SET state = 'expired'
            WHERE state IN ('asked', 'approved', 'made') RETURNING id; END $$;
    REVOKE ALL ON FUNCTION expire_exports() FROM public;
    GRANT EXECUTE ON FUNCTION expire_exports() TO app;
"""

EXPORTS = RunSQL(
    f"""
    ALTER TABLE accounts_export ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON accounts_export FOR SELECT TO app USING ({_WITHIN}
        AND ({_OWN} OR needs_second));
    CREATE POLICY adds ON accounts_export FOR INSERT TO app
        WITH CHECK ({_WITHIN} AND {_OWN});
    CREATE POLICY edits ON accounts_export FOR UPDATE TO app
        USING ({_WITHIN} AND ({_OWN} OR needs_second))
        WITH CHECK ({_WITHIN} AND ({_OWN} OR decided_by_id = (SELECT asker())));
    GRANT SELECT, INSERT, UPDATE (state, decided_by_id, refusal) ON accounts_export TO app;
    GRANT SELECT ON accounts_export TO app_backup;
    ALTER TABLE accounts_exportfile ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON accounts_exportfile FOR SELECT TO app USING ({_OWN_EXPORT});
    CREATE POLICY adds ON accounts_exportfile FOR INSERT TO app WITH CHECK ({_OWN_EXPORT});
    CREATE POLICY drops ON accounts_exportfile FOR DELETE TO app USING ({_OWN_EXPORT});
    GRANT SELECT, INSERT, DELETE ON accounts_exportfile TO app;
    GRANT SELECT ON accounts_exportfile TO app_backup;
    {_GUARD} {_EXPIRE}
    """,
    """
    DROP FUNCTION expire_exports();
    DROP POLICY over ON accounts_exportfile; DROP POLICY drops ON accounts_exportfile;
    DROP POLICY adds ON accounts_exportfile; DROP POLICY sees ON accounts_exportfile;
    DROP POLICY ends ON accounts_export; DROP POLICY over ON accounts_export;
    DROP POLICY edits ON accounts_export; DROP POLICY adds ON accounts_export;
    DROP POLICY sees ON accounts_export;
    DROP TRIGGER moved ON accounts_export; DROP TRIGGER asked ON accounts_export;
    DROP FUNCTION move_export(), ask_export();
    REVOKE ALL ON accounts_export, accounts_exportfile FROM app, app_backup;
    ALTER TABLE accounts_exportfile
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    ALTER TABLE accounts_export NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    """,
)
