"""Unmet needs: one tap notes one; note, amount and what met it come later, or never."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from accounts import activity
from accounts.views.acted import acted, done
from accounts.views.back import back
from areas.clock import today
from areas.models import Area
from support_regimes.causes import CAUSES, proposed
from support_regimes.eligibility import assess_all
from support_regimes.facts import File
from support_regimes.forms.unmet import CauseForm, MetForm, WithoutFileForm
from support_regimes.models import UnmetNeed
from support_regimes.views.found import (
    address,
    case_or_404,
    claimant_of,
)

SEE = "support_regimes.view_unmetneed"
NOTE = "support_regimes.add_unmetneed"
METHODS = ["GET", "POST"]


def need_or_404(request, pk):
    """An unmet need that the visitor may complete, undo, or say is met."""
    rows = UnmetNeed.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(NOTE)).select_related(
        "case__victim", "case__household", "case__territory", "minor", "area"
    )
    return get_object_or_404(rows.for_writing(), pk=pk)


def _page(need):
    if not need.case_id:
        return address("support_regimes:unmet_without_file")
    return address("support_regimes:case_unmet", need.case_id)


@require_GET
@permission_required(SEE, raise_exception=True)
def case_unmet(request, pk):
    """What this person asked for and did not get, and what the rules point to."""
    case = case_or_404(request, pk, SEE)
    activity.shown(request, case)
    may_note = case.territory_id in request.user.reach(NOTE)
    rows = UnmetNeed.objects.filter(case=case).select_related("minor", "recorded_by")
    rows = rows.prefetch_related("meetings__source")
    file = File(case)
    context = {
        "case": case,
        "needs": [
            _shown(need) for need in rows.order_by("-happened_on", "-recorded_at")
        ],
        "claimants": _claimants(file) if may_note else [],
        "may_note": may_note,
    }
    return render(request, "support_regimes/case_unmet.html", context)


def _shown(need):
    standing = [met for met in need.meetings.all() if not met.voided_at]
    return {"need": need, "met": standing[0] if standing else None}


def _claimants(file):
    """Whoever may have a need, each with the causes that their results propose."""
    found = []
    for minor in [None, *file.minors]:
        facts = file.facts(minor)
        hints = proposed(assess_all(facts, file.rules), facts.needs)
        found.append({"minor": minor, "proposed": hints})
    return found


@require_POST
@permission_required(NOTE, raise_exception=True)
def unmet_tap(request, pk):
    """One tap: this cause, today. A second tap finds what the first one noted."""
    case = case_or_404(request, pk, NOTE, lock=True)
    cause = CAUSES.get(request.POST.get("cause", ""))
    if cause is None:
        messages.error(request, _("Choose why the need stays unmet."))
        return back(request, case.get_absolute_url())
    need = UnmetNeed(
        case=case,
        minor=claimant_of(request, case),
        cause=cause.key,
        happened_on=today(),
    )
    try:
        need = need.log(by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return back(request, case.get_absolute_url())
    messages.success(request, _("Noted as an unmet need: %s.") % cause.name)
    if cause.key == "other":
        return redirect("support_regimes:unmet_correct", need.pk)
    return back(request, _page(need))


@require_POST
@permission_required(NOTE, raise_exception=True)
def unmet_undo(request, pk):
    """The tap was a slip: struck out, and counted no more."""
    need = need_or_404(request, pk)
    said = _("Undone: %s is not counted.") % need.name
    acted(request, said, UnmetNeed.void, need, reason=_("Undone by who noted it."))
    return back(request, _page(need))


@require_http_methods(METHODS)
@permission_required(NOTE, raise_exception=True)
def unmet_correct(request, pk):
    """Add a note or an amount, or choose another cause or day."""
    need = need_or_404(request, pk)
    if not need.case_id:
        raise Http404
    names = ["cause", "happened_on", "amount", "note"]
    initial = {name: getattr(need, name) for name in names}
    form = CauseForm(request.POST or None, initial=initial)

    def correct():
        changed = form.need(case=need.case, minor=need.minor, area=need.area)
        reason = _("Completed by who noted it.")
        need.correct(by=request.user, reason=reason, changed=changed)

    if done(request, form, correct, _("The unmet need is completed.")):
        return redirect(_page(need))
    title, button = _("Complete the unmet need"), _("Save the unmet need")
    return _form(request, need, form, title, button)


@require_http_methods(METHODS)
@permission_required(NOTE, raise_exception=True)
def unmet_met(request, pk):
    """By what it was met later; the figures keep that it was not met at first."""
    need = need_or_404(request, pk)
    form = MetForm(request.POST or None)
    said = _("Noted that the need was met later.")
    if done(
        request,
        form,
        lambda: need.met_by(by=request.user, **form.cleaned_data),
        said,
    ):
        return redirect(_page(need))
    title, button = _("It was met later"), _("Save that it was met")
    return _form(request, need, form, title, button)


@require_POST
@permission_required(NOTE, raise_exception=True)
def unmet_open(request, pk):
    """It was not met after all."""
    need = need_or_404(request, pk)
    met = need.meetings.live().first()
    if met is None:
        messages.error(request, _("This need was not met yet."))
    else:
        said = _("The need is open again.")
        reason = _("It was not met after all.")
        acted(request, said, type(met).void, met, reason=reason)
    return redirect(_page(need))


@require_http_methods(METHODS)
@permission_required(NOTE, raise_exception=True)
def unmet_without_file(request):
    """A person without a file: counted, never named."""
    user = request.user
    communes = Area.objects.on(today()).filter(
        pk__in=user.reach(NOTE), level=Area.Level.COMMUNE
    )
    communes = communes.order_by("name_sort", "code")
    form = WithoutFileForm(request.POST or None, communes=communes)
    said = _("The unmet need is counted, without a name.")
    if done(request, form, lambda: form.need().log(by=user), said):
        return redirect("support_regimes:unmet_without_file")
    mine = UnmetNeed.objects.visible_to(user).live().filter(case=None, recorded_by=user)
    mine = list(mine.select_related("area").order_by("-recorded_at")[:10])
    activity.shown(request, *mine)
    context = {"form": form, "mine": mine}
    return render(request, "support_regimes/unmet_without_file.html", context)


def _form(request, need, form, title, button):
    activity.shown(request, need)
    context = {"form": form, "need": need, "case": need.case, "minor": need.minor}
    context |= {"back": _page(need), "title": title, "button": button}
    return render(request, "support_regimes/unmet_act.html", context)
