"""The tabs of a case: what happened, and its livelihood."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts import activity
from livelihoods.timeline import FILTERS, Timeline
from livelihoods.views.found import key_of
from livelihoods.views.households import livelihood
from victims import revealing
from victims.models import Case


def _case(request, pk):
    cases = Case.objects.visible_to(request.user)
    related = "victim", "household__territory__parent", "household__holder"
    return get_object_or_404(cases.select_related(*related), pk=pk)


@require_GET
@permission_required("victims.view_case", raise_exception=True)
def case_timeline(request, pk):
    """All events of the case and its household, newest first, by key."""
    case = _case(request, pk)
    chosen = request.GET.get("kind", "")
    if chosen and chosen not in FILTERS:
        raise Http404
    private = revealing.sees_private(request, case, case)
    timeline = Timeline(case, request.user, chosen=chosen, private=private)
    items, more = timeline.page(_asked_key(request))
    activity.shown(request, case)
    context = {
        "case": case,
        "months": timeline.by_month(items),
        "filters": _filters(timeline),
        "older": _address(kind=chosen, before=timeline.key(items[-1])) if more else "",
        "newer": _address(kind=chosen) if "before" in request.GET else "",
    }
    return render(request, "livelihoods/case_timeline.html", context)


def _asked_key(request):
    key = key_of(request.GET.get("before"), 3)
    if not key:
        return None
    try:
        return date.fromisoformat(key[0]), datetime.fromisoformat(key[1]), key[2]
    except ValueError as error:
        raise Http404 from error


def _address(**query):
    """An address on this page; without a question it is the page itself."""
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _filters(timeline):
    return [
        {
            "label": label,
            "url": _address(kind=name) if name else "?",
            "current": name == timeline.chosen,
        }
        for name, label in timeline.filters().items()
    ]


@require_GET
@permission_required("livelihoods.view_herd", raise_exception=True)
def case_livelihood(request, pk):
    case = _case(request, pk)
    activity.shown(request, case)
    context = {"case": case} | livelihood(request, case.household)
    return render(request, "livelihoods/case_livelihood.html", context)
