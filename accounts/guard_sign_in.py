"""Sign-ins in the database: made for a mark of the mint only, looked up by asker().

The application may read its own sign-ins (an administrator all), never their hashes,
and writes none: open, prove, lock, touch, close are functions of the owner.
"""

from django.db.migrations import RunSQL

OWNED = "SECURITY DEFINER SET search_path = public, pg_temp"
IDLE = "interval '15 minutes'"
FRESH = "interval '10 minutes'"

# One row: the mint key as HMAC's two padded blocks; set by manage.py set_mint_key.
MINT = RunSQL(
    f"""
    CREATE TABLE accounts_mint (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        pad_in bytea NOT NULL, pad_out bytea NOT NULL);
    GRANT SELECT ON accounts_mint TO app_backup;
    CREATE FUNCTION minted(told text, mark bytea) RETURNS boolean LANGUAGE sql STABLE
    {OWNED} AS $$
        SELECT coalesce((SELECT sha256(mark) = sha256(
            sha256(pad_out || sha256(pad_in || convert_to(told, 'UTF8'))))
            FROM accounts_mint), false) $$;
    REVOKE ALL ON FUNCTION minted(text, bytea) FROM public;
    """,
    "DROP FUNCTION minted(text, bytea); DROP TABLE accounts_mint;",
)

# asker() is asked several times a statement: plpgsql keeps its plan in the session.
ASKER = RunSQL(
    f"""
    ALTER TABLE accounts_signin ADD COLUMN hash bytea NOT NULL UNIQUE;
    CREATE FUNCTION asking() RETURNS accounts_signin LANGUAGE sql STABLE {OWNED} AS $$
        SELECT * FROM accounts_signin
        WHERE hash = sha256(convert_to(current_setting('app.proof', true), 'UTF8'))
          AND ends_at > now() $$;
    CREATE OR REPLACE FUNCTION asker() RETURNS uuid LANGUAGE plpgsql STABLE
    {OWNED} AS $$ BEGIN RETURN (
        SELECT s.user_id FROM accounts_signin s JOIN accounts_user u ON u.id = s.user_id
        WHERE s.hash = sha256(convert_to(current_setting('app.proof', true), 'UTF8'))
          AND s.ends_at > now() AND s.last_seen_at > now() - {IDLE}
          AND s.locked_at IS NULL AND NOT s.half AND u.is_active
    ); END $$;
    CREATE FUNCTION asker_proved() RETURNS boolean LANGUAGE plpgsql STABLE
    {OWNED} AS $$ BEGIN RETURN asker() IS NOT NULL
        AND coalesce((asking()).proven_at > now() - {FRESH}, false); END $$;
    CREATE FUNCTION ask(proof text) RETURNS TABLE (
        id uuid, who uuid, state text, factor text, fresh boolean, stale boolean)
    LANGUAGE plpgsql {OWNED} AS $$ BEGIN
        PERFORM set_config('app.proof', proof, true);
        RETURN QUERY SELECT s.id, s.user_id,
            CASE WHEN s.half THEN 'half'
                 WHEN s.locked_at IS NOT NULL OR s.last_seen_at <= now() - {IDLE}
                 THEN 'locked' ELSE 'live' END,
            s.factor::text, coalesce(s.proven_at > now() - {FRESH}, false),
            s.last_seen_at < now() - interval '30 seconds'
        FROM asking() s JOIN accounts_user u ON u.id = s.user_id AND u.is_active;
    END $$;
    REVOKE ALL ON FUNCTION asking(), asker_proved(), ask(text) FROM public;
    GRANT EXECUTE ON FUNCTION asker_proved(), ask(text) TO app;
    """,
    "DROP FUNCTION ask(text), asker_proved(), asking();",
)

