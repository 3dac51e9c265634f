"""The same form twice is one record."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Submission, User
from tests.accounts.trail import acts
from tests.conftest import unguarded

ADD = "/people/add/"


@pytest.fixture
def form(organisation):
    return {
        "submission": uuid.uuid4(),
        "name": "Lù Thị Mai",
        "username": "lu.thi.mai",
        "phone": "0912345678",
        "organisation": organisation.pk,
        "pledged_on": "2023-01-10",
    }


def made():
    with unguarded():
        return User.objects.filter(username="lu.thi.mai").count()


def test_a_second_tap_gets_the_first_answer(sign_in, administrator, form):
    client = sign_in(administrator)

    first, second = client.post(ADD, form), client.post(ADD, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert made() == 1
    assert acts() == ["add user", "replay"]


def test_other_content_under_the_same_key_is_refused(sign_in, administrator, form):
    client = sign_in(administrator)
    client.post(ADD, form)

    response = client.post(ADD, form | {"name": "Lù Thị Hoa"})

    assert response.status_code == 409
    assert acts() == ["add user", "refused 409 accounts:user_add"]


def test_another_address_under_the_same_key_is_refused(sign_in, administrator, form):
    client = sign_in(administrator)
    client.post(ADD, form)

    assert client.post("/people/settings/add/", form).status_code == 409


def test_another_person_under_the_same_key_is_refused(
    sign_in, administrator, caseworker, form
):
    sign_in(administrator).post(ADD, form)

    response = sign_in(caseworker).post("/sign-out/", form)

    assert response.status_code == 409


@pytest.mark.parametrize("key", ["", "1", "not-a-key"])
def test_without_a_key_nothing_is_taken(sign_in, administrator, form, key):
    response = sign_in(administrator).post(ADD, form | {"submission": key})

    assert response.status_code == 400
    assert made() == 0


def test_a_form_that_must_be_mended_may_be_sent_again(sign_in, administrator, form):
    client = sign_in(administrator)

    wrong = client.post(ADD, form | {"phone": "12"})
    right = client.post(ADD, form)

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert made() == 1


def test_nobody_reads_the_forms_of_others(
    sign_in, administrator, caseworker, acts_as, form
):
    sign_in(administrator).post(ADD, form)

    with acts_as(caseworker):
        assert Submission.objects.count() == 0
    with acts_as(administrator):
        assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_record(places, administrator, form):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(administrator)
    together, answers = threading.Barrier(2), []

    def tap(client):
        together.wait()
        answers.append(client.post(ADD, form).headers["Location"])
        connection.close()

    taps = [threading.Thread(target=tap, args=[client]) for client in clients]
    for each in taps:
        each.start()
    for each in taps:
        each.join()

    assert len(set(answers)) == 1
    assert len(answers) == 2
    assert made() == 1
    assert sorted(acts()) == ["add user", "replay"]
