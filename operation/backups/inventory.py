"""What a database holds, in numbers that two databases can be compared by.

Per table the count and a SHA-256 over its rows in the order of the key; each sequence's
value; a hash of each policy, trigger, function, grant, constraint, index and column.
"""

import hashlib
import re

from psycopg import sql

# Not kept in a backup: who is signed in right now, and the key that signs people in.
EMPTIED = ["accounts_mint", "accounts_signin", "django_session"]
# A row reads the same on every server.
PLAIN = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601';
    SET bytea_output = 'hex'; SET extra_float_digits = 1; SET search_path = public"""
TABLES = """
    SELECT c.relname, coalesce((SELECT array_agg(
            format('%I', a.attname) || CASE WHEN a.attcollation <> 0
                THEN ' COLLATE "C"' ELSE '' END ORDER BY k.place)
        FROM pg_index i, unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attnum = k.number
        WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid), '{}')
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    ORDER BY 1"""
CATALOGUE = {
    "table": """
        SELECT relname, concat_ws('|', relkind, relrowsecurity, relforcerowsecurity,
            pg_get_userbyid(relowner), obj_description(oid, 'pg_class'),
            CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) END)
        FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'S')
          AND relnamespace = 'public'::regnamespace""",
    "column": """
        SELECT c.relname || '.' || a.attname, concat_ws('|', a.attnotnull,
            format_type(a.atttypid, a.atttypmod), a.attidentity, a.attgenerated,
            pg_get_expr(d.adbin, d.adrelid), (SELECT collname FROM pg_collation
                WHERE oid = a.attcollation))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'p')
          AND c.relnamespace = 'public'::regnamespace""",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname,
            pg_get_constraintdef(oid) || convalidated || condeferrable || condeferred
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          AND conrelid <> 0""",
    "index": """
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
    "policy": """
        SELECT tablename || '.' || policyname,
            concat_ws('|', permissive, roles::text, cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = 'public'""",
    "trigger": """
        SELECT tgrelid::regclass || '.' || tgname,
            pg_get_triggerdef(oid) || tgenabled::text
        FROM pg_trigger WHERE NOT tgisinternal""",
    "function": """
        SELECT oid::regprocedure::text, pg_get_userbyid(proowner) || CASE prokind
            WHEN 'a' THEN '' ELSE pg_get_functiondef(oid) END
        FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid
                          AND d.deptype = 'e')""",
    "grant": """
        SELECT kind || name || ' to ' || coalesce(r.rolname, 'everybody') || ': '
            || a.privilege_type, a.is_grantable::text
        FROM (
            SELECT '' AS kind, relname::text AS name, coalesce(relacl, acldefault(
                CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END,
                relowner)) AS acl
            FROM pg_class WHERE relnamespace = 'public'::regnamespace
              AND relkind IN ('r', 'v', 'm', 'p', 'S')
            UNION ALL
            SELECT 'column ', attrelid::regclass || '.' || attname, attacl
            FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND attacl IS NOT NULL
            UNION ALL
            SELECT 'function ', oid::regprocedure::text,
                coalesce(proacl, acldefault('f', proowner))
            FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid
                              AND d.deptype = 'e')
            UNION ALL
            SELECT 'default ', pg_get_userbyid(defaclrole) || defaclobjtype::text,
                defaclacl FROM pg_default_acl
        ) given, aclexplode(acl) a LEFT JOIN pg_roles r ON r.oid = a.grantee""",
    "extension": "SELECT extname, '' FROM pg_extension",
    "migration": "SELECT app || '.' || name, '' FROM django_migrations",
}
# Roles that this database's owners, grants and policies name.
ROLES = """
    SELECT r.rolname, r.rolcanlogin, r.rolbypassrls, r.rolcreatedb, r.rolinherit,
        coalesce(r.rolconfig, '{}'),
        ARRAY(SELECT pg_get_userbyid(m.roleid) FROM pg_auth_members m
              WHERE m.member = r.oid AND pg_get_userbyid(m.roleid) LIKE 'pg\\_%')
    FROM pg_roles r WHERE r.oid IN (
        SELECT refobjid FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass
          AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database()))
      AND r.rolname NOT LIKE 'pg\\_%' AND NOT r.rolsuper ORDER BY 1"""
ROLE = ["name", "login", "bypassrls", "createdb", "inherit", "settings", "member_of"]


def take(connection, *, emptied=EMPTIED):
    """The inventory (a dict fit for JSON) of the connection's database.

    The role must read everything (BYPASSRLS); tables in `emptied` are counted as empty.
    """
    connection.execute(PLAIN)
    tables = {}
    for name, key in connection.execute(TABLES).fetchall():
        tables[name] = EMPTY if name in emptied else _table(connection, name, key)
    return {
        "tables": tables,
        "sequences": sequences(connection),
        "catalogue": catalogue(connection),
        "roles": roles(connection),
    }


EMPTY = {"rows": 0, "sha256": hashlib.sha256().hexdigest()}


def _table(connection, name, key):
    order = sql.SQL(", ").join(map(sql.SQL, key or [f"{name}::text"]))
    question = sql.SQL("COPY (SELECT * FROM {} ORDER BY {}) TO STDOUT")
    digest, rows = hashlib.sha256(), 0
    with connection.cursor().copy(question.format(sql.Identifier(name), order)) as copy:
        for row in copy:
            digest.update(row)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def sequences(connection):
    """{name: [last value, whether it was given out]}"""
    names = connection.execute(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    question = sql.SQL("SELECT last_value, is_called FROM {}")
    return {
        name: list(connection.execute(question.format(sql.Identifier(name))).fetchone())
        for (name,) in names
    }


def catalogue(connection):
    """{kind: {name: short hash of its definition}}"""
    return {
        kind: {
            name: hashlib.sha256(plain(kind, text or "").encode()).hexdigest()[:16]
            for name, text in connection.execute(question).fetchall()
        }
        for kind, question in CATALOGUE.items()
    }


# PostgreSQL writes some conditions anew when it reads them back: ('a'::varchar)::text for
# 'a'::varchar in a list, a OR b OR c for (a OR b) OR c. So the words are compared.
REWRITTEN = {"column", "constraint", "index", "policy", "trigger"}
_CAST = re.compile(r"::(text|character varying)(\[\])?|[()\s]")


def plain(kind, text):
    """A definition (str), without casts and brackets where they may be written anew."""
    return _CAST.sub("", text) if kind in REWRITTEN else text


def roles(connection):
    rows = connection.execute(ROLES).fetchall()
    return [dict(zip(ROLE, row, strict=True)) for row in rows]


def differences(was, found):
    """Sentences about what is not alike, none when all is (two inventories)."""
    for part in ("tables", "sequences"):
        yield from _compared(part[:-1], was[part], found[part])
    for kind in CATALOGUE:
        yield from _compared(kind, was["catalogue"][kind], found["catalogue"][kind])
    named = [{role["name"]: role for role in side["roles"]} for side in (was, found)]
    yield from _compared("role", *named)


def _compared(kind, was, found):
    for name in sorted(was.keys() | found.keys()):
        if name not in found:
            yield f"{kind} {name}: missing"
        elif name not in was:
            yield f"{kind} {name}: was not there before"
        elif was[name] != found[name]:
            yield f"{kind} {name}: {was[name]} before, {found[name]} now"
