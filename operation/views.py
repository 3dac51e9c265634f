"""The administrator's first question, and the monitor's only one: is it well?"""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Run
from accounts.views.tabs import tabs
from operation import health


@require_safe
@permission_required("accounts.view_run", raise_exception=True)
def status(request):
    """Tình trạng: every check, and how each job ended last."""
    checks = health.checks()
    context = {
        "checks": checks,
        "bad": sum(not check.ok for check in checks),
        "runs": Run.objects.newest(),
        "tabs": tabs("operation:status"),
    }
    return render(request, "operation/status.html", context)


@require_safe
@login_not_required
def answer(request):
    """For a monitor without an account: "ok", or 503 and "not ok"; nothing else."""
    if health.well():
        return HttpResponse("ok\n", content_type="text/plain")
    return HttpResponse("not ok\n", content_type="text/plain", status=503)
