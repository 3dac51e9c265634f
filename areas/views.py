from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Max, Min, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from areas.clock import today
from areas.models import Area, Succession

MOST_FOUND = 50


@require_GET
@permission_required("areas.view_area", raise_exception=True)
def area_list(request):
    """Two ways in: down the tree (?in=027@2004), or by name (?q=, in one list)."""
    place = _asked_place(request)
    version = place.version if place else _asked_version(request)
    text = request.GET.get("q", "").strip()
    areas = Area.objects.filter(version=version)
    if text:
        areas = areas.search(text)[: MOST_FOUND + 1]
    else:
        areas = areas.filter(parent=place).order_by("name_sort", "code")
    rows = list(_with_changes(areas))
    crumbs = _crumbs(place)
    context = {
        "text": text,
        "version": version,
        "place": place,
        "rows": rows[:MOST_FOUND] if text else rows,
        "has_more": bool(text) and len(rows) > MOST_FOUND,
        "most_found": MOST_FOUND,
        "lists": _lists(version),
        "crumbs": crumbs,
        "back": crumbs[-2]["url"] if crumbs else "",
    }
    return render(request, "areas/area_list.html", context)


def _asked_place(request):
    code = request.GET.get("in")
    if not code:
        return None
    try:
        return _with_changes(Area.objects.all()).by_code(code)
    except ValidationError as error:
        raise Http404 from error


def _asked_version(request):
    """The list that was asked for, else the one of today."""
    provinces = Area.objects.filter(level=Area.Level.PROVINCE)
    versions = set(provinces.values_list("version", flat=True))
    asked = request.GET.get("list", "")
    if asked.isdecimal() and int(asked) in versions:
        return int(asked)
    return provinces.on(today()).aggregate(Max("version"))["version__max"]


def _with_changes(areas):
    """Each with the areas above and, on both sides, what became of it."""
    old = Succession.objects.select_related("old").order_by("-main", "old__name_sort")
    new = Succession.objects.select_related("new").order_by("-main", "new__name_sort")
    return areas.select_related("parent__parent").prefetch_related(
        Prefetch("successions", new), Prefetch("predecessions", old)
    )


def _lists(version):
    """The tabs: one for each list, named by the days on which it holds."""
    lists = (
        Area.objects.filter(level=Area.Level.PROVINCE)
        .values("version")
        .annotate(begins=Min("valid_from"), ends=Max("valid_to"))
        .order_by("version")
    )
    return [
        {
            "label": _days(each["begins"], each["ends"]),
            "url": _address(list=each["version"]),
            "current": each["version"] == version,
        }
        for each in lists
    ]


def _days(begins, ends):
    if ends and not begins:
        return _("Until %s") % _day(ends)
    if begins and not ends:
        return _("From %s") % _day(begins)
    return f"{_day(begins)} – {_day(ends)}" if begins else _("At all times")


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def _crumbs(place):
    """From the list of provinces down to this place, which has no link."""
    if not place:
        return []
    above = [
        {"label": str(area), "url": _address(**{"in": area.key})}
        for area in reversed(place.ancestors())
    ]
    top = {"label": _("Places"), "url": _address(list=place.version)}
    return [top, *above, {"label": str(place)}]


def _address(**query):
    return f"{reverse('areas:area_list')}?{urlencode(query)}"
