"""The herd ledger on screen: read it, add to it, strike out, correct."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from livelihoods.charts import herd_chart
from livelihoods.forms.entry import (
    AsOfForm,
    HerdEntryCorrectForm,
    HerdEntryForm,
    HerdOpenForm,
)
from livelihoods.ledger import Ledger
from livelihoods.models import Herd, HerdEntry
from livelihoods.views.found import household_or_404, in_reach, open_case, way_back
from livelihoods.views.voiding import void_page

ADD, VIEW = "livelihoods.add_herdentry", "livelihoods.view_herd"


def _herd(request, pk, permission):
    herds = in_reach(request, Herd.objects.all(), permission)
    herds = herds.select_related("species", "household__territory__parent")
    return get_object_or_404(herds, pk=pk)


@require_GET
@permission_required(VIEW, raise_exception=True)
def herd_page(request, pk):
    """The ledger up to a day (?on_day=…&on_month=…&on_year=…, or ?on=15/01/2024)."""
    herd = _herd(request, pk, VIEW)
    form = AsOfForm(request.GET or None)
    day = form.chosen_day()
    ledger = Ledger.of(herd, day)
    case = open_case(herd.household)
    back, crumbs = way_back(herd.household, case, herd.species)
    activity.shown(request, herd)
    context = {
        "herd": herd,
        "household": herd.household,
        "case": case,
        "back": back,
        "crumbs": crumbs,
        "support": _support(herd, request.user),
        "as_of": day,
        "form": form,
        "ledger": ledger,
        "chart": herd_chart(ledger.steps(), day),
        "incomes": herd.household.incomes.as_of(day).order_by("-happened_on"),
        "last_visit": herd.household.visits.latest(),
        "may_add": herd.territory_id in request.user.reach(ADD),
    }
    return render(request, "livelihoods/herd_page.html", context)


def _support(herd, user):
    """What the grants gave for these animals, VND, and when; None without a grant."""
    grants = herd.household.grants.visible_to(user).given()
    given = grants.filter(lines__species=herd.species_id)
    given = given.values_list("decided_on", "lines__amount", "budget__source__name")
    rows = list(given.order_by("decided_on"))
    if not rows:
        return None
    amounts = [amount for _day, amount, _source in rows if amount is not None]
    source = ", ".join(dict.fromkeys(name for _d, _a, name in rows if name))
    return {"amount": sum(amounts) if amounts else None, "note": source}


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def herd_entry_add(request, pk):
    herd = _herd(request, pk, ADD)
    form = HerdEntryForm(request.POST or None, herd=herd)
    activity.shown(request, herd)
    if form.is_valid() and form.are_doubts_ticked():
        try:
            entry = form.enter(request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _entered(entry))
            return redirect("livelihoods:herd_page", herd.pk)
    context = {"form": form, "herd": herd, "case": open_case(herd.household)}
    return render(request, "livelihoods/herd_entry_add.html", context)


def _entered(entry):
    if entry is None:
        return _("The count agrees with the ledger; nothing had to be entered.")
    return _("Entered. The herd now has %(heads)s.") % {"heads": entry.herd.heads_now}


def _entry(request, pk):
    entries = in_reach(request, HerdEntry.objects.all(), ADD)
    entries = entries.select_related("herd__species", "herd__household")
    return get_object_or_404(entries, pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def herd_entry_void(request, pk):
    entry = _entry(request, pk)
    back = reverse("livelihoods:herd_page", args=[entry.herd_id])
    said = _("The entry is struck out.")
    return void_page(request, entry, said, back, "herd_entry_void")


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def herd_entry_correct(request, pk):
    """Strike out and enter anew, in one act."""
    entry = _entry(request, pk)
    form = HerdEntryCorrectForm(request.POST or None, entry=entry)
    if form.is_valid() and form.are_doubts_ticked():
        try:
            form.correct(request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The entry is corrected."))
            return redirect("livelihoods:herd_page", entry.herd_id)
    activity.shown(request, entry)
    context = {"form": form, "entry": entry, "herd": entry.herd}
    return render(request, "livelihoods/herd_entry_correct.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def herd_open(request, pk):
    """Animals of a kind that the household did not have in its ledger yet."""
    household = household_or_404(request, pk, ADD)
    form = HerdOpenForm(request.POST or None, household=household)
    activity.shown(request, household)
    if form.is_valid():
        try:
            herd = form.open(request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The herd is in the ledger."))
            return redirect("livelihoods:herd_page", herd.pk)
    context = {"form": form, "household": household}
    context |= {"title": _("Animals bought by the household")}
    context |= {"button": _("Save the herd")}
    return render(request, "livelihoods/household_add.html", context)
