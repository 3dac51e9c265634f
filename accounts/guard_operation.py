"""Runs of jobs in the database, and what the backup's role may read: everything."""

from django.db.migrations import RunSQL

RUNS = RunSQL(
    """
    CREATE FUNCTION record_run(kind text, ok boolean, note text, seconds double precision)
    RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        IF kind IN ('backup', 'restore test') AND session_user = 'app' THEN
            RAISE insufficient_privilege
                USING MESSAGE = 'the application makes no backups';
        END IF;
        INSERT INTO accounts_run (kind, ok, note, started_at, ended_at, role)
        VALUES (kind, ok, note, clock_timestamp() - seconds * interval '1 second',
            clock_timestamp(), session_user);
    END $$;
    REVOKE ALL ON FUNCTION record_run(text, boolean, text, double precision) FROM public;
    GRANT EXECUTE ON FUNCTION record_run(text, boolean, text, double precision)
        TO app, app_backup;
    """,
    "DROP FUNCTION record_run(text, boolean, text, double precision);",
)

# A table that the backup cannot read would be missing on the day it is needed.
BACKUP = RunSQL(
    """
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO app_backup;
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO app_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO app_backup;
    """,
    """
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM app_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON SEQUENCES FROM app_backup;
    """,
)

# Sessions that nobody uses any more and keys of forms long sent: names of nothing, but
# a table that only grows is a table that somebody reads one day.
ENDED = RunSQL(
    """
    CREATE POLICY clears ON accounts_submission TO app_owner
        USING (at < now() - interval '30 days');
    CREATE FUNCTION clear_ended() RETURNS TABLE (sessions bigint, sign_ins bigint,
        submissions bigint) LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        DELETE FROM django_session WHERE expire_date < now();
        GET DIAGNOSTICS sessions = ROW_COUNT;
        DELETE FROM accounts_signin WHERE ends_at < now() - interval '7 days';
        GET DIAGNOSTICS sign_ins = ROW_COUNT;
        DELETE FROM accounts_submission;  -- the policy says which
        GET DIAGNOSTICS submissions = ROW_COUNT;
        RETURN NEXT;
    END $$;
    REVOKE ALL ON FUNCTION clear_ended() FROM public;
    GRANT EXECUTE ON FUNCTION clear_ended() TO app;
    """,
    "DROP FUNCTION clear_ended(); DROP POLICY clears ON accounts_submission;",
)
