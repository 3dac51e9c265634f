"""After a reform: bodies and postings whose place has ended, as a list of work."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import activity
from accounts.models import Organisation, Posting
from accounts.roles import Role
from accounts.views.acted import acted
from accounts.views.tabs import tabs


@require_GET
@permission_required("accounts.change_organisation", raise_exception=True)
def reform_list(request):
    """What still stands on a place that has ended, and who takes over."""
    bodies = Organisation.objects.to_end().order_by("area__code", "name")
    postings = Posting.objects.on_ended_areas().exclude(role=Role.EMERGENCY_READER)
    postings = postings.filter(area__in=request.user.reach("accounts.change_user"))
    postings = list(
        postings.select_related("user", "area__parent").order_by("area__code", "pk")
    )
    activity.shown(request, *(posting.user for posting in postings))
    context = {
        "bodies": [{"body": body, "follower": body.follower()} for body in bodies],
        "postings": [_row(posting) for posting in postings],
        "tabs": tabs("accounts:organisation_list"),
    }
    return render(request, "accounts/reform_list.html", context)


def _row(posting):
    """A posting, the places that follow, and those the person is posted to already."""
    area = posting.area
    if (
        area.level == area.Level.DISTRICT
    ):  # the level has ended: the province takes over
        area = area.province()
    places = list(area.successors().select_related("parent"))
    live = posting.user.postings.live().filter(role=posting.role)
    held = set(live.values_list("area__covering__covers", flat=True))
    return {
        "posting": posting,
        "by_province": area != posting.area,
        "places": places,
        "is_followed": any(place.pk in held for place in places),
    }


@require_POST
@permission_required("accounts.change_organisation", raise_exception=True)
def body_end(request, pk):
    bodies = Organisation.objects.select_for_update(of=("self",))
    body = get_object_or_404(bodies, pk=pk)
    acted(request, _("The organisation has its last day."), Organisation.end, body)
    return redirect("accounts:reform_list")
