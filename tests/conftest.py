"""The places, the cast, and the tests as the application's role (docs/architecture.md)."""

import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.signals import connection_created

from accounts.models import Organisation, Posting, User
from accounts.requests import acting
from accounts.roles import Role
from areas.loading import read, save
from areas.models import Area
from support_regimes import previewing
from tests.made_once import copy_for

pytest_plugins = ["tests.everybody"]  # fixtures

# A password takes a tenth of a second by design; the cast has eight.
settings.PASSWORD_COST = "8,1,1"
# A page counts so many cases by design; each is read twice.
previewing.CHUNK = 4

# Files with few tests that take long.
LONG = {
    "test_example_record", "test_import_record", "test_load_demo", "test_trail_once",
    "test_walk", "test_walker",
}  # fmt: skip
role = "app_owner"  # what a fresh connection takes on
KEPT = "kept"  # the schema with copies of the reference data
MADE_BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Two workers take the longest files first, so that none works alone at the end."""
    if hasattr(config, "workerinput"):
        size = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path.stem not in LONG, -size[item.path]))


def take(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {name}")


def take_current(sender, connection, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


connection_created.connect(take_current, dispatch_uid="role of the tests")


@contextmanager
def unguarded():
    """As the tester: no policy, every table. For what a test finds already there."""
    take("NONE")
    try:
        yield
    finally:
        take(role)


def load():
    """Load the reference data and keep copies, because a flush empties them."""
    with connection.cursor() as cursor:
        for table in ("accounts_activity", "accounts_activitylink"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER kept_whole")
        call_command("set_mint_key")
        if not Area.objects.exists():
            save(read())
        for command in ("load_rules", "load_calendar", "load_species"):
            call_command(command, verbosity=0)
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone()[0] and table not in MADE_BY_DJANGO:
                cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE {table}")


@pytest.fixture(scope="session")
def own_copy(
    request,
    django_db_modify_db_settings_parallel_suffix,
    django_db_keepdb,
    django_db_blocker,
):
    """Did this worker, one of several, get a copy of what another has made?"""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if not (worker and django_db_keepdb):
        return False
    with django_db_blocker.unblock():
        return copy_for(worker, not request.config.getvalue("create_db"), load)


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, own_copy):
    return django_db_createdb and not own_copy


@pytest.fixture(scope="session")
def django_db_setup(own_copy, django_db_setup, django_db_blocker):
    if not own_copy:
        with django_db_blocker.unblock():
            load()


def restore():
    """Bring the reference data back after a flush; committed, so that it is counted."""
    if connection.in_atomic_block or Area.objects.exists():
        return
    with unguarded(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s",
            [KEPT],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"INSERT INTO {table} OVERRIDING SYSTEM VALUE"
                f" SELECT * FROM {KEPT}.{table} ON CONFLICT DO NOTHING"
            )


@contextmanager
def undone_at_the_end(blocker):
    """The transaction of what a module makes once, around those of its tests."""
    with blocker.unblock():
        restore()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture
def refilled(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        restore()


@pytest.fixture
def _django_db_helper(refilled, _django_db_helper):
    """Before whatever uses the database, however it comes to it."""
    return _django_db_helper


DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def as_application(request):
    """The test's own code has the application's rights and no more."""
    global role
    uses_database = request.node.get_closest_marker("django_db") or (
        DATABASE_FIXTURES & set(request.fixturenames)
    )
    if not uses_database:
        yield
        return
    request.getfixturevalue("_django_db_helper")  # pytest-django's own; pinned
    role = "app"
    take("app")
    yield
    role = "app_owner"
    if not connection.in_atomic_block:
        connection.rollback()
    take("app_owner")


@pytest.fixture
def as_owner(as_application, db):
    """The test's own code is a command of the tables' owner."""
    take("app_owner")


@pytest.fixture
def places(db):
    """The official lists of places; loaded once, left as they are."""


def place(code):
    return Area.objects.by_code(code)


@pytest.fixture
def province(places):
    return place("02@2004")


@pytest.fixture
def district(places):
    """Mèo Vạc."""
    return place("027@2004")


@pytest.fixture
def other_district(places):
    """Đồng Văn."""
    return place("026@2004")


@pytest.fixture
def commune(places):
    """Khâu Vai in Mèo Vạc."""
    return place("00814@2004")


@pytest.fixture
def neighbour_commune(places):
    """Niêm Tòng in Mèo Vạc."""
    return place("00815@2004")


@pytest.fixture
def far_commune(places):
    """Phố Là in Đồng Văn."""
    return place("00727@2004")


def post(username, name, post_as, *areas):
    """A user with live postings; the password is their sign-in name, thrice."""
    with unguarded():
        user = User.objects.create_user(username, name, password=username * 3)
        for area in areas:
            Posting.objects.create(
                user=user, role=post_as, area=area, from_on=date(2019, 1, 1)
            )
    return user


# The cast: sign-in name, name, role, and the code of their area.
CAST = {
    "caseworker": ("can-bo-xa", "Lý Thị Say", Role.CASEWORKER, "00814@2004"),
    "neighbour": ("can-bo-ben", "Hoàng Văn Páo", Role.CASEWORKER, "00815@2004"),
    "district_officer": (
        *("can-bo-huyen", "Nguyễn Thị Lan", Role.DISTRICT_OFFICER, "027@2004"),
    ),
    "other_district_officer": (
        *("can-bo-khac", "Vàng Thị Xén", Role.DISTRICT_OFFICER, "026@2004"),
    ),
    "provincial_officer": (
        *("hoi-tinh", "Phạm Thu Hà", Role.PROVINCIAL_OFFICER, "02@2004"),
    ),
    "labour_officer": ("so-lao-dong", "Trần Văn Minh", Role.LABOUR_OFFICER, "02@2004"),
    "administrator": ("quan-tri", "Đỗ Quang Huy", Role.ADMINISTRATOR, "02@2004"),
}


def member(name):
    """One of the cast, with their posting."""
    username, full_name, role, code = CAST[name]
    return post(username, full_name, role, place(code))


@pytest.fixture
def caseworker(places):
    return member("caseworker")


@pytest.fixture
def neighbour(places):
    return member("neighbour")


@pytest.fixture
def district_officer(places):
    return member("district_officer")


@pytest.fixture
def other_district_officer(places):
    return member("other_district_officer")


@pytest.fixture
def provincial_officer(places):
    return member("provincial_officer")


@pytest.fixture
def labour_officer(places):
    return member("labour_officer")


@pytest.fixture
def administrator(places):
    return member("administrator")


@pytest.fixture
def nobody():
    """A visitor who is not signed in."""
    return


@pytest.fixture
def organisation(province):
    """The provincial Women's Union."""
    with unguarded():
        return Organisation.objects.create(
            name="Hội Liên hiệp Phụ nữ tỉnh Hà Giang",
            kind=Organisation.Kind.WOMENS_UNION,
            area=province,
        )


@pytest.fixture
def acts_as():
    """`with acts_as(user):` acts of models, as in that user's request."""
    return acting


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` gives the test client, signed in."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def send(client, url, data=None, **more):
    """POST a form as a page sends it: with its one-time key."""
    return client.post(url, {"submission": uuid.uuid4(), **(data or {})}, **more)
