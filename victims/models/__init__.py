from victims.models.attachment import Attachment, AttachmentContent
from victims.models.case import Case
from victims.models.case_parts import (
    AccompanyingMinor,
    Closure,
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
    "Attachment",
    "AttachmentContent",
    "Case",
    "Closure",
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
