"""The audit of cases: its questions (audit.toml), and a draw that anyone can repeat.

A draw orders cases by sha256("seed:case") and takes the first ones: the same seed over
the same cases gives the same sample, on any computer. Pure.
"""

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).with_name("audit.toml")
LOOKS = {
    "application", "conditions", "confirmation", "consent", "decision", "follow_up",
    "in_term", "in_time", "norm", "receipt", "unmet",
}  # fmt: skip
LONGEST_KEY = 24


@dataclass(frozen=True)
class Question:
    """A line of the checklist. look: what of the records speaks to it, or "".

    steps: acts of the procedure whose article asks for it; source: where the question
    comes from otherwise.
    """

    key: str
    text: str
    look: str = ""
    steps: tuple = ()
    source: str = ""


def read(text):
    """{key: Question} in the file's order; ValueError for one without sense."""
    found = {}
    for line in tomllib.loads(text)["question"]:
        question = Question(**line | {"steps": tuple(line.get("steps", ()))})
        known = not question.look or question.look in LOOKS
        sourced = question.steps or question.source
        short = 0 < len(question.key) <= LONGEST_KEY
        if question.key in found or not (known and sourced and short):
            raise ValueError(f"question {question.key}")
        found[question.key] = question
    return found


QUESTIONS = read(SOURCE.read_text(encoding="utf-8"))


def drawn(keys, size, seed):
    """The keys of a sample (list), in the order of the draw. In: keys in any order."""
    return sorted(keys, key=lambda key: _rank(seed, key))[:size]


def _rank(seed, key):
    return sha256(f"{seed}:{key}".encode()).digest()


def fingerprint(keys):
    """One word for a whole set of cases: another set has another."""
    return sha256("\n".join(sorted(map(str, keys))).encode()).hexdigest()
