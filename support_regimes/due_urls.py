"""Addresses of what is due, and of the working calendar that it counts by."""

from django.urls import path

from support_regimes.views import calendar_days, due

DAYS = "rules/calendar/"

urlpatterns = [
    path("due/", due.due_list, name="due_list"),
    path(DAYS, calendar_days.calendar_days, name="calendar_days"),
    path(f"{DAYS}add/", calendar_days.calendar_day_add, name="calendar_day_add"),
    path(
        f"{DAYS}<int:pk>/void/",
        calendar_days.calendar_day_void,
        name="calendar_day_void",
    ),
]
