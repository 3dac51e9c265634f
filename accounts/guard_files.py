"""Guard of the kept files: their bytes are written once, and can only be destroyed."""

from django.db.migrations import RunSQL

CONTENT = "SELECT, INSERT, UPDATE (sealed_bytes, caption)"

WRITTEN_ONCE = RunSQL(
    """
    ALTER TABLE victims_attachmentcontent
        ALTER COLUMN sealed_bytes SET STORAGE EXTERNAL;
    CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND (NEW.sealed_bytes <> '' OR NEW.caption <> '') THEN
            RAISE EXCEPTION 'what was kept can only be destroyed';
        END IF;
        RETURN NEW; END $$;
    CREATE TRIGGER written_once BEFORE UPDATE OF sealed_bytes, caption
        ON victims_attachmentcontent FOR EACH ROW EXECUTE FUNCTION written_once();
    """,
    """
    DROP TRIGGER written_once ON victims_attachmentcontent;
    DROP FUNCTION written_once();
    """,
)
# A file's case is a case of its household.
SAME_HOUSEHOLD = RunSQL(
    """
    ALTER TABLE victims_attachment ADD CONSTRAINT victims_attachment_case_household
        FOREIGN KEY (case_id, household_id) REFERENCES victims_case (id, household_id);
    """,
    "ALTER TABLE victims_attachment DROP CONSTRAINT victims_attachment_case_household;",
)
