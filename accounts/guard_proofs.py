"""What proves a person, in tables closed to the application: passwords, paper codes,
second factors, and the count of misses.

The application sends what was typed as a keyed digest and hears yes, no or wait. The
database counts the misses itself, so that no other way of asking is quicker.
"""

from django.db.migrations import RunSQL

from accounts.guard_sign_in import OWNED

# From the fifth miss in a row: one person from one address waits so many minutes.
WAITS = [1, 2, 5, 15, 30]
# Misses from one address within an hour, over all names, from which it is slowed down.
MANY = 60

MISSES = RunSQL(
    f"""
    CREATE FUNCTION must_wait(key text, place text) RETURNS int LANGUAGE sql STABLE
    {OWNED} AS $$
        SELECT greatest(0, (
            SELECT ceil(extract(epoch FROM a.until_at - clock_timestamp()))
            FROM accounts_attempt a WHERE a.who = key AND a.address = place
        ), (
            SELECT CASE WHEN sum(a.misses) >= {MANY} THEN ceil(extract(epoch FROM
                max(a.missed_at) + interval '1 minute' - clock_timestamp())) END
            FROM accounts_attempt a WHERE a.address = place
              AND a.missed_at > clock_timestamp() - interval '1 hour'
              AND NOT EXISTS (
                  SELECT FROM accounts_attempt k WHERE k.who = key
                  AND k.address = place AND k.came_in_at > now() - interval '30 days')
        ))::int $$;
    CREATE FUNCTION begin_try(key text, place text) RETURNS int LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        DELETE FROM accounts_attempt WHERE id IN (
            SELECT a.id FROM accounts_attempt a
            WHERE coalesce(a.missed_at, '-infinity') < now() - interval '1 day'
              AND coalesce(a.came_in_at, '-infinity') < now() - interval '30 days'
              AND NOT (a.who = key AND a.address = place)
            LIMIT 100 FOR UPDATE SKIP LOCKED);
        INSERT INTO accounts_attempt (who, address, misses) VALUES (key, place, 0)
        ON CONFLICT (who, address) DO NOTHING;
        PERFORM FROM accounts_attempt a
        WHERE a.who = key AND a.address = place FOR UPDATE;
        RETURN must_wait(key, place);
    END $$;
    CREATE FUNCTION miss(key text, place text) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ DECLARE own int; BEGIN
        UPDATE accounts_attempt a SET missed_at = clock_timestamp(),
            misses = CASE WHEN a.missed_at < now() - interval '1 day'
                     THEN 1 ELSE a.misses + 1 END
        WHERE a.who = key AND a.address = place RETURNING a.misses INTO own;
        UPDATE accounts_attempt a SET until_at = clock_timestamp() +
            interval '1 minute' * ('{{{",".join(map(str, WAITS))}}}'::int[])[
                least(own, {4 + len(WAITS)}) - 4]
        WHERE a.who = key AND a.address = place AND own >= 5;
        RETURN own < {5 + len(WAITS)} AND {MANY} >= (
            SELECT sum(a.misses) FROM accounts_attempt a WHERE a.address = place
            AND a.missed_at > clock_timestamp() - interval '1 hour');
    END $$;
    CREATE FUNCTION let_in(whose uuid, place text, everywhere boolean) RETURNS void
    LANGUAGE plpgsql {OWNED} AS $$ BEGIN
        IF place = '' THEN RETURN; END IF;
        INSERT INTO accounts_attempt (who, address, misses, came_in_at)
        VALUES (whose::text, place, 0, now())
        ON CONFLICT (who, address) DO UPDATE
            SET misses = 0, until_at = NULL, came_in_at = now();
        UPDATE accounts_attempt SET misses = 0, until_at = NULL
        WHERE who = whose::text AND misses > 0 AND everywhere;
    END $$;
    CREATE FUNCTION person_of(typed text) RETURNS uuid LANGUAGE sql STABLE {OWNED} AS $$
        SELECT CASE WHEN typed IS NULL THEN (asking()).user_id ELSE (
            SELECT u.id FROM accounts_user u
            WHERE u.username = typed OR (u.phone = typed AND u.phone <> '')
        ) END $$;
    CREATE FUNCTION key_of(name text) RETURNS text LANGUAGE sql STABLE {OWNED} AS $$
        SELECT coalesce(person_of(name)::text,
            'name ' || left(encode(sha256(convert_to(name, 'UTF8')), 'hex'), 40)) $$;
    CREATE FUNCTION second_wait(place text) RETURNS int LANGUAGE sql {OWNED} AS $$
        SELECT begin_try(key_of(NULL), place) $$;
    CREATE FUNCTION second_missed(place text) RETURNS boolean LANGUAGE sql {OWNED} AS $$
        SELECT miss(key_of(NULL), place) $$;
    CREATE FUNCTION wait_of(whose uuid) RETURNS int LANGUAGE sql STABLE {OWNED} AS $$
        SELECT coalesce(max(ceil(extract(epoch FROM a.until_at - now()))), 0)::int
        FROM accounts_attempt a
        WHERE a.who = whose::text AND a.until_at > now() AND asker_is('administrator') $$;
    CREATE FUNCTION clear_misses(whose uuid) RETURNS void LANGUAGE sql {OWNED} AS $$
        UPDATE accounts_attempt SET misses = 0, until_at = NULL
        WHERE who = whose::text AND asker_is('administrator') $$;
    REVOKE ALL ON FUNCTION must_wait(text, text), begin_try(text, text),
        miss(text, text), let_in(uuid, text, boolean), person_of(text), key_of(text),
        second_wait(text), second_missed(text), wait_of(uuid), clear_misses(uuid)
        FROM public;
    GRANT EXECUTE ON FUNCTION second_wait(text), second_missed(text), wait_of(uuid),
        clear_misses(uuid) TO app;
    GRANT SELECT ON accounts_attempt TO app_backup;
    """,
    """
    DROP FUNCTION clear_misses(uuid), wait_of(uuid), second_missed(text),
        second_wait(text), key_of(text), person_of(text),
        let_in(uuid, text, boolean), miss(text, text), begin_try(text, text),
        must_wait(text, text);
    """,
)

