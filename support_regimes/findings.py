"""What was found about one condition, and the ways out of what is missing. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def shown_day(day):
    return day.strftime("%d/%m/%Y")


def marked(text, is_unconfirmed):
    """The text, with the mark of what nobody has confirmed behind it."""
    return f"{text} ({gettext('not confirmed')})" if is_unconfirmed else str(text)


class Kind(Enum):
    """What a finding does to the entitlement."""

    MET = "met"
    ASK = "ask"  # only the person can say: asked at the next visit, lowers nothing
    PAPER = "paper"  # somebody can still get the paper
    NOBODY = "nobody"  # nobody can say yet
    CLOSED = "closed"  # not met, and no paper mends it


@dataclass(frozen=True)
class Finding:
    """One condition: label, evidence or reason in `note`, and what could help.

    `record`, `on`: which record says so (a key of RECORDS) and of which day; `article`:
    the line of the rule set that asks for it.
    """

    key: str
    kind: Kind
    label: str
    note: str = ""
    ways: tuple = ()
    record: str = ""
    on: date | None = None
    article: str = ""

    @property
    def verdict(self):
        """met, unclear or unmet, as the condition line shows it."""
        if self.kind is Kind.MET:
            return "met"
        return "unmet" if self.kind is Kind.CLOSED else "unclear"

    @property
    def evidence(self):
        """Which record says so and of which day: "papers, 12/09/2023", or ""."""
        name = str(RECORDS.get(self.record, ""))
        return ", ".join(
            part for part in (name, self.on and shown_day(self.on)) if part
        )


# What a finding was read from.
RECORDS = {
    "identification": _("identification"),
    "papers": _("papers of the person"),
    "poverty": _("poverty of the household"),
    "needs": _("needs the person named"),
    "case": _("intake of the case"),
    "stay": _("stays in facilities"),
    "person": _("data of the person"),
    "requests": _("requests for regimes"),
    "provisions": _("support given"),
}


@dataclass(frozen=True)
class Way:
    """A way out: what to do, who does it, and the page where it begins (or "")."""

    key: str
    what: str
    who: str
    page: str = ""
