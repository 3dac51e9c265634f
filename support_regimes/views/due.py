"""What is due, overdue, and whose turn it is: the desk of every office."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import activity
from accounts.context import note_late
from areas.clock import today
from support_regimes.calendars import calendars
from support_regimes.due.conclude import concluded
from support_regimes.due.desk import FIRST, LAPSED, NEVER, NONE, ROWS, desk
from support_regimes.due.sources import SOURCES
from support_regimes.views.found import STEP

SHOWS = ("", "late", "soon")
ON_PAPER = 200  # rows of one print


@require_GET
@permission_required(STEP, raise_exception=True)
def due_list(request):
    """Terms to apply, steps of bodies and stays, the most urgent first."""
    day, asked = today(), _asked(request.GET)
    paper = "paper" in request.GET
    found = desk(
        request.user.reach(STEP), day, **asked, rows=ON_PAPER if paper else ROWS
    )
    lines = concluded(found.rows, request.user, day)
    activity.shown(request, *(line.of for line in lines))
    note_late(request, found.total.late)
    chosen = {name: asked[name] for name in ("show", "kind")}
    context = {
        "lines": lines,
        "day": day,
        "paper": paper,
        "shows": _shows(found, chosen),
        "kinds": _kinds(found, chosen),
        "older": _address(chosen, after=found.after) if found.after else "",
        "first": _address(chosen) if asked["after"] != FIRST else "",
        "paper_url": _address(chosen, paper=1),
        "is_unsure": any(not line.is_sure for line in lines),
        "known_until": calendars().country.known_until,
        "lapsed": LAPSED,
    }
    return render(request, "support_regimes/due_list.html", context)


def _asked(data):
    """What the address asks for; nonsense is no page."""
    show, kind = data.get("show", ""), data.get("kind", "")
    if show not in SHOWS or kind not in {"", *(source.kind for source in SOURCES)}:
        raise Http404
    return {"show": show, "kind": kind, "after": _after(data.get("after", ""))}


def _after(text):
    if not text:
        return FIRST
    day, _separator, key = text.partition("~")
    if day == NEVER:
        return NEVER, key
    try:
        return date.fromisoformat(day), key
    except ValueError as error:
        raise Http404 from error


def _address(chosen, *, after=None, **more):
    query = {name: value for name, value in (chosen | more).items() if value}
    if after:
        query["after"] = f"{after[0]}~{after[1]}"
    return f"?{urlencode(query)}"


def _shows(found, chosen):
    kinds = [chosen["kind"]] if chosen["kind"] else list(found.counts)
    counts = [found.counts.get(kind, NONE) for kind in kinds]
    labels = {
        "": (_("All"), "everything"),
        "late": (_("Overdue"), "late"),
        "soon": (_("The next 7 days"), "soon"),
    }
    return [
        {
            "label": label,
            "url": _address(chosen | {"show": show}),
            "current": show == chosen["show"],
            "count": sum(getattr(count, name) for count in counts),
        }
        for show, (label, name) in labels.items()
    ]


def _kinds(found, chosen):
    """All kinds, and each with its count under the chosen days."""
    name = chosen["show"] or "everything"
    kinds = [("", _("All kinds"))]
    kinds += [(source.kind, source.label) for source in SOURCES]
    return [
        {
            "label": label,
            "url": _address(chosen | {"kind": kind}),
            "current": kind == chosen["kind"],
            "count": getattr(
                found.counts.get(kind, NONE) if kind else found.total, name
            ),
        }
        for kind, label in kinds
    ]
