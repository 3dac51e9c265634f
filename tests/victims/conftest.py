"""What the tests of people share: the sentences as they stand in the sources."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield
