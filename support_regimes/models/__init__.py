from support_regimes.models.funding import Budget, FundingSource
from support_regimes.models.provision import Provision
from support_regimes.models.request import (
    LIVE,
    WAITING,
    RegimeAnswer,
    RegimeRequest,
    RequestState,
    RequestStep,
)
from support_regimes.models.rules import (
    Confidence,
    Entitlement,
    Instrument,
    Item,
    Norm,
    Person,
    ProcedureStep,
    Reading,
    Regime,
    RuleSet,
)

__all__ = [
    "LIVE",
    "WAITING",
    "Budget",
    "Confidence",
    "Entitlement",
    "FundingSource",
    "Instrument",
    "Item",
    "Norm",
    "Person",
    "ProcedureStep",
    "Provision",
    "Reading",
    "Regime",
    "RegimeAnswer",
    "RegimeRequest",
    "RequestState",
    "RequestStep",
    "RuleSet",
]
