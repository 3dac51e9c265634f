"""Which answer is followed where texts differ: by the rule set, a change, or a choice."""

from collections import defaultdict
from dataclasses import dataclass

from support_regimes.models.change import RuleChange
from support_regimes.models.choice import ReadingChoice
from support_regimes.models.rules import Reading


@dataclass(frozen=True)
class Followed:
    """The answer that is followed, and because of what: a choice or a change, or None."""

    reading: Reading
    choice: ReadingChoice | None = None
    change: RuleChange | None = None


def followed_of(rule_set, day, case=None, version=None, also=()):
    """{(number of the regime, topic): Followed} for a rule set, or one case, on a day.

    The rule set's own reading; over it changes in force since; over both the case's own
    choice. version: only changes up to this version of the rule set. also: changes that
    are taken as if they were in force, the last ones.
    """
    if rule_set is None:
        return {}
    rows = Reading.objects.filter(regime__rule_set=rule_set)
    rows = rows.select_related("regime", "instrument").order_by("topic", "order")
    asked = defaultdict(list)
    for row in rows:
        asked[(row.regime.number, row.topic)].append(row)
    found = {
        key: Followed(row)
        for key, answers in asked.items()
        for row in answers
        if row.followed
    }
    for change in [*_changes(rule_set, day, version), *also]:
        _follow(found, asked, change.reading, change=change)
    for choice in _choices(case, rule_set, day):
        _follow(found, asked, choice.reading, choice=choice)
    return found


def _changes(rule_set, day, version):
    rows = rule_set.changes.in_force().filter(
        kind=RuleChange.Kind.READING, from_on__lte=day
    )
    if version is not None:
        rows = rows.filter(version__lte=version)
    rows = rows.select_related("reading", "instrument", "drafted_by", "decided_by")
    return rows.order_by("from_on", "version")


def _choices(case, rule_set, day):
    if case is None:
        return []
    rows = ReadingChoice.objects.filter(case=case, reading__regime__rule_set=rule_set)
    rows = rows.as_of(day).select_related("reading", "recorded_by")
    return rows.order_by("happened_on", "recorded_at")


def _follow(found, asked, wanted, **because):
    """Follow an answer wherever the same question has the same answer of that text."""
    for key, answers in asked.items():
        for row in answers:
            if key[1] == wanted.topic and _same(row, wanted):
                found[key] = Followed(row, **because)


def _same(row, wanted):
    return (row.answer, row.instrument_id) == (wanted.answer, wanted.instrument_id)
