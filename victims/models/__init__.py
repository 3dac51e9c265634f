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
from victims.models.complaint import Complaint, ComplaintStep, Desk, desk_for
from victims.models.emergency import EmergencyAsk
from victims.models.erasure import Erasure
from victims.models.events import Consent, Identification, RiskAssessment
from victims.models.household import Household, PovertyStatus
from victims.models.new_commune import NewCommune
from victims.models.transfer import Transfer
from victims.models.victim import Alias, Paper, Victim

__all__ = [
    "AccompanyingMinor",
    "Alias",
    "Attachment",
    "AttachmentContent",
    "Case",
    "Closure",
    "CodeCounter",
    "Complaint",
    "ComplaintStep",
    "Consent",
    "Desk",
    "EmergencyAsk",
    "Erasure",
    "Holding",
    "Household",
    "Identification",
    "Need",
    "NewCommune",
    "Paper",
    "Placement",
    "PovertyStatus",
    "RiskAssessment",
    "Transfer",
    "Victim",
    "desk_for",
]
