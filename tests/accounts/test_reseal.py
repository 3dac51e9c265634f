"""A new key seals everything anew; the old one can be dropped, search still finds."""

import base64
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.resealing import columns
from accounts.sealing import fingerprint
from tests.accounts.sql import value
from tests.conftest import take, unguarded
from tests.factories import make_case, make_household, make_victim
from tests.victims.factories import make_paper
from victims.models import Case, Household, Victim

NEW, OLD = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def old(settings, commune):
    """Somebody whose sealed texts were written with the old key."""
    settings.SEALING_KEYS, settings.SEARCH_KEY = [OLD], OLD
    home = make_household(commune, address="thôn 2, sau chợ")
    wish = "một phụ nữ lớn tuổi"
    victim = make_victim(commune, phone="0912345678", interpreter_wish=wish)
    make_paper(victim)
    return make_case(commune, household=home, victim=victim)


def reseal():
    take("app_owner")
    said = io.StringIO()
    call_command("reseal", stdout=said)
    take("app")
    return said.getvalue()


def test_the_old_key_may_go_and_search_still_finds(settings, old, caseworker, acts_as):
    settings.SEALING_KEYS = [NEW, OLD]
    said = reseal()
    settings.SEALING_KEYS = [NEW]

    with unguarded():
        victim = Victim.objects.get(pk=old.victim_id)
        household = Household.objects.get(pk=old.household_id)
    assert (victim.phone, victim.interpreter_wish) == (
        "0912345678",
        "một phụ nữ lớn tuổi",
    )
    assert household.address == "thôn 2, sau chợ"
    with acts_as(caseworker):
        assert list(Case.objects.search("5678", by=caseworker)) == [old]
    assert "victims_victim.interpreter_wish: 1" in said


def test_a_second_run_finds_nothing_and_the_policies_are_forced(settings, old):
    settings.SEALING_KEYS = [NEW, OLD]
    reseal()

    assert "0 values were sealed anew." in reseal()
    for column in columns():
        with unguarded():
            assert not value(
                f"SELECT count(*) FROM {column.table} WHERE {column.name} IS NOT NULL"
                f" AND length({column.value}) > 0"
                f" AND substring({column.value} FOR 4) <> %s",
                fingerprint(),
            )
    assert value(
        "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'victims_victim'"
    )


def test_the_application_may_not(old):
    with pytest.raises(CommandError, match="app_owner"):
        call_command("reseal", stdout=io.StringIO())
