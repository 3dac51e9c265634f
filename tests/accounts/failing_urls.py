"""Pages that fail, each in its way; `mends` fails once and then works."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from victims.models import Household

FAIL = {"next": False}
NOTE = """{% load shell %}<form method="post">{% form_keys %}{{ form.as_p }}
<button>Gửi phiếu</button></form>"""
handler400 = "accounts.failing.unreadable"
handler500 = "accounts.failing.failed"


class NoteForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea, label="Ghi chú")
    password = forms.CharField(widget=forms.PasswordInput, required=False)


def mends(request):
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Household.objects.update(people=9)
        if FAIL["next"]:
            FAIL["next"] = False
            raise ZeroDivisionError(form.cleaned_data["text"])
        FAIL["kept"] = form.cleaned_data["text"]
        return redirect("works")
    page = engines["django"].from_string(NOTE)
    return HttpResponse(page.render({"form": form}, request))


def works(request):
    return HttpResponse("<h1>Đã lưu</h1>")


def says(request, state):
    """The database says no with this SQLSTATE, after something was written."""
    Household.objects.update(people=9)
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")
    return HttpResponse("saved")


def large(request):
    raise RequestDataTooBig("more than 12 MB")


@login_not_required
def asks(request):
    """A page whose permission cannot be asked."""
    if request.user.has_perm("victims.view_case"):
        return HttpResponse("shown")
    return HttpResponse("hidden", status=403)


urlpatterns = [
    path("mends/", mends, name="mends"),
    path("works/", works, name="works"),
    path("says/<str:state>/", says, name="says"),
    path("large/", large, name="large"),
    path("asks/", asks, name="asks"),
    path("", include("config.urls")),
]
