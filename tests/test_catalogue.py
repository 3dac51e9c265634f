"""The database's catalogue, asked: what the application may do, and who it is."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from accounts.records import Record
from accounts.roles import Role, roles_with
from tests.conftest import unguarded

# Open to the application without a policy by place; the comment says why.
OPEN = {
    "accounts_activity",
    "accounts_bait",
    "accounts_organisation",
    "accounts_posting",
    "accounts_run",
    "accounts_signin",
    "accounts_user",
    "accounts_worksetting",
    "areas_area",
    "areas_coverage",
    "areas_succession",
    "django_content_type",
    "django_migrations",
    "django_session",
    "livelihoods_species",
    "livelihoods_speciesprice",
    "support_regimes_budget",
    "support_regimes_calendarday",
    "support_regimes_entitlement",
    "support_regimes_facility",
    "support_regimes_fundingsource",
    "support_regimes_instrument",
    "support_regimes_item",
    "support_regimes_norm",
    "support_regimes_procedurestep",
    "support_regimes_reading",
    "support_regimes_regime",
    "support_regimes_rulepaper",
    "support_regimes_ruleset",
    "support_regimes_ruleset_instruments",
    "support_regimes_ruleversion",
    "victims_codecounter",
}
DEFINERS = {
    "asker",
    "asker_is",
    "chain_trail",
    "clear_ended",
    "expire_exports",
    "forget_of",
    "own_trail",
    "reach",
    "record_run",
    "tell",
    "trail_head",
    "trail_holds",
    "who_saw",
    "write_trail",
}
# Two persons: tests/victims/test_emergency.py and test_transfer.py.
TWO_PERSONS = {
    "ask_emergency",
    "carry_over",
    "decide_transfer",
    "decide_rule_change",
    "end_emergency",
    "heads_over",
    "note_renewal",
    "open_emergency",
    "places_of",
    "renewed_by",
    "tell_heads",
}
# Signing in: what they check is tested in tests/accounts/test_mint.py and the like.
SIGN_IN = {
    "add_factor",
    "ask",
    "asker_proved",
    "asking",
    "begin_try",
    "choose_password",
    "clear_misses",
    "close_sign_in",
    "drop_factor",
    "end_sign_in",
    "end_sign_ins",
    "factors_of",
    "factors_wanted",
    "has_factor",
    "keep_password",
    "key_of",
    "let_in",
    "lock_sign_in",
    "make_code",
    "minted",
    "miss",
    "must_wait",
    "my_factors",
    "open_sign_in",
    "password_salt",
    "person_of",
    "prove_sign_in",
    "renew_codes",
    "reset_factors",
    "second_missed",
    "second_wait",
    "touch_sign_in",
    "try_code",
    "try_password",
    "use_code",
    "use_passkey",
    "use_step",
    "wait_of",
}
RELATIONS = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
        coalesce(obj_description(c.oid, 'pg_class'), ''),
        EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = 'public'::regnamespace
      AND (has_table_privilege('app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
           OR has_any_column_privilege('app', c.oid, 'SELECT, INSERT, UPDATE'))
    ORDER BY 1"""


