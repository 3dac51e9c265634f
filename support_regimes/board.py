"""The board of a claimant: what seems open, what was asked, what was given. Pure.

Three layers (entitlement, request, provisions) in, one row a regime out. A row names
the next thing to do by a key; the pages know the addresses.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.widgets import dotted
from support_regimes.conditions import apply_until
from support_regimes.eligibility import (
    CANNOT_BE_ASSESSED,
    DECLINED,
    ELIGIBLE,
    NOT_COVERED,
    PAPERS_MISSING,
)
from support_regimes.findings import marked, shown_day

WAITING = ("asked", "verified", "appraised", "appealed")
PAPER_WAYS = {
    "review_poverty",
    "poor_paper",
    "register_residence",
    "birth_paper",
    "citizenship_paper",
    "confirmation_copy",
    "confirmation_day",
    "send_to_police",
}


@dataclass(frozen=True)
class Asked:
    """A request as the board needs it. `due_on`: the body's last working day."""

    pk: object
    state: str
    label: str
    item: str
    on: date
    body: str = ""
    due_on: date | None = None
    clock: object = None  # deadlines.Clock of whoever must act now
    is_live: bool = False
    is_given: bool = False


@dataclass(frozen=True)
class Given:
    """Provisions that stand. `total`: VND of those valued, None if none was."""

    turns: int
    total: int | None
    not_valued: int
    last_on: date


@dataclass(frozen=True)
class Row:
    """One regime as shown. `status` is a key of KINDS; `next`: a key and its label."""

    result: object
    status: str
    kind: str
    label: str
    received: str
    received_note: str
    deadline: str
    deadline_note: str
    next: str
    next_label: str
    asked: Asked | None
    given: Given | None

    @property
    def is_urgent(self):
        return self.kind == "warn"


def rows(results, asked, given, facts):
    """The rows of the board, in the order of the regimes."""
    return [
        _row(r, asked.get(r.rules.code), given.get(r.rules.code), facts)
        for r in results
    ]


def _row(result, asked, given, facts):
    status = status_of(result, asked, given)
    received, received_note = _received(result, status, given)
    deadline, deadline_note = _deadline(result, status, asked, facts)
    key, label = _next(result, status, asked)
    return Row(
        result=result,
        status=status,
        kind=KINDS[status],
        label=status_label(status),
        received=received,
        received_note=received_note,
        deadline=deadline,
        deadline_note=deadline_note,
        next=key,
        next_label=label,
        asked=asked,
        given=given,
    )


# The colour of the tag; its word says the same.
KINDS = {
    "eligible": "info",
    "papers_missing": "warn",
    "cannot_be_assessed": "warn",
    "not_covered": "neutral",
    "declined": "neutral",
    "waiting": "info",
    "returned": "warn",
    "approved": "info",
    "refused": "neutral",
    "receiving": "info",
    "received": "ok",
}


def status_label(status):
    return {
        "eligible": _("Seems eligible"),
        "papers_missing": _("Some papers are missing"),
        "cannot_be_assessed": _("Cannot be assessed yet"),
        "not_covered": _("Not covered"),
        "declined": _("Does not want it now"),
        "waiting": _("Being decided"),
        "returned": _("File returned"),
        "approved": _("Approved, to be given"),
        "refused": _("Refused"),
        "receiving": _("Receiving"),
        "received": _("Has been received"),
    }[status]


def status_of(result, asked, given):
    """The one word for three layers; her own answer stands before the rest."""
    if result.state == DECLINED:
        return "declined"
    if asked and asked.is_live:
        return "waiting" if asked.state in WAITING else "returned"
    if asked and asked.state == "approved" and not asked.is_given:
        return "approved"
    if given:
        return "receiving" if result.open_state == ELIGIBLE else "received"
    if asked and asked.state == "refused":
        return "refused"
    return result.state


def _received(result, status, given):
    if not given:
        if status == "declined":
            return _("Answered on %s") % shown_day(result.declined_on), ""
        return _("Nothing yet"), ""
    turns = turns_words(given.turns)
    note = _("%(turns)s, last on %(day)s") % {
        "turns": turns,
        "day": shown_day(given.last_on),
    }
    if given.total is None:
        return _("Not valued in money"), note
    return f"{dotted(given.total)} đ", note


