"""The page of a household, and what is added to it without animals."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.templatetags.shell import NO_VALUE
from accounts.views.acted import done
from areas.clock import today
from livelihoods.forms.income import GuidanceForm, IncomeForm
from livelihoods.models import Guidance, Income
from livelihoods.views.found import household_or_404, in_reach, open_case
from livelihoods.views.voiding import void_page
from support_regimes.sheltered import proposed_visit

ADD, VIEW = "livelihoods.add_herdentry", "livelihoods.view_herd"
VISITS = 30


@require_GET
@permission_required(VIEW, raise_exception=True)
def household_page(request, pk):
    """Everything of one household: herds, grants, visits, poverty."""
    household = household_or_404(request, pk, VIEW)
    activity.shown(request, household)
    cases = household.cases.visible_to(request.user).select_related("victim")
    change = request.user.reach("victims.change_household")
    context = livelihood(request, household) | {
        "cases": cases.order_by("-received_on"),
        "rows": _about(household),
        "may_change": household.territory_id in change,
    }
    return render(request, "livelihoods/household_page.html", context)


def _about(household):
    """Poverty, the flag, who holds it and when it is visited next."""
    poverty = household.poverty
    named = [
        (_("Poverty status"), poverty and f"{poverty} ({poverty.year})"),
        (_("Prevention support"), _flag(household)),
        (_("Held by"), household.holder),
        (_("Next visit"), household.next_visit_on and _day(household.next_visit_on)),
    ]
    return [{"label": label, "value": value or NO_VALUE} for label, value in named]


def _flag(household):
    """From when to when the household is flagged for prevention."""
    start, end = household.high_risk_from, household.high_risk_until
    if not start:
        return ""
    days = {"start": _day(start), "end": _day(end) if end else ""}
    return _("from %(start)s to %(end)s") % days if end else _("since %(start)s") % days


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def livelihood(request, household):
    """What the household's page and the tab of a case show alike."""
    visits = household.visits.visible_to(request.user).select_related("recorded_by")
    grants = household.grants.visible_to(request.user).order_by("-asked_on")
    return {
        "household": household,
        "herds": _herds(household),
        "grants": grants.with_totals().prefetch_related("lines__species"),
        "visits": visits.in_order().reverse()[:VISITS],
        "proposed": proposed_visit(household, request.user),
        "incomes": household.incomes.live().order_by("-happened_on", "-recorded_at"),
        "guidances": household.guidances.live()
        .select_related("grant")
        .order_by("-happened_on"),
        "may_add": household.territory_id in request.user.reach(ADD),
        "may_visit": household.territory_id
        in request.user.reach("livelihoods.add_homevisit"),
    }


def _herds(household):
    herds = household.herds.with_figures(today()).select_related("species")
    return herds.order_by("species__order")


def _add(request, household, form, act, said, **words):
    """One form about the household; `words`: title and button."""
    activity.shown(request, household)
    if done(request, form, act, said):
        return redirect("livelihoods:household_page", household.pk)
    context = {"form": form, "household": household, **words}
    return render(request, "livelihoods/household_add.html", context)


def _strike_out(request, entries, pk, said):
    entries = in_reach(request, entries, ADD).select_related("household")
    entry = get_object_or_404(entries.for_writing(), pk=pk)
    back = reverse("livelihoods:household_page", args=[entry.household_id])
    return void_page(request, entry, said, back)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def income_add(request, pk):
    household = household_or_404(request, pk, ADD)
    form = IncomeForm(request.POST or None)
    return _add(
        request,
        household,
        form,
        lambda: form.record(household, open_case(household), by=request.user),
        _("The income is entered."),
        title=_("Enter income"),
        button=_("Save the income"),
    )


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def income_void(request, pk):
    said = _("The income is struck out.")
    return _strike_out(request, Income.objects.all(), pk, said)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def guidance_add(request, pk):
    household = household_or_404(request, pk, ADD)
    grants = household.grants.visible_to(request.user).given().order_by("-decided_on")
    form = GuidanceForm(request.POST or None, household=household, grants=grants)
    return _add(
        request,
        household,
        form,
        lambda: form.instance.log(by=request.user),
        _("The guidance is entered."),
        title=_("Enter guidance"),
        button=_("Save the guidance"),
    )


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def guidance_void(request, pk):
    said = _("The guidance is struck out.")
    return _strike_out(request, Guidance.objects.all(), pk, said)
