"""What the tests of accounts share."""

import pytest


@pytest.fixture
def page(sign_in, administrator):
    """The administrator's client."""
    return sign_in(administrator)


@pytest.fixture
def form(organisation):
    """What the page that adds a user sends."""
    return {
        "name": "Lù Thị Mai",
        "username": "lu.thi.mai",
        "phone": "0912 345 678",
        "organisation": organisation.pk,
        "pledged_on": "10/01/2023",
    }
