"""Who works on which case, and in which language."""

import pytest
from django.utils import translation

from tests.support_regimes.factories import make_confirmed


@pytest.fixture
def case(commune):
    return make_confirmed(commune)


@pytest.fixture
def at_work(caseworker, acts_as):
    with acts_as(caseworker):
        yield caseworker


@pytest.fixture
def in_english():
    """Sentences are compared with the source strings."""
    with translation.override("en"):
        yield
