from livelihoods.models.guidance import Guidance
from livelihoods.models.herd import Herd, HerdEntry
from livelihoods.models.income import Income
from livelihoods.models.species import Species, SpeciesPrice
from livelihoods.models.visit import HomeVisit

__all__ = [
    "Guidance",
    "Herd",
    "HerdEntry",
    "HomeVisit",
    "Income",
    "Species",
    "SpeciesPrice",
]
