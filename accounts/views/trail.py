"""The administrator's journal of who looked at and did what; unusual use."""

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import activity, trail
from accounts.forms.trail import TrailForm
from accounts.models import User
from accounts.telling import told
from accounts.views.tabs import tabs

ROWS = 50
DAYS = 30


@require_GET
@permission_required("accounts.view_activity", raise_exception=True)
def trail_list(request):
    """By person, act, day or the key of a record; 50 a page, the newest first."""
    form = TrailForm(request.GET)
    rows = _rows(form, _place(request))
    page, has_more = rows[:ROWS], len(rows) > ROWS
    who = form.cleaned_data.get("who")
    activity.write("look into the trail", "accounts.user", [who.pk] if who else [])
    context = {
        "form": form,
        "rows": told(page),
        "older": _older(request, page[-1]) if has_more else "",
        "first": _address(request) if request.GET.get("before") else "",
        "tabs": tabs("accounts:trail_list"),
    }
    return render(request, "accounts/trail_list.html", context)


def _rows(form, before):
    """One row more than a page holds."""
    rows = form.rows()
    record = form.is_valid() and form.cleaned_data["record"]
    if record:  # asked of the database's own function, which has the index for it
        seen = trail.who_saw([record], most=10_000)
        rows = rows.filter(pk__in=[row.id for row in seen])
    return list(rows.before(before)[: ROWS + 1])


def _place(request):
    """(moment in microseconds, id) of the last row of the page before, or None."""
    text = request.GET.get("before", "")
    if not text:
        return None
    try:
        moment, pk = (int(part) for part in text.split("-"))
    except ValueError as error:
        raise Http404 from error
    return moment, pk


def _older(request, row):
    since = row.at - activity.EPOCH
    return _address(request, before=f"{since // timedelta(microseconds=1)}-{row.pk}")


def _address(request, **more):
    query = request.GET.copy()
    query.pop("before", None)
    query.update(more)
    return f"?{query.urlencode()}"


@require_GET
@permission_required("accounts.view_activity", raise_exception=True)
def trail_unusual(request):
    """Flags of the last 30 days, each with the way to its rows."""
    flags = trail.unusual(timezone.now() - timedelta(days=DAYS))
    users = User.objects.in_bulk({flag.user_id for flag in flags})
    activity.write("look into the trail", "accounts.user", list(users))
    context = {
        "flags": [_flag(flag, users) for flag in flags],
        "days": DAYS,
        "tabs": tabs("accounts:trail_unusual"),
    }
    return render(request, "accounts/trail_unusual.html", context)


def _flag(flag, users):
    """What a line of the page shows; its link asks the journal for the same rows."""
    last = flag.day + timedelta(days=flag.kind == "night")
    asked = {
        "who": flag.user_id,
        "act": "looks" if flag.kind == "cases" else flag.kind,
        "from_on": f"{flag.day:%d/%m/%Y}",
        "to_on": f"{last:%d/%m/%Y}",
    }
    return SimpleNamespace(
        title=trail.KINDS[flag.kind],
        user=users.get(flag.user_id),
        day=flag.day,
        first_at=flag.first_at,
        last_at=flag.last_at,
        number=flag.most,
        in_hour=flag.kind in ("names", "cases", "refusals", "searches"),
        url=f"{reverse('accounts:trail_list')}?{urlencode(asked)}",
        grave=flag.kind in ("bait", "export"),
        note=_("at once") if flag.kind == "bait" else "",
    )
