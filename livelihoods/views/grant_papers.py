"""The two papers of a grant: the slip for the household, the decision for the files."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import activity, pdf
from areas.clock import today
from livelihoods.papers import decision_of, slip_of
from livelihoods.reading_grants import DELIVERS
from livelihoods.views.grants import VIEW, grant_or_404


@require_GET
@permission_required(DELIVERS, raise_exception=True)
def grant_slip(request, pk):
    """The same slip for every household; before the handover with gaps to fill in."""
    grant = grant_or_404(request, pk, DELIVERS)
    if not grant.is_given:
        messages.error(request, _("There is a slip only after the approval."))
        return redirect("livelihoods:grant_page", grant.pk)
    slip = slip_of(grant, request.user, _handover(request, grant))
    activity.named(request, grant.case or grant.household)
    return _paper(request, grant, "slip", slip, slip["file"])


def _handover(request, grant):
    """The handover that was asked for (?of=), or the last one; None before it."""
    done = grant.handovers.live().order_by("happened_on", "recorded_at")
    wanted = request.GET.get("of")
    if wanted:
        done = done.filter(number=wanted)
    return done.prefetch_related("lines__line__species").last()


@require_GET
@permission_required(VIEW, raise_exception=True)
def grant_letter(request, pk):
    grant = grant_or_404(request, pk)
    if not grant.is_given:
        messages.error(request, _("There is a decision only after the approval."))
        return redirect("livelihoods:grant_page", grant.pk)
    return _paper(request, grant, "letter", decision_of(grant), grant.code)


def _paper(request, grant, kind, context, name):
    """The PDF, kept in no cache; each opening stands in the trail."""
    try:
        content = pdf.render(f"livelihoods/grant_{kind}.html", context)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("livelihoods:grant_page", grant.pk)
    activity.shown(request, grant)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{today():%Y%m%d}.pdf"'
    return response
