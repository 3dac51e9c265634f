"""What the tests of livelihoods share."""

import pytest
from django.utils import translation


@pytest.fixture
def english():
    """The sentences as they stand in the sources."""
    with translation.override("en"):
        yield
