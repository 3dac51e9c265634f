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
from accounts.views.acted import done, tell
from areas.clock import today
from support_regimes.bodies import Bodies
from support_regimes.calendars import calendars
from support_regimes.clocks import due_step, request_clock
from support_regimes.eligibility import assess
from support_regimes.facts import File
from support_regimes.findings import marked
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
from support_regimes.replaying import kept, seen_of
from support_regimes.views.found import (
    ASK,
    VIEW,
    case_or_404,
    claimant_of,
    request_or_404,
    sees_details,
)
from support_regimes.views.printing import applications_of, papers_of

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
    bodies = Bodies(today(), {row.territory_id for row in page})
    for row in page:
        row.due = due_of(row, steps.get(row.regime_id, {}), bodies)
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
    steps = ProcedureStep.objects.filter(regime__in=regimes)
    for step in steps.select_related("regime", "instrument"):
        found.setdefault(step.regime_id, {})[step.act] = step
    return found


def due_of(record, procedure, bodies):
    """Whose clock runs: {body, on, left and late in working days, is_late}, or None."""
    step = due_step(record.state, procedure)
    calendar = calendars().of(record.territory_id)
    clock = request_clock(record.taken, procedure, calendar)
    if not (step and clock and clock.due_on):
        return None
    left = clock.left(today())
    return {
        "body": marked(bodies.of(step, record.territory_id).name, step.is_unconfirmed),
        "on": clock.due_on,
        "left": left,
        "late": -left,
        "is_late": clock.due_on < today(),
        "is_sure": clock.is_sure,
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
    bodies = Bodies(today(), [record.territory_id])
    context = {
        "record": record,
        "case": record.case,
        "steps": record.taken,
        "due": due_of(record, procedure, bodies),
        "way": _way(record, procedure, bodies),
        "details": details,
        "acts": _acts(request, record) if details else [],
        "papers": papers_of(request, record),
        "given": record.provisions.live().select_related("source") if details else [],
    }
    return render(request, "support_regimes/regime_request.html", context)


def _way(record, procedure, bodies):
    """Each step of the procedure: its body in this place today, and what is done."""
    done = {step.act for step in record.taken}
    steps = sorted(procedure.values(), key=lambda step: step.order)
    return [
        {
            "step": step,
            "body": bodies.of(step, record.territory_id),
            "is_done": step.act in done,
        }
        for step in steps
    ]


NEXT = {
    RequestState.ASKED: ["verify", "return", "decide", "withdraw"],
    RequestState.VERIFIED: ["appraise", "return", "decide", "withdraw"],
    RequestState.APPRAISED: ["decide", "return", "withdraw"],
    RequestState.RETURNED: ["complete", "withdraw"],
    RequestState.APPROVED: ["give"],
    RequestState.REFUSED: ["appeal"],
    RequestState.APPEALED: ["settle", "withdraw"],
}


def _acts(request, record):
    """The steps that fit the state, the likeliest first."""
    labels = {
        "verify": (_("The file was sent on"), "regime_request_verify"),
        "appraise": (_("It was appraised"), "regime_request_appraise"),
        "return": (_("It was returned"), "regime_request_return"),
        "complete": (_("It went in again"), "regime_request_complete"),
        "decide": (_("Record the decision"), "regime_request_decide"),
        "withdraw": (_("The person withdraws it"), "regime_request_withdraw"),
        "give": (_("Record the payment"), "provision_give"),
        "appeal": (_("An appeal was filed"), "regime_request_appeal"),
        "settle": (_("The appeal was decided"), "regime_request_settle"),
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
            seen = seen_of(result, record.item.code)
            record.ask(by=request.user, seen=seen, facts=kept(file, minor))
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The application is filed."))
            return redirect("support_regimes:regime_request", record.pk)
    activity.shown(request, case)
    context = {"form": form, "case": case, "minor": minor, "regime": regime}
    context |= {"result": result}
    context |= {"applications": applications_of(request, case, regime, minor)}
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
    case = case_or_404(request, pk, ASK, lock=request.method == "POST")
    minor = claimant_of(request, case)
    regime = regime_of(File(case), number)
    form = AnswerForm(request.POST or None)

    def answer():
        RegimeAnswer(
            case=case,
            minor=minor,
            regime=regime,
            wants=form.cleaned_data["wants"] == "yes",
            happened_on=form.cleaned_data["happened_on"],
        ).log(by=request.user)

    if done(request, form, answer, _("The answer is kept. It may change any day.")):
        return redirect("support_regimes:case_board", case.pk)
    activity.shown(request, case)
    context = {"form": form, "case": case, "minor": minor, "regime": regime}
    return render(request, "support_regimes/regime_answer.html", context)
