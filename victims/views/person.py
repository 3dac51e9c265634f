"""The tab "Person and consent"; the name on request; private parts one at a time."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.views.back import back
from victims import revealing
from victims.forms.acts import ReasonForm
from victims.views import summaries
from victims.views.found import case_or_404

PRIVATE = {
    "contact": summaries.contact,
    "numbers": summaries.numbers,
    "safety": summaries.safety,
}
# What the province and the Department do not read of a person.
COVERED = ["papers", "wishes", "consents", "aliases"]


@require_GET
@permission_required("victims.view_case", raise_exception=True)
def case_person(request, pk):
    case = case_or_404(request, pk)
    activity.shown(request, case)
    may_change = case.territory_id in request.user.reach("victims.change_case")
    if revealing.withheld(request, case):  # the province reads no consents anyway
        return _code_alone(request, case, may_change)
    private = _private(request, case)
    context = {
        "case": case,
        "may_change": may_change,
        "identity": summaries.answered(summaries.identity(case)),
        "papers": summaries.papers(case),
        "returned": summaries.answered(summaries.returned(case)),
        "family": summaries.answered(summaries.family(case)),
        "wishes": summaries.answered(summaries.wishes(case)),
        "consents": summaries.consents(case, may_change=may_change),
        "private": private,
        "aliases": case.victim.aliases.live().order_by("recorded_at"),
        "minors": case.minors.order_by("recorded_at"),
        "holdings": case.holdings.live()
        .select_related("user")
        .order_by("-happened_on"),
        "placements": _placements(case),
        "closures": case.closures.live().order_by("-happened_on", "-recorded_at"),
        "others": case.victim.cases.exclude(pk=case.pk).order_by("-received_on"),
    }
    if not private:  # as on the timeline
        context |= dict.fromkeys(COVERED)
    return render(request, "victims/case_person.html", context)


def _code_alone(request, case, may_change):
    """What stays to be seen after a withdrawal or an erasure: no word of the person."""
    context = {
        "case": case,
        "may_change": may_change,
        "code_alone": True,
        "consents": case.withheld != "share"
        and summaries.consents(case, may_change=may_change),
        "placements": _placements(case),
        "others": case.victim.cases.exclude(pk=case.pk).order_by("-received_on"),
    }
    return render(request, "victims/case_person.html", context)


def _placements(case):
    moves = case.placements.live().select_related("from_area", "to_area")
    return moves.order_by("-happened_on")


def _private(request, case):
    """The covered parts; the one asked for is opened, and the trail knows which."""
    if not revealing.sees_private(request, case, case):
        return []
    titles = {
        "contact": _("Safe contact, and who must not know"),
        "numbers": _("Numbers of papers"),
        "safety": _("Answers about safety, safety plan"),
    }
    asked = request.GET.get("see", "")
    if asked in PRIVATE:
        request.purpose = f"private: {asked}"
    return [
        {
            "name": name,
            "title": titles[name],
            "rows": summaries.answered(rows(case)) if name == asked else None,
            "is_open": name == asked,
        }
        for name, rows in PRIVATE.items()
    ]


@require_http_methods(["GET", "POST"])
@permission_required("victims.view_case", raise_exception=True)
def case_reveal(request, pk):
    """The name for a minute: free in the own area, with a reason for the province."""
    case = case_or_404(request, pk)
    how = revealing.may_ask(request, case)
    if not how:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and (how == "free" or form.is_valid()):
        reason = form.cleaned_data["reason"] if how == "reason" else ""
        try:
            case.reveal(by=request.user, reason=reason)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            revealing.reveal(request, case)
        return back(request, case.get_absolute_url())
    activity.shown(request, case)
    context = {"case": case, "form": form, "how": how}
    return render(request, "victims/case_reveal.html", context)
