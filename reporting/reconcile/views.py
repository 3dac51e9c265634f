"""Comparing with the police or the border guard; nothing is written to a case.

The list is read, compared and shown within one request and kept nowhere. The counts are
kept where the officer wants it, by a second form that carries them signed.
"""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.tables import XLSX, Book
from reporting.models import Reconciliation
from reporting.reconcile import ours
from reporting.reconcile.forms import TOTALS, KeepForm, ReconcileForm, signed
from reporting.reconcile.matching import compare

NEWEST = 100  # kept results on the list
MOST_SHOWN = 200  # lines of each kind on a page


def lines_of(result):
    """[(words, persons)] of the comparison line by line, in the order of the page."""
    words = {
        "matched": _("In both lists"),
        "unsure_ours": _("Not certain, on our side"),
        "unsure_theirs": _("Not certain, on their side"),
        "only_ours": _("Only in our records"),
        "only_theirs": _("Only in their list"),
        "withheld": _("Ours not compared: the name may not be shown"),
        "outside": _("Rows outside the period"),
        "unread": _("Rows that could not be read"),
    }
    return [(text, result.lines[k]) for k, text in words.items() if k in result.lines]


def rows_of(result):
    """[{label, ours, theirs, more}] side by side; more: theirs minus ours, or None."""
    rows = []
    for name, label in TOTALS.items():
        mine, others = result.ours.get(name), result.theirs.get(name)
        more = None if others is None or mine is None else others - mine
        rows.append({"label": label, "ours": mine, "theirs": others, "more": more})
    return rows


@require_GET
@permission_required("reporting.reconcile", raise_exception=True)
def reconciliation_list(request):
    found = Reconciliation.objects.visible_to(request.user)
    rows = found.select_related("territory__parent", "recorded_by")[:NEWEST]
    return render(request, "reporting/reconciliation_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@permission_required("reporting.reconcile", raise_exception=True)
def reconcile(request):
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReconcileForm(*bound, user=request.user)
    if not (bound and form.is_valid()):
        return render(request, "reporting/reconcile.html", {"form": form})
    result, answer = _compared(form, request.user)
    if answer:
        _tell_trail(request, form.cleaned_data["reason"], answer)
    context = {
        "result": result,
        "rows": rows_of(result),
        "lines": lines_of(result),
        "answer": answer and _first(answer),
        "most": MOST_SHOWN,
        "list": form.list,
        "keep": KeepForm({"result": signed(result, request.user)}, user=request.user),
    }
    return render(request, "reporting/reconcile_answer.html", context)


def _compared(form, user):
    """(Reconciliation not saved, Answer or None)."""
    asked, answer, lines = form.cleaned_data, None, {}
    question = asked["area"], asked["from_on"], asked["to_on"], user
    if form.list:
        people, withheld = ours.people(*question)
        answer = compare(people, form.list.people)
        lines = answer.counts() | {
            "withheld": withheld,
            "outside": len(form.list.outside),
            "unread": len(form.list.unread),
        }
    result = Reconciliation(
        territory=asked["area"],
        source=asked["source"],
        from_on=asked["from_on"],
        to_on=asked["to_on"],
        by_list=bool(form.list),
        theirs=form.theirs(),
        ours=ours.totals(*question),
        lines=lines,
    )
    return result, answer


def _tell_trail(request, reason, answer):
    """Whom a list of names found is as good as named; all who are shown are told."""
    request.purpose = reason.strip()[:200]
    found = [one.key for one, _other in answer.matched]
    found += [one.key for each in answer.unsure for one in each.ours]
    for case in found:
        activity.named(request, case)
    activity.shown(request, *(one.key for one in answer.only_ours[:MOST_SHOWN]))


def _first(answer):
    return {
        "matched": answer.matched[:MOST_SHOWN],
        "unsure": answer.unsure[:MOST_SHOWN],
        "only_ours": answer.only_ours[:MOST_SHOWN],
        "only_theirs": answer.only_theirs[:MOST_SHOWN],
    }


@require_POST
@permission_required("reporting.reconcile", raise_exception=True)
def reconciliation_keep(request):
    form = KeepForm(request.POST, user=request.user)
    if not form.is_valid():
        told = [text for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(told))
        return redirect("reporting:reconcile")
    result = form.cleaned_data["result"]
    result.note = form.cleaned_data["note"]
    result.keep(by=request.user)
    messages.success(request, _("The result is kept, without names."))
    return redirect(result)


@require_GET
@permission_required("reporting.reconcile", raise_exception=True)
def reconciliation(request, pk):
    result = _kept(request, pk)
    context = {"result": result, "rows": rows_of(result), "lines": lines_of(result)}
    return render(request, "reporting/reconciliation.html", context)


@require_GET
@permission_required("reporting.reconcile", raise_exception=True)
def reconciliation_xlsx(request, pk):
    result = _kept(request, pk)
    activity.record("take reconciliation xlsx", result)
    name = f"doi-chieu-{result.to_on:%Y%m%d}.xlsx"
    return HttpResponse(
        _book(result),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _kept(request, pk):
    found = Reconciliation.objects.visible_to(request.user)
    found = found.select_related("territory__parent", "recorded_by")
    return get_object_or_404(found, pk=pk)


def _book(result):
    days = f"{result.from_on:%d/%m/%Y}–{result.to_on:%d/%m/%Y}"
    with Book(_("Comparison with other offices")) as book:
        sheet = book.add_worksheet(_("Comparison"))
        sheet.set_column(0, 0, 46)
        about = f"{result.get_source_display()}, {result.territory}, {days}"
        table = [(about, _("Theirs"), _("Ours"), _("Theirs minus ours"))]
        table += [
            (row["label"], row["theirs"], row["ours"], row["more"])
            for row in rows_of(result)
        ]
        table += [(), *lines_of(result)]
        for at, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(at, column, cell)
                elif cell is not None:
                    sheet.write_string(at, column, str(cell))
    return book.bytes()
