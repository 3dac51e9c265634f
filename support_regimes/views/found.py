"""Fetching what a person may see, or may change."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from support_regimes.models import Provision, RegimeRequest
from victims.views.found import case_or_404

VIEW = "support_regimes.view_regimerequest"
ASK = "support_regimes.add_regimerequest"
STEP = "support_regimes.record_step"
GIVE = "support_regimes.add_provision"


def sees_details(request, case):
    """Sums and reasons; the province sees regimes as states and counts only."""
    return case.territory_id in request.user.reach(STEP)


def claimant_of(request, case):
    """The minor named in the address (?minor=), or None: the person of the case."""
    asked = request.GET.get("minor")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(case.minors.visible_to(request.user), pk=key)


def request_or_404(request, pk, permission=VIEW, *, lock=False):
    """The request for a regime, if the visitor holds the permission where it lies."""
    rows = RegimeRequest.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(permission)).select_related(
        "case__victim",
        "case__household__holder",
        "case__household__territory",
        "case__territory__parent",
        "minor",
        "item",
        "regime__rule_set",
    )
    return get_object_or_404(rows.for_writing() if lock else rows, pk=pk)


def provision_or_404(request, pk, *, lock=False):
    """A turn of support that the visitor may void or correct."""
    rows = Provision.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(GIVE)).select_related(
        "case__victim", "case__household", "case__territory", "minor", "area", "request",
        "item__regime__rule_set",
    )  # fmt: skip
    return get_object_or_404(rows.for_writing() if lock else rows, pk=pk)


def address(name, *args, minor=None, **query):
    """The address of a page, or "" while that page does not exist."""
    if minor:
        query["minor"] = minor.pk
    try:
        return reverse(name, args=args, query=query or None)
    except NoReverseMatch:
        return ""


__all__ = [
    "ASK",
    "GIVE",
    "STEP",
    "VIEW",
    "address",
    "case_or_404",
    "claimant_of",
    "provision_or_404",
    "request_or_404",
    "sees_details",
]
