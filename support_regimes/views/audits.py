"""The audit of cases: draw a sample, look at each case, note what was found."""

from collections import Counter

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity
from accounts.tables import XLSX, Book
from accounts.views.acted import done
from areas.clock import today
from support_regimes.auditing import QUESTIONS
from support_regimes.checklist import Checklist
from support_regimes.forms.audit import DrawForm, FindingsForm
from support_regimes.forms.provisions import VoidForm
from support_regimes.models import AuditedCase, AuditFinding, AuditSample
from support_regimes.models.audit import DRAW, VIEW, shared_cases
from support_regimes.views.found import case_or_404

FINDINGS = AuditFinding.seen_with
METHODS = ["GET", "POST"]
NEWEST = 100  # samples on the list
RESULTS = AuditFinding.Result
VOID = gettext_lazy("Strike the sample out")
STAYS = gettext_lazy(
    "It stays in the list with its reason. Another draw is another sample."
)


def sample_or_404(request, pk, permission=VIEW, *, lock=False):
    rows = AuditSample.objects.visible_to(request.user)
    rows = rows.filter(territory__in=request.user.reach(permission))
    rows = rows.select_related("area__parent", "recorded_by", "voided_by")
    return get_object_or_404(rows.for_writing() if lock else rows, pk=pk)


@require_GET
@permission_required(VIEW, raise_exception=True)
def audit_list(request):
    """All draws, also those struck out: whoever draws often is seen to."""
    rows = AuditSample.objects.visible_to(request.user)
    rows = rows.select_related("area__parent", "recorded_by", "voided_by")
    noted = Count("audited", Q(audited__findings__isnull=False), distinct=True)
    rows = rows.annotate(noted=noted)[:NEWEST]
    context = {"rows": rows, "may_draw": request.user.has_perm(DRAW)}
    return render(request, "support_regimes/audit_list.html", context)


@require_http_methods(METHODS)
@permission_required(DRAW, raise_exception=True)
def audit_draw(request):
    form = DrawForm(request.POST or None, user=request.user)

    def draw():
        form.sample().draw(by=request.user)

    if done(request, form, draw, _("The sample is drawn.")):
        return redirect(form.instance)
    return render(request, "support_regimes/audit_draw.html", {"form": form})


@require_GET
@permission_required(VIEW, raise_exception=True)
def audit_sample(request, pk):
    """The drawn cases, how the draw came about, and the findings by question."""
    sample = sample_or_404(request, pk)
    cases = _cases(request, sample)
    activity.shown(request, sample, *(audited.case for audited in cases))
    findings = _findings(sample)
    context = {
        "sample": sample,
        "cases": [_line(audited, findings) for audited in cases],
        "hidden": sample.audited.count() - len(cases),
        "questions": _by_question(findings),
        "coming": sorted(
            (each for each in findings if each.follow_up_on),
            key=lambda each: each.follow_up_on,
        ),
        "day": today(),
        "is_same": sample.redrawn(),
        "may_void": sample.area_id in request.user.reach(DRAW)
        and not (sample.voided_at or findings),
    }
    return render(request, "support_regimes/audit_sample.html", context)


def _cases(request, sample):
    """The drawn cases that may still be seen, in the order of the draw."""
    seen = shared_cases().visible_to(request.user)
    rows = sample.audited.filter(case__in=seen).select_related(
        "case__victim", "case__household__territory", "case__territory"
    )
    return list(rows.order_by("place"))


def _findings(sample):
    """What stands, with its case; nothing of a case that is withheld (row policies)."""
    rows = AuditFinding.objects.live().filter(audited__sample=sample)
    return list(rows.select_related("case").order_by("audited__place"))


def _line(audited, findings):
    mine = [each for each in findings if each.audited_id == audited.pk]
    told = Counter(each.result for each in mine)
    return {"audited": audited, "told": told, "left": len(QUESTIONS) - len(mine)}


def _by_question(findings):
    """[{text, met, not_met, unclear}] for the list, then for questions taken off it."""
    told = Counter((each.question, each.result) for each in findings)
    texts = {key: question.text for key, question in QUESTIONS.items()}
    texts |= {each.question: each.text for each in findings}
    return [
        {"text": text, **{result: told[key, result] for result in RESULTS.values}}
        for key, text in texts.items()
    ]


