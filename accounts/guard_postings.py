"""Powerful postings in the database: two persons give one, and nobody revives one.

The rule stands three times: who may insert and update (policies and column grants), how
a row may change (a trigger for the application's role), and when a posting counts
(posting_live(), asked by reach(), asker_is() and the trail).
"""

from django.db.migrations import RunSQL

from accounts.roles import POWERFUL, Role

_POWERFUL = ", ".join(f"'{role}'" for role in POWERFUL)
_OWN_PROVINCE = "area_id = ANY ((SELECT reach('{administrator}'))::bigint[])"

LIVE = RunSQL(
    f"""
    CREATE FUNCTION posting_live(p accounts_posting) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        SELECT work_day() >= p.from_on
            AND (p.until_on IS NULL OR work_day() < p.until_on)
            AND (p.ends_at IS NULL OR p.ends_at > now())
            AND (p.role NOT IN ({_POWERFUL}) OR p.granted_by_id IS NULL
                 OR p.confirmed_by_id IS NOT NULL) $$;
    CREATE OR REPLACE FUNCTION reach(roles text[]) RETURNS bigint[] LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN (
        SELECT coalesce(array_agg(DISTINCT c.covers_id), '{{}}')
        FROM accounts_posting p JOIN areas_coverage c ON c.area_id = p.area_id
        WHERE p.user_id = (SELECT asker()) AND p.role = ANY (roles) AND posting_live(p)
    ); END $$;
    CREATE OR REPLACE FUNCTION asker_is(wanted text) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN EXISTS (
        SELECT FROM accounts_posting p WHERE p.user_id = (SELECT asker())
          AND p.role = wanted AND posting_live(p)
    ); END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION reach(roles text[]) RETURNS bigint[] LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN (
        SELECT coalesce(array_agg(DISTINCT c.covers_id), '{}')
        FROM accounts_posting p JOIN areas_coverage c ON c.area_id = p.area_id
        WHERE p.user_id = asker() AND p.role = ANY (roles)
          AND work_day() >= p.from_on
          AND (p.until_on IS NULL OR work_day() < p.until_on)
    ); END $$;
    CREATE OR REPLACE FUNCTION asker_is(wanted text) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN EXISTS (
        SELECT FROM accounts_posting p WHERE p.user_id = asker() AND p.role = wanted
          AND work_day() >= p.from_on
          AND (p.until_on IS NULL OR work_day() < p.until_on)
    ); END $$;
    DROP FUNCTION posting_live(accounts_posting);
    """,
)

# Whoever made another's one-time code, or took their second step away, could sign in as
# that person; for 30 days such a person is no second one to the maker's grants.
RENEWALS = RunSQL(
    """
    CREATE TABLE accounts_renewal (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, by_id uuid NOT NULL,
        of_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX accounts_renewal_of ON accounts_renewal (of_id, at);
    GRANT SELECT ON accounts_renewal TO app_backup;
    CREATE FUNCTION note_renewal() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE whose uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id
        ELSE NEW.user_id END; BEGIN
        IF asker() <> whose THEN
            INSERT INTO accounts_renewal (by_id, of_id) VALUES (asker(), whose);
        END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION renewed_by(giver uuid, person uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT FROM accounts_renewal r WHERE r.by_id = giver
            AND r.of_id = person AND r.at > now() - interval '30 days') $$;
    CREATE TRIGGER renewed AFTER INSERT OR UPDATE ON accounts_entrycode
        FOR EACH ROW EXECUTE FUNCTION note_renewal();
    CREATE TRIGGER renewed AFTER DELETE ON accounts_factor
        FOR EACH ROW EXECUTE FUNCTION note_renewal();
    REVOKE ALL ON FUNCTION note_renewal(), renewed_by(uuid, uuid) FROM public;
    GRANT EXECUTE ON FUNCTION renewed_by(uuid, uuid) TO app;
    """,
    """
    DROP TRIGGER renewed ON accounts_factor; DROP TRIGGER renewed ON accounts_entrycode;
    DROP FUNCTION renewed_by(uuid, uuid), note_renewal(); DROP TABLE accounts_renewal;
    """,
)

