"""What a withdrawal hides, and what an erasure may blank: by the database itself."""

from django.db.migrations import RunSQL

# A blank: nothing, a dash, or a sealed dash (which is short). Only rows that a confirmed
# erasure of the asker names; voiding keeps its own columns.
KEEP_EVENT = RunSQL(
    """
    CREATE FUNCTION keep_event() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE changed record; named boolean; BEGIN
        IF current_user <> 'app' THEN RETURN NEW; END IF;
        FOR changed IN
            SELECT n.key, n.value FROM jsonb_each_text(to_jsonb(NEW)) n
            JOIN jsonb_each_text(to_jsonb(OLD)) o USING (key)
            WHERE n.value IS DISTINCT FROM o.value
              AND n.key NOT IN ('voided_at', 'voided_by_id', 'void_reason')
        LOOP
            named := coalesce(named, NEW.id = ANY (erasing()));
            IF NOT named OR NOT (
                coalesce(changed.value, '') IN ('', '–', '{}', '[]', left(NEW.id::text, 8))
                OR changed.value LIKE 'sealed:%' AND length(changed.value) < 80
            ) THEN
                RAISE EXCEPTION 'only a confirmed erasure blanks an event'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
        END LOOP;
        RETURN NEW;
    END $$;
    REVOKE ALL ON FUNCTION keep_event() FROM public;
    """,
    "DROP FUNCTION keep_event();",
)


def blankable(table, *columns):
    """An append-only table whose personal columns a confirmed erasure may blank."""
    return RunSQL(
        f"""
        GRANT UPDATE ({", ".join(columns)}) ON {table} TO app;
        CREATE TRIGGER keep_event BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION keep_event();
        """,
        f"""
        DROP TRIGGER keep_event ON {table};
        REVOKE UPDATE ({", ".join(columns)}) ON {table} FROM app;
        """,
    )


def withheld(table, key, named):
    """Hide rows of a case or person after a withdrawal.

    In: `key`, the column of the table; `named`, the same in victims_case. Sharing taken
    back hides them from all but the area's own workers, keeping a file from all but the
    officers, who decide what still runs.
    """
    own = "reach('{caseworker,district_officer}')"
    officers = "reach('{district_officer,provincial_officer,labour_officer}')"
    cases = f"SELECT {named} FROM victims_case WHERE"
    return RunSQL(
        f"""
        CREATE POLICY withheld ON {table} AS RESTRICTIVE FOR SELECT TO app USING (
            (territory_id = ANY ((SELECT {own})::bigint[])
             OR {key} NOT IN ({cases} unshared_from IS NOT NULL))
            AND (territory_id = ANY ((SELECT {officers})::bigint[])
                 OR {key} NOT IN ({cases} restricted_from IS NOT NULL)));
        """,
        f"DROP POLICY withheld ON {table};",
    )


def withheld_row_by_row(table, key, named):
    """The same policy, asking about the row at hand instead of listing all such cases.

    A page shows a few dozen rows and took as long as the province has withdrawals; where
    many rows are read the planner makes the list by itself.
    """
    own = "reach('{caseworker,district_officer}')"
    officers = "reach('{district_officer,provincial_officer,labour_officer}')"

    def unless(flag):
        return (
            f"NOT EXISTS (SELECT FROM victims_case w"
            f" WHERE w.{named} = {table}.{key} AND w.{flag} IS NOT NULL)"
        )

    return RunSQL(
        f"""
        ALTER POLICY withheld ON {table} USING (
            (territory_id = ANY ((SELECT {own})::bigint[])
             OR {unless("unshared_from")})
            AND (territory_id = ANY ((SELECT {officers})::bigint[])
                 OR {unless("restricted_from")}));
        """,
        f"DROP POLICY withheld ON {table};" + withheld(table, key, named).sql,
    )


