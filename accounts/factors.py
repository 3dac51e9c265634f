"""The second step: authenticator codes, printed codes, passkeys.

Secrets lie sealed in a table that the application cannot read but through functions,
and only those of the person who is signing in. A code counts once, for all workers:
the database keeps the last time step used.
"""

import base64
import secrets
import time
from collections import namedtuple

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from accounts import activity, mint, passkeys, passwords, whence
from accounts.sealing import seal, unseal

STEP = 30  # seconds
CODES = 10
LETTERS = 8  # of a printed code: 39 bits

Kept = namedtuple("Kept", "id kind label sealed digest last_step made_at used_at")
# The kind of factor that passed, whether, and seconds to wait before more tries.
Answer = namedtuple("Answer", "who passed wait")


def mine():
    """The factors of whoever is signing in or signed in."""
    return [Kept(*row) for row in mint.call("my_factors")]


def bound_to(user_id, kind):
    return f"accounts.factor:{user_id}:{kind}"


def tried(request, code="", passkey=""):
    """Try a code (of the app or the sheet) or a passkey's answer; a miss counts."""
    here = whence.address(request)
    wait = mint.call("second_wait", here)[0][0]
    if wait:
        return Answer("", False, wait)
    kind = passkeys.passed(request, passkey) if passkey else _code_passed(request, code)
    if kind:
        return Answer(kind, True, 0)
    if mint.call("second_missed", here)[0][0]:
        activity.write("second step refused", "accounts.user", [request.sign_in.who])
    return Answer("", False, 0)


def _code_passed(request, typed):
    typed = "".join(letter for letter in typed.lower() if letter.isalnum())
    if typed.isdecimal() and len(typed) == 6:
        return "totp" if _app_code_passed(request.sign_in.who, typed) else ""
    if not mint.call("use_code", code_digest(request.sign_in.who, typed))[0][0]:
        return ""
    activity.write("use printed code", "accounts.user", [request.sign_in.who])
    return "code"


def _app_code_passed(who, typed):
    for factor in mine():
        if factor.kind != "totp":
            continue
        secret = base64.b32decode(unseal(factor.sealed, bound_to(who, "totp")))
        step = matching_step(secret, typed)
        return bool(step and mint.call("use_step", factor.id, step)[0][0])
    return False


def matching_step(secret, typed, now=None):
    """The time step (int) whose code this is: now, one before or one after; or None."""
    at = int((now or time.time()) // STEP)
    clock = TOTP(secret, 6, SHA1(), STEP, enforce_key_length=False)  # noqa: S303
    for step in (at, at - 1, at + 1):
        try:
            clock.verify(typed.encode(), step * STEP)
        except InvalidToken:
            continue
        return step
    return None


def new_secret():
    """A secret for an authenticator, as it is typed: 32 letters and digits."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def add_app(user, secret, typed):
    """Keep an authenticator once it has shown a right code; whether it did."""
    step = matching_step(base64.b32decode(secret), typed)
    if step is None:
        return False
    sealed = seal(secret, bound_to(user.pk, "totp"))
    mint.call("add_factor", "totp", "", sealed, None, step)
    activity.record("add authenticator", user)
    return True


def code_digest(user_id, typed):
    return passwords.pepper(f"printed code {user_id}", typed)


def renew_codes(user):
    """Ten new printed codes (list of text), kept nowhere; the old ones are void."""
    codes = [
        "".join(secrets.choice(passwords.PAPER_LETTERS) for _n in range(LETTERS))
        for _each in range(CODES)
    ]
    mint.call("renew_codes", [code_digest(user.pk, code) for code in codes])
    activity.record("print codes", user)
    return [f"{code[:4]}-{code[4:]}" for code in codes]
