"""Moving a household to a place that one officer alone does not reach.

Within a province the receiver accepts; out of it a second officer of the old province
confirms first. The move itself is one function of the owner, who sees and changes only
the rows of a household whose transfer was accepted in this very act.
"""

from django.db.migrations import RunSQL

OWNED = "SECURITY DEFINER SET search_path = public, pg_temp"
OFFICERS = "{district_officer,provincial_officer}"
_REACHED = f"ANY ((SELECT reach('{OFFICERS}'))::bigint[])"
CARRIED = """EXISTS (SELECT FROM victims_transfer t
    WHERE t.state = 'accepted' AND t.household_id = {household})"""
ARRIVES = """EXISTS (SELECT FROM victims_transfer t
    WHERE t.state = 'accepted' AND t.household_id = {household}
      AND t.to_area_id = territory_id)"""
_OF_HERS = """EXISTS (SELECT FROM victims_case c JOIN victims_transfer t
    ON t.household_id = c.household_id AND t.state = 'accepted'
    WHERE c.victim_id = victims_victim.id)"""

TRANSFERS = RunSQL(
    f"""
    ALTER TABLE victims_transfer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON victims_transfer FOR SELECT TO app USING (
        from_area_id = {_REACHED}
        OR to_area_id = {_REACHED} AND (state IN ('confirmed', 'carried')
            OR state = 'asked' AND NOT crosses));
    CREATE POLICY adds ON victims_transfer FOR INSERT TO app WITH CHECK (
        asked_by_id = asker() AND state = 'asked' AND from_area_id = {_REACHED}
        AND confirmed_by_id IS NULL AND accepted_by_id IS NULL AND ended_by_id IS NULL
        AND crosses = (province_of(from_area_id) IS DISTINCT FROM
                       province_of(to_area_id))
        AND EXISTS (SELECT FROM victims_household h
            WHERE h.id = household_id AND h.territory_id = from_area_id));
    CREATE POLICY keeps ON victims_transfer TO app_owner
        USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT ON victims_transfer TO app;
    GRANT SELECT ON victims_transfer TO app_backup;
    CREATE POLICY carried ON victims_household FOR SELECT TO app_owner
        USING ({CARRIED.format(household="victims_household.id")});
    CREATE POLICY carries ON victims_household FOR UPDATE TO app_owner
        USING ({CARRIED.format(household="victims_household.id")})
        WITH CHECK ({ARRIVES.format(household="victims_household.id")});
    CREATE POLICY carried ON victims_case FOR SELECT TO app_owner
        USING ({CARRIED.format(household="victims_case.household_id")});
    CREATE POLICY carried ON victims_victim FOR SELECT TO app_owner
        USING ({_OF_HERS});
    CREATE POLICY carries ON victims_victim FOR UPDATE TO app_owner
        USING ({_OF_HERS}) WITH CHECK ({_OF_HERS});
    """,
    """
    DROP POLICY carries ON victims_victim; DROP POLICY carried ON victims_victim;
    DROP POLICY carried ON victims_case;
    DROP POLICY carries ON victims_household; DROP POLICY carried ON victims_household;
    DROP POLICY keeps ON victims_transfer; DROP POLICY adds ON victims_transfer;
    DROP POLICY sees ON victims_transfer;
    REVOKE ALL ON victims_transfer FROM app, app_backup;
    ALTER TABLE victims_transfer
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    """,
)

PROVINCES = RunSQL(
    """
    CREATE FUNCTION province_of(place bigint) RETURNS bigint LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
        WITH RECURSIVE up AS (
            SELECT id, parent_id, level FROM areas_area WHERE id = place
            UNION ALL
            SELECT a.id, a.parent_id, a.level FROM areas_area a
            JOIN up ON a.id = up.parent_id)
        SELECT id FROM up WHERE level = 'province' $$;
    CREATE FUNCTION stay_in_province() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND NEW.territory_id <> OLD.territory_id
            AND province_of(NEW.territory_id)
                IS DISTINCT FROM province_of(OLD.territory_id) THEN
            RAISE insufficient_privilege
                USING MESSAGE = 'out of the province it takes two persons';
        END IF;
        RETURN NEW;
    END $$;
    REVOKE ALL ON FUNCTION stay_in_province() FROM public;
    CREATE TRIGGER stays BEFORE UPDATE OF territory_id ON victims_household
        FOR EACH ROW EXECUTE FUNCTION stay_in_province();
    CREATE TRIGGER stays BEFORE UPDATE OF territory_id ON victims_victim
        FOR EACH ROW EXECUTE FUNCTION stay_in_province();
    GRANT EXECUTE ON FUNCTION province_of(bigint) TO app;
    """,
    """
    DROP TRIGGER stays ON victims_victim; DROP TRIGGER stays ON victims_household;
    DROP FUNCTION stay_in_province(), province_of(bigint);
    """,
)

