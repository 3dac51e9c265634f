"""After a reform a household may cross to the new province: along a succession alone."""

from django.db.migrations import RunSQL

_STAYS = """
    CREATE OR REPLACE FUNCTION stay_in_province() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND NEW.territory_id <> OLD.territory_id
            AND province_of(NEW.territory_id)
                IS DISTINCT FROM province_of(OLD.territory_id){unless} THEN
            RAISE insufficient_privilege
                USING MESSAGE = 'out of the province it takes two persons';
        END IF;
        RETURN NEW;
    END $$;
"""
# Forward to what became of the place, or back by a counter-move.
_ALONG = """
            AND NOT EXISTS (SELECT FROM areas_succession s
                WHERE s."on" <= work_day() AND
                    (s.old_id, s.new_id) IN ((OLD.territory_id, NEW.territory_id),
                                             (NEW.territory_id, OLD.territory_id)))"""

ALONG_SUCCESSIONS = RunSQL(_STAYS.format(unless=_ALONG), _STAYS.format(unless=""))

# Of this one table: what `keep()` set on those that were there before.
KEEP_NEW_COMMUNES = RunSQL(
    """
    CREATE TRIGGER author BEFORE INSERT ON victims_newcommune
        FOR EACH ROW EXECUTE FUNCTION keep_author();
    CREATE TRIGGER voided BEFORE INSERT OR UPDATE ON victims_newcommune
        FOR EACH ROW EXECUTE FUNCTION keep_void();
    """,
    """
    DROP TRIGGER voided ON victims_newcommune; DROP TRIGGER author ON victims_newcommune;
    """,
)
