"""Taking somebody in; whoever does not agree leaves no trace here."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import activity
from victims.forms.intake import IntakeForm, ReturnAgainForm
from victims.models import Household
from victims.views.found import case_or_404

WITHOUT_FILE = "support_regimes:support_without_file"


@require_http_methods(["GET", "POST"])
@permission_required("victims.add_case", raise_exception=True)
def case_intake(request):
    """Six questions, then a file; or none, and only the help given is counted."""
    form = IntakeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if form.is_refused:
            return _without_file(request)
        try:
            case = form.take_in(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _opened(request, case)
    return render(request, "victims/case_intake.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required("victims.add_case", raise_exception=True)
def case_return(request, pk):
    """The same person came back once more: a second case of the same household."""
    posted = request.method == "POST"
    case = case_or_404(request, pk, "victims.add_case", lock=posted)
    if posted:
        case.household = Household.objects.for_writing().get(pk=case.household_id)
    form = ReturnAgainForm(request.POST or None)
    if posted and form.is_valid():
        if form.is_refused:
            return _without_file(request)
        try:
            second = form.take_back(by=request.user, case=case)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _opened(request, second)
    activity.shown(request, case)
    return render(request, "victims/case_return.html", {"form": form, "case": case})


def _opened(request, case):
    text = _("File %(code)s is open. First visit by %(day)s.") % {
        "code": case.code,
        "day": case.household.next_visit_on.strftime("%d/%m/%Y"),
    }
    messages.success(request, text)
    return redirect("victims:case_tasks", case.pk)


def _without_file(request):
    """Nothing of what was typed is kept; the help given may be counted."""
    messages.info(
        request,
        _("No file was opened and nothing was saved. Help is given all the same."),
    )
    try:
        return redirect(reverse(WITHOUT_FILE))
    except NoReverseMatch:
        return redirect("victims:case_list")
