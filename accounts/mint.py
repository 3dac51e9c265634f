"""Who may be signed in is decided here and in the database, never by SQL alone.

A sign-in row is made only for a *mark* (HMAC) of the mint key, which this process and
one closed table know. Injected SQL on the application's connection cannot make one.
What proves anything is bound on the server, so that it stands in no statement's text.
"""

import hashlib
import hmac
import time

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

BLOCK = 64  # bytes of SHA-256's block: HMAC pads its key to it


def proof(session_key):
    """What the database is told: keyed, so the session table does not help to make it."""
    if not session_key:
        return ""
    return salted_hmac("asking", session_key, algorithm="sha256").hexdigest()


def stored(session_key):
    """What the database keeps; the proof cannot be made from it."""
    if not session_key:  # its row would make every visitor without a cookie this person
        raise ValueError("There is no session to sign in.")
    return hashlib.sha256(proof(session_key).encode()).digest()


def at_rest(session_key):
    """The name under which a session lies in its table: no cookie can be made of it."""
    return salted_hmac("session", session_key, algorithm="sha256").hexdigest()[:40]


def pads():
    """The mint key as the two padded blocks of HMAC (bytes, bytes)."""
    key = hashlib.sha256(settings.MINT_KEY.encode()).digest().ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)


def mark(*told):
    """The mint's mark (bytes) under these words, as minted() of the database checks."""
    key = hashlib.sha256(settings.MINT_KEY.encode()).digest()
    text = "|".join(str(word) for word in told)
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def now():
    """Seconds of the real clock (int): a mark is good for some minutes."""
    return int(time.time())


def call(function, *values):
    """Call a function of the database with values bound on the server; its rows."""
    connection.ensure_connection()
    marks = ", ".join(["%s"] * len(values))
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
        cursor.execute(f"SELECT * FROM {function}({marks})", values)  # noqa: S608
        return cursor.fetchall()
