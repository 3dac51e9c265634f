"""Changes of the rules: drafted by one person, put in force by another."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.proving import proven
from accounts.views.acted import acted, done
from support_regimes import previewing, rulebook
from support_regimes.facts import norm_words
from support_regimes.forms.changes import FORMS
from support_regimes.models import Item, Norm, Reading, RuleChange, RuleSet
from support_regimes.models.change import CONFIRM, DRAFT, LINES

VIEW = "support_regimes.view_rules"
MOST = 60


def _rows():
    return RuleChange.objects.select_related(
        *("rule_set", "item__regime", "area", "instrument", "reading__regime"),
        *("ends_norm__item__regime", "drafted_by", "decided_by"),
    )


@require_GET
@permission_required(VIEW, raise_exception=True)
def rule_change_list(request):
    """What waits for a second person, and what was decided."""
    waiting = list(_rows().waiting()[:MOST])
    done = _rows().exclude(state=RuleChange.State.DRAFT).order_by("-decided_at")
    context = {"waiting": waiting, "done": list(done[:MOST])}
    return render(request, "support_regimes/rule_change_list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(DRAFT, raise_exception=True)
def rule_change_add(request, pk, kind):
    """Draft a change; the line that it is about stands in the address."""
    rules = get_object_or_404(RuleSet, pk=pk)
    if kind not in FORMS:
        raise Http404
    change, initial = _begun(request, rules, kind)
    form = FORMS[kind](request.POST or None, change=change, initial=initial)
    said = _("Drafted. A second person must confirm it.")
    if done(request, form, lambda: form.changed().draft(by=request.user), said):
        return redirect("support_regimes:rule_change_page", change.pk)
    context = {"form": form, "change": change, "rule_set": rules}
    return render(request, "support_regimes/rule_change_add.html", context)


def _begun(request, rules, kind):
    """A new change about the line in the address, and what its form begins with."""
    change = RuleChange(rule_set=rules, kind=kind)
    asked = request.GET.get("line", "")
    if kind == "norm":
        change.item = _found(Item, asked, regime__rule_set=rules)
        return change, _of_norm(change.item, request)
    if kind == "reading":
        change.reading = _found(Reading, asked, regime__rule_set=rules)
        return change, {"reading": change.reading, **_of_line(change.reading)}
    if kind == "end" and asked:
        change.ends_norm = _found(Norm, asked, item__regime__rule_set=rules)
        return change, _of_line(change.ends_norm)
    if kind == "line":
        change.line_kind, _dash, change.line_id = asked.partition("-")
        if change.line_kind not in LINES or not change.line_id.isdecimal():
            raise Http404
        if change.line is None:
            raise Http404
        return change, _of_line(change.line)
    return change, {"instrument": _own_text(rules)} if kind == "whole" else {}


def _own_text(rules):
    """The text after which the rule set is named; None where it is not listed."""
    return next((t for t in rules.instruments.all() if t.number in rules.short), None)


def _found(model, key, **among):
    if not key.isdecimal():
        raise Http404
    return get_object_or_404(model, pk=key, **among)


def _of_norm(item, request):
    """What the norm in force says, to be changed where it changes."""
    norms = item.norms.filter(valid_to__isnull=True).order_by("area")
    norm = norms.select_related("area").first()
    if norm is None:
        return {}
    kept = ("area", "amount", "ceiling")
    return {"norm_kind": norm.kind, **{name: getattr(norm, name) for name in kept}}


def _of_line(line):
    if not hasattr(line, "instrument"):  # a text itself
        return {"instrument": line, "confidence": line.confidence, "note": line.note}
    names = ("instrument", "article", "confidence", "note")
    return {name: getattr(line, name) for name in names}


@require_GET
@permission_required(VIEW, raise_exception=True)
def rule_change_page(request, pk):
    """One change: what was and what would be, and how many cases it would touch."""
    change = get_object_or_404(_rows(), pk=pk)
    may, count = change.may(request.user), None
    sees_cases = request.user.has_perm("victims.view_case")
    touches = previewing.touches(change)
    if change.is_waiting and touches and sees_cases:
        count = previewing.counted(change, request.user, request.GET.get("more", ""))
    context = {
        "change": change,
        "before": _before(change),
        "words": _words(change),
        "may": may,
        "is_own": change.is_waiting and request.user.pk == change.drafted_by_id,
        "touches": touches,
        "sees_cases": sees_cases,
        "count": count,
        "may_confirm": request.user.has_perm(CONFIRM),
    }
    return render(request, "support_regimes/rule_change_page.html", context)


def _before(change):
    """The line that stands before the change begins, or None."""
    if change.kind == RuleChange.Kind.LINE:
        return change.line
    return change.ends_norm


def _words(change):
    """A norm before and after, as the pages write norms: (was, will be)."""
    if change.kind != RuleChange.Kind.NORM:
        return None
    will = {"kind": change.norm_kind, "amount": change.amount}
    was = change.ends_norm and norm_words(change.ends_norm, change.item)
    return {"was": was, "will": rulebook.norm_words(will, change.item.unit)}


@require_POST
@permission_required(CONFIRM, raise_exception=True)
@proven
def rule_change_confirm(request, pk):
    return _decide(request, pk, RuleChange.confirm, _("The change is in force."))


@require_POST
@permission_required(CONFIRM, raise_exception=True)
def rule_change_refuse(request, pk):
    return _decide(request, pk, RuleChange.refuse, _("The change is refused."))


@require_POST
@permission_required(DRAFT, raise_exception=True)
def rule_change_withdraw(request, pk):
    return _decide(request, pk, RuleChange.withdraw, _("The change is taken back."))


def _decide(request, pk, act, said):
    change = get_object_or_404(_rows(), pk=pk)
    acted(request, said, act, change)
    return redirect("support_regimes:rule_change_page", change.pk)
