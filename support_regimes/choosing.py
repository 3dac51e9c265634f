"""Which rules a case follows, and why: by its date, or because somebody chose.

Transitional rules for cases taken in under one law and decided under the next were not
found; so the day of the intake decides, and an officer may choose otherwise.
"""

from django.utils.translation import gettext as _

from areas.clock import today
from support_regimes.findings import shown_day
from support_regimes.models import RuleChoice, RuleSet
from support_regimes.models.following import followed_of

__all__ = [
    "by_date",
    "choice_of",
    "followed_of",
    "readings_of",
    "rule_set_of",
    "rule_sets_of",
    "straddles",
    "why",
]


def rule_set_of(case, day=None):
    """The rule set (RuleSet or None) that a case follows on a day, today by default.

    The choice that stands that day, else the set that held on the day of the intake.
    """
    choice = choice_of(case, day)
    return choice.rule_set if choice else by_date(case)


def by_date(case):
    """The rule set (RuleSet or None) by the day of the intake alone."""
    return RuleSet.objects.on(case.received_on)


def choice_of(case, day=None):
    """The choice (RuleChoice or None) of other rules that stands on a day."""
    rows = RuleChoice.objects.filter(case=case).as_of(day or today())
    rows = rows.select_related("rule_set", "recorded_by")
    return rows.order_by("happened_on", "recorded_at").last()


def rule_sets_of(cases, day=None):
    """{case id: RuleSet or None} for many cases, in two queries."""
    rows = RuleChoice.objects.filter(case__in=[case.pk for case in cases])
    rows = rows.as_of(day or today()).order_by("happened_on", "recorded_at")
    chosen = {row.case_id: row.rule_set_id for row in rows}
    sets = list(RuleSet.objects.order_by("valid_from"))
    known = {rules.pk: rules for rules in sets}
    found = {}
    for case in cases:
        begun = [rules for rules in sets if rules.valid_from <= case.received_on]
        dated = begun[-1] if begun else None
        found[case.pk] = known.get(chosen.get(case.pk), dated)
    return found


def why(case, day=None):
    """Why the case follows these rules, as a sentence."""
    choice = choice_of(case, day)
    if choice:
        return _("Chosen by %(who)s on %(day)s, instead of the rules of its date.") % {
            "who": choice.recorded_by,
            "day": shown_day(choice.happened_on),
        }
    rules, received = by_date(case), shown_day(case.received_on)
    if rules is None:
        return _("Taken in on %s; no rule set for that day is loaded.") % received
    words = {"day": received, "name": rules.short, "from": shown_day(rules.valid_from)}
    if not rules.valid_to:
        return _("Taken in on %(day)s; %(name)s holds since %(from)s.") % words
    words["until"] = shown_day(rules.valid_to)
    if rules.holds_on(case.received_on):
        return (
            _("Taken in on %(day)s; %(name)s held from %(from)s to %(until)s.") % words
        )
    return (
        _(
            "Taken in on %(day)s, but %(name)s ended on %(until)s and no later rule set"
            " is loaded: take it as a hint only."
        )
        % words
    )


def straddles(case):
    """Whether another law than the intake's began while the case was open."""
    rules, last = by_date(case), case.closed_on or today()
    later = RuleSet.objects.filter(
        valid_from__gt=case.received_on, valid_from__lte=last
    )
    return bool(rules) and later.exists()


def readings_of(case, day, version=None, also=()):
    """The answers that a case follows: {(number of the regime, topic): place from 1}."""
    followed = followed_of(rule_set_of(case, day), day, case, version, also)
    return {key: each.reading.order for key, each in followed.items()}
