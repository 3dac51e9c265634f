"""Misses: a person from an address waits; nobody is locked out for good or found out."""

import re
from datetime import timedelta

import pytest
from django.test import RequestFactory

from accounts import mint, proving, whence
from accounts.models import Attempt, SignIn
from tests.accounts.sql import value
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

WAITS = re.compile(r"1 (minute|phút)")
NAME, PASSWORD = "can-bo-xa", "can-bo-xa" * 3
ELSEWHERE = "10.9.8.7"


def enter(client, username=NAME, password="wrong", address="127.0.0.1"):  # noqa: S107
    form = {"username": username, "password": password}
    return client.post("/sign-in/", form, REMOTE_ADDR=address)


def said(response):
    return response.status_code, response.context["form"].non_field_errors()


def wait_over(**more):
    with unguarded():
        Attempt.objects.update(until_at=None, **more)


def minutes():
    """For how many minutes the one person must wait now."""
    with unguarded():
        until = Attempt.objects.exclude(until_at=None).get().until_at
    return round((until - value("SELECT clock_timestamp()")).total_seconds() / 60)


def test_five_misses_then_even_the_right_password_waits(client, caseworker):
    for _time in range(5):
        assert not WAITS.search(str(said(enter(client))))
    waits = enter(client, password=PASSWORD)

    assert WAITS.search(str(said(waits)))
    assert client.get("/account/").status_code == 302


def test_the_pauses_grow_to_half_an_hour(client, caseworker):
    for _time in range(4):
        enter(client)
    waited = []
    for _time in range(6):
        enter(client)
        waited.append(minutes())
        wait_over()

    assert waited == [1, 2, 5, 15, 30, 30]


def test_after_the_pause_the_right_password_opens_and_clears(client, caseworker):
    for _time in range(5):
        enter(client)
    wait_over()

    assert enter(client, password=PASSWORD).status_code == 302
    with unguarded():
        assert Attempt.objects.get().misses == 0


def test_another_address_still_gets_in(client, caseworker):
    for _time in range(6):
        enter(client, address=ELSEWHERE)

    assert enter(client, password=PASSWORD).status_code == 302


def test_another_person_at_the_same_address_still_gets_in(
    client, caseworker, neighbour
):
    for _time in range(6):
        enter(client, "can-bo-ben")

    assert enter(client, password=PASSWORD).status_code == 302


def test_name_and_phone_are_one_person(client, caseworker):
    with unguarded():
        type(caseworker).objects.update(phone="0912345678")
    for name in [NAME, "0912345678", NAME, "0912 345 678", NAME]:
        enter(client, name)

    assert WAITS.search(str(said(enter(client, "0912345678", PASSWORD))))


def test_who_exists_is_not_told(client, caseworker):
    known = [said(enter(client)) for _time in range(7)]
    unknown = [said(enter(client, "ai-do-khac")) for _time in range(7)]

    assert known == unknown


def test_unknown_names_cost_the_same_work(places, caseworker):
    def asked(name):
        return mint.call("password_salt", name, "8,1,1")[0]

    (known, cost), (unknown, other) = asked(NAME), asked("ai-do-khac")
    assert (len(known), cost) == (len(unknown), other) == (16, "8,1,1")
    assert asked("ai-do-khac")[0] == unknown
    assert asked("ai-khac-nua")[0] != unknown


def test_an_administrator_clears_the_misses(client, sign_in, caseworker, administrator):
    for _time in range(5):
        enter(client)
    office = type(client)()
    office.force_login(administrator)
    page = office.get(f"/people/{caseworker.pk}/")
    assert page.context["waits"] > 0

    send(office, f"/people/{caseworker.pk}/tries/clear/")

    assert enter(client, password=PASSWORD).status_code == 302
    assert "clear misses" in acts()


def test_only_an_administrator(caseworker, neighbour, acts_as):
    until = value("SELECT now() + interval '5 minutes'")
    with unguarded():
        Attempt.objects.create(
            who=neighbour.pk, address=ELSEWHERE, misses=7, until_at=until
        )

    with acts_as(caseworker):
        mint.call("clear_misses", neighbour.pk)
        assert mint.call("wait_of", neighbour.pk) == [(0,)]
    with unguarded():
        assert Attempt.objects.get().misses == 7


