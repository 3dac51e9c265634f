"""The program as it runs for real: Django's own check has nothing to say."""

import base64
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "MINT_KEY": secrets.token_urlsafe(48),
    "PASSWORD_PEPPER": secrets.token_urlsafe(48),
    "SEALING_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
    "ALLOWED_HOSTS": "sotay.example",
    "CSRF_TRUSTED_ORIGINS": "https://sotay.example",
    "DATABASE_URL": "postgres://app@127.0.0.1:9/none",
}


def manage(*words, **weak):
    """manage.py in an environment of its own, without the demo's settings."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "PYTHONUTF8")}
    return subprocess.run(
        [sys.executable, "-W", "ignore", settings.BASE_DIR / "manage.py", *words],
        env=kept | GOOD | weak,
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
    )


@pytest.mark.system
def test_the_check_for_production_is_silent():
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    )


@pytest.mark.system
def test_production_does_not_start_with_a_weak_secret_or_the_demos_day():
    done = manage("check", SECRET_KEY="short", TODAY="2024-01-15", ALLOWED_HOSTS="*")

    assert done.returncode != 0
    for sentence in ("SECRET_KEY is too short", "TODAY may be set", "ALLOWED_HOSTS"):
        assert sentence in done.stderr


@pytest.mark.system
def test_cookies_and_transport_are_those_of_a_secure_site():
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT"
    names += " SESSION_COOKIE_HTTPONLY SECURE_HSTS_INCLUDE_SUBDOMAINS"
    asked = "from django.conf import settings as s\n" + "\n".join(
        f"assert s.{name} is True, '{name}'" for name in names.split()
    )
    asked += """
assert s.SECURE_HSTS_SECONDS >= 31536000 and s.DEBUG is False
assert s.SESSION_COOKIE_NAME.startswith('__Host-')
assert s.CSRF_COOKIE_NAME.startswith('__Host-')
assert s.SESSION_COOKIE_SAMESITE in ('Lax', 'Strict')
"""

    done = manage("shell", "-c", asked)

    assert done.returncode == 0, done.stderr


def test_every_setting_of_the_environment_is_explained():
    """A setting that nobody knows of is not set."""
    read = (settings.BASE_DIR / "config" / "settings.py").read_text()
    told = (settings.BASE_DIR / ".env.example").read_text()

    names = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', read)) - {"TEST_DB"}
    assert sorted(name for name in names if f"{name}=" not in told) == []
