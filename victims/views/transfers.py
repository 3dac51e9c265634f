"""Moves that more than one officer decides: who waits, confirming, taking over."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import activity
from accounts.proving import proven
from accounts.views.acted import acted
from victims.models import Transfer

MOST = 40


@require_GET
@permission_required("victims.move_case", raise_exception=True)
def transfer_list(request):
    transfers = Transfer.objects.visible_to(request.user).select_related(
        "from_area__parent", "to_area__parent", "asked_by", "confirmed_by"
    )
    waiting = list(transfers.waiting()[:MOST])
    done = list(transfers.exclude(pk__in=[row.pk for row in waiting])[:MOST])
    activity.shown(request, *waiting, *done)
    context = {
        "waiting": [{"transfer": row, "may": row.may(request.user)} for row in waiting],
        "done": done,
    }
    return render(request, "victims/transfer_list.html", context)


@require_POST
@permission_required("victims.move_case", raise_exception=True)
@proven
def transfer_confirm(request, pk):
    said = _("Confirmed. The place that takes over decides now.")
    return _decide(request, pk, Transfer.confirm, said)


@require_POST
@permission_required("victims.move_case", raise_exception=True)
@proven
def transfer_accept(request, pk):
    said = _("The household is yours now. Nobody holds it yet.")
    return _decide(request, pk, Transfer.accept, said)


@require_POST
@permission_required("victims.move_case", raise_exception=True)
def transfer_refuse(request, pk):
    return _decide(request, pk, Transfer.refuse, _("The move is refused."))


@require_POST
@permission_required("victims.move_case", raise_exception=True)
def transfer_withdraw(request, pk):
    return _decide(request, pk, Transfer.withdraw, _("The move is withdrawn."))


def _decide(request, pk, act, said):
    transfer = get_object_or_404(Transfer.objects.visible_to(request.user), pk=pk)
    acted(request, said, act, transfer)
    return redirect("victims:transfer_list")


def ask(request, household, form, code):
    """Ask for the move where one officer alone may not do it; the page that follows.

    None where this officer may move it at once. Raises ValidationError.
    """
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    if not Transfer.is_needed(household, to, by=request.user):
        return None
    by = request.user
    transfer = Transfer.ask(household, to, by=by, reason=reason, code=code)
    if transfer.crosses:
        text = _("Asked: a second officer confirms, then %(commune)s accepts.")
    else:
        text = _("Asked: %(commune)s must accept it.")
    messages.success(request, text % {"commune": to.label})
    return redirect("victims:transfer_list")
