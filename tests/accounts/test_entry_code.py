"""A one-time code on paper: once, for a day, and one sentence for all that fails."""

import re
from datetime import timedelta

import pytest

from accounts.models import EntryCode, SignIn
from tests.accounts.sql import value
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

WAITS = re.compile(r"1 (minute|phút)")
NEW = "ba con trâu ở bờ ao"


@pytest.fixture
def code(caseworker, administrator, acts_as):
    with acts_as(administrator):
        return caseworker.renew_code(by=administrator)


def enter(client, code, username="can-bo-xa", new=NEW, again=None):
    return client.post(
        "/sign-in/code/",
        {
            "username": username,
            "code": code,
            "new_password1": new,
            "new_password2": again or new,
        },
    )


def test_the_code_gives_an_own_password_and_signs_in(client, code, caseworker):
    assert enter(client, code.upper().replace("-", " ")).headers["Location"] == "/"

    assert client.get("/account/").status_code == 200
    with unguarded():
        assert caseworker.check_password(NEW)
        caseworker.refresh_from_db()
    assert not caseworker.must_change_password
    assert acts()[1:] == ["sign in"]


def test_the_old_password_ended_with_the_new_code(client, code):
    typed = {"username": "can-bo-xa", "password": "can-bo-xa" * 3}

    assert client.post("/sign-in/", typed).status_code == 200


def test_it_works_once(client, code):
    enter(client, code)
    send(client, "/sign-out/")

    assert enter(type(client)(), code).status_code == 200


def test_wrong_used_old_and_unknown_read_the_same(client, code, neighbour):
    said = {str(enter(client, "abcd-efgh-jkmn-pqrs").context["form"].errors)}
    said.add(str(enter(client, code, username="ai-do-khac").context["form"].errors))
    said.add(str(enter(client, code, username="can-bo-ben").context["form"].errors))
    with unguarded():
        EntryCode.objects.update(ends_at=value("SELECT now()"))
    said.add(str(enter(client, code).context["form"].errors))

    assert len(said) == 1
    assert acts()[1:] == ["code refused"] * 4


def test_it_is_good_for_a_day(code):
    with unguarded():
        left = EntryCode.objects.get().ends_at - value("SELECT now()")

    assert left == timedelta(hours=24)


@pytest.mark.parametrize("new", ["short", "lý thị say 2024", "khâu vai 123456"])
def test_a_weak_password_does_not_use_it_up(client, code, new):
    response = enter(client, code, new=new)

    assert list(response.context["form"].errors) == ["new_password1"]
    assert enter(client, code).status_code == 302


def test_tries_are_counted(client, code):
    for _time in range(5):
        enter(client, "wrong")

    assert WAITS.search(str(enter(client, code).context["form"].errors))


def test_it_does_not_pass_by_the_second_step(client, code, caseworker):
    with unguarded():
        caseworker.factors.create(kind="totp", sealed=b"x", made_at="2024-01-01T00:00Z")

    response = enter(client, code)

    assert response.headers["Location"] == "/sign-in/second/"
    assert client.get("/account/").status_code == 302


def test_all_sign_ins_end(client, code, caseworker):
    SignIn.open(caseworker, "a-session-key")

    enter(client, code)

    with unguarded():
        assert SignIn.objects.filter(user=caseworker).count() == 1
