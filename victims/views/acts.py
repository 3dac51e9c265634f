"""Acts on a case: who holds it, where it moves, how it ends, how it begins again."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import activity
from accounts.views.acted import done
from victims.forms.acts import AssignForm, CloseForm, MoveForm, ReasonForm
from victims.models import Household
from victims.views import transfers
from victims.views.found import case_or_404


def _case(request, pk, permission):
    posted = request.method == "POST"
    case = case_or_404(request, pk, permission, lock=posted)
    if posted:
        households = Household.objects.for_writing().select_related("territory")
        case.household = households.get(pk=case.household_id)
    return case


def _page(request, template, case, form):
    activity.shown(request, case)
    return render(request, template, {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
@permission_required("victims.change_case", raise_exception=True)
def case_assign(request, pk):
    case = _case(request, pk, "victims.change_case")
    form = AssignForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        holder = form.cleaned_data["holder"]
        try:
            case.assign(holder, by=request.user, reason=form.reason_words())
        except ValidationError as error:
            form.add_error("holder", error)
        else:
            messages.success(request, _("The case is held by %s.") % holder)
            return redirect("victims:case_person", pk)
    return _page(request, "victims/case_assign.html", case, form)


@require_http_methods(["GET", "POST"])
@permission_required("victims.move_case", raise_exception=True)
def case_move(request, pk):
    """The household moves, with its persons and all its cases."""
    case = _case(request, pk, "victims.move_case")
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
        try:
            asked = transfers.ask(request, case.household, form, case.code)
            if not asked:
                case.household.move(to, by=request.user, reason=reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                return asked
            text = _("%(commune)s is responsible now. Nobody holds the case there yet.")
            messages.success(request, text % {"commune": to.label})
            return redirect("victims:case_person", pk)
    return _page(request, "victims/case_move.html", case, form)


@require_http_methods(["GET", "POST"])
@permission_required("victims.close_case", raise_exception=True)
def case_close(request, pk):
    case = _case(request, pk, "victims.close_case")
    form = CloseForm(request.POST or None)
    if done(
        request,
        form,
        lambda: case.close(by=request.user, **form.cleaned_data),
        _("The case is closed. Its figures stay."),
    ):
        return redirect("victims:case_person", pk)
    return _page(request, "victims/case_close.html", case, form)


@require_http_methods(["GET", "POST"])
@permission_required("victims.close_case", raise_exception=True)
def case_reopen(request, pk):
    case = _case(request, pk, "victims.close_case")
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda: case.reopen(by=request.user, note=form.cleaned_data["reason"]),
        _("The case is open again."),
    ):
        return redirect("victims:case_person", pk)
    return _page(request, "victims/case_reopen.html", case, form)
