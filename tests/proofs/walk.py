"""Everybody × every address × own and foreign records × every method: no foreign mark.

    bin/prove walk

Own, neighbour's, other district's and other province's records, each text marked; the
seven members of the cast, nobody, a locked and an expired person; eight methods. Prints
the answers by person and place. tests/test_walker.py is the walk; bin/test walks a part.
"""

import sys

from parts.suite import run_suite

if __name__ == "__main__":
    sys.exit(run_suite("walk", "tests/test_walker.py", WALK="full"))