def rows(question, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchall()


def records():
    """The models of records about people."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def test_whatever_the_application_reaches_is_guarded_or_open_for_a_reason(places):
    loose, opened = [], set()
    for name, enabled, forced, comment, has_policy in rows(RELATIONS):
        if comment.startswith("open: "):
            opened.add(name)
        elif not (enabled and forced and has_policy):
            loose.append(name)

    assert loose == []
    assert opened == OPEN


def test_every_record_stands_in_a_guarded_table(places):
    guarded = {
        name for name, enabled, forced, comment, policy in rows(RELATIONS)
        if enabled and forced and policy and not comment
    }  # fmt: skip

    assert {model._meta.db_table for model in records()} <= guarded


@pytest.mark.parametrize("model", records(), ids=lambda model: model._meta.label)
def test_the_policy_and_the_table_of_powers_say_the_same(places, model):
    table = model._meta.db_table
    policies = rows(
        "SELECT policyname, qual FROM pg_policies"
        " WHERE tablename = %s AND cmd = 'SELECT' AND 'app' = ANY (roles)"
        " AND permissive = 'PERMISSIVE'",
        table,
    )

    assert [name for name, _qual in policies] == ["sees"]
    found = re.search(r"reach\('\{([a-z_,]+)\}'", policies[0][1])
    assert set(found[1].split(",")) == {
        str(role) for role in roles_with(model.seen_with)
    }
    assert "territory_id" in policies[0][1]


@pytest.mark.parametrize("model", records(), ids=lambda model: model._meta.label)
def test_whoever_adds_or_edits_may_also_see(places, model):
    policies = rows(
        "SELECT policyname, coalesce(qual, '') || coalesce(with_check, '')"
        " FROM pg_policies WHERE tablename = %s AND 'app' = ANY (roles)"
        " AND permissive = 'PERMISSIVE'",
        model._meta.db_table,
    )
    allowed = {
        name: set(",".join(re.findall(r"reach\('\{([a-z_,]+)\}'", text)).split(","))
        for name, text in policies
    }

    assert set(allowed) - {"drops"} == {"sees", "adds", "edits"}
    assert set().union(*allowed.values()) == allowed["sees"]
    assert allowed["sees"] <= {str(role) for role in Role}
    assert "administrator" not in allowed["sees"]


def test_nothing_about_people_can_be_deleted_but_drafts(places):
    """Lines of a draft are written anew; a form's key and a session may go."""
    deletable = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege('app', oid, 'DELETE') ORDER BY 1"
    )

    assert [name for (name,) in deletable] == [
        "accounts_exportfile",
        "accounts_submission",
        "django_session",
        "livelihoods_grantline",
    ]


def test_functions_of_the_owner_are_known_and_find_only_our_names(places):
    found = rows(
        "SELECT proname, coalesce(array_to_string(proconfig, ' '), '') FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )

    assert {name for name, _config in found} == DEFINERS | SIGN_IN | TWO_PERSONS
    assert {config for _name, config in found} == {"search_path=public, pg_temp"}


def test_nobody_else_may_call_them(places):
    open_to_all = rows(
        "SELECT proname FROM pg_proc WHERE prosecdef"
        " AND pronamespace = 'public'::regnamespace"
        " AND has_function_privilege('public', oid, 'EXECUTE')"
    )

    assert open_to_all == []


def test_the_application_has_no_rights_but_those_given(places):
    app, backup = (
        rows(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " FROM pg_roles WHERE rolname = %s",
            name,
        )[0]
        for name in ("app", "app_backup")
    )
    owned = rows("SELECT relname FROM pg_class WHERE relowner = 'app'::regrole")
    member = rows(
        "SELECT pg_has_role('app', 'app_owner', 'MEMBER'),"
        " pg_has_role('app', 'app_backup', 'MEMBER'),"
        " has_schema_privilege('app', 'public', 'CREATE')"
    )[0]

    assert app == (False, False, False, False, False)
    assert backup == (False, True, False, False, False)
    assert owned == []
    assert member == (False, False, False)


def test_the_backup_reads_every_table_and_writes_none(places):
    found = rows(
        "SELECT relname, has_table_privilege('app_backup', oid, 'SELECT'),"
        " has_table_privilege('app_backup', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
        " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege('app', oid, 'SELECT')"
    )

    assert {(reads, writes) for _name, reads, writes in found} == {(True, False)}


def test_the_real_role_of_the_application(places):
    """The tests take the role on; here its own sign-in is asked who it is."""
    name = connection.settings_dict["NAME"]

    with psycopg.connect(os.environ["DATABASE_APP_URL"], dbname=name) as real:
        asked = real.execute(
            "SELECT current_user, session_user, pg_has_role('tester', 'MEMBER'),"
            " (SELECT count(*) FROM victims_household)"
        ).fetchone()

    assert asked == ("app", "app", False, 0)


def test_the_tests_themselves_act_as_the_application(places):
    assert rows("SELECT current_user")[0] == ("app",)
    with unguarded():
        assert rows("SELECT current_user")[0] == ("tester",)


GUARDS = Path(__file__).with_name("guards.txt")
STANDING = """
    SELECT tablename || ' policy ' || policyname FROM pg_policies
    UNION ALL SELECT tgrelid::regclass || ' trigger ' || tgname FROM pg_trigger
    WHERE NOT tgisinternal AND (tgenabled = 'O' OR tgname = 'kept_whole') AND tgrelid IN (
        SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    ORDER BY 1"""


def test_every_guard_stands(places):
    """No policy and no trigger is missing or new without a line in guards.txt."""
    found = [name for (name,) in rows(STANDING)]

    assert sorted(found) == sorted(GUARDS.read_text().split("\n")[:-1])
