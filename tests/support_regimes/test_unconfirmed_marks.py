"""What nobody has confirmed never stands on a page or paper without its mark."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from support_regimes.models import (
    Entitlement,
    Instrument,
    Item,
    Norm,
    ProcedureStep,
    Reading,
    Regime,
    RulePaper,
)
from support_regimes.rulebook import norm_words
from tests.conftest import unguarded
from tests.support_regimes.chosen import make_change, old_rules
from tests.support_regimes.factories import make_confirmed, make_need, make_request
from tests.support_regimes.stays import make_stay
from tests.support_regimes.test_request_papers import apply, decided, take, words

MARK = "chưa xác nhận"
NEAR = 110  # letters behind the article or amount within which the mark stands
JUST = 24  # letters before an amount or term that follows its marked article
LINES = [Regime, Entitlement, Item, Norm, ProcedureStep, Reading, RulePaper]


@pytest.fixture
def unsure(places):
    """Every line of the rules is one that nobody has confirmed."""
    with unguarded():
        for model in [*LINES, Instrument]:
            model.objects.update(confidence="unconfirmed")


def sayings():
    """What is said by unsure lines: articles, norms with an amount, the limit of a stay."""
    rules = old_rules()
    found = {"60 ngày", "3 ngày làm việc", "5 ngày làm việc", "12 tháng"}
    for model in LINES:
        lines = model.objects.select_related("instrument")
        found |= {line.basis for line in lines if "Điều" in line.basis}
    norms = Norm.objects.filter(item__regime__rule_set=rules, amount__isnull=False)
    for norm in norms.select_related("item"):
        said = {"kind": norm.kind, "amount": norm.amount}
        found.add(norm_words(said, norm.item.unit))
    return found


def bare(text, found):
    """What of it stands there without a mark behind it (and before the next one)."""
    longest = sorted(found, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(each) for each in longest))
    text = " ".join(text.replace("\u00a0", " ").split())
    return [
        text[max(hit.start() - 40, 0) : hit.end() + 60]
        for hit in pattern.finditer(text)
        if MARK not in text[_first(hit) : hit.end() + NEAR].lower()
    ]


def _first(hit):
    """Where the mark may stand first: an amount or a term may follow its article."""
    return hit.start() if "Điều" in hit[0] else max(hit.start() - JUST, 0)


def pages(case, request):
    """Every page of a case, and of the rules, on which lines of the rules stand."""
    rules, change = old_rules(), make_change()
    of = {
        "case_board": [case.pk],
        "case_stays": [case.pk],
        "regime_request": [request.pk],
        "regime_request_decide": [request.pk],
        "rule_set_page": [rules.pk],
        "rule_change_page": [change.pk],
        "reading_choose": [case.pk, 1, "stay"],
    }
    found = [reverse(f"support_regimes:{name}", args=args) for name, args in of.items()]
    for number in range(1, 7):
        key = [case.pk, number]
        explained = reverse("support_regimes:regime_explained", args=key)
        board = reverse("support_regimes:case_board", args=[case.pk])
        found += [explained, f"{board}?open={number}"]
        found.append(reverse("support_regimes:provision_add", args=key))
    ask = reverse("support_regimes:regime_request_ask", args=[case.pk, 6])
    lists = [reverse(f"support_regimes:{n}") for n in ("request_list", "due_list")]
    return [*found, ask, *lists]


def test_no_page_and_no_paper_shows_an_unsure_line_without_its_mark(
    sign_in, district_officer, caseworker, commune, unsure
):
    case = make_confirmed(commune)
    make_stay(case)
    for need in ("travel", "health", "training"):
        make_need(case, need)
    request, found = make_request(case), sayings()
    client, wrong = sign_in(district_officer), {}
    for address in pages(case, request):
        answer = client.get(address)
        assert answer.status_code in (200, 403), address
        unmarked = bare(strip_tags(answer.content.decode()), found)
        if unmarked:
            wrong[address] = unmarked
    client = sign_in(caseworker)
    for ending in ("pdf", "docx"):
        papers = {f"application.{ending}": apply(client, case, ending)}
        papers |= {f"letter.{ending}": take(client, request, "letter", ending)}
        for name, paper in papers.items():
            assert paper.status_code == 200, name
            unmarked = bare(words(paper.content, ending), found)
            if unmarked:
                wrong[name] = unmarked
    decided(request, caseworker)
    paper = words(take(client, request, "decision", "docx").content, "docx")
    assert bare(paper, found) == []
    told = "\n".join(f"{page}: {each}" for page, each in wrong.items())
    assert wrong == {}, told


def test_the_test_finds_a_line_without_its_mark(unsure):
    [basis] = {
        line.basis for line in Norm.objects.filter(key="hardship_allowance.tt-84")
    }

    assert bare(f"Theo {basis}: 1.000.000 đ", {basis})
    assert not bare(f"Theo {basis} (chưa xác nhận): 1.000.000 đ", {basis})