POSTINGS = RunSQL(
    f"""
    DROP POLICY adds ON accounts_posting; DROP POLICY edits ON accounts_posting;
    CREATE POLICY adds ON accounts_posting FOR INSERT TO app WITH CHECK (
        {_OWN_PROVINCE} AND role <> '{Role.EMERGENCY_READER}'
        AND granted_by_id = asker() AND user_id <> asker()
        AND confirmed_by_id IS NULL AND refused_by_id IS NULL AND ends_at IS NULL
        AND (until_on IS NOT NULL OR role NOT IN ({_POWERFUL})));
    CREATE POLICY edits ON accounts_posting FOR UPDATE TO app
        USING ({_OWN_PROVINCE} AND role <> '{Role.EMERGENCY_READER}')
        WITH CHECK ({_OWN_PROVINCE} AND role <> '{Role.EMERGENCY_READER}');
    REVOKE UPDATE ON accounts_posting FROM app;
    GRANT UPDATE (until_on, confirmed_by_id, confirmed_at, refused_by_id, refused_at)
        ON accounts_posting TO app;
    CREATE FUNCTION keep_posting() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE decides boolean := NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id;
        refuses boolean := NEW.refused_by_id IS DISTINCT FROM OLD.refused_by_id;
    BEGIN
        IF current_user <> 'app' THEN RETURN NEW; END IF;
        IF (decides OR refuses) AND (
            OLD.confirmed_by_id IS NOT NULL OR OLD.refused_by_id IS NOT NULL
            OR OLD.granted_by_id IS NULL OR OLD.role NOT IN ({_POWERFUL})
            OR OLD.until_on <= work_day()) THEN
            RAISE insufficient_privilege
                USING MESSAGE = 'this posting waits for nobody';
        END IF;
        IF decides AND (NEW.confirmed_by_id IS DISTINCT FROM asker()
            OR asker() IN (OLD.granted_by_id, OLD.user_id) OR NOT asker_proved()
            OR renewed_by(OLD.granted_by_id, asker())) THEN
            RAISE insufficient_privilege
                USING MESSAGE = 'a second person, just proved, confirms a posting';
        END IF;
        IF refuses AND (decides OR NEW.refused_by_id IS DISTINCT FROM asker()) THEN
            RAISE insufficient_privilege USING MESSAGE = 'refuse in the own name';
        END IF;
        NEW.confirmed_at := CASE WHEN decides THEN now() ELSE OLD.confirmed_at END;
        NEW.refused_at := CASE WHEN refuses THEN now() ELSE OLD.refused_at END;
        IF NEW.until_on IS DISTINCT FROM OLD.until_on
            AND (NEW.until_on IS NULL OR NEW.until_on > OLD.until_on) THEN
            RAISE insufficient_privilege
                USING MESSAGE = 'a posting ends earlier or is given anew';
        END IF;
        RETURN NEW;
    END $$;
    REVOKE ALL ON FUNCTION keep_posting() FROM public;
    CREATE TRIGGER kept BEFORE UPDATE ON accounts_posting
        FOR EACH ROW EXECUTE FUNCTION keep_posting();
    """,
    """
    DROP TRIGGER kept ON accounts_posting; DROP FUNCTION keep_posting();
    DROP POLICY adds ON accounts_posting; DROP POLICY edits ON accounts_posting;
    CREATE POLICY adds ON accounts_posting FOR INSERT TO app
        WITH CHECK (asker_is('administrator'));
    CREATE POLICY edits ON accounts_posting FOR UPDATE TO app
        USING (asker_is('administrator')) WITH CHECK (asker_is('administrator'));
    REVOKE UPDATE (until_on, confirmed_by_id, confirmed_at, refused_by_id, refused_at)
        ON accounts_posting FROM app;
    GRANT UPDATE ON accounts_posting TO app;
    """,
)
