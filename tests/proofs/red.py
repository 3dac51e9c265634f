"""Each policy, trigger, check and permission line taken away: a test goes red.

    bin/prove red

Drops one guard at a time in a transaction that is rolled back, runs the checks of the
suite that answer to it (tests/proofs/parts/red_checks.py) and prints which went red.
"""

import sys

from parts.suite import run_suite

if __name__ == "__main__":
    sys.exit(run_suite("red", "tests/proofs/parts/red_checks.py"))
