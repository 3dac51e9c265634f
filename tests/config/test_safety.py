"""A setting that would leave a door open stops the start, with a sentence."""

import base64
import os
import secrets
from copy import deepcopy

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import safety
from operation import role as database_role
from tests.conftest import take

GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "MINT_KEY": secrets.token_urlsafe(48),
    "PASSWORD_PEPPER": secrets.token_urlsafe(48),
    "SEALING_KEYS": [base64.b64encode(secrets.token_bytes(32)).decode()],
    "DEBUG": False,
    "DEMO": False,
    "TODAY": None,
    "ALLOWED_HOSTS": ["sotay.example"],
    "CSRF_TRUSTED_ORIGINS": ["https://sotay.example"],
    "DATABASES": {"default": {"HOST": "/run/postgresql"}},
}
FAR = {"default": {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}}
TWICE = base64.b64encode(secrets.token_bytes(32)).decode()


def test_good_settings_start():
    safety.refuse(GOOD)
    safety.refuse(GOOD | {"DATABASES": FAR})


@pytest.mark.parametrize(
    ("weak", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": "change-me"}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": "django-insecure-" + "0123456789abcdef" * 4}, "SECRET_KEY"),
        ({"MINT_KEY": "short"}, "MINT_KEY is too short"),
        ({"PASSWORD_PEPPER": ""}, "PASSWORD_PEPPER is too short"),
        ({"MINT_KEY": GOOD["SECRET_KEY"]}, "must be different secrets"),
        ({"SEALING_KEYS": []}, "32 random bytes"),
        ({"SEALING_KEYS": [base64.b64encode(b"k" * 31).decode()]}, "32 random bytes"),
        ({"SEALING_KEYS": ["not base64!"]}, "32 random bytes"),
        ({"SEALING_KEYS": [base64.b64encode(b"k" * 32).decode()]}, "not random"),
        ({"SEALING_KEYS": [TWICE, TWICE]}, "twice"),
        ({"SECRET_KEY": TWICE, "SEALING_KEYS": [TWICE]}, "must be different secrets"),
        ({"DEBUG": True}, "only with DEMO"),
        ({"TODAY": "2024-01-15"}, "demo and the tests only"),
        ({"ALLOWED_HOSTS": ["*"]}, "name each host"),
        ({"ALLOWED_HOSTS": [".sotay.example"]}, "name each host"),
        ({"ALLOWED_HOSTS": []}, "name each host"),
        ({"CSRF_TRUSTED_ORIGINS": ["http://sotay.example"]}, "https://"),
        ({"CSRF_TRUSTED_ORIGINS": ["https://*.example"]}, "must be one host"),
        ({"DATABASES": {"default": {"HOST": "db.example"}}}, "sslmode=verify-full"),
        (
            {"DATABASES": {"default": {"HOST": "10.0.0.7", "OPTIONS": {"sslmode": "require"}}}},
            "sslmode=verify-full",
        ),
        ({"DATABASES": FAR, "DEMO": True}, "on this machine only"),
    ],
)  # fmt: skip
def test_a_weak_setting_stops_the_start(weak, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        safety.refuse(deepcopy(GOOD) | weak)


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("NONE", "pass by row security"),  # the tests' own sign-in
        ("app_owner", "make roles"),
        ("app", "another role's"),  # the tester in its clothes
    ],
)
def test_a_role_that_row_security_does_not_bind_is_refused(as_owner, role, said):
    take(role)

    assert said in database_role.too_powerful(connection)


def test_the_real_role_of_the_application_is_taken(db):
    own = psycopg.connect(
        os.environ["DATABASE_APP_URL"], dbname=connection.settings_dict["NAME"]
    )

    with own, own.cursor() as cursor:
        cursor.execute(database_role.POWERS)
        assert cursor.fetchone() == (False, False, False)
