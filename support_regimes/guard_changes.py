"""Changes of the rules and choices for a case, as the database keeps them.

A change is drafted by one person and put in force by another, who has just proved who
they are; decide_rule_change() alone writes to the rules, and ends a norm the day before
the next one begins.
"""

from django.db.migrations import RunSQL

from accounts.guard import protect_event
from accounts.guard_retention import blankable, ends_with_consent

OWNED = "SECURITY DEFINER SET search_path = public, pg_temp"
DRAFTS = "{labour_officer,administrator}"
SECONDS = "{labour_officer,provincial_officer}"

CHANGES = RunSQL(
    f"""
    ALTER TABLE support_regimes_rulechange
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY sees ON support_regimes_rulechange FOR SELECT TO app
        USING (true);
    CREATE POLICY adds ON support_regimes_rulechange FOR INSERT TO app WITH CHECK (
        drafted_by_id = asker() AND state = 'draft' AND decided_by_id IS NULL
        AND decided_at IS NULL AND version IS NULL
        AND cardinality(reach('{DRAFTS}')) > 0
        AND (area_id IS NULL OR area_id = ANY (reach('{DRAFTS}'))));
    CREATE POLICY keeps ON support_regimes_rulechange TO app_owner
        USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT ON support_regimes_rulechange TO app;
    GRANT SELECT ON support_regimes_rulechange TO app_backup;
    """,
    """
    DROP POLICY keeps ON support_regimes_rulechange;
    DROP POLICY adds ON support_regimes_rulechange;
    DROP POLICY sees ON support_regimes_rulechange;
    REVOKE ALL ON support_regimes_rulechange FROM app, app_backup;
    ALTER TABLE support_regimes_rulechange
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    """,
)

# Works with the rights of decide_rule_change(), and only inside it.
PUT_IN_FORCE = RunSQL(
    """
    CREATE FUNCTION put_in_force(c support_regimes_rulechange) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE basis bigint := c.instrument_id; ended bigint; BEGIN
        IF basis IS NULL THEN
            INSERT INTO support_regimes_instrument (code, kind, number, short, title,
                issuer, area_id, issued_on, valid_from, confidence, note)
            VALUES ('p-' || c.id, c.text_kind, c.text_number, c.text_number,
                c.text_title, c.text_issuer, c.area_id, c.text_on, c.from_on,
                c.confidence, '') RETURNING id INTO basis;
            UPDATE support_regimes_rulechange SET instrument_id = basis WHERE id = c.id;
        END IF;
        INSERT INTO support_regimes_ruleset_instruments (ruleset_id, instrument_id)
        VALUES (c.rule_set_id, basis) ON CONFLICT DO NOTHING;
        IF c.kind = 'norm' THEN
            UPDATE support_regimes_norm SET valid_to = c.from_on - 1
            WHERE item_id = c.item_id AND area_id IS NOT DISTINCT FROM c.area_id
              AND valid_from < c.from_on
              AND (valid_to IS NULL OR valid_to >= c.from_on)
            RETURNING id INTO ended;
            UPDATE support_regimes_rulechange SET ends_norm_id = ended WHERE id = c.id;
            INSERT INTO support_regimes_norm (key, item_id, area_id, kind, amount,
                ceiling, valid_from, valid_to, instrument_id, article, confidence, note)
            VALUES ('page-' || c.id, c.item_id, c.area_id, c.norm_kind, c.amount,
                c.ceiling, c.from_on, c.until_on, basis, c.article,
                c.confidence, c.note);
        ELSIF c.kind = 'line' THEN
            EXECUTE format('UPDATE %I SET confidence = $1, note = $2 WHERE id = $3',
                'support_regimes_' || c.line_kind)
                USING c.confidence, c.note, c.line_id;
        ELSIF c.kind = 'end' AND c.ends_norm_id IS NOT NULL THEN
            UPDATE support_regimes_norm SET valid_to = c.until_on
            WHERE id = c.ends_norm_id;
        ELSIF c.kind = 'end' THEN
            UPDATE support_regimes_ruleset SET valid_to = c.until_on
            WHERE id = c.rule_set_id;
        ELSIF c.kind = 'whole' THEN
            UPDATE support_regimes_ruleset SET state = 'confirmed',
                drafted_by_id = c.drafted_by_id, confirmed_by_id = asker()
            WHERE id = c.rule_set_id;
        END IF;
    END $$;
    REVOKE ALL ON FUNCTION put_in_force(support_regimes_rulechange) FROM public;
    """,
    "DROP FUNCTION put_in_force(support_regimes_rulechange);",
)

DECIDE = RunSQL(
    f"""
    CREATE FUNCTION decide_rule_change(which uuid, act text) RETURNS void
    LANGUAGE plpgsql {OWNED} AS $$
    DECLARE c support_regimes_rulechange; made integer; second boolean; BEGIN
        SELECT * INTO c FROM support_regimes_rulechange WHERE id = which FOR UPDATE;
        second := asker() <> c.drafted_by_id AND cardinality(reach('{SECONDS}')) > 0
            AND (c.area_id IS NULL OR c.area_id = ANY (reach('{SECONDS}')));
        IF c.state = 'draft' AND act = 'confirm' AND second AND asker_proved()
            AND NOT renewed_by(c.drafted_by_id, asker()) THEN
            PERFORM put_in_force(c);
            UPDATE support_regimes_ruleset SET version = version + 1
            WHERE id = c.rule_set_id RETURNING version INTO made;
            UPDATE support_regimes_rulechange SET state = 'confirmed', version = made,
                decided_by_id = asker(), decided_at = now() WHERE id = which;
        ELSIF c.state = 'draft' AND act = 'refuse' AND second THEN
            UPDATE support_regimes_rulechange SET state = 'refused',
                decided_by_id = asker(), decided_at = now() WHERE id = which;
        ELSIF c.state = 'draft' AND act = 'withdraw' AND asker() = c.drafted_by_id THEN
            UPDATE support_regimes_rulechange SET state = 'withdrawn',
                decided_by_id = asker(), decided_at = now() WHERE id = which;
        ELSE
            RAISE insufficient_privilege USING MESSAGE = 'this is not yours to decide';
        END IF;
    END $$;
    REVOKE ALL ON FUNCTION decide_rule_change(uuid, text) FROM public;
    GRANT EXECUTE ON FUNCTION decide_rule_change(uuid, text) TO app;
    """,
    "DROP FUNCTION decide_rule_change(uuid, text);",
)

_KEPT = """
    CREATE TRIGGER author BEFORE INSERT ON {table}
        FOR EACH ROW EXECUTE FUNCTION keep_author();
    CREATE TRIGGER voided BEFORE INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION keep_void();
"""
_LOOSE = "DROP TRIGGER voided ON {table}; DROP TRIGGER author ON {table};"


def guard_choices(table, sees, adds):
    """Operations that protect a table of choices of a case."""
    return [
        protect_event(table, sees=sees, adds=adds),
        RunSQL(_KEPT.format(table=table), _LOOSE.format(table=table)),
        ends_with_consent(table),
        blankable(table, "reason"),
    ]
