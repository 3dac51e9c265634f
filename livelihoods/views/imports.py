"""Old registers in: choose files, look at what would happen, keep it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.tables import XLSX
from livelihoods.imports.forms import KeepForm, UploadForm, held
from livelihoods.imports.people import HouseholdResource
from livelihoods.imports.run import REGISTERS, run
from livelihoods.imports.templates import template_file

IMPORT = "livelihoods.import_record"


@require_http_methods(["GET", "POST"])
@permission_required(IMPORT, raise_exception=True)
def import_record(request):
    """Step 1 tries everything and keeps nothing; step 2 keeps what was looked at."""
    if "held" in request.POST:
        return _keep(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        register = form.cleaned_data["register"]
        tried = _run(form, form.sheets, request.user, register, dry_run=True)
        if tried:
            return _preview(request, tried, held(register, form.content, request.user))
    registers = [(kind, resource.label) for kind, resource in REGISTERS.items()]
    context = {"form": form, "registers": registers}
    return render(request, "livelihoods/import_record.html", context)


def _keep(request):
    form = KeepForm(request.POST, user=request.user)
    if not form.is_valid():
        return _preview(request, None, "", form)
    good_rows = form.cleaned_data["keep"] == KeepForm.GOOD
    done = _run(form, form.sheets, request.user, form.register, good_rows=good_rows)
    if not (done and done.kept):
        return _preview(request, done, form.cleaned_data["held"], form)
    messages.success(request, _kept(done))
    return redirect("livelihoods:import_record")


def _run(form, sheets, user, register, **how):
    """The run, or None with its fault on the form."""
    try:
        return run(sheets, by=user, register=register, **how)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _preview(request, tried, text, form=None):
    context = {"run": tried, "held": text, "form": form}
    return render(request, "livelihoods/import_preview.html", context)


def _kept(done):
    new = ngettext("%s row was taken in.", "%s rows were taken in.", done.new)
    sentences = [new % done.new]
    if done.same:
        sentences.append(_("%s were here already.") % done.same)
    if done.refused:
        sentences.append(_("%s were left out.") % done.refused)
    return " ".join(sentences)


@require_GET
@permission_required(IMPORT, raise_exception=True)
def import_template(request):
    """The empty table of a register (?kind=grant), with its columns explained."""
    kind = request.GET.get("kind", HouseholdResource.kind)
    resource = REGISTERS.get(kind)
    if not resource:
        raise Http404
    response = HttpResponse(template_file(resource), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-{kind}.xlsx"'
    activity.write("take import template", kind)
    return response
