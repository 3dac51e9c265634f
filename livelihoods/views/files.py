"""A photo or paper of a visit or a grant: kept beside it and in the case's files."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import activity
from livelihoods.models import GrantFile, HomeVisit, VisitFile
from livelihoods.views.found import in_reach
from livelihoods.views.grants import grant_or_404
from victims.forms.files import FileForm

ADD = "victims.add_file"


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def visit_file_add(request, pk):
    visits = in_reach(request, HomeVisit.objects.all(), ADD)
    visits = visits.select_related("household__territory", "case__victim")
    visit = get_object_or_404(visits, pk=pk)
    if visit.voided_at:
        messages.error(request, _("This visit is struck out: nothing more is kept."))
        return redirect("livelihoods:visit_page", pk)
    return _add(request, visit, VisitFile, "visit")


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def grant_file_add(request, pk):
    return _add(request, grant_or_404(request, pk, ADD), GrantFile, "grant")


def _add(request, record, link, word):
    """The form; every file that was cleaned is kept, or none."""
    activity.shown(request, record)
    page = f"livelihoods:{word}_page"
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            for file in form.kept:
                link.keep(record, file, by=request.user, **form.said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            count = len(form.kept)
            text = ngettext("%s file is kept.", "%s files are kept.", count)
            messages.success(request, text % count)
            return redirect(page, record.pk)
    context = {
        "form": form,
        word: record,
        "household": record.household,
        "case": record.case,
    }
    return render(request, f"livelihoods/{word}_file_add.html", context)