SIGN_INS = RunSQL(
    f"""
    CREATE FUNCTION open_sign_in(who uuid, kept bytea, seconds int, factor text,
        half boolean, address text, agent text, told_at bigint, mark bytea)
    RETURNS uuid LANGUAGE plpgsql STRICT {OWNED} AS $$ DECLARE made uuid; BEGIN
        IF NOT minted(concat_ws('|', 'open', who, encode(kept, 'hex'), seconds, factor,
                half::int, address, agent, told_at), mark)
            OR abs(extract(epoch FROM clock_timestamp()) - told_at) > 300
            OR seconds NOT BETWEEN 1 AND 43200 THEN
            RAISE insufficient_privilege USING MESSAGE = 'this sign-in was not minted';
        END IF;
        DELETE FROM accounts_signin s WHERE s.user_id = who AND s.ends_at <= now();
        INSERT INTO accounts_signin (id, user_id, hash, started_at, last_seen_at,
            ends_at, proven_at, factor, half, address, agent)
        VALUES (gen_random_uuid(), who, kept, now(), now(),
            now() + seconds * interval '1 second',
            CASE WHEN NOT half THEN now() END, factor, half, address, agent)
        RETURNING id INTO made;
        IF NOT half THEN PERFORM let_in(who, address, factor <> ''); END IF;
        RETURN made;
    END $$;
    CREATE FUNCTION prove_sign_in(given text, address text, told_at bigint, mark bytea)
    RETURNS void LANGUAGE plpgsql STRICT {OWNED} AS $$
    DECLARE mine accounts_signin := asking(); BEGIN
        IF mine.id IS NULL OR mine.half
            OR NOT minted(concat_ws('|', 'prove', encode(mine.hash, 'hex'), given,
                address, told_at), mark)
            OR abs(extract(epoch FROM clock_timestamp()) - told_at) > 300 THEN
            RAISE insufficient_privilege USING MESSAGE = 'this proof was not minted';
        END IF;
        UPDATE accounts_signin s SET proven_at = now(), last_seen_at = now(),
            locked_at = NULL, factor = coalesce(nullif(given, ''), s.factor)
        WHERE s.id = mine.id;
        PERFORM let_in(mine.user_id, address, given <> '');
    END $$;
    CREATE FUNCTION touch_sign_in() RETURNS void LANGUAGE sql {OWNED} AS $$
        UPDATE accounts_signin SET last_seen_at = now()
        WHERE id = (asking()).id AND asker() IS NOT NULL $$;
    CREATE FUNCTION lock_sign_in() RETURNS void LANGUAGE sql {OWNED} AS $$
        UPDATE accounts_signin SET locked_at = now(), proven_at = NULL
        WHERE id = (asking()).id AND locked_at IS NULL AND NOT half $$;
    CREATE FUNCTION close_sign_in() RETURNS void LANGUAGE sql {OWNED} AS $$
        DELETE FROM accounts_signin WHERE id = (asking()).id $$;
    CREATE FUNCTION end_sign_in(which uuid) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        DELETE FROM accounts_signin WHERE id = which AND user_id = asker();
        RETURN FOUND; END $$;
    CREATE FUNCTION end_sign_ins(whose uuid, but_here boolean) RETURNS int
    LANGUAGE plpgsql {OWNED} AS $$ DECLARE ended int; BEGIN
        IF NOT coalesce(whose = asker() OR asker_is('administrator') OR EXISTS (
            SELECT FROM accounts_posting p WHERE p.user_id = whose
              AND asker() IN (p.granted_by_id, p.confirmed_by_id)), false) THEN
            RAISE insufficient_privilege USING MESSAGE = 'not yours to end';
        END IF;
        DELETE FROM accounts_signin WHERE user_id = whose
            AND NOT (but_here AND id = coalesce((asking()).id, gen_random_uuid()));
        GET DIAGNOSTICS ended = ROW_COUNT;
        RETURN ended; END $$;
    REVOKE ALL ON FUNCTION
        open_sign_in(uuid, bytea, int, text, boolean, text, text, bigint, bytea),
        prove_sign_in(text, text, bigint, bytea), touch_sign_in(), lock_sign_in(),
        close_sign_in(), end_sign_in(uuid), end_sign_ins(uuid, boolean) FROM public;
    GRANT EXECUTE ON FUNCTION
        open_sign_in(uuid, bytea, int, text, boolean, text, text, bigint, bytea),
        prove_sign_in(text, text, bigint, bytea), touch_sign_in(), lock_sign_in(),
        close_sign_in(), end_sign_in(uuid), end_sign_ins(uuid, boolean) TO app;
    ALTER TABLE accounts_signin ENABLE ROW LEVEL SECURITY;
    CREATE POLICY sees ON accounts_signin FOR SELECT TO app
        USING (user_id = (SELECT asker()) OR (SELECT asker_is('administrator')));
    GRANT SELECT (id, user_id, started_at, last_seen_at, ends_at, locked_at, proven_at,
        factor, half, address, agent) ON accounts_signin TO app;
    GRANT SELECT ON accounts_signin TO app_backup;
    COMMENT ON TABLE accounts_signin IS
        'open: own sign-ins without their hashes, an administrator reads all';
    """,
    """
    DROP POLICY sees ON accounts_signin;
    DROP FUNCTION
        open_sign_in(uuid, bytea, int, text, boolean, text, text, bigint, bytea),
        prove_sign_in(text, text, bigint, bytea), touch_sign_in(), lock_sign_in(),
        close_sign_in(), end_sign_in(uuid), end_sign_ins(uuid, boolean);
    """,
)
