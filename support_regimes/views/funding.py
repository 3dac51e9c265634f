"""Where the money comes from: committed, given and left, by source and year."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.acted import done
from support_regimes.forms.funding import AmountForm, BudgetForm, SourceForm
from support_regimes.models import Budget, FundingSource

VIEW = "support_regimes.view_budget"
CHANGE = "support_regimes.change_budget"


@require_GET
@permission_required(VIEW, raise_exception=True)
def funding_list(request):
    """Budgets by year, the newest first; then sources without one."""
    budgets = Budget.objects.select_related("source", "area").order_by(
        "-year", "source__name", "area__name_sort"
    )
    years = {}
    for budget in budgets:
        years.setdefault(budget.year, []).append(budget)
    context = {
        "years": [_year(year, rows) for year, rows in years.items()],
        "without": FundingSource.objects.filter(budgets__isnull=True),
    }
    return render(request, "support_regimes/funding_list.html", context)


def _year(year, budgets):
    """One table: its rows and their totals in VND."""
    totals = {
        name: sum(getattr(budget, name) for budget in budgets)
        for name in ("amount", "committed", "left")
    }
    return {"year": year, "budgets": budgets, "totals": totals}


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def source_add(request):
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.add(by=request.user)
        messages.success(request, _("The funding source is kept."))
        return redirect("support_regimes:funding_list")
    return render(request, "support_regimes/source_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def budget_add(request):
    form = BudgetForm(request.POST or None)
    if done(
        request,
        form,
        lambda: form.instance.add(by=request.user),
        _("The amount of the year is kept."),
    ):
        return redirect("support_regimes:funding_list")
    return render(request, "support_regimes/budget_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def budget_change(request, pk):
    """Raise or lower what a source gives in a year."""
    budgets = Budget.objects.select_related("source", "area")
    budget = get_object_or_404(budgets, pk=pk)
    form = AmountForm(request.POST or None, initial={"amount": budget.amount})

    def change():
        budget.change_amount(form.cleaned_data["amount"], by=request.user)

    if done(request, form, change, _("The amount is changed.")):
        return redirect("support_regimes:funding_list")
    context = {"form": form, "budget": budget}
    return render(request, "support_regimes/budget_change.html", context)
