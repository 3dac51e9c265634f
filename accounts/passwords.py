"""Passwords: keyed with a pepper that no database knows, then argon2id.

The database keeps the salt and a hash of argon2's answer; it never gives that hash
out. It is told the answer and says yes or no, so a dump can be neither tried nor used.
"""

import hashlib
import hmac
import secrets
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

# Without letters and digits that look alike on paper.
PAPER_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def pepper(kind, text):
    """Keyed hash (bytes) of a secret; without the environment it cannot be tried."""
    key = settings.PASSWORD_PEPPER.encode()
    return hmac.new(key, f"{kind}:{text}".encode(), hashlib.sha256).digest()


def derived(password, salt, cost):
    """What proves a password (32 bytes). cost: "KiB of memory, passes, lanes"."""
    memory, passes, lanes = map(int, cost.split(","))
    typed = unicodedata.normalize("NFC", password)
    return hash_secret_raw(
        secret=pepper("password", typed),
        salt=bytes(salt),
        time_cost=passes,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=32,
        type=Type.ID,
    )


def hashed(password):
    """A new password as the database keeps it: salt, digest (bytes), cost."""
    salt, cost = secrets.token_bytes(16), settings.PASSWORD_COST
    return salt, hashlib.sha256(derived(password, salt, cost)).digest(), cost


def paper_code():
    """A one-time code to be given on paper: four groups of four, 79 bits."""
    groups = (
        "".join(secrets.choice(PAPER_LETTERS) for _n in range(4)) for _g in "1234"
    )
    return "-".join(groups)


def code_digest(code):
    """What proves a paper code (bytes), however it is typed."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return pepper("entry code", letters)
