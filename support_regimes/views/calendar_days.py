"""The working calendar: days off and weekend days worked, with their basis."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.acted import done
from areas.clock import today
from support_regimes.forms.calendar_days import CalendarDayForm, VoidForm
from support_regimes.models import CalendarDay
from support_regimes.models.calendar import CHANGE
from support_regimes.views.rules import VIEW

LIST = "support_regimes:calendar_days"


@require_GET
@permission_required(VIEW, raise_exception=True)
def calendar_days(request):
    """The days of one year, those struck out after the ones that stand."""
    years = [day.year for day in CalendarDay.objects.dates("day", "year")]
    year = _year(request.GET.get("year", ""), years)
    days = CalendarDay.objects.filter(day__year=year)
    days = days.select_related("area", "added_by", "voided_by").order_by("day", "pk")
    context = {
        "year": year,
        "days": [day for day in days if not day.voided_at],
        "struck": [day for day in days if day.voided_at],
        "years": [
            {"label": str(each), "url": f"?year={each}", "current": each == year}
            for each in sorted({*years, year})
            if abs(each - year) <= 2
        ],
    }
    return render(request, "support_regimes/calendar_days.html", context)


def _year(asked, years):
    if not asked:
        return today().year
    if not asked.isdecimal() or int(asked) not in {*years, today().year}:
        raise Http404
    return int(asked)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def calendar_day_add(request):
    """Add a day; every clock counts by it from now on."""
    form = CalendarDayForm(request.POST or None, user=request.user)
    said = _("The day stands in the calendar.")
    if done(request, form, lambda: form.instance.add(by=request.user), said):
        return redirect(f"{_list()}?year={form.instance.day.year}")
    return render(request, "support_regimes/calendar_day_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def calendar_day_void(request, pk):
    """Strike a wrong day out, with the reason; it stays readable."""
    day = get_object_or_404(CalendarDay.objects.live().select_related("area"), pk=pk)
    form = VoidForm(request.POST or None)

    def void():
        day.void(by=request.user, reason=form.cleaned_data["reason"])

    if done(request, form, void, _("The day is struck out.")):
        return redirect(f"{_list()}?year={day.day.year}")
    context = {"form": form, "day": day}
    return render(request, "support_regimes/calendar_day_void.html", context)


def _list():
    return reverse(LIST)