# The case's flags follow the consents that stand, whoever wrote them.
FOLLOW_CONSENT = RunSQL(
    """
    CREATE FUNCTION follow_consent() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE since date; BEGIN
        SELECT CASE WHEN answer IN ('no', 'withdrawn') THEN happened_on END INTO since
        FROM victims_consent
        WHERE case_id = NEW.case_id AND purpose = NEW.purpose AND voided_at IS NULL
        ORDER BY happened_on DESC, recorded_at DESC LIMIT 1;
        IF NEW.purpose = 'record' THEN
            UPDATE victims_case SET restricted_from = since
            WHERE id = NEW.case_id AND restricted_from IS DISTINCT FROM since;
        ELSIF NEW.purpose = 'share_authority' THEN
            UPDATE victims_case SET unshared_from = since
            WHERE id = NEW.case_id AND unshared_from IS DISTINCT FROM since;
        END IF;
        RETURN NULL;
    END $$;
    REVOKE ALL ON FUNCTION follow_consent() FROM public;
    CREATE TRIGGER follow_consent AFTER INSERT OR UPDATE ON victims_consent
        FOR EACH ROW EXECUTE FUNCTION follow_consent();
    """,
    """
    DROP TRIGGER follow_consent ON victims_consent;
    DROP FUNCTION follow_consent();
    """,
)

# After the yes to a file was taken back nothing new is written about the case but its
# end, and what the law makes run on.
NOTHING_NEW = RunSQL(
    """
    CREATE FUNCTION nothing_new() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND EXISTS (SELECT FROM victims_case
            WHERE id = NEW.case_id AND restricted_from IS NOT NULL) THEN
            RAISE EXCEPTION 'the consent to this file was taken back'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$;
    REVOKE ALL ON FUNCTION nothing_new() FROM public;
    """,
    "DROP FUNCTION nothing_new();",
)


def ends_with_consent(table):
    """A table of a case to which nothing is added after the withdrawal."""
    return RunSQL(
        f"""CREATE TRIGGER nothing_new BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION nothing_new();""",
        f"DROP TRIGGER nothing_new ON {table};",
    )


# Two persons: whoever asks is the asker, whoever confirms is another asker, and a
# confirmed erasure never changes but to say that it is done.
TWO_PERSONS = RunSQL(
    """
    CREATE FUNCTION erasing() RETURNS uuid[] LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
        SELECT coalesce(array_agg(named), '{}')
        FROM victims_erasure e, unnest(e.records) AS named
        WHERE e.confirmed_by_id = asker() AND e.done_at IS NULL $$;
    CREATE FUNCTION two_persons() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE fine boolean; BEGIN
        IF current_user <> 'app' THEN RETURN NEW; END IF;
        IF TG_OP = 'INSERT' THEN
            fine := NEW.recorded_by_id = asker() AND NEW.confirmed_by_id IS NULL
                AND NEW.done_at IS NULL;
        ELSIF OLD.confirmed_by_id IS NULL THEN
            fine := NEW.done_at IS NULL AND (NEW.confirmed_by_id IS NULL OR
                NEW.confirmed_by_id = asker() AND NEW.recorded_by_id <> asker());
        ELSE
            fine := OLD.done_at IS NULL AND NEW.confirmed_by_id = OLD.confirmed_by_id
                AND NEW.records = OLD.records;
        END IF;
        IF fine IS NOT TRUE OR TG_OP = 'UPDATE' AND (
            NEW.recorded_by_id, NEW.victim_id) <> (OLD.recorded_by_id, OLD.victim_id)
        THEN
            RAISE EXCEPTION 'an erasure needs two persons'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER two_persons BEFORE INSERT OR UPDATE ON victims_erasure
        FOR EACH ROW EXECUTE FUNCTION two_persons();
    REVOKE ALL ON FUNCTION erasing(), two_persons() FROM public;
    GRANT EXECUTE ON FUNCTION erasing() TO app;
    """,
    """
    DROP TRIGGER two_persons ON victims_erasure;
    DROP FUNCTION two_persons(), erasing();
    """,
)

# The one-time keys of forms that led to an erased record; the answer names it.
SUBMISSIONS = RunSQL(
    """
    CREATE POLICY erased ON accounts_submission TO app USING (EXISTS (
        SELECT FROM unnest((SELECT erasing())::uuid[]) AS named
        WHERE strpos(answer, named::text) > 0));
    """,
    "DROP POLICY erased ON accounts_submission;",
)
