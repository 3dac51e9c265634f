"""The way out: a page that anybody may be seen reading."""

from calendar import Calendar

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import activity
from accounts.lunar import lunar, year_name
from areas.clock import today

WEEKDAYS = ["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN"]


@login_not_required
@require_POST
def quick_exit(request):
    """Ends the sign-in at once, whoever presses; nothing is asked."""
    if request.user.is_authenticated:
        activity.write("quick exit")
    logout(request)
    return redirect("calendar")


@login_not_required
@require_GET
def calendar(request):
    """The month with its lunar days; says nothing of this product."""
    day = today()
    weeks = [
        [(each, *lunar(each)) for each in week]
        for week in Calendar().monthdatescalendar(day.year, day.month)
    ]
    _lunar_day, _month, year, _leap = lunar(day)
    context = {
        "day": day,
        "weeks": weeks,
        "weekdays": WEEKDAYS,
        "lunar": lunar(day),
        "year_name": year_name(year),
    }
    response = render(request, "accounts/calendar.html", context)
    # Kept by the browser, so that the way out works without a network.
    response.headers["Cache-Control"] = "private, max-age=43200"
    return response


@require_GET
def still_here(request):
    """Asked by a page that is worked on: the sign-in stands (200) or leads elsewhere.

    Whose it is, and the key that forms of an older page need after a new sign-in.
    """
    return JsonResponse({"who": str(request.user.pk), "key": get_token(request)})
