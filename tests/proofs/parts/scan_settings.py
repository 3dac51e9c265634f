"""The product's settings, for the scanners alone: each form they send gets a fresh key.

Without it a scanner's second try is refused as a copy of the first, and nothing behind
the one-time keys and the forgery token would be reached.
"""

from config.settings import *  # noqa: F403

MIDDLEWARE = [*MIDDLEWARE]  # noqa: F405
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.csrf.CsrfViewMiddleware"),
    "tests.proofs.parts.fresh_keys.FreshKeys",
)
