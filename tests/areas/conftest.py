import pytest

from areas.loading import read, save


@pytest.fixture(scope="session")
def _places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        save(read())


@pytest.fixture
def places(_places, db):
    """The official lists, loaded once and left as they are."""
