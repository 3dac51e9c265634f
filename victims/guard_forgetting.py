"""What an erasure empties outside the person's own rows, in the database.

The reasons of emergency readings and of moves are written by functions of the owner
alone, and lists with names are their asker's alone: so whoever confirms an erasure
reaches them through this one function, and only for the rows that the erasure names.
"""

from django.db.migrations import RunSQL

_NAMED = "ANY ((SELECT erasing())::uuid[])"

# A reason may be empty later, never at first.
REASONS = RunSQL(
    """
    ALTER TABLE victims_emergencyask DROP CONSTRAINT emergency_has_a_reason;
    ALTER TABLE victims_emergencyask ADD CONSTRAINT emergency_has_a_reason
        CHECK (reason = '' OR length(reason) >= 64);
    CREATE FUNCTION begin_with_a_reason() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        RAISE check_violation USING MESSAGE = 'an emergency needs a reason';
    END $$;
    REVOKE ALL ON FUNCTION begin_with_a_reason() FROM public;
    CREATE TRIGGER begins BEFORE INSERT ON victims_emergencyask FOR EACH ROW
        WHEN (NEW.reason = '') EXECUTE FUNCTION begin_with_a_reason();
    """,
    """
    DROP TRIGGER begins ON victims_emergencyask;
    DROP FUNCTION begin_with_a_reason();
    """,
)

# Where the owner is not held by the policies (after a restore) the keys are taken as
# they are; otherwise only those of an erasure that the asker confirms right now.
FORGET = RunSQL(
    f"""
    CREATE POLICY erasing ON victims_erasure FOR SELECT TO app_owner
        USING (confirmed_by_id = (SELECT asker()) AND done_at IS NULL);
    CREATE POLICY erased ON victims_case FOR SELECT TO app_owner
        USING (id = {_NAMED});
    CREATE POLICY erased ON accounts_export FOR SELECT TO app_owner
        USING (subjects && (SELECT erasing())::uuid[]);
    CREATE POLICY erased ON accounts_exportfile TO app_owner
        USING (EXISTS (SELECT FROM accounts_export e WHERE e.id = export_id
            AND e.subjects && (SELECT erasing())::uuid[]));
    CREATE FUNCTION forget_of(keys uuid[]) RETURNS void LANGUAGE plpgsql
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
    REVOKE ALL ON FUNCTION forget_of(uuid[]) FROM public;
    GRANT EXECUTE ON FUNCTION forget_of(uuid[]) TO app;
    """,
    """
    DROP FUNCTION forget_of(uuid[]);
    DROP POLICY erased ON accounts_exportfile; DROP POLICY erased ON accounts_export;
    DROP POLICY erased ON victims_case; DROP POLICY erasing ON victims_erasure;
    """,
)
