"""Money of sources and years: nobody commits more than there is, whoever is first."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from support_regimes.models import Budget, FundingSource
from tests.accounts.sql import run
from tests.accounts.trail import acts
from tests.conftest import unguarded

YEAR = 2024


def make_budget(amount=20_000_000, **fields):
    with unguarded():
        source, _made = FundingSource.objects.get_or_create(
            code="rong-xanh", defaults={"name": "Rồng Xanh", "kind": "donor"}
        )
        fields = {"source": source, "year": YEAR} | fields
        return Budget.objects.create(amount=amount, **fields)


def committed(budget):
    return Budget.objects.get(pk=budget.pk).committed


def test_taking_and_giving_back(db):
    budget = make_budget()

    budget.take(12_000_000)
    budget.give_back(2_000_000)

    assert (committed(budget), budget.left) == (10_000_000, 10_000_000)


def test_the_whole_amount_may_be_taken_and_not_one_dong_more(db):
    budget = make_budget()
    budget.take(20_000_000)

    with pytest.raises(ValidationError) as refused:
        budget.take(1)

    assert refused.value.code == "overdrawn"
    assert committed(budget) == 20_000_000


def test_the_refusal_says_what_is_left(db):
    budget = make_budget()
    budget.take(8_000_000)

    with pytest.raises(ValidationError, match=r"12\.000\.000.*12\.000\.001"):
        budget.take(12_000_001)


def test_an_old_reading_does_not_help(db):
    budget = make_budget()
    other = Budget.objects.get(pk=budget.pk)
    budget.take(15_000_000)

    with pytest.raises(ValidationError):
        other.take(15_000_000)


@pytest.mark.parametrize("act", ["take", "give_back"])
def test_an_amount_below_0_is_a_mistake_of_the_program(db, act):
    with pytest.raises(ValueError, match="0 or more"):
        getattr(make_budget(), act)(-1)


def test_more_than_was_taken_cannot_come_back(db):
    budget = make_budget()
    budget.take(5)

    with (
        pytest.raises(IntegrityError, match="budget_not_overdrawn"),
        transaction.atomic(),
    ):
        budget.give_back(6)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("committed = amount + 1", "budget_not_overdrawn"),
        ("committed = -1", "budget_not_overdrawn"),
        ("amount = 0", "budget_amount_above_zero"),
    ],
)
def test_the_database_is_the_real_stop(db, change, constraint):
    make_budget()

    with pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE support_regimes_budget SET {change}")


def test_a_source_has_one_amount_a_year_and_area(db, district, provincial_officer):
    first = make_budget()
    make_budget(area=district)
    twice = Budget(source=first.source, year=YEAR, amount=5)

    with pytest.raises(ValidationError):
        twice.add(by=provincial_officer)
    Budget(source=first.source, year=YEAR + 1, amount=5).add(by=provincial_officer)

    assert Budget.objects.count() == 3
    assert acts()[-1] == "add budget"


def test_the_amount_never_falls_below_what_is_committed(db, provincial_officer):
    budget = make_budget()
    budget.take(12_000_000)

    with pytest.raises(ValidationError):
        budget.change_amount(11_999_999, by=provincial_officer)
    budget.change_amount(12_000_000, by=provincial_officer)

    assert Budget.objects.get(pk=budget.pk).left == 0
    assert acts()[-1] == "change budget"


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_cannot_overdraw():
    budget = make_budget(amount=20_000_000)
    barrier, answers = Barrier(2), []

    def take(amount):
        mine = Budget.objects.get(pk=budget.pk)
        barrier.wait(10)
        try:
            with transaction.atomic():
                mine.take(amount)
            answers.append("taken")
        except ValidationError:
            answers.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=take, args=(15_000_000,)) for _n in "12"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(answers) == ["refused", "taken"]
    assert committed(budget) == 15_000_000
