from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import activity
from accounts.tables import XLSX
from areas.models import Area
from reporting.exports import report_xlsx
from reporting.figures.question import Question
from reporting.figures.scope import UNKNOWN
from reporting.forms import ReportForm, address
from reporting.lists import described, place, sentence
from reporting.pdf import report_pdf
from reporting.reports import LABOUR, REPORTS, UNION, UNMET

# What stands beside the reports: permission, page, words.
BESIDE = [
    (
        "reporting.reconcile",
        "reporting:reconciliation_list",
        _("Comparison with other offices"),
        _("Our records beside the figures of police or border guard."),
    ),
    (
        "support_regimes.view_auditsample",
        "support_regimes:audit_list",
        _("Audit of cases"),
        _("A sample shows whether cases are kept as the rules ask."),
    ),
]


@require_GET
def report_list(request):
    """The reports that this person may see; nobody else has this page."""
    kinds = [
        kind for kind in REPORTS.values() if request.user.has_perm(kind.permission)
    ]
    if not kinds:
        raise PermissionDenied
    items = [
        {
            "label": kind.title,
            "note": kind.about,
            "icon": "chart",
            "url": kind.url,
        }
        for kind in kinds
    ]
    items += [
        {"label": label, "note": note, "icon": "chart", "url": reverse(name)}
        for permission, name, label, note in BESIDE
        if request.user.has_perm(permission)
    ]
    return render(request, "reporting/report_list.html", {"items": items})


@require_GET
@permission_required(UNION.permission, raise_exception=True)
def womens_union(request):
    return _page(request, UNION)


@require_GET
@permission_required(UNION.permission, raise_exception=True)
def womens_union_pdf(request):
    return _pdf(request, UNION)


@require_GET
@permission_required(UNION.permission, raise_exception=True)
def womens_union_xlsx(request):
    return _xlsx(request, UNION)


@require_GET
@permission_required(UNION.permission, raise_exception=True)
def womens_union_records(request):
    return _records(request, UNION)


@require_GET
@permission_required(LABOUR.permission, raise_exception=True)
def labour(request):
    return _page(request, LABOUR)


@require_GET
@permission_required(LABOUR.permission, raise_exception=True)
def labour_pdf(request):
    return _pdf(request, LABOUR)


@require_GET
@permission_required(LABOUR.permission, raise_exception=True)
def labour_xlsx(request):
    return _xlsx(request, LABOUR)


@require_GET
@permission_required(LABOUR.permission, raise_exception=True)
def labour_records(request):
    return _records(request, LABOUR)


@require_GET
@permission_required(UNMET.permission, raise_exception=True)
def unmet(request):
    return _page(request, UNMET)


@require_GET
@permission_required(UNMET.permission, raise_exception=True)
def unmet_pdf(request):
    return _pdf(request, UNMET)


@require_GET
@permission_required(UNMET.permission, raise_exception=True)
def unmet_xlsx(request):
    return _xlsx(request, UNMET)


@require_GET
@permission_required(UNMET.permission, raise_exception=True)
def unmet_records(request):
    return _records(request, UNMET)


def _form(request, kind):
    return ReportForm(request.GET, reach=request.user.reach(kind.permission))


def _page(request, kind):
    form = _form(request, kind)
    context = {"form": form, "kind": kind, "back": reverse("reporting:report_list")}
    if form.is_valid():
        scope = form.scope()
        report = kind.figures(scope)
        layout = kind.layout(report)
        asked = address(scope)
        context |= {
            "scope": scope,
            "report": report,
            "layout": layout,
            "official": layout.official(),
            "details": layout.details(),
            "asked": asked,
            "not_reached": layout.without(),
            "records": f"{kind.records_url}?{asked}",
        }
    return render(request, f"reporting/{kind.name}.html", context)


def _asked(request, kind):
    """The figures asked for; None where the address makes no sense: the page tells."""
    form = _form(request, kind)
    return kind.figures(form.scope()) if form.is_valid() else None


def _back(request, kind):
    return redirect(f"{kind.url}?{request.GET.urlencode()}")


def _pdf(request, kind):
    report = _asked(request, kind)
    if not report:
        return _back(request, kind)
    try:
        data = report_pdf(kind, report, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, kind)
    return _file(kind, report, "pdf", data, "application/pdf")


def _xlsx(request, kind):
    report = _asked(request, kind)
    if not report:
        return _back(request, kind)
    data = report_xlsx(kind, report, request.user)
    return _file(kind, report, "xlsx", data, XLSX)


def _file(kind, report, ending, data, content_type):
    """The file under its neutral name; the trail keeps who took what for which days."""
    kind.taken(report.scope, ending)
    name = kind.file_name(report.scope, ending)
    shown = "inline" if ending == "pdf" else "attachment"
    return HttpResponse(
        data,
        content_type=content_type,
        headers={"Content-Disposition": f'{shown}; filename="{name}"'},
    )


def _records(request, kind):
    """What stands behind one number; by code, and counted by the same statement."""
    form = _form(request, kind)
    if not form.is_valid():
        return _back(request, kind)
    scope = form.scope()
    context = {"kind": kind, "back": f"{kind.url}?{address(scope)}"}
    if not kind.may_open(request.user):
        return render(request, "reporting/records_closed.html", context, status=403)
    context |= _list(request, kind, scope, _question(request))
    return render(request, f"reporting/{kind.name}_records.html", context)


def _list(request, kind, scope, question):
    """One page of the list and its words; who is shown is noted for the trail."""
    after = (request.GET.get("after", ""), request.GET.get("after_unit", ""))
    try:
        page = kind.behind.behind(scope, question, after)
        rows = described(page.rows, request.user)
    except ValidationError as error:
        raise Http404 from error
    activity.shown(request, *(row["of"] for row in rows if row["of"]))
    return {
        "question": question,
        "measure": kind.behind.MEASURES[question.measure],
        "page": page,
        "rows": rows,
        "sentence": sentence(kind, question, page),
        "place": place(scope, question),
        "older": _older(request, page),
        "first": f"{request.path}?{_without_place(request)}" if any(after) else "",
    }


def _question(request):
    """The number that the address names; its area must be one there is."""
    asked = {
        name: request.GET.get(name, "")
        for name in ("measure", "table", "of", "cause", "year")
    }
    line = request.GET.get("line")
    try:
        area = _line(line) if line else None
    except ValidationError as error:
        raise Http404 from error
    return Question(line=area, **asked)


def _line(key):
    return UNKNOWN if key == UNKNOWN.key else Area.objects.by_code(key)


def _older(request, page):
    if not page.has_more:
        return ""
    place = urlencode({"after": page.last_key[0], "after_unit": page.last_key[1]})
    return f"{request.path}?{_without_place(request)}&{place}"


def _without_place(request):
    asked = request.GET.copy()
    for name in ("after", "after_unit"):
        asked.pop(name, None)
    return asked.urlencode()
