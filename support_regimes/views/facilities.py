"""The list of facilities, kept by the administrator."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.acted import done
from accounts.views.tabs import tabs
from areas.clock import today
from support_regimes.forms.stays import FacilityForm
from support_regimes.models import Facility

VIEW, CHANGE = "support_regimes.view_facility", "support_regimes.change_facility"


@require_GET
@permission_required(VIEW, raise_exception=True)
def facility_list(request):
    day = today()
    rows = Facility.objects.select_related("area__parent").order_by("name")
    for row in rows:
        row.is_over = row.license_is_over(day)
    context = {"facilities": rows, "tabs": tabs("support_regimes:facility_list")}
    return render(request, "support_regimes/facility_list.html", context)


def _page(request, facility, title):
    """Keep or change one facility by its form."""
    form = FacilityForm(request.POST or None, instance=facility)
    act = Facility.add if facility._state.adding else Facility.edit
    said = _("The facility is saved.")
    if done(request, form, lambda: act(form.instance, by=request.user), said):
        return redirect("support_regimes:facility_list")
    context = {"form": form, "title": title}
    return render(request, "support_regimes/facility_edit.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def facility_add(request):
    return _page(request, Facility(), _("Add a facility"))


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def facility_edit(request, pk):
    rows = Facility.objects.all()
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    return _page(request, get_object_or_404(rows, pk=pk), _("Change a facility"))
