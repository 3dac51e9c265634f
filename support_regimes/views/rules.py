"""The rules themselves, with their articles and how sure we are of each line."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from areas.clock import today
from support_regimes import choosing
from support_regimes.documents import document_of
from support_regimes.eligibility import label_of
from support_regimes.facts import norm_words
from support_regimes.models import RuleChange, RuleSet
from support_regimes.models.change import DRAFT
from support_regimes.rulebook import regimes_from
from support_regimes.views.found import address

VIEW = "support_regimes.view_rules"


@require_GET
@permission_required(VIEW, raise_exception=True)
def rule_set_list(request):
    rule_sets = RuleSet.objects.order_by("-valid_from")
    current = RuleSet.objects.on(today())
    context = {
        "rule_sets": rule_sets,
        "waiting": RuleChange.objects.waiting().count(),
        "current": current,
        "is_outdated": bool(current) and not current.holds_on(today()),
    }
    return render(request, "support_regimes/rule_set_list.html", context)


@require_GET
@permission_required(VIEW, raise_exception=True)
def rule_set_page(request, pk):
    """A whole rule set to read: regimes, persons, items, norms, steps, conflicts."""
    rule_set = get_object_or_404(RuleSet, pk=pk)
    regimes = rule_set.regimes.select_related("instrument").prefetch_related(
        "entitlements__instrument",
        "items__instrument",
        "items__norms__instrument",
        "items__norms__area",
        "steps__instrument",
        "readings__instrument",
    )
    followed = choosing.followed_of(rule_set, today())
    places = {key: each.reading.order for key, each in followed.items()}
    found = regimes_from(document_of(rule_set), (), today(), places)
    plain = {rules.number: rules for rules in found}
    context = {
        "rule_set": rule_set,
        "regimes": [_regime(line, followed, plain[line.number]) for line in regimes],
        "waiting": rule_set.changes.waiting().select_related("item", "reading"),
        "draft": _draft(request, rule_set),
        "papers": rule_set.papers.select_related("instrument"),
        "instruments": rule_set.instruments.all(),
    }
    return render(request, "support_regimes/rule_set_page.html", context)


def _draft(request, rule_set):
    """{kind: address} of drafting a change of this set, for whoever may; else {}."""
    if not request.user.has_perm(DRAFT):
        return {}
    name = "support_regimes:rule_change_add"
    return {kind: address(name, rule_set.pk, kind) for kind in RuleChange.Kind.values}


def _regime(regime, followed, plain):
    number = regime.number

    def labels(keys):
        return [label_of(key, plain) for key in keys]

    return {
        "line": regime,
        "followed": {
            each.reading.pk: each for key, each in followed.items() if key[0] == number
        },
        "entitlements": [
            {"line": row, "conditions": labels(row.conditions)}
            for row in regime.entitlements.all()
        ],
        "items": [
            {
                "line": item,
                "conditions": labels(item.conditions),
                "norms": [
                    {"line": norm, "words": norm_words(norm, item)}
                    for norm in item.norms.all()
                ],
            }
            for item in regime.items.all()
        ],
    }