def turns_words(turns):
    return ngettext("%(turns)s turn", "%(turns)s turns", turns) % {"turns": turns}


def _deadline(result, status, asked, facts):
    if status in ("waiting", "returned", "approved"):
        return _deadline_of_request(asked, facts.day)
    if result.rules.by_state:
        return _deadline_to_apply(result, status, facts)
    if status == "declined":
        return _("The answer may be changed any day"), ""
    return _deadline_of_stay(result, facts)


def _deadline_of_request(asked, day):
    if not asked.due_on:
        return asked.label, _("since %s") % shown_day(asked.on)
    left = asked.clock.left(day) if asked.clock else (asked.due_on - day).days
    note = (
        _("%s working days left") % left
        if left >= 0
        else _("%s working days late") % -left
    )
    text = _("%(body)s, by %(day)s") % {
        "body": asked.body,
        "day": shown_day(asked.due_on),
    }
    return text, note


def _deadline_to_apply(result, status, facts):
    months = result.rules.apply_months
    last = apply_until(facts.confirmed_on, months, facts.calendar)
    if status in ("received", "refused", "receiving") or last is None:
        return "", ""
    if status == "declined":
        said = _("The answer may be changed until %s") % shown_day(last)
        return marked(said, result.rules.apply_is_unconfirmed), ""
    left = (last - facts.day).days
    if left < 0:
        said = _("The time to apply ended on %s") % shown_day(last)
        return marked(said, result.rules.apply_is_unconfirmed), ""
    if result.state == NOT_COVERED:
        return "", ""
    note = marked(_("%s days left") % left, result.rules.apply_is_unconfirmed)
    return _("Apply by %s") % shown_day(last), note


def _deadline_of_stay(result, facts):
    items = [result.lead.item] if result.lead else result.rules.items
    conditions = {key for item in items for key in item.conditions}
    spent, limit = facts.days_in_facility, result.rules.stay_days
    if limit and spent is not None:
        note = marked(
            _("by the limit of %s days") % limit, result.rules.stay_is_unconfirmed
        )
        return _("%s days in a facility") % spent, note
    if "in_facility" in conditions and facts.facility != "in":
        if facts.facility == "left":
            return _("Paid only in a facility; at home now"), ""
        return _("Paid only in a facility"), ""
    return "", ""


def _next(result, status, asked):
    """The one next thing to do: (key, label)."""
    if status in ("waiting", "returned"):
        return "request", _("Record the next step")
    if status == "approved":
        return "give_asked", _("Record it when given")
    if status == "declined":
        return "answer", _("Ask again at a visit")
    if status in ("eligible", "receiving"):
        if result.rules.by_state:
            return "ask", _("File the application")
        return "give", _("Record support given")
    if status in (PAPERS_MISSING, CANNOT_BE_ASSESSED):
        return _first_way(result)
    if status in (NOT_COVERED, "refused"):
        return "other_source", _("Find other funding")
    return "", _("Nothing to do")


def _first_way(result):
    for way in result.ways:
        if way.key in PAPER_WAYS:
            return way.key, str(way.what)
    return "explain", _("See what is missing")


def without_details(row):
    """For those who see regimes as states and counts only: no sums, no reasons."""
    turns = turns_words(row.given.turns) if row.given else ""
    received = turns or ("" if row.status == "declined" else row.received)
    return replace(
        row,
        received=received,
        received_note="",
        deadline="",
        deadline_note="",
        next="",
        next_label="",
    )


@dataclass(frozen=True)
class Totals:
    """Persons and turns are different counts; not valued is not 0."""

    persons: int
    turns: int
    total: int | None
    not_valued: int


def totals(provisions):
    """Totals over what stands: persons are distinct claimants."""
    claimants = {(p.case_id, p.minor_id) for p in provisions}
    amounts = [p.amount for p in provisions if p.amount is not None]
    return Totals(
        persons=len(claimants),
        turns=len(provisions),
        total=sum(amounts) if amounts else None,
        not_valued=len(provisions) - len(amounts),
    )
