from victims.models.case import (
    AccompanyingMinor,
    Case,
    Holding,
    Need,
    Placement,
)
from victims.models.codes import CodeCounter
from victims.models.events import Consent, Identification, RiskAssessment
from victims.models.household import Household, PovertyStatus
from victims.models.victim import Alias, Paper, Victim

__all__ = [
    "AccompanyingMinor",
    "Alias",
    "Case",
    "CodeCounter",
    "Consent",
    "Holding",
    "Household",
    "Identification",
    "Need",
    "Paper",
    "Placement",
    "PovertyStatus",
    "RiskAssessment",
    "Victim",
]
