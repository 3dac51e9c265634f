"""The list of cases as a file: ask for it, and make it once it may be made."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Export, WorkSetting
from accounts.proving import proven
from accounts.views.exports import show_once
from areas.clock import today
from victims.exports import columns_for, make, within
from victims.forms.export import ExportForm
from victims.forms.filters import CaseFilters
from victims.keyset import MOST_COUNTED, counted
from victims.models import Case

EXPORT = "victims.export_cases"


@require_http_methods(["GET", "POST"])
@permission_required(EXPORT, raise_exception=True)
@proven
def case_export(request):
    """The cases of the list, by its own filters; a file of codes or of names."""
    filters = CaseFilters(request.GET, request.user)
    cases = filters.narrowed(Case.objects.visible_to(request.user))
    form = ExportForm(
        request.POST or None, user=request.user, columns=columns_for(request.user)
    )
    if request.method == "POST" and form.is_valid():
        export = form.asked_for(_in_words(filters))
        try:
            _ask(request, export, cases)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("accounts:export_page", export.pk)
    total, day = counted(cases), today()
    context = {
        "form": form,
        "filters": filters,
        "chips": filters.chips(),
        "total": total,
        "is_over": total > MOST_COUNTED,
        "most_names": WorkSetting.value_on("names_a_day", day),
        "most_exports": WorkSetting.value_on("exports_a_day", day),
    }
    return render(request, "victims/case_export.html", context)


def _ask(request, export, cases):
    found = within(cases, export.territory).values_list("pk", flat=True)
    export.ask(list(found), by=request.user)
    if export.needs_second:
        text = _("A second person of your area or above must agree first.")
        messages.info(request, text)
    else:
        show_once(request, export, make(export, by=request.user))


def _in_words(filters):
    """The filters as they stand on the page; of a search only that there was one."""
    words = [_("closed cases") if filters.is_closed else _("open cases")]
    words += [str(chip["label"]) for chip in filters.chips()]
    if filters.text:
        words.append(_("with a search"))
    return "; ".join(words)


@require_POST
@permission_required(EXPORT, raise_exception=True)
@proven
def export_make(request, pk):
    """The asker makes the file once a second person agreed."""
    own = Export.objects.visible_to(request.user).filter(recorded_by=request.user)
    export = get_object_or_404(own.for_writing(), pk=pk)
    if not export.may_be_made:
        raise Http404
    try:
        show_once(request, export, make(export, by=request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("accounts:export_page", pk)
