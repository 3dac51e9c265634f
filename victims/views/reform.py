"""The reform of the communes: what is left, giving in bulk, choosing, taking back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.views.acted import done
from victims.forms.reform import BackForm, ChooseForm
from victims.models import Household, NewCommune
from victims.models.new_commune import PERMISSION
from victims.reform import ended_communes, give


@require_GET
@permission_required(PERMISSION, raise_exception=True)
def reform_list(request):
    """Ended communes with households: given, ready, to choose, waiting for postings."""
    found = ended_communes(request.user)
    left, given = (sum(getattr(c, name) for c in found) for name in ("left", "given"))
    context = {
        "ready": [c for c in found if c.is_ready],
        "split": [c for c in found if c.left and c.is_split],
        "waiting": [c for c in found if c.left and not (c.is_ready or c.is_split)],
        "done": [c for c in found if not c.left],
        "left": left,
        "given": given,
        "all": left + given,
    }
    return render(request, "victims/reform_list.html", context)


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def reform_give(request, area):
    """All households of a commune with one successor."""
    commune = _commune(request, area)
    try:
        number = give(commune, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _given(number, commune.to))
    return redirect("victims:reform_list")


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def reform_choose(request, area):
    """Hamlets or households of a split commune, to the successor that was chosen."""
    commune = _commune(request, area)
    form = ChooseForm(request.POST or None, place=commune.area)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            number = NewCommune.give(
                form.chosen().order_by("pk"), to, by=request.user, chosen=True
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _given(number, to))
            return redirect("victims:reform_list")
    context = {"form": form, "commune": commune}
    return render(request, "victims/reform_choose.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def reform_back(request, pk):
    """The household of a mistake goes back to its old commune."""
    households = Household.objects.visible_to(request.user)
    household = get_object_or_404(households.select_related("territory"), pk=pk)
    if household.territory_id not in request.user.reach(PERMISSION):
        raise Http404
    step = household.new_communes.live().filter(to_area=household.territory).last()
    if not step:
        raise Http404
    form = BackForm(request.POST or None)
    if done(
        request,
        form,
        lambda: step.take_back(by=request.user, reason=form.cleaned_data["reason"]),
        _("The household is in its old commune again."),
    ):
        return redirect("victims:reform_list")
    activity.shown(request, household)
    context = {"form": form, "household": household, "step": step}
    return render(request, "victims/reform_back.html", context)


def _commune(request, area):
    """The ended commune of the address, in reach and with households; else 404."""
    found = ended_communes(request.user)
    commune = next((c for c in found if c.area.pk == area), None)
    if not commune:
        raise Http404
    return commune


def _given(number, to):
    text = ngettext(
        "%(n)s household is in its new commune: %(place)s.",
        "%(n)s households are in their new commune: %(place)s.",
        number,
    )
    return text % {"n": number, "place": to.label}
