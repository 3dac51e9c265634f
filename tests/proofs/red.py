"""Each policy, trigger, check and permission line taken away: a test goes red.

    bin/prove red [--own-parts]

First drops one guard at a time in a transaction that is rolled back, runs the checks of
the suite that answer to it (tests/proofs/parts/red_checks.py) and prints which went red.
A guard that only the list of guards missed then is taken away once more under the tests
of its own part (OWN_PARTS), which must go red. `--own-parts`: all of OWN_PARTS, no more.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from parts.site import say
from parts.suite import Suite

ACCOUNTS, VICTIMS = "tests/accounts/test_{}.py", "tests/victims/test_{}.py"
REGIMES, REPORTING = "tests/support_regimes/test_{}.py", "tests/reporting/test_{}.py"


def parts(pattern, *names):
    return [pattern.format(name) for name in names]


ERASURE = parts(REPORTING, "erased_people", "erased_elsewhere")
VOICE = [*parts(REGIMES, "complaints"), *ERASURE]
TRAIL = parts(ACCOUNTS, "activity", "trail", "trail_pages", "guard")
PEOPLE = parts(ACCOUNTS, "guard", "users", "postings", "two_persons", "account")
EXPORTS = [*parts(ACCOUNTS, "exports"), *parts(VICTIMS, "case_export"), *ERASURE]
MOVES = parts(VICTIMS, "transfer", "moving_many", "emergency")
LISTS = [
    "tests/livelihoods/test_load_species.py",
    "tests/livelihoods/test_grant_pages.py",
]
OWN_PARTS = {
    "accounts_activity": TRAIL,
    "accounts_activitylink": TRAIL,
    "accounts_bait": parts(ACCOUNTS, "bait", "trail_pages"),
    "accounts_entrycode": parts(ACCOUNTS, "entry_code", "two_persons"),
    "accounts_export": EXPORTS,
    "accounts_exportfile": EXPORTS,
    "accounts_factor": parts(ACCOUNTS, "second_step", "two_persons"),
    "accounts_notice": [*parts(ACCOUNTS, "notices", "two_persons"), *MOVES],
    "accounts_organisation": parts(ACCOUNTS, "organisations", "guard"),
    "accounts_posting": [*PEOPLE, *parts(ACCOUNTS, "renewed")],
    "accounts_signin": parts(ACCOUNTS, "mint", "sign_in", "account", "guard"),
    "accounts_submission": [
        *parts(ACCOUNTS, "submissions"),
        *ERASURE,
        "tests/operation/test_runs.py",
    ],
    "accounts_user": PEOPLE,
    "accounts_worksetting": parts(ACCOUNTS, "settings", "exports", "guard"),
    "livelihoods_grantline": ["tests/livelihoods/test_grant_rules.py"],
    "livelihoods_herd": ["tests/livelihoods/test_herd.py"],
    "livelihoods_species": LISTS,
    "livelihoods_speciesprice": LISTS,
    "reporting_reconciliation": parts(REPORTING, "reconcile"),
    "support_regimes_auditedcase": parts(REGIMES, "audit"),
    "support_regimes_auditfinding": parts(REGIMES, "audit"),
    "support_regimes_auditsample": parts(REGIMES, "audit"),
    "support_regimes_calendarday": parts(REGIMES, "calendar_days"),
    "support_regimes_facility": parts(REGIMES, "stay_pages"),
    "support_regimes_readingchoice": parts(REGIMES, "choosing"),
    "support_regimes_rulechange": parts(REGIMES, "rule_changes"),
    "support_regimes_rulechoice": parts(REGIMES, "choosing"),
    "victims_attachmentcontent": parts(VICTIMS, "attachment", "files"),
    "victims_case": [*MOVES, *ERASURE],
    "victims_complaint": VOICE,
    "victims_complaintstep": VOICE,
    "victims_consent": parts(VICTIMS, "withholding", "task_consent"),
    "victims_emergencyask": parts(VICTIMS, "emergency"),
    "victims_erasure": ERASURE,
    "victims_household": MOVES,
    "victims_newcommune": parts(VICTIMS, "reform"),
    "victims_transfer": MOVES,
    "victims_victim": MOVES,
    # Of the table of powers, what no page of tests/access.py shows.
    "emergency_reader": parts(VICTIMS, "emergency"),
    "reporting.open_unmet": parts(REPORTING, "unmet"),
    "victims.answer_complaint": VOICE,
    "victims.remove_file": parts(VICTIMS, "attachment", "files"),
    "victims.view_private": parts(
        VICTIMS, "case_person", "case_list", "household_pages", "emergency"
    ),
    "victims.view_restricted": parts(VICTIMS, "withholding", "names_reveal"),
}


def own_parts(suite, guards):
    """Those of [[kind, table, name, statement]] that no test of their part misses."""
    green, blind = {}, []
    for kind, table, name, statement in guards:
        tests = OWN_PARTS.get(name) or OWN_PARTS.get(table, [])
        key = " ".join(tests)
        if tests and key not in green:
            green[key] = not suite.run("--reuse-db", *tests, quiet=True)
        if not green.get(key):
            say(f"{kind:12}{table}.{name}: its own tests are missing, or red before")
            blind.append(name)
            continue
        plugin = ["-p", "tests.proofs.parts.taken_away", "--reuse-db", "-x", "-n0"]
        given = {"TAKEN_AWAY": statement, "DJANGO_SETTINGS_MODULE": "config.settings"}
        code = suite.run(*plugin, *tests, quiet=True, **given)
        said = "goes red" if code == 1 else f"NOTHING GOES RED (pytest said {code})"
        say(f"{kind:12}{table + '.' + name:60}{said}")
        blind += [name] if code != 1 else []
    return blind


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--own-parts", action="store_true")
    options = parser.parse_args()
    begun, code = time.monotonic(), 0
    left = Path(tempfile.mkdtemp()) / "left.json"
    with Suite("red") as suite:
        only = ["-k", "policy or trigger or table or told"] if options.own_parts else []
        checks = "tests/proofs/parts/red_checks.py"
        code = suite.run("-s", checks, *only, LISTED_ALONE=str(left))
        guards = json.loads(left.read_text())
        say(
            f"\n{len(guards)} guards that the list alone missed, under their own tests:"
        )
        blind = own_parts(suite, guards)
    say(f"{time.monotonic() - begun:.0f} s; pytest ended with {code}; blind: {blind}")
    return code or len(blind)


if __name__ == "__main__":
    sys.exit(main())
