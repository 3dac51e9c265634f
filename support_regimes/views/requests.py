"""What waits with which body, one request with its steps, and asking anew."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from areas.clock import today
from support_regimes.deadlines import working_days_after, working_days_between
from support_regimes.eligibility import assess
from support_regimes.facts import File, due_step
from support_regimes.forms.steps import AnswerForm, AskForm
from support_regimes.models import (
    LIVE,
    ProcedureStep,
    Regime,
    RegimeAnswer,
    RegimeRequest,
    RequestState,
    RequestStep,
)
from support_regimes.views.found import (
    ASK,
    VIEW,
    case_or_404,
    claimant_of,
    request_or_404,
    sees_details,
    tell,
)

PAGE = 25
CHOICES = {
    "waiting": LIVE,
    "approved": [RequestState.APPROVED],
    "ended": [RequestState.REFUSED, RequestState.WITHDRAWN],
}


@require_GET
@permission_required(VIEW, raise_exception=True)
def request_list(request):
    """Requests with the bodies of the state, the latest of them first."""
    asked = request.GET.get("state")
    chosen = asked if asked in CHOICES else "waiting"
    rows = _listed(request).filter(state__in=CHOICES[chosen])
    page = Paginator(rows.order_by("asked_on", "recorded_at"), PAGE).get_page(
        request.GET.get("page")
    )
    steps = _procedure({row.regime_id for row in page})
    for row in page:
        row.due = due_of(row, steps.get(row.regime_id, {}))
    activity.shown(request, *page)
    context = {"page": page, "chosen": chosen, "choices": _tabs(chosen)}
    if page.has_previous():
        context["newer"] = f"?state={chosen}&page={page.previous_page_number()}"
    if page.has_next():
        context["older"] = f"?state={chosen}&page={page.next_page_number()}"
    return render(request, "support_regimes/request_list.html", context)


def _listed(request):
    steps = RequestStep.objects.live().order_by("recorded_at")
    return (
        RegimeRequest.objects.visible_to(request.user)
        .select_related(
            "case__victim",
            "case__household",
            "territory__parent",
            "minor",
            "item",
            "regime",
        )
        .prefetch_related(Prefetch("steps", steps, to_attr="taken"))
    )


def _tabs(chosen):
    labels = {
        "waiting": _("Not decided yet"),
        "approved": _("Approved"),
        "ended": _("Refused or withdrawn"),
    }
    return [
        {"label": label, "url": f"?state={key}", "current": key == chosen}
        for key, label in labels.items()
    ]


def _procedure(regimes):
    found = {}
    for step in ProcedureStep.objects.filter(regime__in=regimes):
        found.setdefault(step.regime_id, {})[step.act] = step
    return found


def due_of(record, procedure):
    """The body's clock: {body, on, days left, negative when late}, or None."""
    step = due_step(record.state, procedure)
    if not (step and step.working_days and record.taken):
        return None
    due_on = working_days_after(record.taken[-1].happened_on, step.working_days)
    left = working_days_between(today(), due_on)
    return {
        "body": step.body,
        "on": due_on,
        "left": left,
        "late": -left,
        "is_late": due_on < today(),
    }


@require_GET
@permission_required(VIEW, raise_exception=True)
def regime_request(request, pk):
    """One request: where it lies, its steps, and what may be recorded next."""
    record = request_or_404(request, pk)
    activity.shown(request, record)
    record.taken = list(
        record.steps.live()
        .select_related("body", "recorded_by")
        .order_by("recorded_at")
    )
    procedure = _procedure({record.regime_id}).get(record.regime_id, {})
    details = sees_details(request, record.case)
    context = {
        "record": record,
        "case": record.case,
        "steps": record.taken,
        "due": due_of(record, procedure),
        "details": details,
        "acts": _acts(request, record) if details else [],
        "given": record.provisions.live().select_related("source") if details else [],
    }
    return render(request, "support_regimes/regime_request.html", context)


NEXT = {
    RequestState.ASKED: ["verify", "return", "decide", "withdraw"],
    RequestState.VERIFIED: ["appraise", "return", "decide", "withdraw"],
    RequestState.APPRAISED: ["decide", "return", "withdraw"],
    RequestState.RETURNED: ["complete", "withdraw"],
    RequestState.APPROVED: ["give"],
}


def _acts(request, record):
    """The steps that fit the state, the likeliest first."""
    labels = {
        "verify": (_("The file was sent to the district"), "regime_request_verify"),
        "appraise": (_("It was appraised"), "regime_request_appraise"),
        "return": (_("It was returned"), "regime_request_return"),
        "complete": (_("It went in again"), "regime_request_complete"),
        "decide": (_("Record the decision"), "regime_request_decide"),
        "withdraw": (_("The person withdraws it"), "regime_request_withdraw"),
        "give": (_("Record what was given"), "provision_give"),
    }
    gives = record.territory_id in request.user.reach("support_regimes.add_provision")
    return [
        {"label": labels[act][0], "name": f"support_regimes:{labels[act][1]}"}
        for act in NEXT.get(record.state, [])
        if act != "give" or gives
    ]


@require_http_methods(["GET", "POST"])
@permission_required(ASK, raise_exception=True)
def regime_request_ask(request, pk, number):
    """File the application for an item of a regime that the state decides on."""
    posted = request.method == "POST"
    case = case_or_404(request, pk, ASK, lock=posted)
    minor = claimant_of(request, case)
    file = File(case)
    regime = regime_of(file, number)
    if not regime.is_decided_by_state:
        raise Http404
    form = AskForm(request.POST or None, regime=regime)
    result = _result(file, number, minor)
    if posted and form.is_valid():
        record = RegimeRequest(case=case, minor=minor, **form.cleaned_data)
        try:
            record.ask(by=request.user, seen=result.seen)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The application is filed."))
            return redirect("support_regimes:regime_request", record.pk)
    activity.shown(request, case)
    context = {"form": form, "case": case, "minor": minor, "regime": regime}
    context |= {"result": result}
    return render(request, "support_regimes/regime_request_ask.html", context)


def regime_of(file, number):
    """The regime of the case's rule set, or 404."""
    regimes = Regime.objects.select_related("rule_set")
    return get_object_or_404(regimes, rule_set=file.rule_set, number=number)


def _result(file, number, minor):
    rules = next(rule for rule in file.rules if rule.number == number)
    return assess(file.facts(minor), rules)


@require_http_methods(["GET", "POST"])
@permission_required(ASK, raise_exception=True)
def regime_answer(request, pk, number):
    """Her own answer to a regime, which she may change any day."""
    posted = request.method == "POST"
    case = case_or_404(request, pk, ASK, lock=posted)
    minor = claimant_of(request, case)
    regime = regime_of(File(case), number)
    form = AnswerForm(request.POST or None)
    if posted and form.is_valid():
        answer = RegimeAnswer(
            case=case,
            minor=minor,
            regime=regime,
            wants=form.cleaned_data["wants"] == "yes",
            happened_on=form.cleaned_data["happened_on"],
        )
        try:
            answer.log(by=request.user)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The answer is kept. It may change any day."))
            return redirect("support_regimes:case_board", case.pk)
    activity.shown(request, case)
    context = {"form": form, "case": case, "minor": minor, "regime": regime}
    return render(request, "support_regimes/regime_answer.html", context)
