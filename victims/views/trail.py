"""Who has seen a case: for the officers who lead the work on it."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import activity, trail
from accounts.telling import told, why
from victims.views.found import case_or_404

ROWS = 50


@require_GET
@permission_required("victims.view_trail", raise_exception=True)
def case_trail(request, pk):
    """Every look and act at the case, its person, household and papers, newest first."""
    case = case_or_404(request, pk, "victims.view_trail")
    activity.shown(request, case)
    keys = trail.family(case, case.victim, case.household)
    seen = trail.who_saw(keys, _before(request), ROWS + 1)
    rows = [each | {"why": why(each["row"].purpose)} for each in told(seen[:ROWS])]
    context = {
        "case": case,
        "rows": rows,
        "older": f"?before={seen[ROWS - 1].id}" if len(seen) > ROWS else "",
        "first": request.path if request.GET.get("before") else "",
    }
    return render(request, "victims/case_trail.html", context)


def _before(request):
    text = request.GET.get("before", "")
    if text and not text.isdecimal():
        raise Http404
    return int(text) if text else None
