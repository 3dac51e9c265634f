"""What came of the support: the page of a case, and the few fields of each entry."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.views.acted import done
from areas.clock import today
from support_regimes.causes import CAUSES
from support_regimes.forms.outcomes import OutcomeForm, StepForm
from support_regimes.forms.stays import StrikeForm
from support_regimes.models import Outcome, OutcomeStep, UnmetNeed
from support_regimes.models.outcomes import OUTCOME_FIELDS, STEP_FIELDS
from support_regimes.outcomes import TOPICS
from support_regimes.outcoming import sections
from support_regimes.views.found import case_or_404, claimant_of, sees_details
from victims import revealing
from victims.models import Paper

VIEW, ADD = "support_regimes.view_outcome", "support_regimes.add_outcome"
METHODS = ["GET", "POST"]
OF_CASE = (
    "case__victim",
    "case__household__holder",
    "case__territory__parent",
    "minor",
)


@require_GET
@permission_required(VIEW, raise_exception=True)
def case_outcomes(request, pk):
    """The five parts for the person and each minor, with what to ask next."""
    case = case_or_404(request, pk, VIEW)
    activity.shown(request, case)
    context = {
        "case": case,
        "claimants": [],
        "details": sees_details(request, case),
        "private": revealing.sees_private(request, case, case),
        "may_add": _may_add(request, case),
        "lacking": _lacking_papers(case),
    }
    if not revealing.withheld(request, case):
        context["claimants"] = _claimants(case)
    return render(request, "support_regimes/case_outcomes.html", context)


def _may_add(request, case):
    reaches = case.territory_id in request.user.reach(ADD)
    return reaches and case.is_open and not case.keeps_no_more


def _claimants(case):
    steps = OutcomeStep.objects.select_related("recorded_by")
    rows = Outcome.objects.filter(case=case).order_by("-happened_on", "-recorded_at")
    rows = rows.select_related("recorded_by")
    rows = list(rows.prefetch_related(Prefetch("steps", queryset=steps)))
    for each in rows:
        for step in each.steps.all():
            step.outcome = each
    noted = set(
        UnmetNeed.objects.live().filter(case=case).values_list("minor", "cause")
    )
    found = []
    for minor in [None, *case.minors.order_by("recorded_at", "pk")]:
        parts = list(sections(rows, minor, today()))
        for entry in (entry for part in parts for entry in part.entries):
            entry.offer = CAUSES.get(entry.unmet)
            entry.is_noted = (minor.pk if minor else None, entry.unmet) in noted
        asks = [part for part in parts if part.ask and part.entries]
        found.append({"minor": minor, "sections": parts, "asks": asks})
    return found


def _lacking_papers(case):
    """Kinds of papers that the person does not have by her file."""
    standing = Paper.objects.filter(victim=case.victim).standing()
    has = {paper.kind for paper in standing if paper.status == Paper.Status.HAS}
    return {kind for kind in Paper.Kind.values if kind not in has}


def _fetched(model, request, pk, **more):
    """An entry that the visitor may add to, correct or strike out."""
    of_outcome = "outcome__" if model is OutcomeStep else ""
    rows = model.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(ADD), **more)
    rows = rows.select_related(*(of_outcome + name for name in OF_CASE))
    rows = rows.for_writing() if request.method == "POST" else rows
    return get_object_or_404(rows, pk=pk)


def _act(request, form, act, said, **words):
    """One form and one rule: done and led back, or shown with what was typed."""
    case = words["case"]
    back = reverse("support_regimes:case_outcomes", args=[case.pk])
    if done(request, form, act, said):
        return redirect(back)
    activity.shown(request, case)
    context = {"form": form, "back": back, **words}
    return render(request, "support_regimes/outcome_act.html", context)


@require_http_methods(METHODS)
@permission_required(ADD, raise_exception=True)
def outcome_add(request, pk, topic):
    """A course begins, a loan is asked for, a card is seen, …: a few fields."""
    case = case_or_404(request, pk, ADD, lock=request.method == "POST")
    minor, rule = claimant_of(request, case), TOPICS.get(topic)
    if rule is None or minor and not rule.minors:
        raise Http404
    form = OutcomeForm(request.POST or None, topic=rule)
    outcome = Outcome(case=case, minor=minor, topic=topic)
    return _act(
        request,
        form,
        lambda: form.fill(outcome).log(by=request.user),
        _("Recorded: %s.") % rule.name,
        case=case,
        minor=minor,
        title=rule.name,
        button=_("Record it"),
        is_health=topic == Outcome.Topic.HEALTH,
    )


@require_http_methods(METHODS)
@permission_required(ADD, raise_exception=True)
def outcome_correct(request, pk):
    """Void an entry and record what is true instead; its steps go along."""
    outcome = _fetched(Outcome, request, pk)
    rule = outcome.rule
    names = [name for name in [*OUTCOME_FIELDS, "happened_on"] if name in rule.fields]
    initial = {name: getattr(outcome, name) for name in names}
    initial["with_plan"] = {True: "yes", False: "no"}.get(outcome.with_plan)
    form = OutcomeForm(
        request.POST or None, topic=rule, correcting=True, initial=initial
    )

    def correct():
        changed = form.fill(Outcome(case=outcome.case, topic=outcome.topic))
        reason = form.cleaned_data["reason"]
        outcome.correct(by=request.user, reason=reason, changed=changed)

    return _act(
        request,
        form,
        correct,
        _("The entry is corrected."),
        **_of(outcome),
        title=_("Correct: %s") % rule.name,
        button=_("Save the correction"),
    )


@require_http_methods(METHODS)
@permission_required(ADD, raise_exception=True)
def outcome_void(request, pk):
    """Strike out an entry that never was, with all that followed."""
    outcome = _fetched(Outcome, request, pk)
    return _strike(request, outcome, outcome)


@require_http_methods(METHODS)
@permission_required(ADD, raise_exception=True)
def outcome_step_void(request, pk):
    """Strike out one step."""
    step = _fetched(OutcomeStep, request, pk)
    return _strike(request, step, step.outcome)


@require_http_methods(METHODS)
@permission_required(ADD, raise_exception=True)
def outcome_step_add(request, pk, kind):
    """How it went on, by the button that was pressed."""
    outcome = _fetched(Outcome, request, pk)
    rule = outcome.rule.steps.get(kind)
    if rule is None:
        raise Http404
    step = OutcomeStep(outcome=outcome, kind=kind)
    form = StepForm(request.POST or None, step=rule, topic=outcome.rule)
    return _act(
        request,
        form,
        lambda: form.fill(step).log(by=request.user),
        _("Recorded: %s.") % rule.name,
        **_of(outcome),
        title=rule.name,
        button=_("Record it"),
    )


@require_http_methods(METHODS)
@permission_required(ADD, raise_exception=True)
def outcome_step_correct(request, pk):
    """Void a step and record what is true instead."""
    step = _fetched(OutcomeStep, request, pk)
    rule, outcome = step.rule, step.outcome
    if rule is None:
        raise Http404
    names = [name for name in [*STEP_FIELDS, "happened_on"] if name in rule.fields]
    form = StepForm(
        request.POST or None,
        step=rule,
        topic=outcome.rule,
        correcting=True,
        initial={name: getattr(step, name) for name in names},
    )

    def correct():
        changed = form.fill(OutcomeStep(outcome=outcome, kind=step.kind))
        reason = form.cleaned_data["reason"]
        step.correct(by=request.user, reason=reason, changed=changed)

    return _act(
        request,
        form,
        correct,
        _("The entry is corrected."),
        **_of(outcome),
        title=_("Correct: %s") % rule.name,
        button=_("Save the correction"),
    )


def _of(outcome):
    """What every form shows of the entry that it is about."""
    return {
        "case": outcome.case,
        "minor": outcome.minor,
        "outcome": outcome,
        "is_health": outcome.topic == Outcome.Topic.HEALTH,
    }


def _strike(request, event, outcome):
    form = StrikeForm(request.POST or None)
    return _act(
        request,
        form,
        lambda: event.void(by=request.user, reason=form.cleaned_data["reason"]),
        _("The entry is void and counts no more."),
        case=outcome.case,
        minor=outcome.minor,
        outcome=outcome,
        title=_("Void an entry"),
        button=_("Void this entry"),
        hint=_("It stays readable, struck through, and counts no more."),
        is_danger=True,
    )
