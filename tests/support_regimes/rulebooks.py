"""The rule sets straight from their files, without a database."""

from datetime import date
from functools import cache

from django.utils.translation import get_language

from support_regimes.rulebook import FILES, document_in, regimes_from

HA_GIANG = frozenset({"02@2004"})


@cache
def documents():
    """The rule sets (list of dict), the earliest first."""
    found = [document_in(path) for path in FILES.glob("*.toml")]
    return sorted(found, key=lambda each: each["rule_set"]["valid_from"])


def document_on(day):
    """The rule set of a case taken in that day: the last that has begun."""
    begun = [d for d in documents() if d["rule_set"]["valid_from"] <= day]
    return begun[-1]


def rules(received_on, day=None, areas=HA_GIANG, followed=()):
    """{code: RegimeRules} of a case taken in on a day, as they read on another."""
    return _read(get_language(), received_on, day, areas, followed)


@cache
def _read(language, received_on, day, areas, followed):
    found = regimes_from(
        document_on(received_on), areas, day or received_on, dict(followed)
    )
    return {regime.code: regime for regime in found}


def old(day=date(2024, 1, 15)):
    """Decree 09/2013."""
    return rules(date(2023, 9, 14), day)


def new(day=date(2025, 9, 15)):
    """Law 53/2024."""
    return rules(date(2025, 8, 1), day)
