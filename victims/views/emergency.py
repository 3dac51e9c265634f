"""Reading in an emergency: asking, deciding, ending."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.models import Posting
from accounts.proving import proven
from accounts.roles import Role
from accounts.views.acted import acted, done
from victims.forms.emergency import EmergencyForm
from victims.models import EmergencyAsk
from victims.models.emergency import end_reading

MOST = 20


@require_http_methods(["GET", "POST"])
@permission_required("victims.ask_emergency", raise_exception=True)
def emergency_list(request):
    user = request.user
    form = EmergencyForm(request.POST or None, user=user)
    if done(
        request,
        form,
        lambda: form.made().ask(by=user),
        _("Sent. An officer of the place decides."),
    ):
        return redirect("victims:emergency_list")
    mine = EmergencyAsk.objects.filter(asked_by=user)
    mine = mine.select_related("commune", "posting__area")[:MOST]
    context = {
        "form": form,
        "mine": [(ask, *_became(ask)) for ask in mine],
        "to_decide": EmergencyAsk.objects.to_decide(user).select_related(
            "asked_by__organisation", "commune"
        )[:MOST],
        "open": _open(user),
    }
    return render(request, "victims/emergency_list.html", context)


def _became(ask):
    """How its asker sees the request marked, and what is said of it."""
    if ask.posting_id and ask.posting.is_live:
        time = date_format(localtime(ask.posting.ends_at), "H:i")
        return "warn", _("open until %(time)s") % {"time": time}
    if ask.posting_id:
        return "neutral", _("ended")
    return ("info", _("waits")) if ask.waits else ("neutral", _("nobody agreed"))


def _open(user):
    """Readings of others that run in this officer's area."""
    if not user.has_perm("victims.agree_emergency"):
        return []
    running = Posting.objects.live().filter(
        role=Role.EMERGENCY_READER, area__in=user.reach("victims.agree_emergency")
    )
    return running.exclude(user=user).select_related("user", "area")


@require_GET
@permission_required("victims.agree_emergency", raise_exception=True)
def emergency_page(request, pk):
    asks = EmergencyAsk.objects.to_decide(request.user)
    asks = asks.select_related("asked_by__organisation", "commune")
    ask = get_object_or_404(asks, pk=pk)
    activity.shown(request, ask)
    return render(request, "victims/emergency_page.html", {"ask": ask})


@require_POST
@permission_required("victims.agree_emergency", raise_exception=True)
@proven
def emergency_agree(request, pk):
    said = _("The files are open for 60 minutes. Both heads are told.")
    return _decide(request, pk, EmergencyAsk.agree, said)


@require_POST
@permission_required("victims.agree_emergency", raise_exception=True)
def emergency_refuse(request, pk):
    return _decide(request, pk, EmergencyAsk.refuse, _("The request is refused."))


@require_POST
@permission_required("victims.ask_emergency", raise_exception=True)
def emergency_end(request, pk):
    """The reader, or an officer of the place, ends the hour."""
    reach = request.user.reach("victims.agree_emergency")
    readings = Posting.objects.filter(role=Role.EMERGENCY_READER)
    mine = readings.filter(user=request.user) | readings.filter(area__in=reach)
    posting = get_object_or_404(mine, pk=pk)
    acted(request, _("The reading has ended."), end_reading, posting)
    return redirect("victims:emergency_list")


def _decide(request, pk, act, said):
    others = EmergencyAsk.objects.visible_to(request.user)
    asked = get_object_or_404(others.exclude(asked_by=request.user), pk=pk)
    acted(request, said, act, asked)
    return redirect("victims:emergency_list")
