"""A passphrase that a person can read out and type: five syllables without marks.

2,086 syllables as Vietnamese writes them, without diacritics: five give 55 bits, and
the file's own key derivation (100,000 rounds) makes each guess dear. No syllable
changes under Telex or VNI typing: none has w, z, j, f, a doubled letter, or s, r, x
behind a vowel.
"""

import secrets
from functools import cache
from pathlib import Path

SYLLABLES = 5


@cache
def syllables():
    """All syllables of data/syllables.txt."""
    path = Path(__file__).parent / "data" / "syllables.txt"
    return path.read_text(encoding="ascii").split()


def passphrase():
    """A new passphrase; kept nowhere by this function."""
    return "-".join(secrets.choice(syllables()) for _n in range(SYLLABLES))
