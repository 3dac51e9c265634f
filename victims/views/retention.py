"""Cases kept long enough, and erasing a person's data: one asks, another confirms."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.models import WorkSetting
from accounts.proving import proven
from accounts.views.acted import acted, done
from areas.clock import today
from victims.erasing_rows import erase
from victims.forms.erasure import ErasureForm
from victims.models import Case, Erasure
from victims.models.withholding import closed_before, retention_years
from victims.views.found import case_or_404

ASK, CONFIRM = "victims.ask_erasure", "victims.confirm_erasure"
MOST = 100


@require_GET
@permission_required(ASK, raise_exception=True)
def retention_list(request):
    """Closed cases whose time is over, and what waits for a second officer."""
    due = Case.objects.visible_to(request.user).filter(
        closed_on__lt=closed_before(), victim__erased_on__isnull=True
    )
    due = due.exclude(victim__in=Erasure.objects.waiting().values("victim"))
    due = due.select_related("victim", "territory").order_by("closed_on", "id")
    cases, years = list(due[:MOST]), retention_years()
    for case in cases:
        case.kept_years = years
    waiting = _erasures(request, ASK).waiting().select_related("recorded_by")
    waiting = waiting.prefetch_related("victim__cases")
    activity.shown(request, *cases)
    context = {
        "cases": cases,
        "total": due.count(),
        "waiting": [_with_case(erasure) for erasure in waiting.order_by("recorded_at")],
        "years": years,
        "is_unconfirmed": WorkSetting.is_unconfirmed("retention_years", today()),
    }
    return render(request, "victims/retention_list.html", context)


def _erasures(request, permission):
    """Requests to erase where the visitor holds the permission."""
    erasures = Erasure.objects.visible_to(request.user)
    return erasures.filter(territory__in=request.user.reach(permission))


def _with_case(erasure):
    """The last case of the person: its code stands for the person on the page."""
    cases = sorted(erasure.victim.cases.all(), key=lambda case: case.received_on)
    erasure.case = cases[-1]
    return erasure


@require_http_methods(["GET", "POST"])
@permission_required(ASK, raise_exception=True)
def erasure_ask(request, pk):
    case = case_or_404(request, pk, ASK, lock=request.method == "POST")
    erasure = Erasure(victim=case.victim)
    form = ErasureForm(request.POST or None, instance=erasure)
    if done(
        request,
        form,
        lambda: erasure.ask(by=request.user),
        _("Asked for. A second officer confirms it."),
    ):
        return redirect("victims:erasure_page", erasure.pk)
    activity.shown(request, case)
    return render(request, "victims/erasure_ask.html", {"case": case, "form": form})


def _erasure_or_404(request, pk, permission=ASK):
    erasures = _erasures(request, permission).select_related("victim", "recorded_by")
    if request.method == "POST":
        erasures = erasures.for_writing()
    return _with_case(get_object_or_404(erasures, pk=pk))


@require_GET
@permission_required(ASK, raise_exception=True)
def erasure_page(request, pk):
    """What was asked, by whom, what goes and what stays; the buttons of the next act."""
    erasure = _erasure_or_404(request, pk)
    activity.shown(request, erasure)
    user = request.user
    is_waiting = not (erasure.confirmed_at or erasure.cancelled_at)
    confirms = erasure.territory_id in user.reach(CONFIRM)
    context = {
        "erasure": erasure,
        "case": erasure.case,
        "codes": sorted(case.code for case in erasure.victim.cases.all()),
        "is_waiting": is_waiting,
        "may_confirm": is_waiting and confirms and erasure.recorded_by_id != user.pk,
    }
    return render(request, "victims/erasure_page.html", context)


@proven
@require_POST
@permission_required(CONFIRM, raise_exception=True)
def erasure_confirm(request, pk):
    """The second officer: every row of the person is erased in this transaction."""
    erasure = _erasure_or_404(request, pk, CONFIRM)
    said = _("The person's data are erased. The figures stay.")
    acted(request, said, Erasure.confirm, erasure, erase=erase)
    return redirect("victims:erasure_page", pk)


@require_POST
@permission_required(ASK, raise_exception=True)
def erasure_cancel(request, pk):
    erasure = _erasure_or_404(request, pk)
    said = _("The request was given up. Nothing was erased.")
    acted(request, said, Erasure.cancel, erasure)
    return redirect("victims:erasure_page", pk)
