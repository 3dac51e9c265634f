"""How many open cases would get another conclusion if a change came into force.

Counted over the cases that the visitor sees, some at a time: each case is read whole,
once with the rules as they are and once as they would be, on the change's first day.
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from areas.clock import today
from areas.models import Coverage
from support_regimes import choosing, rulebook
from support_regimes.documents import document_of
from support_regimes.eligibility import NOT_COVERED, assess_all
from support_regimes.facts import File, areas_above
from support_regimes.models import RuleChange
from victims.models import Case

CHUNK = 40
Kind = RuleChange.Kind


@dataclass(frozen=True)
class Count:
    """So far: cases looked at, of which would change, of how many; where to go on."""

    done: int
    changed: int
    total: int
    token: str = ""


def touches(change):
    """Whether a change can alter a conclusion at all, not only a mark or a state."""
    ends_norm = change.kind == Kind.END and change.ends_norm_id
    return change.kind in (Kind.NORM, Kind.READING) or bool(ends_norm)


def counted(change, user, token=""):
    """The next so many cases added to what the token tells (Count)."""
    before = _opened(change, token)
    cases = _cases(change, user)
    rows = cases.filter(pk__gt=before["after"]) if before["after"] else cases
    rows = list(rows.order_by("pk")[:CHUNK])
    trial = Trial(change)
    sets = choosing.rule_sets_of(rows, trial.day)
    changed = sum(
        trial.changes(case) for case in rows if sets[case.pk] == change.rule_set
    )
    done, changed = before["done"] + len(rows), before["changed"] + changed
    more = rows and rows[-1].pk
    kept = {"of": str(change.pk), "done": done, "changed": changed, "after": str(more)}
    left = len(rows) == CHUNK
    return Count(done, changed, cases.count(), signing.dumps(kept) if left else "")


def _opened(change, token):
    """What was counted before; a token of another change or none at all begins anew."""
    begin = {"done": 0, "changed": 0, "after": None}
    try:
        kept = signing.loads(token, max_age=3600) if token else begin
    except signing.BadSignature:
        return begin
    return kept if kept.get("of") == str(change.pk) else begin


def _cases(change, user):
    cases = Case.objects.visible_to(user).open()
    if change.area_id:
        under = Coverage.objects.filter(area=change.area_id)
        cases = cases.filter(territory__in=under.values("covers"))
    return cases.select_related("victim", "household", "territory")


class Trial:
    """The rules as they are, and as they would be, on the day that it would begin."""

    def __init__(self, change):
        self.change = change
        self.day = max(today(), _first_day(change))
        self.document = document_of(change.rule_set)
        self.after = _with(self.document, change)
        self.places, self.read = {}, {}

    def changes(self, case):
        """Whether any conclusion for the person, or a minor, would be another."""
        file = File(case, self.day)
        followed = dict(file.followed)
        was = self.rules("document", case.territory, followed)
        now = self.rules("after", case.territory, self._following(followed, case))
        return any(
            _conclusions(file, minor, was) != _conclusions(file, minor, now)
            for minor in (None, *file.minors)
        )

    def rules(self, name, territory, followed):
        key = (name, territory.pk, tuple(sorted(followed.items())))
        if key not in self.read:
            if territory.pk not in self.places:
                self.places[territory.pk] = areas_above(territory)
            self.read[key] = rulebook.regimes_from(
                getattr(self, name), self.places[territory.pk], self.day, followed
            )
        return self.read[key]

    def _following(self, followed, case):
        """The answers as they would be; a case's own choice stands over the change."""
        if self.change.kind != Kind.READING:
            return followed
        return choosing.readings_of(case, self.day, also=[self.change])


def _first_day(change):
    if change.kind == Kind.END:
        return change.until_on + timedelta(days=1)
    return change.from_on


def _conclusions(file, minor, rules):
    """{(regime, item): (state, norm)}; of what is not covered the norm says nothing."""
    return {
        (result.rules.code, each.item.code): (
            each.state,
            "" if each.state == NOT_COVERED else each.item.norm,
        )
        for result in assess_all(file.facts(minor), rules)
        for each in result.items
    }


def _with(document, change):
    """The document of the rule set as it would read after the change."""
    changed = deepcopy(document)
    for regime in changed["regime"]:
        for item in regime["item"]:
            _change_norms(regime, item, change)
    if change.instrument_id is None and change.kind == Kind.NORM:
        text = {"code": _code(change), "short": change.text_number}
        changed["instrument"].append(text)
    return changed


def _change_norms(regime, item, change):
    if change.kind == Kind.END:
        for norm in item["norm"]:
            if change.ends_norm_id and norm["key"] == change.ends_norm.key:
                norm["valid_to"] = change.until_on
        return
    wanted = change.item
    if change.kind != Kind.NORM or item["code"] != wanted.code:
        return
    if regime["code"] != wanted.regime.code:
        return
    area = change.area.key if change.area_id else None
    for norm in item["norm"]:
        last = norm.get("valid_to") or change.from_on
        before = norm["valid_from"] < change.from_on <= last
        if norm.get("area") == area and before:
            norm["valid_to"] = change.from_on - timedelta(days=1)
    item["norm"].append(_norm(change, area))


def _norm(change, area):
    row = {
        "key": "",
        "kind": change.norm_kind,
        "amount": change.amount,
        "ceiling": change.ceiling,
        "valid_from": change.from_on,
        "valid_to": change.until_on,
        "instrument": _code(change),
        "article": change.article,
        "confidence": change.confidence,
        "area": area,
    }
    return {name: value for name, value in row.items() if value is not None}


def _code(change):
    return change.instrument.code if change.instrument_id else f"p-{change.pk}"
