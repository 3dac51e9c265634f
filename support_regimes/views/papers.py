"""Papers of a request as PDF, or as DOCX that an office goes on writing in."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import activity, documents, pdf
from areas.clock import today
from support_regimes import naming, papers
from support_regimes.eligibility import assess
from support_regimes.facts import File
from support_regimes.findings import Kind
from support_regimes.views.found import (
    ASK,
    STEP,
    case_or_404,
    claimant_of,
    request_or_404,
)
from support_regimes.views.printing import ENDINGS, KINDS, NAMED, may_name
from support_regimes.views.requests import regime_of
from victims import revealing


@require_GET
@permission_required(STEP, raise_exception=True)
def request_paper(request, pk, name):
    """A letter or a decision of a request; the trail keeps which one was opened."""
    record = request_or_404(request, pk, STEP)
    kind, ending = _asked_for(name)
    if kind not in KINDS or record.state not in KINDS[kind][1]:
        raise Http404
    if not record.regime.is_decided_by_state:
        raise Http404
    request.purpose = f"paper: {kind}.{ending}"
    if kind in NAMED and not may_name(request, record.case):
        return _without_name(request, record)
    with translation.override("vi"):
        paper = _made(record, kind)
    note = activity.named if kind in NAMED else activity.shown
    note(request, record.case if kind in NAMED else record)
    back = redirect("support_regimes:regime_request", record.pk)
    return _answer(request, paper, f"{kind}-{record.case.code}", ending, back)


def _asked_for(name):
    """ "letter.pdf" -> ("letter", "pdf"); 404 for what is not printed."""
    kind, _dot, ending = name.rpartition(".")
    if ending not in ENDINGS:
        raise Http404
    return kind, ending


def _made(record, kind):
    if kind == "letter":
        return papers.request_letter(record)
    if kind == "annex":
        return naming.annex(record)
    if kind in ("decision", "posted"):
        return papers.decision(record, posted=kind == "posted")
    findings = _findings(record)
    if kind == "refusal":
        return papers.refusal(record, findings)
    missing = [
        ": ".join(filter(None, [str(f.label), str(f.note)]))
        for f in findings
        if f.kind in (Kind.PAPER, Kind.NOBODY)
    ]
    return papers.return_letter(record, missing)


def _findings(record):
    """The conditions of what was asked for, as they stand today."""
    file = File(record.case)
    rules = [r for r in file.rules if r.code == record.regime.code]
    if not rules:
        return ()
    result = assess(file.facts(record.minor), rules[0])
    mine = result.item(record.item.code)
    return mine.findings if mine else result.findings


def _without_name(request, record):
    messages.error(
        request,
        _("This paper carries the name. Show the name of the case first, then print."),
    )
    return redirect("support_regimes:regime_request", record.pk)


@require_GET
@permission_required(ASK, raise_exception=True)
def application_paper(request, pk, number, name):
    """The application with the data of the file, to be signed or marked by her."""
    case = case_or_404(request, pk, ASK)
    minor = claimant_of(request, case)
    code, ending = _asked_for(name)
    regime = regime_of(File(case), number)
    item = get_object_or_404(
        regime.items.filter(on_board=True).select_related("regime__rule_set"), code=code
    )
    if not regime.is_decided_by_state:
        raise Http404
    request.purpose = f"paper: application.{ending}"
    back = redirect("support_regimes:case_board", case.pk)
    if not may_name(request, case):
        messages.error(request, _("The name of this case is not shown to you."))
        return back
    private = revealing.sees_private(request, case, case)
    with translation.override("vi"):
        paper = naming.application(case, item, minor, private=private)
    activity.named(request, case)
    return _answer(request, paper, f"don-{case.code}", ending, back)


def _answer(request, paper, name, ending, back):
    """The bytes, under a name that tells nobody's; `back` where they cannot be made."""
    try:
        if ending == "docx":
            content = documents.docx(paper)
        else:
            words = {"country": documents.COUNTRY, "motto": documents.MOTTO}
            content = pdf.render("official_paper.html", {"paper": paper} | words)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return back
    response = HttpResponse(content, content_type=ENDINGS[ending])
    how = "inline" if ending == "pdf" else "attachment"
    file = f"{name}-{today():%Y%m%d}.{ending}"
    response["Content-Disposition"] = f'{how}; filename="{file}"'
    return response
