"""Grants: the list, the request, and the page on which everything is seen."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.views.acted import tell
from livelihoods.checks import checks_of, summary_of
from livelihoods.forms.grant import (
    GrantForm,
    Lines,
    budgets_for,
    changed_lines,
    lines_of,
    typed,
)
from livelihoods.models import Grant
from livelihoods.reading_grants import (
    actions_of,
    changes_since_return,
    contents,
    facts_of,
    history_of,
    money_of,
    returned_of,
)
from livelihoods.views.found import (
    files_of,
    household_or_404,
    in_reach,
    way_back,
)
from victims import revealing

ADD, VIEW = "livelihoods.add_grant", "livelihoods.view_grant"


def grant_or_404(request, pk, permission=VIEW, *, lock=False):
    """The grant, if the person holds the permission where it lives."""
    grants = in_reach(request, Grant.objects.all(), permission)
    grants = grants.select_related(
        "household__territory__parent",
        "case__victim",
        "area",
        "approving_area",
        "budget__source",
    ).prefetch_related("lines__species")
    if lock:
        grants = grants.for_writing()
    return get_object_or_404(grants, pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def grant_ask(request, pk):
    """Ask for a support: one page of rows and questions, saved as a draft."""
    household = household_or_404(request, pk, ADD)
    cases = list(household.cases.open().order_by("-received_on"))
    case = _chosen_case(request, cases)
    grant = Grant(household=household, case=case)
    activity.shown(request, household)
    form, lines = _forms(request, grant)
    if _is_sent(request) and form.is_valid() & lines.is_valid():
        try:
            grant.ask(by=request.user, lines=lines.lines())
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(
                request, _("The draft is saved. Look at it, then send it.")
            )
            return redirect("livelihoods:grant_page", grant.pk)
    return _draw(request, grant, form, lines)


def _chosen_case(request, cases):
    """The open case it is for; a household of prevention has none."""
    asked = request.POST.get("case") or request.GET.get("case")
    if not asked:
        return cases[0] if cases else None
    found = [case for case in cases if str(case.pk) == asked]
    if not found:
        raise Http404
    return found[0]


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def grant_edit(request, pk):
    """Mend a draft or a returned request; the fields to mend are marked."""
    grant = grant_or_404(request, pk, ADD, lock=request.method == "POST")
    activity.shown(request, grant)
    if not grant.can_be_edited:
        messages.error(request, _("This request can no longer be changed."))
        return redirect("livelihoods:grant_page", grant.pk)
    form, lines = _forms(request, grant)
    if _is_sent(request) and form.is_valid() & lines.is_valid():
        try:
            grant.edit(
                by=request.user,
                fields=form.saved,
                lines=lines.lines(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The change is saved."))
            return redirect("livelihoods:grant_page", grant.pk)
    return _draw(request, grant, form, lines, _stands(request, grant, form))


def _stands(request, grant, form):
    """What somebody else saved meanwhile, in rows; the form then carries its version."""
    read = request.POST.get("version", "")
    if not read or read == str(grant.version):
        return []
    now = grant_or_404(request, grant.pk, ADD)
    form.data = form.data.copy() if form.is_bound else form.data
    if form.is_bound:
        form.data["version"] = now.version
    lines = {"label": _("What is asked for"), "value": contents(now) or "–"}
    return [lines, *facts_of(now, private=True)]


def _is_sent(request):
    return request.method == "POST" and request.POST.get("act", "save") == "save"


def _forms(request, grant):
    """The form and its rows: new, as sent, or drawn anew with a row more or less."""
    rest = {"instance": grant, "budgets": budgets_for(_place_of(grant))}
    if request.method == "GET":
        rows = [{}] if grant._state.adding else lines_of(grant)
        return GrantForm(**rest), Lines(initial=rows, prefix="lines")
    form = GrantForm(request.POST, **rest)
    lines = Lines(request.POST, prefix="lines")
    if _is_sent(request):
        return form, lines
    again = GrantForm(initial=typed(form), **rest)
    again.initial |= typed(form)
    return again, changed_lines(lines, request.POST["act"])


def _place_of(grant):
    return grant.area_id or grant.household.territory_id


def _draw(request, grant, form, lines, stands=()):
    case = grant.case
    new = grant._state.adding
    back, crumbs = way_back(grant.household, case, _("Ask for a support"))
    context = {
        "grant": grant,
        "new": new,
        "household": grant.household,
        "case": case,
        "form": form,
        "lines": lines,
        "forms": [lines, form],
        "back": back,
        "crumbs": crumbs,
        "returned": None if new else returned_of(grant),
        "stands": stands,
    }
    name = "livelihoods/grant_ask.html" if new else "livelihoods/grant_edit.html"
    return render(request, name, context)


@require_GET
@permission_required(VIEW, raise_exception=True)
def grant_page(request, pk):
    """Everything of one grant; for an officer, the page on which to decide."""
    grant = grant_or_404(request, pk)
    activity.shown(request, grant)
    private = revealing.sees_private(request, grant, grant.case)
    checks = checks_of(grant, request.user)
    context = {
        "grant": grant,
        "household": grant.household,
        "case": grant.case,
        "facts": facts_of(grant, private=private),
        "checks": checks,
        "summary": summary_of(checks),
        "money": money_of(grant),
        "changes": changes_since_return(grant),
        "payments": list(grant.payments.order_by("happened_on", "recorded_at")),
        "handovers": list(
            grant.handovers.order_by("happened_on").prefetch_related(
                "lines__line__species"
            )
        ),
        "history": history_of(grant),
        "returned": returned_of(grant),
        "may": actions_of(grant, request.user),
        "queue": _place_in_queue(grant, request.user),
        **files_of(grant, request),
    }
    return render(request, "livelihoods/grant_page.html", context)


def _place_in_queue(grant, user):
    """Where it stands among those waiting for this person, and the next one."""
    if not grant.can_be_decided:
        return None
    waiting = list(
        Grant.objects.for_decision_of(user).values_list("pk", flat=True)[:99]
    )
    if grant.pk not in waiting:
        return None
    place = waiting.index(grant.pk)
    others = waiting[place + 1 :] + waiting[:place]
    return {
        "place": place + 1,
        "count": len(waiting),
        "next": others[0] if others else None,
    }


def keyset(text):
    """(day, id) of a keyset address such as `2024-01-10_<uuid>`, or None."""
    if not text:
        return None
    day, _sign, key = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError as error:
        raise Http404 from error
