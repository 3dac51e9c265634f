"""Runs parts of the suite on a PostgreSQL of its own, as bin/test does."""

import os
import subprocess
import time

from parts.site import PROJECT, PYTHON, URLS, Cluster, say


class Suite:
    """`with Suite("name") as suite: code = suite.run("tests/…", **environment)`."""

    def __init__(self, name):
        self.name, self.cluster = name, Cluster(f"test{name}")

    def __enter__(self):
        self.cluster.fresh()
        urls = {key: self.cluster.url(role) for key, role in URLS.items()}
        self.environment = os.environ | urls
        self.environment |= {
            "DATABASE_APP_URL": urls["DATABASE_URL"],
            "DATABASE_URL": urls["DATABASE_TEST_URL"],
            "DEMO": "1",
            "TODAY": "2024-01-15",
            "TEST_DB": f"test_{self.name}",
        }
        return self

    def __exit__(self, *exception):
        self.cluster.stop()

    def run(self, *arguments, quiet=False, **environment):
        """Exit code of pytest with these arguments."""
        return subprocess.call(
            [PYTHON, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
            cwd=PROJECT,
            env=self.environment | environment,
            stdout=subprocess.DEVNULL if quiet else None,
        )


def run_suite(name, *arguments, **environment):
    """Exit code of pytest with these arguments; prints how long it took."""
    begun = time.monotonic()
    with Suite(name) as suite:
        code = suite.run("-s", *arguments, **environment)
    say(f"{time.monotonic() - begun:.0f} s, pytest ended with {code}")
    return code
