"""Refuses to start where a setting would leave a door open, with a sentence each."""

import base64
import binascii
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEAR = {"", "localhost"}
SEALED_LINES = {"verify-full", "verify-ca"}


def refuse(values):
    """Raise ImproperlyConfigured with all that is weak in these settings (a dict)."""
    faults = [*keys(values), *people(values), *database(values)]
    if faults:
        raise ImproperlyConfigured("Not started:\n- " + "\n- ".join(faults))


SECRETS = ["SECRET_KEY", "MINT_KEY", "PASSWORD_PEPPER"]


def weak(secret):
    """Whether a secret is short, monotonous or a known default."""
    known = secret.startswith("django-insecure") or "change-me" in secret
    return known or len(secret) < 40 or len(set(secret)) < 12


def keys(values):
    for name in SECRETS:
        if weak(values[name]):
            yield f"{name} is too short or not random: .env.example says how to make one."
    if len({values[name] for name in SECRETS}) < len(SECRETS):
        yield f"{', '.join(SECRETS)} must be different secrets."
    raw = []
    for key in values["SEALING_KEYS"]:
        try:
            raw.append(base64.b64decode(key, validate=True))
        except (binascii.Error, ValueError):
            raw.append(b"")
    if not raw or any(len(key) != 32 for key in raw):
        yield "SEALING_KEYS: each must be 32 random bytes in base64."
    elif any(len(set(key)) < 8 for key in raw):
        yield "SEALING_KEYS: a key is not random."
    if len(set(raw)) < len(raw):
        yield "SEALING_KEYS: the same key stands there twice."
    if {values[name] for name in SECRETS} & set(values["SEALING_KEYS"]):
        yield f"SEALING_KEYS and {', '.join(SECRETS)} must be different secrets."


def people(values):
    """Who reaches the site, and how."""
    hosts = values["ALLOWED_HOSTS"]
    if values["DEBUG"] and not values["DEMO"]:
        yield "DEBUG shows the program's inside: only with DEMO."
    if values["TODAY"] and not values["DEMO"]:
        yield "TODAY may be set in the demo and the tests only."
    if values.get("DEMO_WITHOUT_SECOND_FACTOR") and not values["DEMO"]:
        yield "DEMO_WITHOUT_SECOND_FACTOR is for the demo only."
    if not hosts or any(host.startswith(("*", ".")) for host in hosts):
        yield "ALLOWED_HOSTS: name each host; no * and no leading dot."
    for origin in values["CSRF_TRUSTED_ORIGINS"]:
        host = urlsplit(origin).hostname or ""
        if "*" in origin or not (values["DEMO"] or origin.startswith("https://")):
            yield f"CSRF_TRUSTED_ORIGINS: {host or origin} must be one host with https://."


def database(values):
    """A database on another machine: never for the demo, never in clear on the wire."""
    address = values["DATABASES"]["default"]
    if near(address):
        return
    if values["DEMO"] or values["DEBUG"]:
        yield "DEMO and DEBUG are for a database on this machine only."
    if address.get("OPTIONS", {}).get("sslmode") not in SEALED_LINES:
        yield "DATABASE_URL: a database on another machine needs ?sslmode=verify-full."


def near(address):
    """Whether this is the machine's own: a socket's directory or a loopback address."""
    hosts = [address.get("HOST") or "", address.get("OPTIONS", {}).get("host", "")]
    return all(_is_near(host) for host in hosts)


def _is_near(host):
    if host in NEAR or host.startswith(("/", "%2F", "%2f", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
