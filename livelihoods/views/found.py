"""Fetching what a person may see, and where to go back to."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from victims.models import Attachment, Household


def household_or_404(request, pk, permission):
    """The household, if the person holds the permission where it lives."""
    reach = request.user.reach(permission)
    households = Household.objects.visible_to(request.user).filter(territory__in=reach)
    households = households.select_related("territory__parent", "holder")
    return get_object_or_404(households, pk=pk)


def in_reach(request, records, permission):
    """Those of the records that lie where the person holds the permission."""
    reach = request.user.reach(permission)
    return records.visible_to(request.user).filter(territory__in=reach)


def key_of(text, parts):
    """The parts of a keyset address such as `2024-01-10_<uuid>`, or None."""
    if not text:
        return None
    found = text.split("_")
    if len(found) != parts:
        raise Http404
    return found


def open_case(household):
    """The open case of a household opened last, or None: for its code and tabs."""
    cases = household.cases.open().select_related("victim").order_by("received_on")
    return cases.last()


def way_back(household, case, here):
    """The address of the case, or else of the household, and the way from it to here."""
    if case:
        back = reverse("livelihoods:case_livelihood", args=[case.pk])
        above = {"label": _("Cases"), "url": reverse("victims:case_list")}
    else:
        back = reverse("livelihoods:household_page", args=[household.pk])
        above = {"label": _("Visit calendar"), "url": reverse("livelihoods:visit_list")}
    whose = {"label": str(case or household), "url": back}
    return back, [above, whose, {"label": str(here)}]


def files_of(record, request):
    """What a page of the record shows of its files."""
    kept = Attachment.objects.filter(
        pk__in=record.files.values("attachment").order_by()
    )
    reach = record.territory_id
    return {
        "files": kept.to_list(record.case),
        "may_open": reach in request.user.reach("victims.view_file"),
        "may_add_file": reach in request.user.reach("victims.add_file"),
    }
