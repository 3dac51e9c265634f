"""Home visits: log one, read it, strike it out; who is due."""

from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from areas.clock import today
from areas.models import Area
from areas.planning import first_rows
from livelihoods.forms.visit import VisitForm
from livelihoods.models import HomeVisit
from livelihoods.reading import visit_advices, visit_answers, visit_rows
from livelihoods.views.found import (
    files_of,
    household_or_404,
    in_reach,
    key_of,
    way_back,
)
from livelihoods.views.voiding import void_page
from support_regimes.sheltered import proposed_visit
from victims import revealing
from victims.models import Case, Household

ADD, VIEW = "livelihoods.add_homevisit", "livelihoods.view_homevisit"
ROWS = 25
SOON = 7
NOT_CARRIED = {"csrfmiddlewaretoken", "submission", "step"}


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def visit_log(request, pk):
    """Type, look once more at what was typed, save."""
    household = household_or_404(request, pk, ADD)
    form = VisitForm(request.POST or None, household=household)
    activity.shown(request, household)
    step = request.POST.get("step")
    if step in ("review", "save") and form.is_valid():
        if step == "review" or form.open_doubts():
            return render(request, "livelihoods/visit_review.html", _review(form, step))
        try:
            visit = form.log(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _saved(visit))
            return redirect("livelihoods:visit_page", visit.pk)
    context = {
        "form": form,
        "household": household,
        "case": _only(form.cases),
        "last_visit": household.visits.latest(),
        "proposed": proposed_visit(household, request.user),
        "back": way_back(household, _only(form.cases), "")[0],
    }
    return render(request, "livelihoods/visit_log.html", context)


def _only(cases):
    return cases[0] if len(cases) == 1 else None


def _saved(visit):
    days = {
        "day": date_format(visit.happened_on, "SHORT_DATE_FORMAT"),
        "next": date_format(visit.next_visit_on, "SHORT_DATE_FORMAT"),
    }
    return _("The visit of %(day)s is saved. Next visit: %(next)s.") % days


def _review(form, step):
    """What was typed, once as a summary and once as hidden fields."""
    doubts = [
        {
            "name": name,
            "title": title,
            "text": text,
            "ticked": bool(form.data.get(name)),
        }
        for name, title, text in form.doubts()
    ]
    ticks = {doubt["name"] for doubt in doubts}
    return {
        "form": form,
        "household": form.household,
        "case": _only(form.cases),
        "rows": form.summary(),
        "doubts": doubts,
        "unticked": step == "save" and any(not doubt["ticked"] for doubt in doubts),
        "carried": [
            (name, value)
            for name, values in form.data.lists()
            for value in values
            if name not in NOT_CARRIED | ticks
        ],
    }


@require_GET
@permission_required(VIEW, raise_exception=True)
def visit_page(request, pk):
    visits = HomeVisit.objects.visible_to(request.user)
    visits = visits.select_related(
        "household", "case__victim", "recorded_by", "voided_by"
    )
    visit = get_object_or_404(visits, pk=pk)
    private = revealing.sees_private(request, visit, visit.case)
    activity.shown(request, visit)
    entries = visit.herd_entries.select_related("herd__species").in_order()
    back, crumbs = way_back(visit.household, visit.case, _("Home visit"))
    context = {
        "visit": visit,
        "household": visit.household,
        "case": visit.case,
        "entries": entries,
        "incomes": visit.incomes.all(),
        "rows": visit_rows(visit, private),
        "answers": visit_answers(visit) if private else [],
        "is_urgent": private and visit.is_urgent and not visit.voided_at,
        "advices": visit_advices(visit, entries) if not visit.voided_at else [],
        "may_void": not visit.voided_at and _may(request, visit),
        "back": back,
        "crumbs": crumbs,
        **files_of(visit, request),
    }
    return render(request, "livelihoods/visit_page.html", context)


def _may(request, record):
    return record.territory_id in request.user.reach(ADD)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def visit_void(request, pk):
    visits = in_reach(request, HomeVisit.objects.all(), ADD)
    visit = get_object_or_404(visits.select_related("household").for_writing(), pk=pk)
    back = reverse("livelihoods:visit_page", args=[visit.pk])
    said = _("The visit and what it carried are struck out.")
    return void_page(request, visit, said, back, "visit_void")


@require_GET
@permission_required(VIEW, raise_exception=True)
def visit_list(request):
    """Households by the day of their next visit: overdue, soon, later."""
    day = today()
    due = in_reach(request, Household.objects.due(day), VIEW)
    commune = _asked_commune(request, due)
    if commune:
        due = due.filter(territory=commune)
    with first_rows(1 if commune else len(request.user.reach(VIEW))):
        households = list(_page(due, request.GET.get("after"))[: ROWS + 1])
    rows, more = households[:ROWS], households[ROWS:]
    activity.shown(request, *rows)
    context = {
        "sections": _sections(rows, day),
        "overdue": due.filter(next_visit_on__lt=day).count(),
        "total": due.count(),
        "commune": commune,
        "communes": _communes(request),
        "older": _older(rows, commune) if more else "",
        "newer": _newest(commune) if request.GET.get("after") else "",
    }
    return render(request, "livelihoods/visit_list.html", context)


def _asked_commune(request, due):
    asked = request.GET.get("commune", "")
    if not asked:
        return None
    if not asked.isdecimal():
        raise Http404
    return get_object_or_404(Area, pk=int(asked), pk__in=request.user.reach(VIEW))


def _communes(request):
    """The communes of the person's area that have households to visit."""
    due = in_reach(request, Household.objects.due(today()), VIEW)
    places = due.order_by().values("territory").distinct()
    return Area.objects.filter(pk__in=places).order_by("name_sort")


def _page(due, after):
    open_cases = Prefetch(
        "cases",
        Case.objects.open().select_related("victim").order_by("received_on"),
        to_attr="open_cases",
    )
    due = due.select_related("territory__parent").prefetch_related(open_cases)
    due = due.order_by("next_visit_on", "pk")
    key = key_of(after, 2)
    if not key:
        return due
    try:
        day, pk = date.fromisoformat(key[0]), UUID(key[1])
    except ValueError as error:
        raise Http404 from error
    return due.filter(Q(next_visit_on__gt=day) | Q(next_visit_on=day, pk__gt=pk))


def _sections(rows, day):
    """[(heading, kind, households)], those without households left out."""
    last = day + timedelta(days=SOON)
    late = [h for h in rows if h.next_visit_on < day]
    soon = [h for h in rows if day <= h.next_visit_on <= last]
    later = [h for h in rows if h.next_visit_on > last]
    sections = [
        (_("Overdue"), "late", late),
        (_("The next 7 days"), "soon", soon),
        (_("Later"), "later", later),
    ]
    return [section for section in sections if section[2]]


def _newest(commune):
    return f"?commune={commune.pk}" if commune else "?"


def _older(rows, commune):
    query = {"after": f"{rows[-1].next_visit_on}_{rows[-1].pk}"}
    if commune:
        query["commune"] = commune.pk
    return f"?{urlencode(query)}"
