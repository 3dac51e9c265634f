"""Which rule set a case follows, and why."""

from support_regimes.models import RuleSet


def rule_set_of(case):
    """The rule set (RuleSet or None) by the day of the intake."""
    return RuleSet.objects.on(case.received_on)
