"""What is chosen for one case: other rules than its date gives, or another reading.

A choice is a dated event with a reason; striking it out brings back what the date, or
the rule set, says.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event
from accounts.sealed_fields import SealedCharField
from support_regimes.models.request import check_open
from support_regimes.models.rules import Reading, Regime, RuleSet
from victims.models import Case
from victims.models.case_parts import CaseEvent

CHOOSE = "support_regimes.choose_rules"


class Choice(CaseEvent):
    """Common to both choices: who may choose, and that a reason is given."""

    seen_with = "support_regimes.view_regimerequest"

    reason = SealedCharField(_("reason"), max_length=300)

    class Meta(CaseEvent.Meta):
        abstract = True

    def log(self, *, by):
        """Keep the choice from its day on. Raises ValidationError."""
        check_open(self.case)
        self._check_right(by)
        if len(self.reason.strip()) < 10:
            raise ValidationError(
                {"reason": _("Give a reason of at least 10 letters.")}
            )
        if self.happened_on < self.case.received_on:
            raise ValidationError(
                {"happened_on": _("The day cannot be before the intake of the case.")}
            )
        self.reason = self.reason.strip()
        self.clean()
        return super().log(by=by)

    def void(self, *, by, reason):
        self._check_right(by)
        super().void(by=by, reason=reason)
        activity.record(f"void {self.act}", self)

    def _check_right(self, by):
        if self.case.territory_id not in by.reach(CHOOSE):
            raise ValidationError(_("This choice is not yours to make."))


class RuleChoice(Choice):
    """The case follows this rule set from a day on, whatever the day of its intake."""

    act = "choose rules"
    case = models.ForeignKey(Case, models.PROTECT, related_name="rule_choices")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="choices")

    class Meta(Event.Meta):
        verbose_name = _("choice of rules")
        verbose_name_plural = _("choices of rules")

    def __str__(self):
        return str(self.rule_set)

    def log(self, *, by):
        if self.happened_on < self.rule_set.valid_from:
            raise ValidationError(
                {"happened_on": _("These rules do not hold yet on that day.")}
            )
        super().log(by=by)
        _use(Regime.objects.filter(rule_set=self.rule_set_id))
        return self


class ReadingChoice(Choice):
    """The case follows this answer to a question that the texts answer differently.

    It holds for every regime of the rule set that asks the same (`Reading.topic`).
    """

    act = "choose reading"
    case = models.ForeignKey(Case, models.PROTECT, related_name="reading_choices")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="choices")

    class Meta(Event.Meta):
        verbose_name = _("choice of a reading")
        verbose_name_plural = _("choices of readings")

    def __str__(self):
        return str(self.reading)

    def log(self, *, by):
        super().log(by=by)
        _use(Regime.objects.filter(pk=self.reading.regime_id))
        return self


def _use(regimes):
    """Records rest on these lines from now on: the loader changes them no more."""
    regimes.filter(used=False).update(used=True)
