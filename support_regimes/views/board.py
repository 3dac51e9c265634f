"""The regimes of a case at a glance, and each of them explained."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts import activity
from support_regimes import board
from support_regimes.eligibility import assess, assess_all, instead_of
from support_regimes.facts import File
from support_regimes.models import AuditFinding
from support_regimes.views.followed import is_outdated, readings_shown, why_shown
from support_regimes.views.found import (
    ASK,
    GIVE,
    STEP,
    VIEW,
    address,
    case_or_404,
    claimant_of,
    sees_details,
)
from support_regimes.views.links import Links


@require_GET
@permission_required(VIEW, raise_exception=True)
def case_board(request, pk):
    """What each regime seems to give, what was asked, what was given."""
    case = case_or_404(request, pk, VIEW)
    activity.shown(request, case)
    file, details = File(case), sees_details(request, case)
    boards = [_board(request, file, None, details)] + [
        _board(request, file, minor, details) for minor in file.minors
    ]
    standing = file.given_to_anyone()
    context = {
        "case": case,
        "rule_set": file.rule_set,
        "because": why_shown(request, file, details),
        "is_outdated": is_outdated(file),
        "by_state": [rules.number for rules in file.rules if rules.by_state],
        "mine": boards[0],
        "minors": boards[1:],
        "details": details,
        "totals": board.totals(standing),
        "provisions": file.provisions if details else [],
        "requests": file.requests,
        "may_give": Links(request.user, case).may(GIVE),
        "to_mend": AuditFinding.objects.to_mend(case).count(),
    }
    return render(request, "support_regimes/case_board.html", context)


def _board(request, file, minor, details):
    """The rows of one claimant as regime_row.html and regime_strip.html read them."""
    facts = file.facts(minor)
    rules = file.rules
    if minor:
        rules = [regime for regime in rules if regime.for_minors]
    rows = board.rows(
        assess_all(facts, rules), file.asked(minor), file.given(minor), facts
    )
    opened = _opened(request, minor)
    links = Links(request.user, file.case) if details else None
    shown = [_shown(row, file.case, minor, opened, links) for row in rows]
    return {"minor": minor, "facts": facts, "regimes": shown}


def _opened(request, minor):
    """The number of the row that is open in this claimant's board."""
    asked = request.GET.get("minor", "")
    if asked != (str(minor.pk) if minor else ""):
        return None
    number = request.GET.get("open", "")
    return int(number) if number.isdecimal() else None


def _shown(row, case, minor, opened, links):
    """A row for the templates; without `links` states and counts alone."""
    rules = row.result.rules
    anchor = f"regime-{minor.pk if minor else 'main'}-{rules.number}"
    if not links:
        row = board.without_details(row)
    plain = {
        "anchor": anchor,
        "number": rules.number,
        "icon": rules.icon,
        "name": rules.name,
        "short": rules.short,
        "kind": row.kind,
        "status": row.label,
        "received": row.received,
        "received_note": row.received_note,
        "deadline": row.deadline,
        "deadline_note": row.deadline_note,
        "is_urgent": row.is_urgent,
        "url": f"#{anchor}",
    }
    if not links:
        return plain
    return plain | _details(row, case, minor, opened, links)


def _details(row, case, minor, opened, links):
    """The next thing, and the reasons behind the row."""
    page, number = "support_regimes:case_board", row.result.rules.number
    anchor = f"#regime-{minor.pk if minor else 'main'}-{number}"
    return {
        "next_label": row.next_label,
        "next_url": links.next(row, minor),
        "why_url": address(page, case.pk, minor=minor, open=number) + anchor,
        "close_url": address(page, case.pk, minor=minor) + anchor,
        "is_open": opened == number,
        "explained_url": links.explained(number, minor),
        "summary": _summary(row.result),
        "conditions": compact(row.result.findings),
        "ways": ways(row.result, links),
        "articles": articles(row.result),
    }


def _summary(result):
    """What was looked at and how it stands: the item, then the counts."""
    counts = counted(result.findings)
    return f"{result.lead.item.name}: {counts}" if result.lead else counts


def counted(findings):
    """ "3 met, 1 unclear": how many of each, in words."""
    counts = {"met": 0, "unclear": 0, "unmet": 0}
    for finding in findings:
        counts[finding.verdict] += 1
    words = {
        "met": ngettext("%d met", "%d met", counts["met"]),
        "unclear": ngettext("%d unclear", "%d unclear", counts["unclear"]),
        "unmet": ngettext("%d not met", "%d not met", counts["unmet"]),
    }
    return ", ".join(words[key] % n for key, n in counts.items() if n)


def conditions(findings):
    return [
        {
            "verdict": each.verdict,
            "label": each.label,
            "note": each.note,
            "record": each.evidence,
            "article": each.article,
        }
        for each in findings
    ]


def compact(findings):
    """As conditions(), for one line: label and note are two sentences."""
    return [
        each | {"label": f"{each['label']}." if each["note"] else each["label"]}
        for each in conditions(findings)
    ]


def ways(result, links):
    """Numbered ways out with their pages; none when nothing is missing."""
    return [
        {"label": str(way.what), "who": str(way.who), "url": links.way(way.page)}
        for way in result.ways
    ]


def articles(result):
    """The articles in one line: the regime's, the item's, the norm's with its amount."""
    parts = []
    if result.lead:
        item = result.lead.item
        parts.append(item.basis)
        if item.norm:
            parts.append(f"{item.norm_basis}: {item.norm}")
        if item.once:
            parts.append(_("once only"))
    return " · ".join(parts or [result.rules.basis])


@require_GET
@permission_required(STEP, raise_exception=True)
def regime_explained(request, pk, number):
    """Why a regime stands as it does, what could help, and the law, last."""
    case = case_or_404(request, pk, STEP)
    minor = claimant_of(request, case)
    activity.shown(request, case)
    file = File(case)
    rules, facts = _rules_or_404(file, number), file.facts(minor)
    result = assess(facts, rules)
    [row] = board.rows([result], file.asked(minor), file.given(minor), facts)
    links = Links(request.user, case)
    context = {
        "case": case,
        "minor": minor,
        "row": row,
        "result": result,
        "summary": counted(result.findings),
        "conditions": conditions(result.findings),
        "needs": facts.needs,
        "ways": ways(result, links),
        "readings": readings_shown(request, file, number),
        "others": result.items[1:],
        "instead": instead_of(result, assess_all(facts, file.rules)),
        "rule_set": file.rule_set,
        "next_url": links.next(row, minor),
        "back": address("support_regimes:case_board", case.pk),
        "acts": _acts(links, number, minor),
    }
    return render(request, "support_regimes/regime_explained.html", context)


def _rules_or_404(file, number):
    """The rules of a regime of the set that the case follows."""
    rules = next((r for r in file.rules if r.number == number), None)
    if rules is None:
        raise Http404
    return rules


def _acts(links, number, minor):
    """What may be recorded for this regime, for those who work on the case."""
    own = [
        (GIVE, "provision_add", _("Record support given")),
        (ASK, "regime_answer", _("Record the answer")),
    ]
    return [
        {
            "label": label,
            "url": address(
                f"support_regimes:{name}", links.case.pk, number, minor=minor
            ),
        }
        for permission, name, label in own
        if links.may(permission)
    ]
