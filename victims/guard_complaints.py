"""Complaints in the database: kept from the worker complained of, whoever asks how.

A row is seen by the desk that answers it and by whoever took it down, and never by the
worker it is about: a missing row, not a refusal. No code, no number, no row in the
pages of the trail tells that it exists.
"""

from django.db.migrations import RunSQL

_WORK = "caseworker,district_officer,provincial_officer,labour_officer"


def _reach(roles):
    return f"territory_id = ANY ((SELECT reach('{{{roles}}}'))::bigint[])"


def _case(flag):
    return (
        "EXISTS (SELECT FROM victims_case w WHERE w.id = victims_complaint.case_id"
        f" AND w.{flag} IS NOT NULL)"
    )


_NOT_ABOUT_THEM = "about_id IS DISTINCT FROM (SELECT asker())"
# The desk; the province sees what the districts answer, unless she refused sharing.
_DESK = f"""(
    desk = 'district' AND ({_reach("district_officer")}
        OR {_reach("provincial_officer")} AND NOT {_case("unshared_from")})
    OR desk = 'province' AND {_reach("provincial_officer")}
    OR desk = 'department' AND {_reach("labour_officer")})"""
_TAKER = f"""(recorded_by_id = (SELECT asker()) AND {_reach(_WORK)}
    AND NOT {_case("restricted_from")})"""
# A case of the place, and a minor who came with it; a foreign key is as if missing.
_OF_THE_PLACE = """
    (case_id IS NULL OR EXISTS (SELECT FROM victims_case w
        WHERE w.id = case_id AND w.territory_id = victims_complaint.territory_id
          AND w.restricted_from IS NULL))
    AND (minor_id IS NULL OR EXISTS (SELECT FROM victims_accompanyingminor m
        WHERE m.id = minor_id AND m.case_id = victims_complaint.case_id))"""

COMPLAINTS = RunSQL(
    f"""
    ALTER TABLE victims_complaint
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    ALTER TABLE victims_complaintstep
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON victims_complaint FOR SELECT TO app
        USING ({_NOT_ABOUT_THEM} AND ({_DESK} OR {_TAKER}));
    CREATE POLICY adds ON victims_complaint FOR INSERT TO app
        WITH CHECK (recorded_by_id = (SELECT asker()) AND {_NOT_ABOUT_THEM}
            AND {_reach(_WORK)} AND {_OF_THE_PLACE});
    CREATE POLICY sees ON victims_complaintstep FOR SELECT TO app
        USING (EXISTS (SELECT FROM victims_complaint c WHERE c.id = complaint_id));
    CREATE POLICY adds ON victims_complaintstep FOR INSERT TO app
        WITH CHECK (recorded_by_id = (SELECT asker()) AND EXISTS (
            SELECT FROM victims_complaint WHERE id = complaint_id
            AND (act <> 'answer' OR {_DESK})));
    GRANT SELECT, INSERT ON victims_complaint, victims_complaintstep TO app;
    GRANT SELECT ON victims_complaint, victims_complaintstep TO app_backup;
    """,
    """
    DROP POLICY adds ON victims_complaintstep; DROP POLICY sees ON victims_complaintstep;
    DROP POLICY adds ON victims_complaint; DROP POLICY sees ON victims_complaint;
    REVOKE ALL ON victims_complaint, victims_complaintstep FROM app, app_backup;
    """,
)

# The desk lies above the worker, whatever a program writes; and the author is who asks.
PASSED_OVER = RunSQL(
    """
    CREATE FUNCTION pass_over() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND NEW.about_id IS NOT NULL AND EXISTS (
            SELECT FROM accounts_posting p JOIN areas_coverage c USING (area_id)
            WHERE p.user_id = NEW.about_id AND c.covers_id = NEW.territory_id
              AND posting_live(p) AND (
                p.role = 'district_officer' AND NEW.desk = 'district'
                OR p.role = 'provincial_officer' AND NEW.desk <> 'department'
                OR p.role = 'labour_officer' AND NEW.desk = 'district')) THEN
            RAISE EXCEPTION 'a complaint goes to the desk above'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW; END $$;
    REVOKE ALL ON FUNCTION pass_over() FROM public;
    CREATE TRIGGER passed_over BEFORE INSERT ON victims_complaint
        FOR EACH ROW EXECUTE FUNCTION pass_over();
    CREATE TRIGGER author BEFORE INSERT ON victims_complaint
        FOR EACH ROW EXECUTE FUNCTION keep_author();
    CREATE TRIGGER author BEFORE INSERT ON victims_complaintstep
        FOR EACH ROW EXECUTE FUNCTION keep_author();
    """,
    """
    DROP TRIGGER author ON victims_complaintstep;
    DROP TRIGGER author ON victims_complaint;
    DROP TRIGGER passed_over ON victims_complaint;
    DROP FUNCTION pass_over();
    """,
)

# The trail keeps every act; its pages show those at complaints to nobody. The chain is
# walked by the owner, whom no policy of the application holds.
UNTOLD = RunSQL(
    """
    CREATE POLICY untold ON accounts_activity AS RESTRICTIVE FOR SELECT TO app
        USING (subject_type NOT LIKE 'victims.complaint%');
    """,
    "DROP POLICY untold ON accounts_activity;",
)

# An erasure empties what was said, also where whoever confirms may not see it.
ERASED = RunSQL(
    """
    CREATE POLICY erased ON victims_complaint TO app_owner
        USING (case_id = ANY ((SELECT erasing())::uuid[]));
    CREATE POLICY erased ON victims_complaintstep TO app_owner
        USING (complaint_id IN (SELECT c.id FROM victims_complaint c
            WHERE c.case_id = ANY ((SELECT erasing())::uuid[])));
    CREATE OR REPLACE FUNCTION forget_of(keys uuid[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE gone uuid[] := keys; BEGIN
        IF row_security_active('victims_case') THEN
            gone := ARRAY(SELECT unnest(keys) INTERSECT SELECT unnest(erasing()));
        END IF;
        UPDATE victims_emergencyask SET reason = '' WHERE code IN (
            SELECT c.code FROM victims_case c WHERE c.id = ANY (gone));
        UPDATE victims_transfer SET reason = ''
        WHERE household_id = ANY (gone) OR household_id IN (
            SELECT c.household_id FROM victims_case c WHERE c.id = ANY (gone));
        UPDATE victims_complaintstep SET sealed = NULL WHERE complaint_id IN (
            SELECT c.id FROM victims_complaint c WHERE c.case_id = ANY (gone));
        UPDATE victims_complaint SET sealed = NULL WHERE case_id = ANY (gone);
        DELETE FROM accounts_exportfile WHERE export_id IN (
            SELECT e.id FROM accounts_export e WHERE e.subjects && gone);
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION forget_of(keys uuid[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE gone uuid[] := keys; BEGIN
        IF row_security_active('victims_case') THEN
            gone := ARRAY(SELECT unnest(keys) INTERSECT SELECT unnest(erasing()));
        END IF;
        UPDATE victims_emergencyask SET reason = '' WHERE code IN (
            SELECT c.code FROM victims_case c WHERE c.id = ANY (gone));
        UPDATE victims_transfer SET reason = ''
        WHERE household_id = ANY (gone) OR household_id IN (
            SELECT c.household_id FROM victims_case c WHERE c.id = ANY (gone));
        DELETE FROM accounts_exportfile WHERE export_id IN (
            SELECT e.id FROM accounts_export e WHERE e.subjects && gone);
    END $$;
    DROP POLICY erased ON victims_complaintstep;
    DROP POLICY erased ON victims_complaint;
    """,
)
