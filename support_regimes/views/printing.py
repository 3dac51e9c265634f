"""Which papers can be printed of a request now, and for whom a name may stand there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts import documents
from support_regimes.models import WAITING, RequestState
from support_regimes.views.found import STEP
from victims import revealing

State = RequestState
OPEN = [*WAITING, State.RETURNED]
# Each paper: its words on the page, and the states in which there is one.
KINDS = {
    "letter": (gettext_lazy("Letter of the commune"), OPEN),
    "return": (gettext_lazy("Letter that returns the file"), OPEN),
    "decision": (gettext_lazy("Decision on the support"), [*WAITING, State.APPROVED]),
    "refusal": (
        gettext_lazy("Decision that refuses, with the way to appeal"),
        [*WAITING, State.REFUSED, State.APPEALED],
    ),
    "annex": (
        gettext_lazy("Annex with the name, sent apart"),
        [*OPEN, State.APPROVED, State.REFUSED, State.APPEALED],
    ),
    "posted": (gettext_lazy("For the notice board, codes only"), [State.APPROVED]),
}
NAMED = {"annex"}
ENDINGS = {"pdf": "application/pdf", "docx": documents.DOCX}


def papers_of(request, record):
    """What can be printed now: label, the addresses, and whether a name is on it."""
    if not record.regime.is_decided_by_state:
        return []
    if record.territory_id not in request.user.reach(STEP):
        return []
    return [
        {
            "label": label,
            "named": kind in NAMED,
            "pdf": _address(record, kind, "pdf"),
            "docx": _address(record, kind, "docx"),
        }
        for kind, (label, states) in KINDS.items()
        if record.state in states
    ]


def applications_of(request, case, regime, minor):
    """The applications that can be printed before one is filed."""
    if not may_name(request, case):
        return []
    query = {"minor": minor.pk} if minor else None
    items = regime.items.filter(on_board=True)
    return [
        {
            "label": item.name,
            **{
                ending: reverse(
                    "support_regimes:application_paper",
                    args=[case.pk, regime.number, f"{item.code}.{ending}"],
                    query=query,
                )
                for ending in ENDINGS
            },
        }
        for item in items
    ]


def _address(record, kind, ending):
    name = f"{kind}.{ending}"
    return reverse("support_regimes:request_paper", args=[record.pk, name])


def may_name(request, case):
    """The name shows here now: in the own area, or asked for with a reason."""
    if revealing.withheld(request, case):
        return False
    own = case.territory_id in revealing.own_reach(request)
    return own or revealing.is_revealed(request, case)