CARRY = RunSQL(
    f"""
    CREATE FUNCTION carry_over(which uuid) RETURNS void LANGUAGE plpgsql
    {OWNED} AS $$ DECLARE t victims_transfer; BEGIN
        SELECT * INTO STRICT t FROM victims_transfer
        WHERE id = which AND state = 'accepted' FOR UPDATE;
        UPDATE victims_household h SET territory_id = t.to_area_id, holder_id = NULL,
            version = h.version + 1, updated_by_id = t.accepted_by_id, updated_at = now()
        WHERE h.id = t.household_id AND h.territory_id = t.from_area_id;
        IF NOT FOUND THEN
            RAISE insufficient_privilege USING MESSAGE = 'the household is gone already';
        END IF;
        UPDATE victims_victim v SET territory_id = t.to_area_id,
            version = v.version + 1, updated_by_id = t.accepted_by_id, updated_at = now()
        WHERE v.territory_id = t.from_area_id AND EXISTS (SELECT FROM victims_case c
            WHERE c.victim_id = v.id AND c.household_id = t.household_id);
        UPDATE victims_transfer SET state = 'carried' WHERE id = which;
    END $$;
    CREATE FUNCTION decide_transfer(which uuid, act text) RETURNS text
    LANGUAGE plpgsql {OWNED} AS $$
    DECLARE t victims_transfer; here boolean; there boolean; offered boolean;
        again boolean; BEGIN
        SELECT * INTO t FROM victims_transfer WHERE id = which FOR UPDATE;
        here := t.from_area_id = ANY (reach('{OFFICERS}'));
        there := t.to_area_id = ANY (reach('{OFFICERS}'));
        offered := t.state = 'confirmed' OR t.state = 'asked' AND NOT t.crosses;
        again := asker() IN (t.asked_by_id, t.confirmed_by_id);
        IF act = 'confirm' AND t.state = 'asked' AND t.crosses AND here
            AND asker() <> t.asked_by_id THEN
            UPDATE victims_transfer SET state = 'confirmed', confirmed_by_id = asker(),
                confirmed_at = now() WHERE id = which;
        ELSIF act = 'accept' AND offered AND there AND NOT coalesce(again, false) THEN
            UPDATE victims_transfer SET state = 'accepted', accepted_by_id = asker(),
                accepted_at = now() WHERE id = which;
            PERFORM carry_over(which);
        ELSIF act = 'refuse' AND t.state IN ('asked', 'confirmed')
            AND (here OR there AND offered) AND asker() <> t.asked_by_id THEN
            UPDATE victims_transfer SET state = 'refused', ended_by_id = asker(),
                ended_at = now() WHERE id = which;
        ELSIF act = 'withdraw' AND t.state IN ('asked', 'confirmed')
            AND asker() = t.asked_by_id THEN
            UPDATE victims_transfer SET state = 'withdrawn', ended_by_id = asker(),
                ended_at = now() WHERE id = which;
        ELSE
            RAISE insufficient_privilege USING MESSAGE = 'this is not yours to decide';
        END IF;
        RETURN (SELECT state FROM victims_transfer WHERE id = which);
    END $$;
    REVOKE ALL ON FUNCTION carry_over(uuid), decide_transfer(uuid, text)
        FROM public;
    GRANT EXECUTE ON FUNCTION decide_transfer(uuid, text) TO app;
    """,
    "DROP FUNCTION decide_transfer(uuid, text), carry_over(uuid);",
)