@require_http_methods(METHODS)
@permission_required(DRAW, raise_exception=True)
def audit_void(request, pk):
    sample = sample_or_404(request, pk, DRAW, lock=request.method == "POST")
    form = VoidForm(request.POST or None)

    def void():
        sample.void(by=request.user, reason=form.cleaned_data["reason"])

    if done(request, form, void, _("The sample is struck out.")):
        return redirect("support_regimes:audit_list")
    activity.shown(request, sample)
    context = {"form": form, "sample": sample, "title": VOID, "hint": STAYS}
    return render(request, "support_regimes/audit_void.html", context)


@require_http_methods(METHODS)
@permission_required(VIEW, raise_exception=True)
def audit_case(request, pk):
    """One drawn case: each question with what the records say, and the finding."""
    audited = _audited_or_404(request, pk)
    case, sample = audited.case, audited.sample
    may_note = case.territory_id in request.user.reach(DRAW)
    may_note = not (sample.voided_at or case.keeps_no_more) and may_note
    if request.method == "POST" and not may_note:
        raise PermissionDenied
    form = _findings_form(request, audited)

    def note():
        answers, known = form.answers(), form.cleaned_data["known"]
        audited.find(answers, by=request.user, known=known)

    if done(request, form, note, _("The findings are noted.")):
        return redirect(sample)
    activity.shown(request, case, *form.standing.values())
    context = {"audited": audited, "case": case, "sample": sample, "form": form}
    context["rows"] = form.rows()
    context["may_note"] = may_note
    context["count"] = audited.findings.count()
    return render(request, "support_regimes/audit_case.html", context)


def _audited_or_404(request, pk):
    """The drawn case; whoever notes comes one after the other."""
    rows = AuditedCase.objects.visible_to(request.user).select_related(
        "sample__area", "case__victim", "case__household__holder",
        "case__household__territory", "case__territory__parent",
    )  # fmt: skip
    rows = rows.filter(case__in=shared_cases().visible_to(request.user))
    audited = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        AuditSample.objects.for_writing().filter(pk=audited.sample_id).first()
    return audited


def _findings_form(request, audited):
    standing = audited.findings.live().select_related("recorded_by")
    standing = {each.question: each for each in standing}
    more = {"standing": standing, "lines": Checklist(audited.case).lines()}
    initial = {"known": audited.findings.count()}
    return FindingsForm(request.POST or None, initial=initial, **more)


@require_GET
@permission_required(FINDINGS, raise_exception=True)
def case_findings(request, pk):
    """What audits found in this case: for whoever can mend it."""
    case = case_or_404(request, pk, FINDINGS)
    rows = AuditFinding.objects.live().filter(case=case).select_related("recorded_by")
    rows = list(rows.order_by("-happened_on", "-recorded_at"))
    activity.shown(request, case, *rows)
    context = {"case": case, "findings": rows, "day": today()}
    return render(request, "support_regimes/case_findings.html", context)


@require_GET
@permission_required(VIEW, raise_exception=True)
def audit_xlsx(request, pk):
    """Counts by question, and each finding by the code of its case: no name, no note."""
    sample = sample_or_404(request, pk)
    cases, findings = _cases(request, sample), _findings(sample)
    activity.record("take audit xlsx", sample, *(audited.case for audited in cases))
    name = f"kiem-tra-ho-so-{sample.happened_on:%Y%m%d}.xlsx"
    return HttpResponse(
        _book(sample, findings),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _book(sample, findings):
    heads = [_("question"), *map(str, RESULTS.labels)]
    counts = [
        (row["text"], *(row[result] for result in RESULTS.values))
        for row in _by_question(findings)
    ]
    about = [
        (str(sample),),
        (_("Which cases"), sample.get_which_display()),
        (_("How many cases"), sample.size),
        (_("Cases drawn from"), sample.population),
        (_("Seed of the draw"), sample.seed),
        (_("Mark of the cases drawn from"), sample.population_mark),
    ]
    each = [_("Case"), _("question"), _("finding"), _("The records say")]
    lines = [
        (row.case.code, row.text, str(row), row.get_saw_display(), row.follow_up_on)
        for row in findings
    ]
    with Book(_("Audit of cases")) as book:
        sheet = book.add_worksheet(_("By question"))
        _write(sheet, [*about, (), _headed(heads), *counts])
        sheet = book.add_worksheet(_("By case"))
        _write(sheet, [_headed([*each, _("look again on")]), *lines])
    return book.bytes()


def _headed(words):
    return [word.capitalize() for word in words]


def _write(sheet, table):
    sheet.set_column(0, 1, 46)
    for at, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell)
            elif hasattr(cell, "year"):
                sheet.write_datetime(at, column, cell)
            elif cell is not None:
                sheet.write_string(at, column, str(cell))
