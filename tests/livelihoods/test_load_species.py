"""The list of animals: loaded once, changed by nobody else's hand."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from livelihoods.loading import load_species
from livelihoods.models import SpeciesPrice
from tests.accounts.sql import refused, run
from tests.conftest import unguarded
from tests.livelihoods.herds import JANUARY_2023, species

pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing():
    species()
    out = io.StringIO()
    with unguarded():
        call_command("load_species", stdout=out)

    assert out.getvalue().split(":")[1].strip().startswith("thêm 0")


def test_a_price_that_was_ended_is_left_as_it_is():
    pig = species()
    with unguarded():
        pig.prices.update(until_on=JANUARY_2023, low=1)
        load_species()

    assert pig.prices.get().low == 1


def test_the_price_in_force_on_a_day():
    pig = species()
    with unguarded():
        pig.prices.update(until_on=JANUARY_2023)
        SpeciesPrice.objects.create(
            species=pig, from_on=JANUARY_2023, low=1_000_000, high=6_000_000
        )

    assert pig.price_on(JANUARY_2023).high == 6_000_000
    assert pig.price_on(JANUARY_2023.replace(year=2022)).high == 5_500_000
    assert pig.price_on(JANUARY_2023.replace(year=2018)) is None


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("species_price_range", {"low": 0, "high": 5}),
        ("species_price_range", {"low": 6, "high": 5}),
        ("species_price_ends_later", {"low": 5, "high": 5, "until_on": JANUARY_2023}),
    ],
)
def test_the_database_refuses_a_price_that_cannot_be(constraint, values):
    price = SpeciesPrice(species=species("goat"), from_on=JANUARY_2023, **values)

    with (
        unguarded(),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
    ):
        price.save()


def test_the_caseworker_cannot_change_the_list(caseworker, acts_as):
    with acts_as(caseworker), refused("permission denied"):
        run("UPDATE livelihoods_species SET litter_max = 99")
