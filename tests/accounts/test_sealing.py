"""Sealed fields: unreadable in the table, tied to their row."""

import base64

import pytest
from cryptography.exceptions import InvalidTag

from accounts.sealing import seal, search_hash, unseal
from tests.conftest import unguarded
from tests.factories import make_household
from victims.models import Household

NEW, OLD = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_opens_with_what_it_was_bound_to():
    assert unseal(seal("Vàng Thị Mỷ", "victim:1"), "victim:1") == "Vàng Thị Mỷ"


def test_does_not_open_on_another_row():
    with pytest.raises(InvalidTag):
        unseal(seal("secret", "victim:1"), "victim:2")


def test_does_not_open_when_a_bit_was_changed():
    sealed = bytearray(seal("secret", "victim:1"))
    sealed[-1] ^= 1

    with pytest.raises(InvalidTag):
        unseal(sealed, "victim:1")


def test_the_same_text_is_never_sealed_the_same():
    assert seal("secret", "victim:1") != seal("secret", "victim:1")


def test_an_old_key_still_opens_and_the_new_one_seals(settings):
    settings.SEALING_KEYS = [OLD]
    old = seal("secret", "victim:1")
    settings.SEALING_KEYS = [NEW, OLD]

    assert unseal(old, "victim:1") == "secret"
    assert seal("secret", "victim:1")[:4] != old[:4]


def test_a_search_key_outlives_a_new_sealing_key(settings):
    settings.SEALING_KEYS = [OLD]
    before = search_hash("0123", "phone")
    settings.SEALING_KEYS = [NEW, OLD]

    assert search_hash("0123", "phone") == before
    assert search_hash("0123", "identity") != before


def test_a_search_key_of_its_own_lets_the_oldest_sealing_key_go(settings):
    settings.SEALING_KEYS = [OLD]
    before = search_hash("0123", "phone")
    settings.SEALING_KEYS, settings.SEARCH_KEY = [NEW], OLD

    assert search_hash("0123", "phone") == before


def test_a_record_keeps_its_texts_in_one_unreadable_column(commune):
    household = make_household(commune, address="thôn 2, sau chợ", note="chó dữ")

    with unguarded():
        kept = Household.objects.get(pk=household.pk)

    assert (kept.address, kept.note) == ("thôn 2, sau chợ", "chó dữ")
    assert "chợ".encode() not in bytes(kept.sealed)


def test_bytes_moved_to_another_row_do_not_open(commune):
    mine = make_household(commune, address="thôn 2")
    other = make_household(commune)
    other.sealed = mine.sealed

    with pytest.raises(InvalidTag):
        other.unsealed()


def test_an_emptied_record_keeps_no_bytes(commune):
    household = make_household(commune, address="thôn 2")

    household.address = ""

    assert household.sealed is None
