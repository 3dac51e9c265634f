"""What a proof says while it runs, what it needs, and its results at the end."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
RESULTS = []


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def result(text):
    RESULTS.append(text)
    say(f"==> {text}")


def need(condition, sentence):
    if not condition:
        raise SystemExit(f"PROOF FAILED: {sentence}")


@contextmanager
def results_at_the_end():
    """Tells the results, of which day and commit, also when the proof failed."""
    commit = ["git", "-C", PROJECT, "rev-parse", "--short", "HEAD"]
    revision = subprocess.check_output(commit, text=True).strip()
    try:
        yield
    finally:
        say(f"\n{datetime.now(UTC):%Y-%m-%d}, commit {revision}:")
        for line in RESULTS:
            say(f"- {line}")
