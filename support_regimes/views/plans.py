"""Plans that are chosen for a case, and what became of their steps."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.acted import acted
from support_regimes.forms.returns import PlanForm, PlanStepForm
from support_regimes.models import Plan, PlanStep
from support_regimes.planning import templates
from support_regimes.views.found import case_or_404, claimant_of
from support_regimes.views.stays import CHANGE, METHODS, act_page, back_to


def _found(request, rows, pk, *, lock):
    rows = rows.filter(territory__in=request.user.reach(CHANGE))
    rows = rows.select_related("case__victim", "case__household", "case__territory")
    return get_object_or_404(rows.for_writing() if lock else rows, pk=pk)


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def plan_choose(request, pk):
    """Choose a plan: its steps get their days."""
    case = case_or_404(request, pk, CHANGE, lock=request.method == "POST")
    minor = claimant_of(request, case)
    form = PlanForm(request.POST or None)

    def choose():
        chosen, first = form.chosen, form.cleaned_data["started_on"]
        plan = Plan(case=case, minor=minor, started_on=first, template=chosen.key)
        plan.name, plan.source = chosen.name, chosen.source
        plan.choose(chosen.steps_from(first), by=request.user)

    return act_page(
        request,
        form,
        choose,
        _("The plan is chosen; its steps stand below."),
        case=case,
        minor=minor,
        title=_("Choose a plan"),
        button=_("Choose this plan"),
        offered=templates().values(),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def plan_step(request, pk):
    """Done, put off, or not wanted: each is an answer."""
    rows = PlanStep.objects.visible_to(request.user).select_related("plan__minor")
    step = _found(request, rows, pk, lock=request.method == "POST")
    form = PlanStepForm(request.POST or None, step=step)
    return act_page(
        request,
        form,
        lambda: form.answer(by=request.user),
        _("The step is recorded."),
        case=step.case,
        minor=step.plan.minor,
        step=step,
        title=_("Step of the plan"),
        button=_("Record the step"),
        hint=_("Put off or not wanted by the person is not overdue."),
    )


@require_POST
@permission_required(CHANGE, raise_exception=True)
def plan_end(request, pk):
    """The plan is followed no more."""
    plan = _found(request, Plan.objects.visible_to(request.user), pk, lock=True)
    acted(request, _("The plan is given up; it stays readable."), Plan.give_up, plan)
    return back_to(plan.case)
