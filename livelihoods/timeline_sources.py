"""The tables that a case's timeline is made of, and how a row of each reads."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from areas.widgets import dotted
from livelihoods.models import (
    GrantStep,
    Guidance,
    Handover,
    HerdEntry,
    HomeVisit,
    Income,
    Payment,
)
from support_regimes.models import (
    CommuneHandover,
    Departure,
    Provision,
    RegimeAnswer,
    RequestStep,
    ReturnAssessment,
    Stay,
)
from victims.models import (
    Alias,
    Case,
    Consent,
    Holding,
    Identification,
    Need,
    Paper,
    Placement,
    PovertyStatus,
    RiskAssessment,
)


def nothing(record):
    return ""


@dataclass(frozen=True)
class Source:
    """One table: which rows of a case, in which filter, and what a row says.

    `private`: shown only to who may see private details; `open_note`: whether the note
    is for everybody who sees the case.
    """

    model: type
    group: str
    rows: Callable
    title: Callable
    note: Callable = nothing
    url: Callable = nothing
    day: str = "happened_on"
    at: str = "recorded_at"
    related: tuple = ("recorded_by",)
    fetched: tuple = ()
    private: bool = False
    open_note: bool = True


def of_case(model):
    return lambda case: model.objects.filter(case=case)


def of_grants(model):
    """Of the grants to this case, and of those to its household without a case."""
    return lambda case: model.objects.filter(
        Q(grant__case=case) | Q(grant__case=None), grant__household=case.household_id
    )


def of_household(model):
    return lambda case: model.objects.filter(household=case.household_id)


def named(label, get=str):
    """Title such as "Payment: 12/2024"; the label is translated when it is read."""
    return lambda record: f"{label()}: {get(record)}"


def _visits(case):
    mine = Q(case=case) | Q(case=None)
    return HomeVisit.objects.filter(mine, household=case.household_id)


def _entries_alone(case):
    """Ledger entries that no visit and no handover carried: those stand in its line."""
    entries = HerdEntry.objects.filter(household=case.household_id)
    return entries.filter(visit=None, handover=None)


def _steps(case):
    """Payments and handovers are rows of their own tables."""
    told = GrantStep.Act.PAY, GrantStep.Act.HAND_OVER
    return of_grants(GrantStep)(case).exclude(act__in=told)


def _animals(entry):
    words = f"{entry.herd.species}: {entry.get_kind_display()} {abs(entry.heads)}"
    return f"{words}, {dotted(entry.income)} đ" if entry.income else words


def _carried(event):
    """The ledger entries of a visit or a handover in one line."""
    return "; ".join(_animals(entry) for entry in event.herd_entries.all())


def _page(name, key):
    return reverse(name, args=[key])


def _grant_url(record):
    return _page("livelihoods:grant_page", record.grant_id)


def _visit_url(visit):
    return _page("livelihoods:visit_page", visit.pk)


def _stays_url(record):
    return _page("support_regimes:case_stays", record.case_id)


def _herd_url(entry):
    return _page("livelihoods:herd_page", entry.herd_id)


def _answer(answer):
    said = _("wants it") if answer.wants else _("does not want it")
    return f"{answer.regime}: {said}"


def _amount(record):
    return f"{dotted(record.amount)} đ"


ENTRIES = Prefetch(
    "herd_entries",
    HerdEntry.objects.live().select_related("herd__species").in_order(),
)


def _case_source(title, day, at):
    return Source(
        Case, "course", lambda case: Case.objects.filter(pk=case.pk), title, day=day, at=at
    )  # fmt: skip


COURSE = {
    "opened": _case_source(lambda c: _("Case opened"), "received_on", "recorded_at"),
    "closed": Source(
        Case,
        "course",
        lambda case: Case.objects.filter(pk=case.pk, closed_on__isnull=False),
        lambda case: _("Case closed"),
        note=lambda case: case.get_closed_reason_display(),
        day="closed_on",
        at="updated_at",
    ),
    "holding": Source(
        Holding,
        "course",
        of_case(Holding),
        named(lambda: _("Held by"), lambda h: h.user.name),
        note=lambda h: h.reason,
        related=("recorded_by", "user"),
        open_note=False,
    ),
    "placement": Source(
        Placement,
        "course",
        of_case(Placement),
        named(lambda: _("Moved")),
        note=lambda p: p.reason,
        related=("recorded_by", "from_area", "to_area"),
        open_note=False,
    ),
    "risk": Source(
        RiskAssessment,
        "risk",
        of_case(RiskAssessment),
        named(lambda: _("Risk")),
        note=lambda r: r.reason,
        open_note=False,
    ),
    "need": Source(
        Need, "risk", of_case(Need), named(lambda: _("Need named")), private=True
    ),
}
PAPERS = {
    "identification": Source(
        Identification,
        "papers",
        of_case(Identification),
        named(lambda: _("Identification")),
        note=lambda i: i.body,
        open_note=False,
    ),
    "consent": Source(
        Consent,
        "papers",
        of_case(Consent),
        named(lambda: _("Consent")),
        note=lambda c: c.get_answer_display(),
        private=True,
    ),
    "paper": Source(
        Paper,
        "papers",
        lambda case: Paper.objects.filter(victim=case.victim_id),
        named(lambda: _("Paper")),
        note=lambda p: p.get_status_display(),
        private=True,
    ),
    "alias": Source(
        Alias,
        "papers",
        lambda case: Alias.objects.filter(victim=case.victim_id),
        named(lambda: _("Another name")),
        private=True,
    ),
    "poverty": Source(
        PovertyStatus,
        "papers",
        of_household(PovertyStatus),
        named(lambda: _("Household")),
        note=lambda p: p.year,
    ),
}
LIVELIHOOD = {
    "visit": Source(
        HomeVisit,
        "visits",
        _visits,
        named(lambda: _("Visit")),
        note=_carried,
        url=_visit_url,
        fetched=(ENTRIES,),
    ),
    "entry": Source(
        HerdEntry,
        "animals",
        _entries_alone,
        _animals,
        url=_herd_url,
        related=("recorded_by", "herd__species"),
    ),
    "income": Source(
        Income,
        "animals",
        of_household(Income),
        named(lambda: _("Income")),
        note=_amount,
    ),
    "guidance": Source(
        Guidance,
        "animals",
        of_household(Guidance),
        named(lambda: _("Guidance")),
        note=lambda g: g.get_result_display(),
    ),
    "step": Source(
        GrantStep,
        "money",
        _steps,
        lambda step: f"{step.grant.code}: {step.get_act_display()}",
        url=_grant_url,
        related=("recorded_by", "grant"),
    ),
    "payment": Source(
        Payment,
        "money",
        of_grants(Payment),
        named(lambda: _("Paid"), _amount),
        url=_grant_url,
        related=("recorded_by", "grant"),
    ),
    "handover": Source(
        Handover,
        "money",
        of_grants(Handover),
        named(lambda: _("Handover"), lambda handover: handover.grant.code),
        note=_carried,
        url=_grant_url,
        related=("recorded_by", "grant"),
        fetched=(ENTRIES,),
    ),
}
REGIMES = {
    "request": Source(
        RequestStep,
        "regimes",
        lambda case: RequestStep.objects.filter(request__case=case),
        lambda step: f"{step.request.regime}: {step}",
        note=lambda step: " ".join([step.body_label, step.document_number]).strip(),
        url=lambda step: _page("support_regimes:regime_request", step.request_id),
        related=("recorded_by", "body", "request__regime"),
        open_note=False,
    ),
    "answer": Source(
        RegimeAnswer,
        "regimes",
        of_case(RegimeAnswer),
        _answer,
        related=("recorded_by", "regime"),
        private=True,
    ),
    "provision": Source(
        Provision,
        "regimes",
        of_case(Provision),
        lambda provision: _("%s: given") % provision.item.regime,
        note=lambda provision: provision.item.name,
        related=("recorded_by", "item__regime"),
        open_note=False,
    ),
}
STAYS = {
    "stay": Source(
        Stay,
        "course",
        lambda case: Stay.objects.standing().filter(case=case),
        lambda stay: _("In a facility"),
        note=lambda stay: stay.place,
        url=_stays_url,
        day="from_on",
        related=("recorded_by", "facility"),
        open_note=False,
    ),
    "departure": Source(
        Departure,
        "course",
        of_case(Departure),
        named(lambda: _("End of the stay"), lambda d: d.get_why_display()),
        url=_stays_url,
    ),
    "return": Source(
        ReturnAssessment,
        "risk",
        of_case(ReturnAssessment),
        named(lambda: _("Return assessment")),
        note=lambda r: r.get_result_display(),
        url=_stays_url,
        private=True,
    ),
    "commune": Source(
        CommuneHandover,
        "course",
        of_case(CommuneHandover),
        named(lambda: _("Handover to the commune"), lambda h: h.get_step_display()),
        url=_stays_url,
    ),
}
SOURCES = COURSE | PAPERS | REGIMES | STAYS | LIVELIHOOD
