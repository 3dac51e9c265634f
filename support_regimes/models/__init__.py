from support_regimes.models.audit import AuditedCase, AuditFinding, AuditSample
from support_regimes.models.calendar import CalendarDay
from support_regimes.models.change import RuleChange
from support_regimes.models.choice import ReadingChoice, RuleChoice
from support_regimes.models.funding import Budget, FundingSource
from support_regimes.models.outcomes import Outcome, OutcomeStep
from support_regimes.models.plans import Plan, PlanStep
from support_regimes.models.provision import Provision
from support_regimes.models.request import (
    LIVE,
    WAITING,
    RegimeAnswer,
    RegimeRequest,
    RequestState,
    RequestStep,
)
from support_regimes.models.returns import CommuneHandover, ReturnAssessment
from support_regimes.models.rule_base import Confidence, Instrument
from support_regimes.models.rule_papers import RulePaper, RuleVersion
from support_regimes.models.rules import (
    Entitlement,
    Item,
    Norm,
    Person,
    ProcedureStep,
    Reading,
    Regime,
    RuleSet,
)
from support_regimes.models.stay_events import Departure, StayEntry
from support_regimes.models.stays import Facility, Stay
from support_regimes.models.unmet import NeedMet, UnmetNeed

__all__ = [
    "LIVE",
    "WAITING",
    "AuditFinding",
    "AuditSample",
    "AuditedCase",
    "Budget",
    "CalendarDay",
    "CommuneHandover",
    "Confidence",
    "Departure",
    "Entitlement",
    "Facility",
    "FundingSource",
    "Instrument",
    "Item",
    "NeedMet",
    "Norm",
    "Outcome",
    "OutcomeStep",
    "Person",
    "Plan",
    "PlanStep",
    "ProcedureStep",
    "Provision",
    "Reading",
    "ReadingChoice",
    "Regime",
    "RegimeAnswer",
    "RegimeRequest",
    "RequestState",
    "RequestStep",
    "ReturnAssessment",
    "RuleChange",
    "RuleChoice",
    "RulePaper",
    "RuleSet",
    "UnmetNeed",
    "RuleVersion",
    "Stay",
    "StayEntry",
]
