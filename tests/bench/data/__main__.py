"""python -m tests.bench.data CASES: fill an empty, migrated database (as the tester)."""

import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from tests.bench.data import grants, livelihoods, people, regimes  # noqa: E402
from tests.bench.data.fill import RANDOM, told, unindexed  # noqa: E402

began = time.monotonic()
number = int(sys.argv[1])
with connection.cursor() as cursor:
    cursor.execute(RANDOM)
with unindexed(people.MODELS + regimes.MODELS + grants.MODELS + livelihoods.MODELS):
    people.make(number)
    regimes.make()
    grants.make(number)
    livelihoods.make(number)
with connection.cursor() as cursor:
    cursor.execute("VACUUM ANALYZE")
told("all, with VACUUM ANALYZE", number, began)
