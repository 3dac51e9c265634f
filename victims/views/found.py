"""Fetching what a person may see, or may change."""

from django.shortcuts import get_object_or_404

from victims.models import Case, Household


def case_or_404(request, pk, permission="victims.view_case", *, lock=False):
    """The case, if the visitor holds the permission where it lies."""
    cases = Case.objects.visible_to(request.user)
    cases = cases.filter(territory__in=request.user.reach(permission))
    cases = cases.select_related(
        "victim", "household__holder", "household__territory", "territory__parent"
    )
    return get_object_or_404(cases.for_writing() if lock else cases, pk=pk)


def household_or_404(request, pk, permission="victims.view_household", *, lock=False):
    """The household, if the visitor holds the permission where it lives."""
    households = Household.objects.visible_to(request.user)
    households = households.filter(territory__in=request.user.reach(permission))
    households = households.select_related("territory__parent", "holder")
    return get_object_or_404(households.for_writing() if lock else households, pk=pk)
