"""The list of grants: what waits for a decision first, then by state."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import activity
from areas.models import Area
from livelihoods.models import Grant
from livelihoods.models.deciding import DECIDES
from livelihoods.views.found import in_reach
from livelihoods.views.grants import ADD, VIEW, keyset
from support_regimes.models import FundingSource

ROWS = 25
MOST_COUNTED = 10_000
S = Grant.State

# tab: label, states
TABS = {
    "waiting": (_("Waiting for me"), [S.SUBMITTED]),
    "sent": (_("Sent"), [S.SUBMITTED]),
    "mending": (_("Drafts, to mend"), [S.DRAFT, S.RETURNED]),
    "approved": (_("Approved, paid"), [S.APPROVED, S.PAID]),
    "handed_over": (_("Handed over"), [S.HANDED_OVER]),
    "ended": (_("Ended"), [S.CLOSED, S.REFUSED, S.WITHDRAWN]),
}
KINDS = {
    "victims": (_("People who came back"), False),
    "prevention": (_("Households of prevention"), True),
}


@require_GET
@permission_required(VIEW, raise_exception=True)
def grant_list(request):
    """By tab, narrowed by kind, source and place; 25 a page, by key."""
    tab = _tab(request)
    grants = _narrowed(request, _of_tab(request, tab))
    rows, older = _page(grants, request.GET.get("after"), tab)
    activity.shown(request, *rows)
    context = {
        "tab": tab,
        "tabs": _tabs(request, tab),
        "rows": rows,
        "count": grants.order_by()[: MOST_COUNTED + 1].count(),
        "most": MOST_COUNTED,
        "older": _address(request, after=older) if older else "",
        "newer": _address(request, after="") if request.GET.get("after") else "",
        "kinds": [(key, label) for key, (label, _none) in KINDS.items()],
        "sources": FundingSource.objects.all(),
        "places": _places(request),
        "chosen": request.GET,
        "narrowed": any(request.GET.get(name) for name in ("kind", "source", "place")),
    }
    return render(request, "livelihoods/grant_list.html", context)


def _tab(request):
    tab = request.GET.get("tab") or _first_tab(request)
    if tab not in TABS:
        raise Http404
    return tab


def _first_tab(request):
    return "waiting" if request.user.has_perm(DECIDES) else "sent"


def _of_tab(request, tab):
    if tab == "waiting":
        grants = Grant.objects.for_decision_of(request.user)
        return grants.visible_to(request.user)
    return in_reach(request, Grant.objects.filter(state__in=TABS[tab][1]), VIEW)


def _narrowed(request, grants):
    kind = request.GET.get("kind")
    if kind in KINDS:
        grants = grants.filter(case__isnull=KINDS[kind][1])
    source = request.GET.get("source")
    if source:
        grants = grants.filter(budget__source__code=source)
    place = request.GET.get("place", "")
    if place:
        area = get_object_or_404(Area, pk=place if place.isdecimal() else 0)
        grants = grants.filter(territory__covered_by__area=area)
    return grants


def _page(grants, after, tab):
    """The rows after a key, and the key of the next page (or ""). Those that wait
    stand oldest first, the others newest first.
    """
    field, more = ("submitted_on", "gt") if tab in ("waiting", "sent") else (
        "asked_on", "lt",
    )  # fmt: skip
    key = keyset(after)
    if key:
        day, pk = key
        later = Q(**{f"{field}__{more}": day})
        grants = grants.filter(later | Q(**{field: day, f"id__{more}": pk}))
    sign = "" if more == "gt" else "-"
    grants = grants.order_by(f"{sign}{field}", f"{sign}id")
    grants = grants.select_related(
        "household__territory", "case__victim", "budget__source"
    ).prefetch_related("lines__species")
    rows = list(grants[: ROWS + 1])
    if len(rows) <= ROWS:
        return rows, ""
    last = rows[ROWS - 1]
    return rows[:ROWS], f"{getattr(last, field)}_{last.pk}"


def _address(request, **changes):
    query = {name: value for name, value in request.GET.items() if value} | changes
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _tabs(request, tab):
    """Who decides sees what waits for them; who asks sees what they have to mend."""
    shown = [key for key in TABS if key != "waiting" or request.user.has_perm(DECIDES)]
    if not request.user.has_perm(ADD):
        shown.remove("mending")
    return [
        {
            "label": TABS[key][0],
            "url": _address(request, tab=key, after=""),
            "current": key == tab,
        }
        for key in shown
    ]


def _places(request):
    """The areas just under those where this person works; none for one commune."""
    posted = request.user.postings.live().values("area")
    return Area.objects.filter(parent__in=posted).order_by("name_sort")
