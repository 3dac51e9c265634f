"""Two officers in the same second: real threads, real commits."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.requests import acting
from accounts.roles import Role
from livelihoods.models import Grant
from support_regimes.models import Budget
from tests.conftest import post, unguarded
from tests.livelihoods.grants import again, make_budget, now, pay, submitted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts at the same moment, each in its own connection; their answers."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place, user, act):
        try:
            with acting(user):
                barrier.wait(10)
                act()
            answers[place] = "done"
        except ValidationError as error:
            answers[place] = (
                error.update_error_dict({}).popitem()[1][0].code or "refused"
            )
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, *act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.fixture
def officers(district_officer, district):
    second = post("huyen-hai", "Ly Thị Dợ", Role.DISTRICT_OFFICER, district)
    return district_officer, second


def test_two_grants_cannot_overdraw_one_budget(caseworker, officers):
    budget = make_budget(20_000_000)
    grants = [submitted(caseworker, budget=budget) for _n in "12"]
    read = [again(grant) for grant in grants]

    answers = at_once(
        *(
            (officer, lambda g=grant, o=officer: g.approve(by=o))
            for officer, grant in zip(officers, read, strict=True)
        )
    )

    assert sorted(a == "done" for a in answers) == [False, True]
    assert set(answers) == {"done", "overdrawn"}
    with unguarded():
        assert Budget.objects.get().committed == 12_000_000
        states = sorted(Grant.objects.values_list("state", flat=True))
    assert states == ["approved", "submitted"]


def test_one_grant_is_decided_once(caseworker, officers):
    grant = submitted(caseworker, budget=make_budget())
    first, second = officers
    one, two = again(grant), again(grant)

    answers = at_once(
        (first, lambda: one.approve(by=first)),
        (second, lambda: two.refuse(by=second, reason="Chưa có chuồng tốt")),
    )

    assert sorted(a == "done" for a in answers) == [False, True]
    now = again(grant)
    expected = 12_000_000 if now.state == Grant.State.APPROVED else 0
    assert now.budget.committed == expected


def test_two_payments_do_not_pay_twice(caseworker, officers):
    first, second = officers
    grant = submitted(caseworker, budget=make_budget())
    with acting(first):
        again(grant).approve(by=first)

    answers = at_once(
        (first, lambda: pay(again(grant), first, 12_000_000, voucher="PC-01")),
        (second, lambda: pay(again(grant), second, 12_000_000, voucher="PC-02")),
    )

    assert sorted(a == "done" for a in answers) == [False, True]
    assert now(grant, "paid") == (12_000_000,)
