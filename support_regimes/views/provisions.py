"""Support that was given: to a claimant, from a decision, or to nobody by name."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import activity
from accounts.views.acted import done
from support_regimes.facts import File
from support_regimes.forms.provisions import (
    CorrectForm,
    GiveForm,
    ProvisionForm,
    VoidForm,
    WithoutFileForm,
)
from support_regimes.views.found import (
    GIVE,
    case_or_404,
    claimant_of,
    provision_or_404,
    request_or_404,
)
from support_regimes.views.requests import regime_of

METHODS = ["GET", "POST"]


def _to_board(case):
    return redirect("support_regimes:case_board", case.pk)


@require_http_methods(METHODS)
@permission_required(GIVE, raise_exception=True)
def provision_add(request, pk, number):
    """One turn of support under a regime."""
    case = case_or_404(request, pk, GIVE, lock=request.method == "POST")
    minor = claimant_of(request, case)
    regime = regime_of(File(case), number)
    form = ProvisionForm(
        request.POST or None, items=regime.items.all(), area=case.territory
    )

    def give():
        provision = form.provision(case=case, minor=minor, area=case.territory)
        provision.log(by=request.user)

    if done(request, form, give, _("The support given is recorded.")):
        return _to_board(case)
    activity.shown(request, case)
    context = {"form": form, "case": case, "minor": minor, "regime": regime}
    return render(request, "support_regimes/provision_add.html", context)


@require_http_methods(METHODS)
@permission_required(GIVE, raise_exception=True)
def provision_give(request, pk):
    """What an approved request gave."""
    record = request_or_404(request, pk, GIVE, lock=request.method == "POST")
    case, decision = record.case, record.decision
    paid = sum(p.amount or 0 for p in record.provisions.live())
    left = decision.amount - paid if decision and decision.amount else None
    initial = {"amount": left} if left else {}
    form = _give_form(request, record, initial)

    def pay():
        provision = form.provision(area=case.territory)
        provision.pay(request=record, by=request.user)

    if done(request, form, pay, _("Payment and receipt are recorded.")):
        return redirect("support_regimes:regime_request", record.pk)
    activity.shown(request, record)
    context = {"form": form, "record": record, "case": case}
    context |= {"decision": decision, "paid": paid}
    return render(request, "support_regimes/provision_give.html", context)


@require_http_methods(METHODS)
@permission_required(GIVE, raise_exception=True)
def support_without_file(request):
    """Support to a person who did not agree to a file: counted, never named."""
    form = WithoutFileForm(request.POST or None, user=request.user)
    said = _("The support is counted, without a name.")
    if done(request, form, lambda: form.provision().log(by=request.user), said):
        return redirect("home")
    return render(request, "support_regimes/support_without_file.html", {"form": form})


@require_http_methods(METHODS)
@permission_required(GIVE, raise_exception=True)
def provision_void(request, pk):
    """Strike a turn out, with a reason."""
    provision = provision_or_404(request, pk, lock=request.method == "POST")
    form = VoidForm(request.POST or None)

    def void():
        provision.void(by=request.user, reason=form.cleaned_data["reason"])

    if done(request, form, void, _("The entry is void and counts no more.")):
        return _after(provision)
    return _shown(request, provision, form, "provision_void")


@require_http_methods(METHODS)
@permission_required(GIVE, raise_exception=True)
def provision_correct(request, pk):
    """Void a turn and count what really happened instead."""
    provision = provision_or_404(request, pk, lock=request.method == "POST")
    form = _correct_form(request, provision)

    def correct():
        reason = form.cleaned_data["reason"]
        changed = form.provision(
            case=provision.case,
            minor=provision.minor,
            age_group=provision.age_group,
            area=provision.area,
        )
        provision.correct(by=request.user, reason=reason, changed=changed)

    if done(request, form, correct, _("The entry is corrected.")):
        return _after(provision)
    return _shown(request, provision, form, "provision_correct")


def _give_form(request, record, initial):
    items = record.regime.items.filter(pk=record.item_id)
    data = request.POST or None
    return GiveForm(data, items=items, area=record.case.territory, initial=initial)


def _correct_form(request, provision):
    names = [
        "item",
        "happened_on",
        "quantity",
        "from_on",
        "until_on",
        "amount",
        "receiver",
        "document_number",
        "provider",
        "source",
        "ground",
    ]
    initial = {name: getattr(provision, name) for name in names}
    initial["not_valued"] = provision.amount is None
    return CorrectForm(
        request.POST or None,
        items=provision.item.regime.items.all(),
        area=provision.area,
        initial=initial,
        paid=provision.request_id is not None,
    )


def _after(provision):
    return _to_board(provision.case) if provision.case_id else redirect("home")


def _shown(request, provision, form, page):
    activity.shown(request, provision)
    context = {"form": form, "provision": provision, "case": provision.case}
    return render(request, f"support_regimes/{page}.html", context)
