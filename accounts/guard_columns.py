"""Columns: what was written in clear becomes sealed, and what nobody changes twice."""

from django.db.migrations import AlterField, RunSQL

from accounts.sealed_fields import MARK, sealed_as


class SealColumn(AlterField):
    """A column of text (or JSON) becomes a sealed field; what is there is sealed."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table, name = f"{app_label}_{self.model_name_lower}", self.name
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                f"SET CONSTRAINTS ALL IMMEDIATE;"
                f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT,"
                f" ALTER COLUMN {name} TYPE text USING CASE"
                f" WHEN {name}::text = '{{}}' THEN '' ELSE {name}::text END"
            )
            seal_rows(cursor, table, name, f"{app_label}.{self.model_name_lower}.")
            cursor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name}_sealed"
                f" CHECK ({name} = '' OR starts_with({name}, '{MARK}'))"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The texts stay sealed: nothing but the check goes."""
        table, name = f"{app_label}_{self.model_name_lower}", self.name
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}_sealed")


def seal_rows(cursor, table, column, label):
    """Seal the clear texts of a column; the owner steps past the forced policies.

    In: `label`, the app and model with a dot behind, as the texts are bound to.
    """
    cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    cursor.execute(
        f"SELECT id, {column} FROM {table}"
        f" WHERE {column} <> '' AND NOT starts_with({column}, %s)",
        [MARK],
    )
    for key, text in cursor.fetchall():
        kept = str(sealed_as(text, f"{label}{column}:{key}"))
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [kept, key])
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


# Whoever writes signs with their own name; an event is struck out once, by the asker,
# now; some columns never change. Cascades of keys run as the owner and pass.
KEEPERS = RunSQL(
    """
    CREATE FUNCTION keep_author() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        IF current_user = 'app' AND NEW.recorded_by_id IS DISTINCT FROM asker() THEN
            RAISE EXCEPTION 'a record is written in the name of who asks'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW; END $$;
    CREATE FUNCTION keep_void() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ DECLARE fine boolean; BEGIN
        IF current_user <> 'app' THEN RETURN NEW; END IF;
        IF TG_OP = 'INSERT' THEN
            fine := NEW.voided_at IS NULL;
        ELSIF OLD.voided_at IS NOT NULL THEN
            fine := (NEW.voided_at, NEW.voided_by_id) = (OLD.voided_at, OLD.voided_by_id)
                AND (NEW.void_reason = OLD.void_reason OR NEW.id = ANY (erasing()));
        ELSIF NEW.voided_at IS NULL THEN
            fine := true;
        ELSE
            fine := NEW.voided_by_id = asker();
            NEW.voided_at := now();
        END IF;
        IF fine IS NOT TRUE THEN
            RAISE EXCEPTION 'an entry is struck out once, by who asks'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW; END $$;
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
        RAISE EXCEPTION 'this column of % never changes', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege'; END $$;
    REVOKE ALL ON FUNCTION keep_author(), keep_void(), refuse_change() FROM public;
    """,
    "DROP FUNCTION refuse_change(), keep_void(), keep_author();",
)


def keep(app):
    """Set the keepers on every table of records of an app, as the catalogue has them."""
    tables = f"""
        SELECT a.attrelid::regclass::text AS name, EXISTS (
            SELECT FROM pg_attribute v WHERE v.attrelid = a.attrelid
            AND v.attname = 'voided_by_id') AS is_event
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attname = 'recorded_by_id' AND c.relkind = 'r'
          AND starts_with(c.relname, '{app}_')
          AND c.relnamespace = 'public'::regnamespace"""
    return RunSQL(
        f"""
        DO $$ DECLARE t record; BEGIN FOR t IN {tables} LOOP
            EXECUTE format('CREATE TRIGGER author BEFORE INSERT ON %s
                FOR EACH ROW EXECUTE FUNCTION keep_author()', t.name);
            IF t.is_event THEN
                EXECUTE format('CREATE TRIGGER voided BEFORE INSERT OR UPDATE ON %s
                    FOR EACH ROW EXECUTE FUNCTION keep_void()', t.name);
            END IF;
        END LOOP; END $$;
        """,
        f"""
        DO $$ DECLARE t record; BEGIN FOR t IN {tables} LOOP
            EXECUTE format('DROP TRIGGER IF EXISTS author ON %s', t.name);
            EXECUTE format('DROP TRIGGER IF EXISTS voided ON %s', t.name);
        END LOOP; END $$;
        """,
    )


def fix(table, *columns):
    """These columns (and who wrote the row, and when) never change once written."""
    names = ["id", "recorded_by_id", "recorded_at", *columns]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return RunSQL(
        f"""
        CREATE TRIGGER fixed BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (current_user = 'app' AND ({old}) IS DISTINCT FROM ({new}))
            EXECUTE FUNCTION refuse_change();
        """,
        f"DROP TRIGGER fixed ON {table};",
    )


def only_forward(table):
    """A version only grows."""
    return RunSQL(
        f"""
        CREATE TRIGGER forward BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (current_user = 'app' AND NEW.version < OLD.version)
            EXECUTE FUNCTION refuse_change();
        """,
        f"DROP TRIGGER forward ON {table};",
    )


def struck_by(table, roles):
    """Only these roles strike out; adding stays as it is."""
    within = f"territory_id = ANY ((SELECT reach('{{{roles}}}'))::bigint[])"
    return RunSQL(
        f"ALTER POLICY edits ON {table} USING ({within}) WITH CHECK ({within})",
        RunSQL.noop,
    )