PASSWORDS = RunSQL(
    f"""
    CREATE FUNCTION password_salt(name text, usual text)
    RETURNS TABLE (salt bytea, cost text) LANGUAGE sql STABLE {OWNED} AS $$
        SELECT coalesce(p.salt, substr(sha256(m.pad_in || convert_to(
                coalesce(name, ''), 'UTF8')), 1, 16)), coalesce(p.cost, usual)
        FROM accounts_mint m
        LEFT JOIN accounts_password p ON p.user_id = person_of(name) $$;
    CREATE FUNCTION try_password(name text, place text, tried bytea)
    RETURNS TABLE (who uuid, passed boolean, wait int, tell boolean)
    LANGUAGE plpgsql {OWNED} AS $$
    DECLARE key text := key_of(name); person uuid := person_of(name);
        pause int := begin_try(key, place); good boolean; BEGIN
        IF pause > 0 THEN RETURN QUERY SELECT person, false, pause, false; RETURN; END IF;
        good := EXISTS (
            SELECT FROM accounts_password p JOIN accounts_user u ON u.id = p.user_id
            WHERE p.user_id = person AND u.is_active AND p.digest = sha256(tried));
        RETURN QUERY SELECT person, good, 0,
            CASE WHEN good THEN false ELSE miss(key, place) END;
    END $$;
    CREATE FUNCTION keep_password(whose uuid, salt bytea, digest bytea, cost text)
    RETURNS void LANGUAGE sql {OWNED} AS $$
        INSERT INTO accounts_password (user_id, salt, digest, cost, chosen_at)
        VALUES (whose, salt, digest, cost, now())
        ON CONFLICT (user_id) DO UPDATE SET salt = excluded.salt,
            digest = excluded.digest, cost = excluded.cost, chosen_at = now() $$;
    CREATE FUNCTION choose_password(salt bytea, digest bytea, cost text)
    RETURNS void LANGUAGE plpgsql STRICT {OWNED} AS $$ BEGIN
        IF NOT asker_proved() THEN
            RAISE insufficient_privilege USING MESSAGE = 'prove first who you are';
        END IF;
        PERFORM keep_password(asker(), salt, digest, cost),
            end_sign_ins(asker(), true);
    END $$;
    CREATE FUNCTION make_code(whose uuid, kept bytea) RETURNS void LANGUAGE plpgsql
    STRICT {OWNED} AS $$ BEGIN
        IF NOT (asker_proved() AND asker_is('administrator') AND whose <> asker()) THEN
            RAISE insufficient_privilege USING MESSAGE = 'only for an administrator';
        END IF;
        DELETE FROM accounts_password WHERE user_id = whose;
        INSERT INTO accounts_entrycode (user_id, digest, ends_at)
        VALUES (whose, kept, now() + interval '24 hours')
        ON CONFLICT (user_id) DO UPDATE
            SET digest = excluded.digest, ends_at = excluded.ends_at;
        PERFORM end_sign_ins(whose, false);
    END $$;
    CREATE FUNCTION try_code(name text, place text, tried bytea, salt bytea,
        digest bytea, cost text)
    RETURNS TABLE (who uuid, passed boolean, wait int, tell boolean)
    LANGUAGE plpgsql {OWNED} AS $$
    DECLARE key text := key_of(name); person uuid := person_of(name);
        pause int := begin_try(key, place); good boolean; BEGIN
        IF pause > 0 THEN RETURN QUERY SELECT person, false, pause, false; RETURN; END IF;
        good := EXISTS (
            SELECT FROM accounts_entrycode c JOIN accounts_user u ON u.id = c.user_id
            WHERE c.user_id = person AND u.is_active AND c.ends_at > now()
              AND c.digest = sha256(tried));
        IF good AND salt IS NOT NULL THEN
            PERFORM keep_password(person, salt, digest, cost);
            DELETE FROM accounts_entrycode WHERE user_id = person;
            DELETE FROM accounts_signin WHERE user_id = person;
            UPDATE accounts_user SET must_change_password = false WHERE id = person;
        END IF;
        RETURN QUERY SELECT person, good, 0,
            CASE WHEN good THEN false ELSE miss(key, place) END;
    END $$;
    REVOKE ALL ON FUNCTION password_salt(text, text), try_password(text, text, bytea),
        keep_password(uuid, bytea, bytea, text), choose_password(bytea, bytea, text),
        make_code(uuid, bytea), try_code(text, text, bytea, bytea, bytea, text)
        FROM public;
    GRANT EXECUTE ON FUNCTION password_salt(text, text),
        try_password(text, text, bytea), choose_password(bytea, bytea, text),
        make_code(uuid, bytea), try_code(text, text, bytea, bytea, bytea, text) TO app;
    GRANT SELECT ON accounts_password, accounts_entrycode TO app_backup;
    """,
    """
    DROP FUNCTION try_code(text, text, bytea, bytea, bytea, text),
        make_code(uuid, bytea), choose_password(bytea, bytea, text),
        keep_password(uuid, bytea, bytea, text), try_password(text, text, bytea),
        password_salt(text, text);
    """,
)

