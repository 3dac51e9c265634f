"""Which regimes seem open to a person, and why. Pure: facts and rules in, results out.

The machine suggests; whoever is competent decides. The matrix of persons, the conditions
and the articles come from the rule set (support_regimes/rules/); what a condition means
stands in conditions.py. `papers_missing`: somebody can still get the paper.
`cannot_be_assessed`: nobody can say yet, which is never "not poor".
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from support_regimes.conditions import CONDITIONS
from support_regimes.findings import Finding, Kind, shown_day
from support_regimes.ways import ways_of

ELIGIBLE = "eligible"
PAPERS_MISSING = "papers_missing"
CANNOT_BE_ASSESSED = "cannot_be_assessed"
NOT_COVERED = "not_covered"
DECLINED = "declined"
BEST_FIRST = [ELIGIBLE, PAPERS_MISSING, CANNOT_BE_ASSESSED, NOT_COVERED]


@dataclass(frozen=True)
class Facts:
    """What the file says of one claimant on a day. Empty or None: not known.

    Values are those of the victims app: `status` of Identification, `citizenship` of
    Victim, `poverty` of PovertyStatus, `papers` {kind: status}, `needs` kinds of Need.
    """

    day: date
    accompanying: bool = False
    status: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    citizenship: str = ""
    is_minor: bool | None = None
    at_school: bool | None = None
    received_on: date | None = None
    returned_on: date | None = None
    facility_from: date | None = None
    facility_until: date | None = None
    away: str = ""
    poverty: str = ""
    poverty_year: int | None = None
    poverty_certificate: bool = False
    papers: dict = field(default_factory=dict)
    needs: frozenset = frozenset()
    asked: dict = field(default_factory=dict)  # {regime code: day of the application}
    had: dict = field(default_factory=dict)  # {once-only item code: day}
    declined: dict = field(default_factory=dict)  # {regime code: day of the answer}

    @property
    def facility(self):
        """Where she lives that day: "in" a facility, "left" it, or "never" in one."""
        if self.facility_until and self.facility_until <= self.day:
            return "left"
        if self.facility_from and self.facility_from <= self.day:
            return "in"
        return "never"

    @property
    def days_in_facility(self):
        """Days of the stay up to this day, or None if its begin is not known."""
        if not self.facility_from or self.facility == "never":
            return None
        last = min(self.facility_until or self.day, self.day)
        return (last - self.facility_from).days


@dataclass(frozen=True)
class ItemRules:
    """What may be given, what it needs, and its norm in words."""

    code: str
    name: str
    once: bool
    conditions: tuple
    basis: str
    is_unconfirmed: bool = False
    on_board: bool = True
    norm: str = ""
    norm_basis: str = ""
    amount: int | None = None


@dataclass(frozen=True)
class RegimeRules:
    """A regime of a rule set: open to whom ({person: conditions}), with which items."""

    number: int
    code: str
    name: str
    short: str
    icon: str
    by_state: bool
    basis: str
    persons: dict
    items: tuple
    stay_days: int | None = None


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


def person_kinds(facts):
    """The kinds of person the claimant may be; several while citizenship is unknown."""
    if facts.accompanying:
        return () if facts.is_minor is False else ("minor",)
    if facts.status == "victim":
        known = {
            "vietnamese": ("citizen",),
            "stateless_resident": ("stateless",),
            "foreigner": ("foreigner",),
        }
        return known.get(facts.citizenship, ("citizen", "stateless", "foreigner"))
    return () if facts.status == "not_victim" else ("awaiting",)


def assess(facts, regime):
    """The result of one regime for one claimant (RegimeResult)."""
    kinds = person_kinds(facts)
    entitled = [kind for kind in kinds if kind in regime.persons]
    if entitled:
        common = _of_the_person(facts, regime, kinds, entitled)
        items = tuple(
            _ranked(_assess_item(facts, regime, i, common) for i in regime.items)
        )
    else:
        common, items = (_not_for(facts, regime),), ()
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


def label_of(key, stay_days=None):
    """What a condition is called, without any facts."""
    regime = RegimeRules(0, "", "", "", "", False, "", {}, (), stay_days)
    return CONDITIONS[key](Facts(day=date.max), regime).label


def assess_all(facts, regimes):
    return [assess(facts, regime) for regime in regimes]


def _of_the_person(facts, regime, kinds, entitled):
    """The findings that hold for every item: who it is, and the regime's own terms."""
    keys = regime.persons[entitled[0]]
    found = tuple(CONDITIONS[key](facts, regime) for key in keys)
    if len(entitled) == len(kinds):
        return found
    citizenship = Finding(
        "citizenship",
        Kind.PAPER,
        _("citizenship"),
        _("Only for Vietnamese citizens and stateless permanent residents."),
        ways=("citizenship_paper",),
    )
    return (*found, citizenship)


def _assess_item(facts, regime, item, common):
    own = tuple(CONDITIONS[key](facts, regime) for key in item.conditions)
    if item.once and item.code in facts.had:
        day = shown_day(facts.had[item.code])
        own += (
            Finding(
                "once",
                Kind.CLOSED,
                _("given once only"),
                _("Received on %s.") % day,
            ),
        )
    findings = common + own
    return ItemResult(item, _state(findings), findings)


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


def _not_for(facts, regime):
    """Why the regime is open to no kind of person the claimant may be."""
    if facts.accompanying and facts.is_minor is False:
        text = _("This person is 18 or older now and no longer an accompanying minor.")
        return _closed("person", _("accompanying minor"), text)
    if facts.accompanying:
        text = _("Accompanying minors have essential needs, medical and counselling.")
        return _closed("person", _("open to accompanying minors"), text)
    if facts.status == "not_victim":
        text = _(
            "The authority did not confirm it. Food and shelter never end that day."
        )
        return Finding(
            "confirmed",
            Kind.CLOSED,
            _("confirmed by the authority"),
            text,
            ways=("social_assistance", "other_source"),
        )
    if facts.status == "victim":
        text = _("Only for Vietnamese citizens and stateless permanent residents.")
        return _closed("citizenship", _("citizenship"), text)
    text = _("While it is being verified only essential needs and travel are open.")
    return Finding(
        "confirmed",
        Kind.CLOSED,
        _("confirmed by the authority"),
        text,
        ways=("confirmation", "other_source"),
    )


def _closed(key, label, text):
    return Finding(key, Kind.CLOSED, label, text, ways=("other_source",))
