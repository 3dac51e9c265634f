"""Runs a part of the suite on a PostgreSQL of its own, as bin/test does."""

import os
import subprocess
import time

from parts.site import PROJECT, PYTHON, URLS, Cluster, say


def run_suite(name, *arguments, **environment):
    """Exit code of pytest with these arguments; prints how long it took."""
    begun = time.monotonic()
    cluster = Cluster(f"test{name}")
    cluster.fresh()
    try:
        urls = {key: cluster.url(role) for key, role in URLS.items()}
        given = os.environ | urls | environment
        given |= {
            "DATABASE_APP_URL": urls["DATABASE_URL"],
            "DATABASE_URL": urls["DATABASE_TEST_URL"],
            "DEMO": "1",
            "TODAY": "2024-01-15",
            "TEST_DB": f"test_{name}",
        }
        command = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider", "-s", *arguments]
        code = subprocess.call(command, cwd=PROJECT, env=given)
    finally:
        cluster.stop()
    say(f"{time.monotonic() - begun:.0f} s, pytest ended with {code}")
    return code
