"""Money paid and goods handed over for an approved grant."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import activity
from accounts.views.acted import tell
from areas.widgets import dotted
from livelihoods.forms.deciding import DeliveryForm, HandoverForm, PaymentForm
from livelihoods.models import Handover, Payment
from livelihoods.reading_grants import DELIVERS, PAYS
from livelihoods.views.found import in_reach
from livelihoods.views.grants import grant_or_404
from livelihoods.views.voiding import void_page


@require_http_methods(["GET", "POST"])
@permission_required(PAYS, raise_exception=True)
def grant_pay(request, pk):
    """A payment by voucher: the whole, a part, or the last and lower one."""
    posted = request.method == "POST"
    grant = grant_or_404(request, pk, PAYS, lock=posted)
    activity.shown(request, grant)
    if not grant.can_be_paid:
        messages.error(request, _("Nothing of this grant is left to pay."))
        return redirect("livelihoods:grant_page", grant.pk)
    form = PaymentForm(request.POST or None, grant=grant)
    if posted and form.is_valid():
        try:
            payment = form.instance.give(by=request.user)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("Paid: %s đ.") % dotted(payment.amount))
            return redirect("livelihoods:grant_page", grant.pk)
    context = {"grant": grant, "form": form, "left": grant.left_to_pay}
    context["back"] = reverse("livelihoods:grant_page", args=[grant.pk])
    return render(request, "livelihoods/grant_pay.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(PAYS, raise_exception=True)
def payment_void(request, pk):
    """Strike out a payment that was entered wrongly."""
    payments = in_reach(request, Payment.objects.live(), PAYS)
    payment = get_object_or_404(payments.select_related("grant__household"), pk=pk)
    return _void(request, payment, "payment_void", _("The payment is struck out."))


@require_http_methods(["GET", "POST"])
@permission_required(DELIVERS, raise_exception=True)
def handover_void(request, pk):
    """Strike out a handover that was entered wrongly, with its animals."""
    handovers = in_reach(request, Handover.objects.live(), DELIVERS)
    handover = get_object_or_404(handovers.select_related("grant__household"), pk=pk)
    return _void(request, handover, "handover_void", _("The handover is struck out."))


def _void(request, event, template, said):
    back = reverse("livelihoods:grant_page", args=[event.grant_id])
    return void_page(request, event, said, back, template)


@require_http_methods(["GET", "POST"])
@permission_required(DELIVERS, raise_exception=True)
def grant_hand_over(request, pk):
    """What was really delivered, line by line, and how the receiver confirmed it."""
    posted = request.method == "POST"
    grant = grant_or_404(request, pk, DELIVERS, lock=posted)
    activity.shown(request, grant)
    if not grant.can_be_handed_over:
        messages.error(request, _("Nothing of this grant can be handed over now."))
        return redirect("livelihoods:grant_page", grant.pk)
    form = HandoverForm(request.POST or None, grant=grant, by=request.user)
    lines = [
        DeliveryForm(request.POST or None, line=line) for line in grant.lines.all()
    ]
    if posted and all([form.is_valid(), *(line.is_valid() for line in lines)]):
        delivered = [line.instance for line in lines]
        try:
            handover = form.instance.hand_over(by=request.user, lines=delivered)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("Handed over. Slip %s.") % handover.number)
            return redirect("livelihoods:grant_page", grant.pk)
    context = {"grant": grant, "form": form, "lines": lines, "forms": [form, *lines]}
    context["back"] = reverse("livelihoods:grant_page", args=[grant.pk])
    return render(request, "livelihoods/grant_hand_over.html", context)
