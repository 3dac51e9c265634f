"""The list of animals and their usual prices, from data/species.csv."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from livelihoods.models import Species, SpeciesPrice

FILE = Path(__file__).parent / "data" / "species.csv"
WORDS = ["name", "icon", "litter_max", "order"]


def _day(text):
    return date.fromisoformat(text) if text else None


@transaction.atomic
def load_species(file=FILE):
    """Add missing animals and prices; returns how many of each were added.

    A price that is there already is left as it is: somebody may have ended it.
    """
    with open(file, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    species = prices = 0
    for row in rows:
        words = {name: row[name] for name in WORDS}
        kind, new = Species.objects.update_or_create(code=row["code"], defaults=words)
        price, new_price = SpeciesPrice.objects.get_or_create(
            species=kind,
            from_on=_day(row["from_on"]),
            defaults={
                "until_on": _day(row["until_on"]),
                "low": int(row["low"]),
                "high": int(row["high"]),
                "basis": row["basis"],
            },
        )
        species, prices = species + new, prices + new_price
    return species, prices
