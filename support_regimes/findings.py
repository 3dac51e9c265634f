"""What was found about one condition, and the ways out of what is missing. Pure."""

from dataclasses import dataclass
from enum import Enum


def shown_day(day):
    return day.strftime("%d/%m/%Y")


class Kind(Enum):
    """What a finding does to the entitlement."""

    MET = "met"
    ASK = "ask"  # only the person can say: asked at the next visit, lowers nothing
    PAPER = "paper"  # somebody can still get the paper
    NOBODY = "nobody"  # nobody can say yet
    CLOSED = "closed"  # not met, and no paper mends it


@dataclass(frozen=True)
class Finding:
    """One condition: label, evidence or reason in `note`, and what could help."""

    key: str
    kind: Kind
    label: str
    note: str = ""
    ways: tuple = ()

    @property
    def verdict(self):
        """met, unclear or unmet, as the condition line shows it."""
        if self.kind is Kind.MET:
            return "met"
        return "unmet" if self.kind is Kind.CLOSED else "unclear"


@dataclass(frozen=True)
class Way:
    """A way out: what to do, who does it, and the page where it begins (or "")."""

    key: str
    what: str
    who: str
    page: str = ""
