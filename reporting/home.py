"""The first page: what needs attention today, by role."""

from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts import activity
from accounts.context import note_late
from accounts.roles import Role
from areas.clock import today
from reporting import attention
from victims.models import Case, Household


@require_GET
def home(request):
    user, day = request.user, today()
    blocks = attention.blocks(user, day)
    for each in blocks:
        activity.shown(request, *each["records"])
        if "late" in each:
            note_late(request, each["late"])
    context = {
        "blocks": blocks,
        "day": day,
        "is_quiet": not any(each["presses"] for each in blocks),
        "visits": user.has_role(Role.CASEWORKER),
        "next_visit": _next_visit(user, day, blocks),
        "followed": _followed(user),
        "places": user.postings.live().select_related("area")[:3],
    }
    return render(request, "reporting/home.html", context)


def _followed(user):
    """How many open cases the person's places follow; None where that says nothing."""
    if not user.has_perm("livelihoods.add_homevisit"):
        return None
    count = Case.objects.visible_to(user).open().count()
    said = ngettext("%(n)s case followed", "%(n)s cases followed", count)
    return said % {"n": count}


def _next_visit(user, day, blocks):
    """The day of the next visit, for a caseworker with nothing overdue."""
    soon = [each for each in blocks if each["part"] == "reporting/home_soon.html"]
    if soon:
        found = soon[0]["rows"][0].next_visit_on
    elif user.has_role(Role.CASEWORKER):
        ahead = attention.own(user, Household).due(day).filter(next_visit_on__gte=day)
        first = ahead.order_by("next_visit_on").values_list("next_visit_on", flat=True)
        found = first.first()
    else:
        found = None
    return found
