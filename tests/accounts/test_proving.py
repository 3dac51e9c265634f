"""Proof asked again: confirm pages, locking, unlocking; nothing typed is lost."""

from datetime import timedelta

import pytest

from accounts.models import Attempt, Organisation, SignIn, User
from tests.accounts.sql import value
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

PASSWORD = "quan-tri" * 3
FETCH = {"X-Requested-With": "fetch"}


def later(**columns):
    """As if time had passed: set columns of all sign-ins so long ago."""
    now = value("SELECT now()")
    with unguarded():
        SignIn.objects.update(
            **{name: now - timedelta(minutes=ago) for name, ago in columns.items()}
        )


def state():
    with unguarded():
        row = SignIn.objects.get()
    return "locked" if row.locked_at else "open"


@pytest.mark.parametrize(("ago", "asks"), [(9, False), (10, True)])
def test_a_page_asks_for_proof_after_ten_minutes(page, ago, asks):
    later(proven_at=ago)

    response = page.get("/people/add/")

    used = [template.name for template in response.templates]
    assert ("accounts/prove.html" in used) == asks


def test_the_password_leads_on_to_the_page(page):
    later(proven_at=30)

    response = send(page, "/prove/", {"password": PASSWORD, "next": "/people/add/"})

    assert response.headers["Location"] == "/people/add/"
    used = [template.name for template in page.get("/people/add/").templates]
    assert "accounts/user_add.html" in used
    assert acts() == ["prove identity"]


def test_a_wrong_password_leads_nowhere_and_counts(page):
    later(proven_at=30)

    response = send(page, "/prove/", {"password": "no", "next": "/people/add/"})

    assert response.status_code == 200
    assert response.context["here"] == "/people/add/"
    assert response.context["error"]
    with unguarded():
        assert Attempt.objects.get(address="127.0.0.1").misses == 1
    assert acts() == ["proof refused"]


def test_never_to_another_site(page):
    typed = {"password": PASSWORD, "next": "https://evil.example/"}

    assert send(page, "/prove/", typed).headers["Location"] == "/"


def test_a_form_that_was_sent_waits_and_goes_on_whole(page, form):
    later(proven_at=30)

    asked = send(page, "/people/add/", form)
    carried = dict(asked.context["carried"])
    wrong = send(page, "/people/add/", carried | {"proof": "no"})
    again = dict(wrong.context["carried"])
    done = send(page, "/people/add/", again | {"proof": PASSWORD})

    assert carried == again == {name: str(typed) for name, typed in form.items()}
    assert PASSWORD not in asked.content.decode() + wrong.content.decode()
    assert done.status_code == 302
    with unguarded():
        assert User.objects.filter(username="lu.thi.mai").count() == 1
        assert Attempt.objects.get(address="127.0.0.1").misses == 0
    assert acts() == ["proof refused", "prove identity", "add user"]


def test_the_same_carried_form_twice_is_one_record(page, form):
    later(proven_at=30)
    sent = form | {
        "proof": PASSWORD,
        "submission": "6f1b0f5e-6f6b-4b7e-9d53-0123456789ab",
    }

    for _time in range(2):
        assert page.post("/people/add/", sent).status_code == 302

    with unguarded():
        assert User.objects.filter(username="lu.thi.mai").count() == 1


def test_files_are_said_to_be_chosen_again(page, form, tmp_path):
    later(proven_at=30)
    file = tmp_path / "list.csv"
    file.write_text("x")

    with file.open() as handle:
        asked = send(page, "/people/add/", form | {"file": handle})

    assert asked.context["files"]


def test_away_for_a_quarter_of_an_hour(page):
    later(last_seen_at=15)

    response = page.get("/account/")

    assert response.headers["Location"] == "/unlock/?next=%2Faccount%2F"
    assert page.get("/unlock/?next=/account/").context["next"] == "/account/"
    back = page.post("/unlock/", {"password": PASSWORD, "next": "/account/"})
    assert back.headers["Location"] == "/account/"
    assert page.get("/account/").status_code == 200
    assert acts() == ["unlock sign-in"]


def test_a_form_sent_after_being_away_is_carried(page, organisation):
    url, typed = "/account/language/", {"language": "en", "next": "/account/"}
    later(last_seen_at=15)

    asked = send(page, url, typed)
    assert dict(asked.context["carried"]) == typed
    wrong = send(page, url, typed | {"proof": "no"})
    assert (wrong.status_code, wrong.context["error"] != "") == (200, True)
    done = send(page, url, typed | {"proof": PASSWORD})

    assert done.headers["Location"] == "/account/"
    assert page.cookies["django_language"].value == "en"
    assert Organisation.objects.count() == 1


def test_whoever_works_is_not_away(page):
    later(last_seen_at=14)
    page.get("/account/")
    with unguarded():
        seen = SignIn.objects.get().last_seen_at

    assert seen == value("SELECT now()")


@pytest.mark.parametrize("address", ["/no/such/page/", "/areas/"])
def test_a_refused_page_does_not_count_as_work(page, caseworker, address):
    page.force_login(caseworker)
    later(last_seen_at=5)

    assert page.get(address).status_code in (403, 404)

    with unguarded():
        ago = value("SELECT now()") - SignIn.objects.get(user=caseworker).last_seen_at
    assert ago == timedelta(minutes=5)


def test_not_written_with_every_page(page):
    later(last_seen_at=0.4)
    page.get("/account/")

    with unguarded():
        assert SignIn.objects.get().last_seen_at < value("SELECT now()")


def test_locking_by_hand_and_opening_from_a_covered_page(page):
    assert send(page, "/lock/", headers=FETCH).status_code == 204
    assert state() == "locked"
    assert page.get("/account/").status_code == 302

    refused = page.post("/unlock/", {"password": "no"}, headers=FETCH)
    opened = page.post("/unlock/", {"password": PASSWORD}, headers=FETCH)

    assert (refused.status_code, opened.status_code) == (403, 204)
    assert len(refused.content.decode()) > 10
    assert state() == "open"
    assert page.get("/account/").status_code == 200
    assert acts() == ["lock sign-in", "unlock refused", "unlock sign-in"]


def test_locking_twice_with_the_same_key_locks_twice(page):
    key = {"submission": "6f1b0f5e-6f6b-4b7e-9d53-0123456789ab"}
    page.post("/lock/", key, headers=FETCH)
    page.post("/unlock/", key | {"password": PASSWORD}, headers=FETCH)

    page.post("/lock/", key, headers=FETCH)

    assert state() == "locked"


def test_a_cover_without_a_lock_asks_for_the_password_all_the_same(page):
    assert page.post("/unlock/", {"password": "no"}, headers=FETCH).status_code == 403
    assert (
        page.post("/unlock/", {"password": PASSWORD}, headers=FETCH).status_code == 204
    )


def test_nobody_unlocks_what_is_signed_out(client, places):
    answer = client.post("/unlock/", {"password": PASSWORD}, headers=FETCH)

    assert answer.status_code == 401
    assert client.get("/unlock/").headers["Location"] == "/sign-in/"


def test_leaving_from_a_locked_page(page):
    send(page, "/lock/")

    assert page.post("/sign-out/").headers["Location"] == "/sign-in/"
    with unguarded():
        assert SignIn.objects.count() == 0
