"""Which regimes seem open to a person, and why. Pure: facts and rules in, results out.

The machine suggests; whoever is competent decides. The matrix of persons, the conditions
and the articles come from the rule set (support_regimes/rules/); what a condition means
stands in conditions.py. `papers_missing`: somebody can still get the paper.
`cannot_be_assessed`: nobody can say yet, which is never "not poor".
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from support_regimes.conditions import CONDITIONS
from support_regimes.findings import Finding, Kind, shown_day
from support_regimes.known import Facts, ItemRules, RegimeRules
from support_regimes.persons import not_for, person_kinds
from support_regimes.ways import ways_of

ELIGIBLE = "eligible"
PAPERS_MISSING = "papers_missing"
CANNOT_BE_ASSESSED = "cannot_be_assessed"
NOT_COVERED = "not_covered"
DECLINED = "declined"
BEST_FIRST = [ELIGIBLE, PAPERS_MISSING, CANNOT_BE_ASSESSED, NOT_COVERED]


@dataclass(frozen=True)
class ItemResult:
    item: ItemRules
    state: str
    findings: tuple


@dataclass(frozen=True)
class RegimeResult:
    """state: as the person should read it; open_state: as if she had not declined."""

    rules: RegimeRules
    state: str
    open_state: str
    findings: tuple
    items: tuple
    declined_on: date | None = None

    @property
    def lead(self):
        """The item that decides the state, or None where none is open."""
        return self.items[0] if self.items else None

    @property
    def ways(self):
        """Ways out of what is missing, each once, in the order of the findings."""
        return ways_of(self.findings)

    @property
    def seen(self):
        """{condition: verdict}: what a decision keeps. No personal values."""
        return {finding.key: finding.verdict for finding in self.findings}

    def item(self, code):
        """The result (ItemResult) of one item, or None where it is not open."""
        return next((each for each in self.items if each.item.code == code), None)


def assess(facts, regime):
    """The result of one regime for one claimant (RegimeResult)."""
    kinds = person_kinds(facts, regime.tells_apart)
    entitled = [kind for kind in kinds if kind in regime.persons]
    if entitled:
        common = _of_the_person(facts, regime, kinds, entitled)
        items = tuple(
            _ranked(_assess_item(facts, regime, i, common) for i in regime.items)
        )
    else:
        common, items = (_not_open(facts, regime),), ()
    state = items[0].state if items else NOT_COVERED
    declined_on = facts.declined.get(regime.code)
    return RegimeResult(
        rules=regime,
        state=DECLINED if declined_on else state,
        open_state=state,
        findings=_in_order(items[0].findings if items else common),
        items=items,
        declined_on=declined_on,
    )


def label_of(key, regime):
    """What a condition of a regime (RegimeRules) is called, without any facts."""
    return CONDITIONS[key](Facts(day=date.max), regime).label


def assess_all(facts, regimes):
    return [assess(facts, regime) for regime in regimes]


def instead_of(result, results):
    """What else could help with the lead of a regime: [(RegimeRules, ItemResult)].

    Only where it is not open, and only items that are open or want a paper alone.
    """
    lead = result.lead
    if lead is None or lead.state == ELIGIBLE:
        return []
    return [
        (other.rules, item)
        for other in results
        for item in other.items
        if item.item.code in lead.item.instead
        and other.state != DECLINED
        and BEST_FIRST.index(item.state) < BEST_FIRST.index(lead.state)
    ]


def _not_open(facts, regime):
    return replace(not_for(facts, regime), article=regime.basis)


def _found(keys, facts, regime, basis):
    """The findings of named conditions, each with the article that asks for it."""
    return tuple(
        replace(CONDITIONS[key](facts, regime), article=regime.article_of(key, basis))
        for key in keys
    )


def _of_the_person(facts, regime, kinds, entitled):
    """The findings that hold for every item: who it is, and the regime's own terms."""
    kind = entitled[0]
    basis = regime.persons_basis.get(kind, regime.basis)
    found = _found(regime.persons[kind], facts, regime, basis)
    if len(entitled) == len(kinds):
        return found
    citizenship = Finding(
        "citizenship",
        Kind.PAPER,
        _("citizenship"),
        _("Only for Vietnamese citizens and stateless permanent residents."),
        ways=("citizenship_paper",),
        record="person",
        article=basis,
    )
    return (*found, citizenship)


def _assess_item(facts, regime, item, common):
    own = _found(item.conditions, facts, regime, item.basis)
    findings = (*common, *own, *_used_up(facts, item))
    return ItemResult(item, _state(findings), findings)


def _used_up(facts, item):
    """What was given once and for all, or as often as the norm allows."""
    about = {"record": "provisions", "article": item.norm_basis or item.basis}
    if item.once and item.code in facts.had:
        day = facts.had[item.code]
        note, label = _("Received on %s.") % shown_day(day), _("given once only")
        yield Finding("once", Kind.CLOSED, label, note, on=day, **about)
        return
    given = facts.given.get(item.code, 0)
    if item.ceiling and given >= item.ceiling:
        note = _("Given %(given)s times of at most %(most)s.")
        note %= {"given": given, "most": item.ceiling}
        label, ways = _("not more often than the norm"), ("other_source",)
        yield Finding("ceiling", Kind.CLOSED, label, note, ways, **about)


def _state(findings):
    """The worst of what was found; what only has to be asked lowers nothing."""
    kinds = {finding.kind for finding in findings}
    if Kind.CLOSED in kinds:
        return NOT_COVERED
    if Kind.NOBODY in kinds:
        return CANNOT_BE_ASSESSED
    return PAPERS_MISSING if Kind.PAPER in kinds else ELIGIBLE


def _ranked(results):
    """The items for the board, the nearest to being given first."""
    shown = [result for result in results if result.item.on_board]
    return sorted(shown, key=lambda result: BEST_FIRST.index(result.state))


def _in_order(findings):
    """Not met, then unclear, then met."""
    order = {"unmet": 0, "unclear": 1, "met": 2}
    return tuple(sorted(findings, key=lambda finding: order[finding.verdict]))
