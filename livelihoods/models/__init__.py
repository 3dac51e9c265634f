from livelihoods.models.files import GrantFile, VisitFile
from livelihoods.models.grant import Grant
from livelihoods.models.grant_parts import GrantLine, GrantStep
from livelihoods.models.guidance import Guidance
from livelihoods.models.handover import Handover, HandoverLine, Payment
from livelihoods.models.herd import Herd, HerdEntry
from livelihoods.models.income import Income
from livelihoods.models.species import Species, SpeciesPrice
from livelihoods.models.visit import HomeVisit

__all__ = [
    "Grant",
    "GrantFile",
    "GrantLine",
    "GrantStep",
    "Guidance",
    "Handover",
    "HandoverLine",
    "Herd",
    "HerdEntry",
    "HomeVisit",
    "Income",
    "Payment",
    "Species",
    "SpeciesPrice",
    "VisitFile",
]
