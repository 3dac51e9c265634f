"""Notices in the database: everybody may tell, only the addressee reads."""

from django.db.migrations import RunSQL

from accounts.roles import Role

_TOLD_TO_A_ROLE = " OR ".join(
    f"role = '{role}' AND area_id = ANY ((SELECT reach('{{{role}}}'))::bigint[])"
    for role in (
        Role.CASEWORKER,
        Role.DISTRICT_OFFICER,
        Role.PROVINCIAL_OFFICER,
        Role.LABOUR_OFFICER,
        Role.ADMINISTRATOR,
    )
)
# A notice may be told for later: of an hour that ends without anybody's doing.
_ADDRESSEE = (
    "at <= statement_timestamp() AND (user_id = (SELECT asker())"
    f" OR user_id IS NULL AND ({_TOLD_TO_A_ROLE}))"
)

NOTICES = RunSQL(
    f"""
    ALTER TABLE accounts_notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON accounts_notice FOR SELECT TO app USING ({_ADDRESSEE});
    CREATE POLICY edits ON accounts_notice FOR UPDATE TO app
        USING ({_ADDRESSEE}) WITH CHECK (seen_by_id = asker());
    CREATE POLICY later ON accounts_notice FOR SELECT TO app_owner
        USING (kind = 'emergency_over');
    CREATE POLICY sooner ON accounts_notice FOR UPDATE TO app_owner
        USING (kind = 'emergency_over' AND at > now()) WITH CHECK (true);
    CREATE POLICY tells ON accounts_notice FOR INSERT TO app_owner WITH CHECK (true);
    GRANT SELECT, UPDATE (seen_at, seen_by_id) ON accounts_notice TO app;
    GRANT SELECT ON accounts_notice TO app_backup;
    """,
    """
    DROP POLICY sooner ON accounts_notice; DROP POLICY later ON accounts_notice;
    DROP POLICY tells ON accounts_notice; DROP POLICY edits ON accounts_notice;
    DROP POLICY sees ON accounts_notice;
    REVOKE ALL ON accounts_notice FROM app, app_backup;
    ALTER TABLE accounts_notice
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    """,
)

# A sign-in that failed tells too, so tell() does not ask who is asking; it names them.
TELL = RunSQL(
    """
    CREATE FUNCTION tell(kind text, person uuid, role text, area bigint, subject uuid,
        place bigint) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO accounts_notice
            (id, kind, user_id, role, area_id, subject, place_id, told_by_id)
        VALUES (gen_random_uuid(), kind, person, role, area, subject, place, asker())
        $$;
    REVOKE ALL ON FUNCTION tell(text, uuid, text, bigint, uuid, bigint) FROM public;
    GRANT EXECUTE ON FUNCTION tell(text, uuid, text, bigint, uuid, bigint) TO app;
    """,
    "DROP FUNCTION tell(text, uuid, text, bigint, uuid, bigint);",
)
