"""What bodies of the state did with a request, recorded from their papers."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import activity
from accounts.views.acted import done
from areas.clock import today
from support_regimes.bodies import body_of
from support_regimes.forms.steps import (
    AppealForm,
    CompleteForm,
    DecideForm,
    ReturnForm,
    SettleForm,
    StepForm,
    WithdrawForm,
)
from support_regimes.models import RegimeRequest
from support_regimes.replaying import judged
from support_regimes.views.found import STEP, request_or_404

METHODS = ["GET", "POST"]
RECORD = gettext_lazy("Record the step")
# What the page of each step says: its title, its button, and a hint where one is due.
WORDS = {
    "verify": (gettext_lazy("The file was sent on"), RECORD, ""),
    "appraise": (gettext_lazy("The file was appraised"), RECORD, ""),
    "return": (gettext_lazy("The file was returned"), RECORD, ""),
    "complete": (gettext_lazy("The file went in again"), RECORD, ""),
    "decide": (
        gettext_lazy("Record the decision"),
        gettext_lazy("Record the decision"),
        gettext_lazy("A body of the state decided on paper. Copy what the paper says."),
    ),
    "appeal": (
        gettext_lazy("An appeal was filed"),
        gettext_lazy("Record the appeal"),
        gettext_lazy("The refusal stays as it is until the appeal is decided."),
    ),
    "settle": (
        gettext_lazy("The appeal was decided"),
        gettext_lazy("Record the decision"),
        gettext_lazy("A body of the state decided on paper. Copy what the paper says."),
    ),
    "withdraw": (
        gettext_lazy("The person withdraws the request"),
        gettext_lazy("Record the withdrawal"),
        gettext_lazy("It takes nothing else away, and may be asked for again."),
    ),
}


def _step(request, pk, name, form_class, act, is_judged=False):
    """Show and take the form of one step; `act` is the model's verb.

    is_judged: the step keeps the conditions as they stand, and what they saw.
    """
    record = request_or_404(request, pk, STEP, lock=request.method == "POST")
    body = _body(record, name)
    form = form_class(request.POST or None, record=record, body=body)

    def step():
        act(
            record,
            by=request.user,
            on=form.cleaned_data["happened_on"],
            **form.paper,
            **(judged(record) if is_judged else {}),
        )

    if done(request, form, step, _("The step is recorded.")):
        return redirect("support_regimes:regime_request", record.pk)
    activity.shown(request, record)
    title, button, hint = WORDS[name]
    context = {"form": form, "record": record, "case": record.case}
    context |= {"title": title, "button": button, "hint": hint, "body": body}
    return render(request, "support_regimes/regime_request_step.html", context)


def _body(record, act):
    """Whose step it is by the rules, in this place today (Body), or None."""
    named = {"settle": "decide"}.get(act, act)
    step = record.regime.steps.filter(act=named).select_related("regime").first()
    return body_of(step, record.territory_id, today())


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_verify(request, pk):
    return _step(request, pk, "verify", StepForm, RegimeRequest.verify)


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_appraise(request, pk):
    return _step(request, pk, "appraise", StepForm, RegimeRequest.appraise)


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_return(request, pk):
    return _step(request, pk, "return", ReturnForm, RegimeRequest.send_back)


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_complete(request, pk):
    return _step(request, pk, "complete", CompleteForm, RegimeRequest.complete)


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_decide(request, pk):
    return _step(
        request, pk, "decide", DecideForm, RegimeRequest.decide, is_judged=True
    )


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_appeal(request, pk):
    return _step(request, pk, "appeal", AppealForm, RegimeRequest.appeal)


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_settle(request, pk):
    return _step(
        request, pk, "settle", SettleForm, RegimeRequest.settle, is_judged=True
    )


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_withdraw(request, pk):
    return _step(request, pk, "withdraw", WithdrawForm, RegimeRequest.withdraw)
