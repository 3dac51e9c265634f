"""The first page: what needs attention today, by role."""

from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def home(request):
    return render(request, "reporting/home.html", {})
