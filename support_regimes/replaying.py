"""What a decision saw, kept as plain data, and the same conclusion drawn from it again.

Kept are days, choices and counts of the file: no names, no free text, no bodies. The
rules come from the version that the decision names, so a norm, a line or a fact that
changed since changes nothing here.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from support_regimes.deadlines import Calendar
from support_regimes.documents import keep_version
from support_regimes.eligibility import assess
from support_regimes.facts import File, areas_above
from support_regimes.known import Facts
from support_regimes.models import RuleVersion
from support_regimes.rulebook import regimes_from
from support_regimes.staying import Period

NOT_KEPT = {"confirmed_by", "calendar", "stays"}
DAYS = {f.name for f in fields(Facts) if f.type in (date, date | None)}
DAYS_BY_KEY = {"paper_days", "need_days", "asked", "had", "declined"}
COUNTED = timedelta(days=800)  # days off that a term of the law may run into


def kept(file, minor=None):
    """What is known of a claimant, as plain data for a step, with its version kept."""
    keep_version(file.rule_set)
    followed = [[*key, place] for key, place in sorted(file.followed.items())]
    return {
        "facts": plain(file.facts(minor)),
        "areas": sorted(areas_above(file.case.territory)),
        "followed": followed,
    }


def judged(record):
    """{seen, facts}: the conditions of the item asked for today, and what they saw."""
    file = File(record.case, rule_set=record.regime.rule_set)
    rules = next(r for r in file.rules if r.number == record.regime.number)
    result = assess(file.facts(record.minor), rules)
    seen = seen_of(result, record.item.code)
    return {"seen": seen, "facts": kept(file, record.minor)}


def seen_of(result, code):
    """{condition: verdict} of one item, or of the regime where it is not open."""
    item = result.item(code)
    findings = item.findings if item else result.findings
    return {finding.key: finding.verdict for finding in findings}


@dataclass(frozen=True)
class Replayed:
    """A conclusion drawn again: the result, its item's verdicts, and whether the same."""

    result: object
    seen: dict
    is_same: bool


def replay(step):
    """Draw a step's conclusion again (Replayed), or None where it kept no facts."""
    if not step.facts or step.rule_set_version is None:
        return None
    version = RuleVersion.objects.get(
        rule_set__key=step.rule_set_key, version=step.rule_set_version
    )
    facts = from_plain(step.facts["facts"])
    followed = {(n, topic): place for n, topic, place in step.facts["followed"]}
    regimes = regimes_from(
        version.document, step.facts["areas"], facts.day, followed=followed
    )
    regime = step.request.regime
    result = assess(facts, next(r for r in regimes if r.code == regime.code))
    seen = seen_of(result, step.request.item.code)
    return Replayed(result, seen, seen == step.facts_seen)


def plain(facts):
    """The facts as plain data."""
    values = {
        each.name: _plain(getattr(facts, each.name))
        for each in fields(Facts)
        if each.name not in NOT_KEPT
    }
    values["stays"] = [
        [_plain(p.from_on), _plain(p.until_on), p.days_away, p.public]
        for p in facts.stays
    ]
    values["off"], values["worked"] = _counted(facts)
    return values


def from_plain(values):
    """The facts (Facts) from plain data."""
    values = dict(values)
    off, worked = (frozenset(map(_day, values.pop(key))) for key in ("off", "worked"))
    stays = values.pop("stays")
    for name in DAYS & values.keys():
        values[name] = _day(values[name])
    for name in DAYS_BY_KEY:
        values[name] = {key: _day(day) for key, day in values[name].items()}
    values["needs"] = frozenset(values["needs"])
    values["stays"] = tuple(
        Period(_day(first), _day(last), away, public)
        for first, last, away, public in stays
    )
    return Facts(**values, calendar=Calendar(off=off, worked=worked))


def _counted(facts):
    """The days off and the days worked instead that a term may run into, in order."""
    first = facts.confirmed_on or facts.stay_from
    if first is None:
        return [], []
    days = (facts.calendar.off, facts.calendar.worked)
    return [
        sorted(_plain(day) for day in each if first <= day <= first + COUNTED)
        for each in days
    ]


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _day(value):
    return date.fromisoformat(value) if value else None
