"""The list of cases."""

from django.contrib.auth.decorators import permission_required
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import activity
from accounts.views.back import back
from victims import revealing, searching
from victims.forms.filters import CaseFilters
from victims.keyset import MOST_COUNTED, Page, counted
from victims.models import Case
from victims.models.lists import all_listed, listed

KEPT = {"sort", "state"}


@require_GET
@permission_required("victims.view_case", raise_exception=True)
def case_list(request):
    """Cases of the visitor's area: filtered, searched, 25 a page by key."""
    filters = CaseFilters(request.GET, request.user)
    cases = filters.narrowed(Case.objects.visible_to(request.user))
    page = _page(cases, filters, request)
    total = counted(cases)
    filters.count_options(total)
    activity.shown(request, *page.rows)
    if filters.text and not total:
        activity.found_nothing(request)
    chips = filters.chips()
    context = {
        "rows": page.rows,
        "newer": filters.address(before=page.newer) if page.newer else "",
        "older": filters.address(after=page.older) if page.older else "",
        "total": total,
        "most_counted": MOST_COUNTED,
        "is_over": total > MOST_COUNTED,
        "filters": filters,
        "groups": list(filters.shown_groups()),
        "chips": chips,
        "sorts": _sorts(filters),
        "search_text": filters.text,
        "states": _states(filters),
        "may_reveal": bool(revealing.own_reach(request)),
        "is_revealed": revealing.is_list_revealed(request),
    }
    return render(request, "victims/case_list.html", context)


def _page(cases, filters, request):
    reach = request.user.reach("victims.view_case")
    return Page(
        listed(cases, request.user),
        all_listed(request.user),
        filters.key,
        request.GET,
        communes=0 if filters.text else len(reach),
    )


def _sorts(filters):
    names = {
        "attention": _("Needs attention"),
        "name": _("Name"),
        "place": _("Commune"),
        "last_visit": _("Last visit"),
    }
    return [
        {
            "label": label,
            "url": filters.address(sort=sort if sort != "attention" else ""),
            "current": sort == filters.sort,
        }
        for sort, label in names.items()
        if sort in filters.sorts()
    ]


def _states(filters):
    return [
        {
            "label": _("Open cases"),
            "url": filters.address(state=""),
            "current": not filters.is_closed,
        },
        {
            "label": _("Closed cases"),
            "url": filters.address(state="closed"),
            "current": filters.is_closed,
        },
    ]


@require_POST
@permission_required("victims.view_case", raise_exception=True)
def case_search(request):
    """The words come by POST and stand sealed in the address of the list."""
    return _found(request, "victims:case_list")


@require_POST
@permission_required("livelihoods.view_herd", raise_exception=True)
def household_search(request):
    return _found(request, "victims:household_list")


def _found(request, name):
    """The list with this search, and with the filters that the form carried along."""
    query = QueryDict(mutable=True)
    for key in KEPT & set(request.POST):
        query.setlist(key, request.POST.getlist(key))
    query["q"] = searching.hidden(request.POST.get("q", ""), request.user)
    return redirect(f"{reverse(name)}?{query.urlencode()}")


@require_POST
@permission_required("victims.reveal_name", raise_exception=True)
def names_reveal(request):
    """Names of the own area for a minute, on a phone's list."""
    revealing.reveal_lists(request)
    activity.write("show names for a minute")
    return back(request, "victims:case_list")
