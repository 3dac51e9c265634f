"""Households supported for prevention; what every household has."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from victims import revealing, searching
from victims.forms.acts import MoveForm
from victims.forms.household import EnrolForm, HouseholdForm, HouseholdPovertyForm
from victims.keyset import MOST_COUNTED, Page, counted
from victims.models import Household
from victims.views import transfers
from victims.views.found import household_or_404

KEY = ("next_visit_on", "pk")


@require_GET
@permission_required("livelihoods.view_herd", raise_exception=True)
def household_list(request):
    """Prevention households of the visitor's area, the next visit first."""
    search = request.GET.get("q", "")
    text = searching.told(search, request.user)
    reach = request.user.reach("livelihoods.view_herd")
    base = Household.objects.visible_to(request.user).filter(territory__in=reach)
    households = base.prevention()
    if text:
        households = households.search(text)
    households = households.select_related("territory", "holder")
    communes = 0 if text else len(reach)
    page = Page(households, base, KEY, request.GET, communes)
    total = counted(households)
    activity.shown(request, *page.rows)
    if text and not total:
        activity.found_nothing(request)
    context = {
        "rows": page.rows,
        "newer": _address(search, before=page.newer),
        "older": _address(search, after=page.older),
        "total": total,
        "most_counted": MOST_COUNTED,
        "is_over": total > MOST_COUNTED,
        "text": text,
        "may_reveal": bool(revealing.own_reach(request)),
        "is_revealed": revealing.is_list_revealed(request),
    }
    return render(request, "victims/household_list.html", context)


def _address(search, **more):
    pairs = {key: value for key, value in ({"q": search} | more).items() if value}
    return f"?{urlencode(pairs)}" if any(more.values()) else ""


@require_http_methods(["GET", "POST"])
@permission_required("victims.add_household", raise_exception=True)
def household_enrol(request):
    form = EnrolForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        household = form.enrol(by=request.user)
        messages.success(request, _("Household %s is recorded.") % household.code)
        return redirect(household)
    return render(request, "victims/household_enrol.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required("victims.change_household", raise_exception=True)
def household_edit(request, pk):
    household = _household(request, pk)
    form = HouseholdForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The household is saved."))
        return redirect(household)
    return _page(request, "victims/household_edit.html", household, form)


@require_http_methods(["GET", "POST"])
@permission_required("victims.move_case", raise_exception=True)
def household_move(request, pk):
    household = _household(request, pk, "victims.move_case")
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        try:
            asked = transfers.ask(request, household, form, household.code)
            if not asked:
                household.move(to, by=request.user, reason=reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                return asked
            text = _("%(commune)s is responsible now. Nobody holds the case there yet.")
            messages.success(request, text % {"commune": to.label})
            return redirect(household)
    return _page(request, "victims/household_move.html", household, form)


@require_http_methods(["GET", "POST"])
@permission_required("victims.change_household", raise_exception=True)
def poverty_add(request, pk):
    household = _household(request, pk)
    form = HouseholdPovertyForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The poverty status is recorded."))
        return redirect(household)
    return _page(request, "victims/poverty_add.html", household, form)


def _household(request, pk, permission="victims.change_household"):
    return household_or_404(request, pk, permission, lock=request.method == "POST")


def _page(request, template, household, form):
    activity.shown(request, household)
    return render(request, template, {"household": household, "form": form})