def test_a_sign_in_with_both_steps_clears_every_address(caseworker):
    with unguarded():
        Attempt.objects.create(who=caseworker.pk, address=ELSEWHERE, misses=7)

    SignIn.open(caseworker, "a-session-key", factor="totp", address="127.0.0.1")

    with unguarded():
        assert set(Attempt.objects.values_list("misses", flat=True)) == {0}


def test_many_names_from_one_address_are_slowed_down(client, caseworker, neighbour):
    enter(client, password=PASSWORD)
    send(client, "/sign-out/")
    now = value("SELECT clock_timestamp()")
    with unguarded():
        for number in range(60):
            Attempt.objects.create(
                who=f"name {number}", address="127.0.0.1", misses=1, missed_at=now
            )

    assert WAITS.search(str(said(enter(client, "can-bo-ben", "can-bo-ben" * 3))))
    assert enter(client, password=PASSWORD).status_code == 302  # known from here
    send(client, "/sign-out/")
    with unguarded():
        Attempt.objects.update(missed_at=now - timedelta(minutes=2))
    assert enter(client, "can-bo-ben", "can-bo-ben" * 3).status_code == 302


def test_the_trail_of_refusals_is_bounded(client, caseworker):
    for _time in range(20):
        enter(client)
        wait_over()
    for _time in range(20):
        enter(client, address=ELSEWHERE)

    assert acts() == ["sign-in refused"] * (9 + 5)


def test_misses_count_though_the_form_is_drawn_again(sign_in, caseworker):
    page = sign_in(caseworker)
    new = "ba con trâu ở bờ ao"
    form = {"old_password": "no", "new_password1": new, "new_password2": new}
    for _time in range(5):
        send(page, "/account/password/", form)

    response = send(page, "/account/password/", form | {"old_password": PASSWORD})

    assert WAITS.search(str(response.context["form"].errors))


def test_old_misses_are_forgotten(caseworker, client):
    long_ago = value("SELECT now()") - timedelta(days=2)
    with unguarded():
        Attempt.objects.create(
            who="name x", address=ELSEWHERE, misses=3, missed_at=long_ago
        )
        Attempt.objects.create(
            who=caseworker.pk, address="127.0.0.1", misses=8, missed_at=long_ago
        )

    enter(client)

    with unguarded():
        kept = list(Attempt.objects.values_list("who", "misses"))
    assert kept == [(str(caseworker.pk), 1)]


@pytest.mark.parametrize(
    ("proxies", "sender", "told", "address"),
    [
        ([], "10.0.0.5", "1.1.1.1", "10.0.0.5"),
        (["10.0.0.5"], "10.0.0.5", "1.1.1.1", "1.1.1.1"),
        (["10.0.0.0/24"], "10.0.0.5", "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (["10.0.0.0/24"], "10.0.0.5", "9.9.9.9, 1.1.1.1, 10.0.0.7", "1.1.1.1"),
        (["10.0.0.6"], "10.0.0.5", "1.1.1.1", "10.0.0.5"),
        (["10.0.0.5"], "10.0.0.5", "", "10.0.0.5"),
        (["10.0.0.5"], "10.0.0.5", "no address", "unknown"),
        (["unknown"], "", "1.1.1.1", "1.1.1.1"),
        ([], "", "1.1.1.1", "unknown"),
    ],
)
def test_a_proxys_word_counts_only_if_it_is_trusted(
    settings, proxies, sender, told, address
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"REMOTE_ADDR": sender, "HTTP_X_FORWARDED_FOR": told}

    assert whence.address(RequestFactory().get("/", **headers)) == address


def test_a_wait_is_said_in_whole_minutes():
    assert "2" in proving.wrong(proving.Answer(None, False, 61), "")
    assert proving.wrong(proving.Answer(None, False, 0), "no") == "no"
