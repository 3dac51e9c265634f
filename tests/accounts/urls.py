"""Pages that exist in these tests only: one of each way to end."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from accounts import activity
from victims.models import Household


def _read(request):
    households = list(Household.objects.all())
    activity.shown(request, *households, *households)
    return households


def works(request):
    _read(request)
    return HttpResponse("seen")


def moves(request):
    """Changes a record, then goes on as a form does."""
    Household.objects.update(people=9)
    return redirect("home")


def redraws(request):
    """Changes a record, then shows the form again."""
    Household.objects.update(people=9)
    return HttpResponse("mend this")


def breaks(request):
    _read(request)
    Household.objects.update(people=9)
    raise ZeroDivisionError


def breaks_the_database(request):
    Household.objects.update(people=9)
    Household.objects.filter(pk=None).update(code=None)
    Household.objects.update(code=None)
    return HttpResponse()


def misses(request):
    Household.objects.update(people=9)
    raise Http404


def breaks_while_drawing(request):
    Household.objects.update(people=9)
    return render(request, "no-such-template.html")


def streams(request):
    def lines():
        for household in Household.objects.all():
            yield household.code

    return StreamingHttpResponse(lines())


urlpatterns = [
    path("works/", works, name="works"),
    path("moves/", moves, name="moves"),
    path("redraws/", redraws, name="redraws"),
    path("breaks/", breaks, name="breaks"),
    path("breaks-the-database/", breaks_the_database, name="breaks_the_database"),
    path("misses/", misses, name="misses"),
    path("breaks-while-drawing/", breaks_while_drawing, name="breaks_while_drawing"),
    path("streams/", streams, name="streams"),
    path("", include("config.urls")),
]
