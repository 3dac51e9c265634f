"""The stays of a case, and what is recorded about one of them."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.views.acted import done
from areas.clock import today
from support_regimes import sheltered
from support_regimes.facts import File
from support_regimes.forms.stays import (
    DepartureForm,
    ExtensionForm,
    LeaveForm,
    ServiceForm,
    StayForm,
    StrikeForm,
)
from support_regimes.models import (
    CommuneHandover,
    Departure,
    Reading,
    ReturnAssessment,
    Stay,
    StayEntry,
)
from support_regimes.rulebook import STAY
from support_regimes.views.found import case_or_404, claimant_of, sees_details
from victims import revealing

VIEW, CHANGE = "support_regimes.view_stay", "support_regimes.change_stay"
METHODS = ["GET", "POST"]
VOIDABLE = {
    "entry": StayEntry,
    "departure": Departure,
    "assessment": ReturnAssessment,
    "handover": CommuneHandover,
}


@require_GET
@permission_required(VIEW, raise_exception=True)
def case_stays(request, pk):
    """Where the person and the children stay, how long is paid, and what comes next."""
    case = case_or_404(request, pk, VIEW)
    activity.shown(request, case)
    file = File(case)
    context = {
        "case": case,
        "day": today(),
        "rule_set": file.rule_set,
        "claimants": sheltered.claimants(case, file.minors, file.rules),
        "readings": _readings(file),
        "plans": _plans(file),
        "details": sees_details(request, case),
        "private": revealing.sees_private(request, case, case),
        "may_change": _may_change(request, case),
        "may_end": case.territory_id in request.user.reach(CHANGE),
    }
    return render(request, "support_regimes/case_stays.html", context)


def _plans(file):
    """The plans with their steps, the newest first; minors as the file has them."""
    plans = file.case.plans.prefetch_related("steps__answered_by")
    plans = list(plans.order_by("-recorded_at"))
    minors = {minor.pk: minor for minor in file.minors}
    for plan in plans:
        plan.minor = minors.get(plan.minor_id)
    return plans


def _may_change(request, case):
    reaches = case.territory_id in request.user.reach(CHANGE)
    return reaches and case.is_open and not case.keeps_no_more


def _readings(file):
    """What the texts say on how long a stay is paid: the one that is followed marked."""
    rows = Reading.objects.filter(regime__rule_set=file.rule_set, topic=STAY)
    rows = rows.select_related("instrument", "regime").order_by("regime", "order")
    for row in rows:
        row.is_followed = file.followed.get((row.regime.number, STAY)) == row.order
    return rows


def stay_or_404(request, pk, *, lock=False):
    """A stay that the visitor may change."""
    rows = Stay.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(CHANGE)).select_related(
        "case__victim",
        "case__household__holder",
        "case__household__territory",
        "case__territory__parent",
        "minor",
        "facility",
    )
    return get_object_or_404(rows.for_writing() if lock else rows, pk=pk)


def _stays(case):
    return reverse("support_regimes:case_stays", args=[case.pk])


def back_to(case):
    return redirect(_stays(case))


def act_page(request, form, act, said, **words):
    """One form and one rule: done and led back, or shown with what was typed.

    `act` takes nothing and may raise ValidationError; `words`: case, minor, title,
    button, and what the template shows besides.
    """
    case = words["case"]
    if done(request, form, act, said):
        return back_to(case)
    activity.shown(request, case)
    context = {"form": form, "back": _stays(case), **words}
    return render(request, "support_regimes/stay_act.html", context)


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_add(request, pk):
    """An arrival, of the person with the children, or of one child."""
    case = case_or_404(request, pk, CHANGE, lock=request.method == "POST")
    minor = claimant_of(request, case)
    stay = Stay(case=case, minor=minor)
    children = None if minor else case.minors.order_by("recorded_at", "pk")
    since = None if case.stays.standing().exists() else case.in_facility_from
    initial = {"from_on": since or today()}
    form = StayForm(request.POST or None, stay=stay, children=children, initial=initial)

    def begin():
        if since and not minor:  # the days that stood on the case itself
            stay.until_on = case.in_facility_until
        form.stay().begin(
            by=request.user, children=form.cleaned_data.get("children", ())
        )

    return act_page(
        request,
        form,
        begin,
        _("The stay is recorded."),
        case=case,
        minor=minor,
        title=_("Record a stay"),
        button=_("Record the stay"),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_edit(request, pk):
    """The place, the room, the day of arrival, the guardian."""
    stay = stay_or_404(request, pk, lock=request.method == "POST")
    form = StayForm(request.POST or None, stay=stay)
    return act_page(
        request,
        form,
        lambda: form.stay().edit(by=request.user),
        _("The stay is changed."),
        case=stay.case,
        minor=stay.minor,
        stay=stay,
        title=_("Change a stay"),
        button=_("Save the stay"),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_strike(request, pk):
    """A stay that never was."""
    stay = stay_or_404(request, pk, lock=request.method == "POST")
    form = StrikeForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: stay.strike(by=request.user, reason=form.cleaned_data["reason"]),
        _("The stay is struck out and counts no more."),
        case=stay.case,
        minor=stay.minor,
        stay=stay,
        title=_("Strike out a stay"),
        button=_("Strike out this stay"),
        hint=_("It stays readable, struck through, and counts no more."),
        is_danger=True,
    )


def _entry(request, pk, form_class, said, **words):
    """One entry of a stay, by its form."""
    stay = stay_or_404(request, pk, lock=request.method == "POST")
    form = form_class(request.POST or None)
    return act_page(
        request,
        form,
        lambda: form.entry(stay).log(by=request.user),
        said,
        case=stay.case,
        minor=stay.minor,
        stay=stay,
        **words,
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_away(request, pk):
    """Days at home: they do not count against the limit."""
    return _entry(
        request,
        pk,
        LeaveForm,
        _("The days at home are recorded."),
        title=_("Days at home"),
        button=_("Record the days at home"),
        hint=_("These days do not count against the limit."),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_extend(request, pk):
    """The decision of a body to let the stay last longer."""
    return _entry(
        request,
        pk,
        ExtensionForm,
        _("The longer stay is recorded."),
        title=_("Longer stay"),
        button=_("Record the longer stay"),
        hint=_("Only what a paper decided."),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_service(request, pk):
    """A service given in the facility."""
    return _entry(
        request,
        pk,
        ServiceForm,
        _("The service is recorded."),
        title=_("Service in the facility"),
        button=_("Record the service"),
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_leave(request, pk):
    """Leaving: an adult by own wish, a minor handed to a parent or with staff."""
    stay = stay_or_404(request, pk, lock=request.method == "POST")
    form = DepartureForm(request.POST or None, stay=stay)
    looked = ReturnAssessment.objects.live().filter(case=stay.case, minor=stay.minor)
    is_assessed = looked.filter(happened_on__gte=stay.from_on).exists()
    return act_page(
        request,
        form,
        lambda: form.departure().log(by=request.user),
        _("The end of the stay is recorded."),
        case=stay.case,
        minor=stay.minor,
        stay=stay,
        title=_("End of the stay"),
        button=_("Record the end"),
        for_minor=stay.is_minor_on(today()),
        warns_unassessed=not is_assessed,
    )


@require_http_methods(METHODS)
@permission_required(CHANGE, raise_exception=True)
def stay_void(request, kind, pk):
    """Strike out one entry: a leave, a service, an end, an assessment, a handover."""
    if kind not in VOIDABLE:
        raise Http404
    rows = VOIDABLE[kind].objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(CHANGE))
    rows = rows.select_related("case__victim", "case__household", "case__territory")
    rows = rows.for_writing() if request.method == "POST" else rows
    event = get_object_or_404(rows, pk=pk)
    form = StrikeForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: event.void(by=request.user, reason=form.cleaned_data["reason"]),
        _("The entry is void and counts no more."),
        case=event.case,
        minor=None,
        event=event,
        title=_("Void an entry"),
        button=_("Void this entry"),
        hint=_("It stays readable, struck through, and counts no more."),
        is_danger=True,
    )
