"""What bodies of the state did with a request, recorded from their papers."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import activity
from support_regimes.eligibility import assess
from support_regimes.facts import File
from support_regimes.forms.steps import (
    CompleteForm,
    DecideForm,
    ReturnForm,
    StepForm,
    WithdrawForm,
)
from support_regimes.models import RegimeRequest
from support_regimes.views.found import STEP, request_or_404, tell

METHODS = ["GET", "POST"]
RECORD = gettext_lazy("Record the step")
# What the page of each step says: its title, its button, and a hint where one is due.
WORDS = {
    "verify": (gettext_lazy("The file was sent to the district"), RECORD, ""),
    "appraise": (gettext_lazy("The file was appraised"), RECORD, ""),
    "return": (gettext_lazy("The file was returned"), RECORD, ""),
    "complete": (gettext_lazy("The file went in again"), RECORD, ""),
    "decide": (
        gettext_lazy("Record the decision"),
        gettext_lazy("Record the decision"),
        gettext_lazy("A body of the state decided on paper. Copy what the paper says."),
    ),
    "withdraw": (
        gettext_lazy("The person withdraws the request"),
        gettext_lazy("Record the withdrawal"),
        gettext_lazy("It takes nothing else away, and may be asked for again."),
    ),
}


def _step(request, pk, name, form_class, act, **more):
    """Show and take the form of one step; `act` is the model's verb."""
    posted = request.method == "POST"
    record = request_or_404(request, pk, STEP, lock=posted)
    step = record.regime.steps.filter(act=name).first()
    form = form_class(request.POST or None, record=record, step=step)
    if posted and form.is_valid():
        try:
            act(
                record,
                by=request.user,
                on=form.cleaned_data["happened_on"],
                **form.paper,
                **{key: value(record) for key, value in more.items()},
            )
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The step is recorded."))
            return redirect("support_regimes:regime_request", record.pk)
    activity.shown(request, record)
    title, button, hint = WORDS[name]
    context = {"form": form, "record": record, "case": record.case}
    context |= {"title": title, "button": button, "hint": hint}
    return render(request, "support_regimes/regime_request_step.html", context)


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
        request, pk, "decide", DecideForm, RegimeRequest.decide, seen=_conditions_seen
    )


@require_http_methods(METHODS)
@permission_required(STEP, raise_exception=True)
def regime_request_withdraw(request, pk):
    return _step(request, pk, "withdraw", WithdrawForm, RegimeRequest.withdraw)


def _conditions_seen(record):
    """The conditions as they stand today, of the item that was asked for."""
    file = File(record.case)
    rules = next(r for r in file.rules if r.number == record.regime.number)
    result = assess(file.facts(record.minor), rules)
    mine = next((i for i in result.items if i.item.code == record.item.code), None)
    findings = mine.findings if mine else result.findings
    return {finding.key: finding.verdict for finding in findings}
