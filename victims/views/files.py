"""Papers, photos and sound of a case: the list, one more, one opened, one removed."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity, cleaning
from accounts.proving import proven
from accounts.views.acted import done
from victims.forms.acts import ReasonForm
from victims.forms.files import FileForm
from victims.models import Attachment, Household
from victims.views.found import case_or_404

ADD, VIEW = "victims.add_file", "victims.view_file"
# What the bytes may do in a browser: nothing.
SHUT = "sandbox; default-src 'none'; frame-ancestors 'none'"
RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def attachment_or_404(request, pk, permission, *, lock=False):
    """The file, if the person holds the permission where it lies."""
    reach = request.user.reach(permission)
    files = Attachment.objects.visible_to(request.user).filter(territory__in=reach)
    files = files.select_related("household", "case__victim", "consent", "recorded_by")
    return get_object_or_404(files.for_writing() if lock else files, pk=pk)


def _back(attachment):
    """Where a file is listed."""
    if attachment.case_id:
        return reverse("victims:file_list", args=[attachment.case_id])
    return attachment.household.get_absolute_url()


@require_GET
@permission_required("victims.view_case", raise_exception=True)
def file_list(request, pk):
    """Kind, day, who, size; what is on it only for those who may open it."""
    case = case_or_404(request, pk)
    activity.shown(request, case)
    context = {
        "case": case,
        "files": case.attachments.all().to_list(case),
        "may_open": case.territory_id in request.user.reach(VIEW),
        "may_add": case.is_open and case.territory_id in request.user.reach(ADD),
    }
    return render(request, "victims/file_list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def file_add(request, pk):
    case = case_or_404(request, pk, ADD)
    activity.shown(request, case)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_all(form, request.user, case)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, kept_words(form))
            return redirect("victims:file_list", pk)
    return render(request, "victims/file_add.html", {"case": case, "form": form})


def keep_all(form, user, case):
    """Keep what the form cleaned; only now the household is locked."""
    household = Household.objects.for_writing().get(pk=case.household_id)
    said = form.said
    caption = said.pop("caption")
    for file in form.kept:
        attachment = Attachment(household=household, case=case, **said)
        attachment.keep(file, by=user, caption=caption)


def kept_words(form):
    count = len(form.kept)
    return ngettext("%s file is kept.", "%s files are kept.", count) % count


@require_GET
@permission_required(VIEW, raise_exception=True)
def file_page(request, pk):
    """One file, looked at or listened to here; the opening stands in the trail."""
    attachment = attachment_or_404(request, pk, VIEW)
    activity.shown(request, attachment)
    closed = attachment.why_closed()
    downloads = attachment.territory_id in request.user.reach("victims.download_file")
    context = {
        "file": attachment,
        "case": attachment.case,
        "household": attachment.household,
        "closed": closed,
        "pages": [] if closed else range(1, attachment.pages + 1),
        "may_download": downloads and not closed and not attachment.is_sound,
        "may_remove": attachment.may_remove(request.user),
        "back": _back(attachment),
    }
    return render(request, "victims/file_page.html", context)


@require_GET
@permission_required(VIEW, raise_exception=True)
def file_content(request, pk, page):
    """The bytes of a photo, of a page of a scan, or of a sound; for our page alone."""
    attachment = attachment_or_404(request, pk, VIEW)
    if attachment.why_closed() or not 1 <= page <= attachment.pages:
        raise Http404
    activity.shown(request, attachment)
    content = attachment.content.open()
    if attachment.media == cleaning.SCAN:
        content = cleaning.page_of(content, page)
    return _answer(request, attachment, content)


def _answer(request, attachment, content):
    """The bytes under the type that we give them; a part of them where one is asked."""
    response = HttpResponse(content, content_type=attachment.content_type)
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and attachment.is_sound and int(asked[1]) < len(content):
        start = int(asked[1])
        end = min(int(asked[2] or len(content)), len(content) - 1)
        response.status_code, response.content = 206, content[start : end + 1]
        response["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
    if attachment.is_sound:
        response["Accept-Ranges"] = "bytes"
    name = f"{attachment.neutral_name}.{attachment.ending}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = SHUT
    return response


@require_GET
@permission_required("victims.download_file", raise_exception=True)
@proven
def file_download(request, pk):
    """A photo or scan to take along; who took it, and when, is drawn on it."""
    attachment = attachment_or_404(request, pk, "victims.download_file")
    if attachment.why_closed():
        raise Http404
    if attachment.is_sound:
        messages.error(request, _("Sound is listened to here and not taken along."))
        return redirect("victims:file_page", pk)
    name = attachment.neutral_name
    who = request.user.username.encode("ascii", "replace").decode()
    mark = f"{name} {who} {timezone.localtime():%d/%m/%Y %H:%M}"
    file = cleaning.clean(attachment.content.open(), attachment.media, mark=mark)
    activity.record("download file", attachment)
    response = HttpResponse(file.content, content_type=cleaning.TYPES[file.media])
    ending = cleaning.ENDINGS[file.media]
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Content-Security-Policy"] = SHUT
    return response


@require_http_methods(["GET", "POST"])
@permission_required(ADD, raise_exception=True)
def file_remove(request, pk):
    """The bytes are destroyed; the row stays, with the reason."""
    attachment = attachment_or_404(request, pk, ADD, lock=request.method == "POST")
    activity.shown(request, attachment)
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda: attachment.remove(by=request.user, reason=form.cleaned_data["reason"]),
        _("The file is destroyed. Its row stays."),
    ):
        return redirect(_back(attachment))
    context = {"file": attachment, "case": attachment.case, "form": form}
    context |= {"household": attachment.household}
    return render(request, "victims/file_remove.html", context)
