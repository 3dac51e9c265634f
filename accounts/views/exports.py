"""Files that leave: own ones, those waiting for a second person, the download."""

from base64 import b64decode, b64encode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.forms.exports import RefuseForm
from accounts.models import Export
from accounts.proving import proven
from accounts.sealing import seal, unseal
from accounts.tables import XLSX
from accounts.views.acted import acted, done

VIEW, DECIDE = "accounts.view_export", "accounts.decide_export"
SHOWN = 50
WORDS = "export_words"


def show_once(request, export, words):
    """Keep the passphrase, sealed, until the file's page shows it: once."""
    if words:
        sealed = b64encode(seal(words, _bound_to(export))).decode()
        request.session[WORDS] = {str(export.pk): sealed}


def _words(request, export):
    sealed = request.session.pop(WORDS, {}).get(str(export.pk))
    return unseal(b64decode(sealed), _bound_to(export)) if sealed else ""


def _bound_to(export):
    return f"passphrase:{export.pk}"


def _found(request):
    found = Export.objects.visible_to(request.user)
    return found.select_related("recorded_by", "decided_by", "territory__parent")


@require_GET
@permission_required(VIEW, raise_exception=True)
def export_list(request):
    Export.expire()
    waiting = list(Export.objects.waiting_for(request.user)
                   .select_related("recorded_by", "territory__parent")[:SHOWN])  # fmt: skip
    own = list(_found(request).filter(recorded_by=request.user)[:SHOWN])
    activity.shown(request, *waiting, *own)
    context = {"waiting": waiting, "own": own, "most": SHOWN}
    return render(request, "accounts/export_list.html", context)


@require_GET
@permission_required(VIEW, raise_exception=True)
def export_page(request, pk):
    """What was asked for and its state; for the asker, once, the passphrase."""
    Export.expire()
    export = get_object_or_404(_found(request), pk=pk)
    activity.shown(request, export)
    is_own = export.recorded_by_id == request.user.pk
    context = {
        "export": export,
        "is_own": is_own,
        "words": _words(request, export) if is_own else "",
        "may_decide": not is_own and export.state == Export.State.ASKED,
    }
    return render(request, "accounts/export_page.html", context)


@require_POST
@permission_required(DECIDE, raise_exception=True)
@proven
def export_approve(request, pk):
    export = get_object_or_404(_found(request).for_writing(), pk=pk)
    said = _("You agreed. The asker makes the file.")
    acted(request, said, Export.approve, export)
    return redirect("accounts:export_page", pk)


@require_http_methods(["GET", "POST"])
@permission_required(DECIDE, raise_exception=True)
def export_refuse(request, pk):
    found = _found(request)
    export = get_object_or_404(
        found.for_writing() if request.method == "POST" else found, pk=pk
    )
    form = RefuseForm(request.POST or None)
    if done(
        request,
        form,
        lambda: export.refuse(by=request.user, reason=form.cleaned_data["reason"]),
        _("You refused. The asker reads your reason."),
    ):
        return redirect("accounts:export_page", pk)
    activity.shown(request, export)
    return render(
        request, "accounts/export_refuse.html", {"form": form, "export": export}
    )


@require_POST
@permission_required(VIEW, raise_exception=True)
@proven
def export_download(request, pk):
    """The file, once: what was kept here is destroyed in the same moment."""
    own = _found(request).filter(recorded_by=request.user)
    export = get_object_or_404(own.for_writing(), pk=pk)
    try:
        content = export.take(by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:export_page", pk)
    name = f"danh-sach-{export.number}.xlsx"
    response = HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    # A second press of the same button leads to the page, not to nothing.
    response.given_once = reverse("accounts:export_page", args=[pk])
    return response
