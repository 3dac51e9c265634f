"""Acts on a grant: send, decide, return, withdraw, close. Each confirmed by a POST."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import activity
from accounts.views.acted import done, tell
from areas.widgets import dotted
from livelihoods.checks import MET, checks_of
from livelihoods.forms.deciding import ApproveForm, NumberForm, ReasonForm, ReturnForm
from livelihoods.forms.grant import budgets_for
from livelihoods.models.deciding import DECIDES
from livelihoods.reading_grants import contents, dong, opening
from livelihoods.views.grants import ADD, grant_or_404


def to_page(grant):
    return redirect("livelihoods:grant_page", grant.pk)


def refused(request, error):
    """A refusal of a button, as messages on the page it leads back to."""
    for message in error.messages:
        messages.error(request, message)


@require_POST
@permission_required(ADD, raise_exception=True)
def grant_submit(request, pk):
    grant = grant_or_404(request, pk, ADD, lock=True)
    try:
        grant.submit(by=request.user)
    except ValidationError as error:
        refused(request, error)
    else:
        area = grant.approving_area
        messages.success(request, _("Sent. It is decided by: %s.") % area)
    return to_page(grant)


@require_http_methods(["GET", "POST"])
@permission_required(DECIDES, raise_exception=True)
def grant_approve(request, pk):
    """First the question with the amount in words, then the act; no undo.

    `?other=1` asks for another amount or source before the question.
    """
    posted = request.method == "POST"
    grant = grant_or_404(request, pk, DECIDES, lock=posted)
    activity.shown(request, grant)
    form = ApproveForm(
        request.POST or None, grant=grant, budgets=budgets_for(grant.area_id)
    )
    valid = posted and form.is_valid()
    if valid and request.POST.get("act") == "approve":
        try:
            grant.approve(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _approved(grant))
            return to_page(grant)
    asks = bool(request.GET.get("other")) or grant.needs_source
    context = {
        "grant": grant,
        "form": form,
        "changing": bool(form.errors) or (asks and not valid),
        "amount": form.amount_due,
        "rows": _question(grant, form) + _warnings(grant, request.user),
        "back": reverse("livelihoods:grant_page", args=[grant.pk]),
    }
    return render(request, "livelihoods/grant_approve.html", context)


def _approved(grant):
    if not grant.due_amount:
        return _("Approved. Next: the handover.")
    return _("Approved: %s đ. Next: enter the payment, then the handover.") % dotted(
        grant.due_amount
    )


def _question(grant, form):
    """What is approved, in rows: for whom, what, from which money."""
    whose = grant.case or grant.household
    rows = [
        {"label": _("For whom"), "value": f"{whose}, {grant.household.territory}"},
        {"label": _("Consists of"), "value": contents(grant)},
    ]
    budget = form.chosen_budget
    if form.amount_due and budget:
        left = _("%(budget)s, then %(left)s are left") % {
            "budget": budget,
            "left": dong(budget.left - form.amount_due),
        }
        rows.append({"label": _("Funding source"), "value": left})
    if form.amount_due != grant.total:
        rows.append({"label": _("Asked for"), "value": dong(grant.total)})
        rows.append({"label": _("Why another amount"), "value": form["reason"].value()})
    return rows


def _warnings(grant, user):
    """What still needs a look, in the same list."""
    return [
        {
            "label": _("To look at"),
            "value": ". ".join(filter(None, [opening(check.label), check.note])),
            "tone": "warn",
        }
        for check in checks_of(grant, user)
        if check.verdict != MET
    ]


@require_http_methods(["GET", "POST"])
@permission_required(DECIDES, raise_exception=True)
def grant_return(request, pk):
    return _with_reason(request, pk, DECIDES, ReturnForm, "return")


@require_http_methods(["GET", "POST"])
@permission_required(DECIDES, raise_exception=True)
def grant_refuse(request, pk):
    return _with_reason(request, pk, DECIDES, ReasonForm, "refuse")


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def grant_withdraw(request, pk):
    return _with_reason(request, pk, ADD, ReasonForm, "withdraw")


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def grant_close(request, pk):
    return _with_reason(request, pk, ADD, ReasonForm, "close")


def _with_reason(request, pk, permission, form_class, name):
    """A page that asks for the reason and then does the act of this name."""
    posted = request.method == "POST"
    grant = grant_or_404(request, pk, permission, lock=posted)
    activity.shown(request, grant)
    form = form_class(request.POST or None, grant=grant)
    act, said = _acts(grant)[name]
    if done(request, form, lambda: act(by=request.user, **form.told()), said):
        return to_page(grant)
    context = {
        "grant": grant,
        "form": form,
        "back": reverse("livelihoods:grant_page", args=[grant.pk]),
    }
    return render(request, f"livelihoods/grant_{name}.html", context)


def _acts(grant):
    """The act of a name, and what is said when it is done."""
    return {
        "return": (
            grant.return_for_mending,
            _("Sent back. The commune sees what to mend."),
        ),
        "refuse": (grant.refuse, _("Refused. The commune sees the reason.")),
        "withdraw": (grant.withdraw, _("Withdrawn.")),
        "close": (
            lambda by, reason, version: grant.close(
                by=by, note=reason, version=version
            ),
            _("The grant is closed."),
        ),
    }


@require_POST
@permission_required(DECIDES, raise_exception=True)
def grant_number(request, pk):
    """The number of the signed paper, given outside."""
    grant = grant_or_404(request, pk, DECIDES, lock=True)
    form = NumberForm(request.POST, grant=grant)
    try:
        if not form.is_valid():
            raise ValidationError(_("Write the number of the decision."))
        grant.number_decision(form.cleaned_data["number"], by=request.user)
    except ValidationError as error:
        refused(request, error)
    else:
        messages.success(request, _("The number is kept."))
    return to_page(grant)