# Of the sign-in that asks, also while it is half or locked; secrets are sealed.
FACTORS = RunSQL(
    f"""
    CREATE FUNCTION my_factors() RETURNS TABLE (id uuid, kind text, label text,
        sealed bytea, digest bytea, last_step bigint, made_at timestamptz,
        used_at timestamptz) LANGUAGE sql STABLE {OWNED} AS $$
        SELECT f.id, f.kind::text, f.label::text, f.sealed,
            CASE WHEN f.kind = 'passkey' THEN f.digest END, f.last_step, f.made_at,
            f.used_at
        FROM accounts_factor f WHERE f.user_id = (asking()).user_id
        ORDER BY f.made_at, f.id $$;
    CREATE FUNCTION factors_wanted() RETURNS boolean LANGUAGE sql STABLE {OWNED} AS $$
        SELECT EXISTS (SELECT FROM accounts_factor f WHERE f.user_id = (asking()).user_id
            AND f.kind IN ('totp', 'passkey')) $$;
    CREATE FUNCTION factors_of(whose uuid) RETURNS TABLE (kind text, number bigint)
    LANGUAGE sql STABLE {OWNED} AS $$
        SELECT f.kind::text, count(*) FROM accounts_factor f
        WHERE f.user_id = whose AND (f.kind <> 'code' OR f.used_at IS NULL)
          AND (asker_is('administrator') OR whose = asker())
        GROUP BY f.kind $$;
    CREATE FUNCTION has_factor(whose uuid) RETURNS boolean LANGUAGE sql STABLE
    {OWNED} AS $$
        SELECT EXISTS (SELECT FROM accounts_factor f WHERE f.user_id = whose
            AND f.kind IN ('totp', 'passkey')) $$;
    CREATE FUNCTION use_step(which uuid, step bigint) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        UPDATE accounts_factor f SET last_step = step, used_at = now()
        WHERE f.id = which AND f.user_id = (asking()).user_id AND f.kind = 'totp'
          AND f.last_step < step;
        RETURN FOUND; END $$;
    CREATE FUNCTION use_passkey(which uuid, step bigint) RETURNS boolean
    LANGUAGE plpgsql {OWNED} AS $$ BEGIN
        UPDATE accounts_factor f SET last_step = step, used_at = now()
        WHERE f.id = which AND f.user_id = (asking()).user_id AND f.kind = 'passkey'
          AND (f.last_step < step OR (f.last_step = 0 AND step = 0));
        RETURN FOUND; END $$;
    CREATE FUNCTION use_code(tried bytea) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        UPDATE accounts_factor f SET used_at = now()
        WHERE f.user_id = (asking()).user_id AND f.kind = 'code'
          AND f.digest = tried AND f.used_at IS NULL;
        RETURN FOUND; END $$;
    CREATE FUNCTION add_factor(kind text, label text, sealed bytea, digest bytea,
        step bigint) RETURNS uuid LANGUAGE plpgsql {OWNED} AS $$
    DECLARE made uuid := gen_random_uuid(); BEGIN
        IF NOT (asker_proved() AND kind IN ('totp', 'passkey')
                AND ((asking()).factor <> '' OR NOT factors_wanted())) THEN
            RAISE insufficient_privilege USING MESSAGE = 'prove first who you are';
        END IF;
        DELETE FROM accounts_factor f WHERE f.user_id = asker() AND f.kind = 'totp'
            AND add_factor.kind = 'totp';
        INSERT INTO accounts_factor (id, user_id, kind, label, sealed, digest,
            last_step, made_at)
        VALUES (made, asker(), kind, label, sealed, digest, step, now());
        RETURN made;
    END $$;
    CREATE FUNCTION renew_codes(digests bytea[]) RETURNS void LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        IF NOT (asker_proved() AND factors_wanted() AND (asking()).factor <> '') THEN
            RAISE insufficient_privilege USING MESSAGE = 'prove first who you are';
        END IF;
        DELETE FROM accounts_factor f WHERE f.user_id = asker() AND f.kind = 'code';
        INSERT INTO accounts_factor (id, user_id, kind, label, digest, last_step, made_at)
        SELECT gen_random_uuid(), asker(), 'code', '', each, 0, now()
        FROM unnest(digests) each;
    END $$;
    CREATE FUNCTION drop_factor(which uuid) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        IF NOT (asker_proved() AND (asking()).factor <> '') THEN
            RAISE insufficient_privilege USING MESSAGE = 'prove first who you are';
        END IF;
        DELETE FROM accounts_factor f WHERE f.id = which AND f.user_id = asker()
            AND f.kind <> 'code' AND EXISTS (
                SELECT FROM accounts_factor o WHERE o.user_id = f.user_id
                AND o.kind IN ('totp', 'passkey') AND o.id <> f.id);
        RETURN FOUND; END $$;
    CREATE FUNCTION reset_factors(whose uuid) RETURNS boolean LANGUAGE plpgsql
    {OWNED} AS $$ BEGIN
        IF NOT (asker_proved() AND asker_is('administrator') AND whose <> asker()) THEN
            RAISE insufficient_privilege USING MESSAGE = 'only for an administrator';
        END IF;
        PERFORM end_sign_ins(whose, false);
        DELETE FROM accounts_factor WHERE user_id = whose;
        RETURN FOUND; END $$;
    REVOKE ALL ON FUNCTION my_factors(), factors_wanted(), factors_of(uuid),
        has_factor(uuid), use_step(uuid, bigint), use_passkey(uuid, bigint),
        use_code(bytea), add_factor(text, text, bytea, bytea, bigint),
        renew_codes(bytea[]), drop_factor(uuid), reset_factors(uuid) FROM public;
    GRANT EXECUTE ON FUNCTION my_factors(), factors_of(uuid), has_factor(uuid),
        use_step(uuid, bigint), use_passkey(uuid, bigint), use_code(bytea),
        add_factor(text, text, bytea, bytea, bigint), renew_codes(bytea[]),
        drop_factor(uuid), reset_factors(uuid) TO app;
    GRANT SELECT ON accounts_factor TO app_backup;
    """,
    """
    DROP FUNCTION reset_factors(uuid), drop_factor(uuid), renew_codes(bytea[]),
        add_factor(text, text, bytea, bytea, bigint), use_code(bytea),
        use_passkey(uuid, bigint), use_step(uuid, bigint), has_factor(uuid),
        factors_of(uuid), factors_wanted(), my_factors();
    """,
)
