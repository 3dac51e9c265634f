"""Before a return, and the handover to the commune."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from support_regimes.forms.returns import AssessmentForm, HandoverForm
from support_regimes.models import CommuneHandover
from support_regimes.views.found import case_or_404, claimant_of
from support_regimes.views.stays import CHANGE, METHODS, act_page


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def return_assess(request, pk):
    """The look at the home before somebody goes there."""
    case = case_or_404(request, pk, CHANGE, lock=request.method == "POST")
    minor = claimant_of(request, case)
    form = AssessmentForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: form.assessment(case, minor).log(by=request.user),
        _("The return assessment is recorded."),
        case=case,
        minor=minor,
        title=_("Return assessment"),
        button=_("Record the assessment"),
        hint=_("It is kept as it is; a later one stands beside it."),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def hand_over(request, pk):
    """The facility hands over to the commune; its caseworkers are told."""
    case = case_or_404(request, pk, CHANGE, lock=request.method == "POST")
    minor = claimant_of(request, case)
    last = case.stays.standing().of(case, minor).order_by("from_on").last()
    form = HandoverForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: form.handover(case=case, minor=minor, stay=last).give(by=request.user),
        _("The handover is recorded; the commune is told."),
        case=case,
        minor=minor,
        title=_("Handover to the commune"),
        button=_("Record the handover"),
        hint=_("To the commune that is responsible now: %s.") % case.territory,
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def hand_over_take(request, pk):
    """The commune's yes to what was handed over."""
    rows = CommuneHandover.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(CHANGE), step="given")
    rows = rows.select_related("case__victim", "case__household", "case__territory")
    rows = rows.for_writing() if request.method == "POST" else rows
    given = get_object_or_404(rows, pk=pk)
    form = HandoverForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: form.handover().take(given, by=request.user),
        _("The commune took over."),
        case=given.case,
        minor=given.minor,
        title=_("The commune takes over"),
        button=_("Record the yes"),
    )
