"""What came of the support: schooling, loans, legal aid, insurance, health referrals.

An outcome begins (a course, a loan asked for, a card seen); steps say how it went on.
What may be said stands in support_regimes/outcomes.toml. Nothing is ever changed: a
correction voids an entry and adds a new one. Of health only that and when: no text.
"""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet, refusing
from accounts.sealing import Sealed, sealed_text
from support_regimes.models.request import check_open
from support_regimes.outcomes import SHARES, TOPICS, hindrance, name_in
from victims.models import AccompanyingMinor, Case, Victim

PLACED = ["case", "minor", "victim", "area", "territory", "recorded_by"]
# So many digits are an account, a card or a telephone; money is written with dots.
ACCOUNT = re.compile(r"(?:\d[ \-]?){9,}")
OUTCOME_FIELDS = [
    "kind", "body", "level", "with_plan", "plan_help", "amount", "valid_from",
    "valid_until", "share", "place", "note",
]  # fmt: skip
STEP_FIELDS = ["cause", "what", "level", "amount", "months", "note"]
CHOICES = {
    "kind": ("kinds", _("Choose which.")),
    "body": ("bodies", _("Choose who.")),
    "level": ("levels", _("Choose the level.")),
    "plan_help": ("helps", _("Choose who helped.")),
}


def _check_answers(record, rule, names):
    """The fields of the rule alone are filled, the needed ones are; ValidationError."""
    for name in names:
        value = getattr(record, name)
        if value in (None, ""):
            if name in rule.needs:
                raise ValidationError({name: _("Answer this, please.")})
        elif name not in rule.fields:
            raise ValidationError({name: _("This is not asked here.")})
    for name in ("place", "note"):
        if name in names and ACCOUNT.search(getattr(record, name)):
            raise ValidationError(
                {name: _("No number of an account, a card or a telephone here.")}
            )
    if record.amount is not None and record.amount < 1:
        raise ValidationError({"amount": _("Write an amount above 0, or leave it.")})


class OutcomeEvent(Event, Sealed):
    """What both have in common: saved whole, with its line in the trail."""

    seen_with = "support_regimes.view_outcome"
    act = ""

    class Meta(Event.Meta):
        abstract = True

    def keep(self, by):
        check_open(self.case)
        self.recorded_by = by
        self.full_clean(exclude=[*PLACED, "outcome"], validate_constraints=False)
        with refusing({"outcome_ends_once": _("This has ended already.")}):
            self.save(force_insert=True)
        activity.record(self.act, self)
        return self

    def _struck(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record(f"strike out {self._meta.model_name}", self)


class OutcomeQuerySet(RecordQuerySet):
    def of(self, case, minor=None):
        return self.filter(case=case, minor=minor)


class Outcome(OutcomeEvent):
    """A beginning, of one claimant: the person of the case, or one of the minors.

    `happened_on` by topic: began, applied, aid since, card seen on, referred on.
    `amount`: asked for, VND. `with_plan`: a plan lay with the application.
    """

    class Topic(models.TextChoices):
        LEARNING = "learning", _("schooling and training")
        LOAN = "loan", _("loan")
        LEGAL = "legal", _("legal aid")
        INSURANCE = "insurance", _("health insurance")
        HEALTH = "health", _("health referral")

    act = "record outcome"
    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="outcomes"
    )
    # The person of the case, so that she is one person over all her cases.
    victim = models.ForeignKey(
        Victim, models.PROTECT, related_name="outcomes", editable=False
    )
    topic = models.CharField(max_length=9, choices=Topic.choices)
    kind = models.CharField(_("which"), max_length=24)
    body = models.CharField(_("who gives it"), max_length=24, blank=True)
    level = models.CharField(_("school level"), max_length=24, blank=True)
    with_plan = models.BooleanField(_("with a plan"), null=True, blank=True)
    plan_help = models.CharField(_("who helped"), max_length=24, blank=True)
    amount = models.BigIntegerField(_("amount asked for"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    share = models.CharField(_("share the state pays"), max_length=24, blank=True)
    place = sealed_text("place")
    note = sealed_text("note")

    objects = OutcomeQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(
                fields=["id", "case", "topic"], name="outcome_of_case"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0, topic="loan"),
                name="outcome_amount_of_loan",
            ),
            models.CheckConstraint(
                condition=~Q(topic="loan") | Q(minor__isnull=True),
                name="outcome_no_loan_of_minor",
            ),
            models.CheckConstraint(
                condition=Q(topic="insurance")
                | Q(valid_from__isnull=True, valid_until__isnull=True, share=""),
                name="outcome_card_of_insurance",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="outcome_card_ends_later",
            ),
            # Of health only that and when: nowhere to write what she suffers from.
            models.CheckConstraint(
                condition=~Q(topic__in=["health", "insurance"])
                | Q(sealed__isnull=True, body="", level=""),
                name="outcome_health_without_text",
            ),
        ]
        indexes = [
            *Event.Meta.indexes,
            models.Index(
                fields=["topic", "valid_until"],
                condition=Q(topic="insurance", voided_at__isnull=True),
                name="outcome_card_end",
            ),
        ]

    def __str__(self):
        return name_in(self.rule.kinds, self.kind)

    def get_absolute_url(self):
        return reverse("support_regimes:case_outcomes", args=[self.case_id])

    @property
    def rule(self):
        """What outcomes.toml says of this topic."""
        return TOPICS[self.topic]

    @property
    def has_card(self):
        return self.topic == self.Topic.INSURANCE and self.kind != "none"

    @property
    def card(self):
        """The Share of the contribution that the state pays, or None."""
        return SHARES.get(self.share)

    def clean(self):
        super().clean()
        if self.topic not in TOPICS:
            raise ValidationError(_("Choose what this is about."))
        if self.minor_id and not self.rule.minors:
            raise ValidationError(_("This is recorded for the person only."))
        _check_answers(self, self.rule, OUTCOME_FIELDS)
        for name, (lists, sentence) in CHOICES.items():
            value = getattr(self, name)
            if value and value not in getattr(self.rule, lists):
                raise ValidationError({name: sentence})
        if self.plan_help and not self.with_plan:
            raise ValidationError({"plan_help": _("There is no plan to help with.")})
        if self.topic == self.Topic.INSURANCE:
            self._check_card()

    def _check_card(self):
        if self.share and self.share not in SHARES:
            raise ValidationError({"share": _("Choose which.")})
        if not self.has_card and (self.valid_from or self.valid_until or self.share):
            raise ValidationError(
                {"kind": _("Without a card there are no days and no share.")}
            )
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end lies before the begin.")})

    def log(self, *, by):
        """Record it for the claimant; raises ValidationError."""
        self.territory_id = self.case.territory_id
        self.area_id = self.area_id or self.case.territory_id
        self.victim_id = self.case.victim_id
        return self.keep(by)

    def void(self, *, by, reason):
        """Strike it out with all that followed; it stays readable."""
        for step in self.steps.live().for_writing():
            step.void(by=by, reason=reason)
        self._struck(by=by, reason=reason)

    def correct(self, *, by, reason, changed):
        """Void this entry, record `changed` (an unsaved Outcome) with the same steps."""
        kept = list(self.steps.live().for_writing().order_by("recorded_at"))
        self.void(by=by, reason=reason)
        changed.case, changed.minor, changed.topic = self.case, self.minor, self.topic
        changed.area_id, changed.corrects = self.area_id, self
        changed.log(by=by)
        for step in kept:
            step.again(changed, by=by)
        return changed


class OutcomeStep(OutcomeEvent):
    """How an outcome went on: finished, left and why, granted, refused and why, paid.

    `amount` by kind, VND: granted; repaid in all up to the day; asked, awarded, received.
    `months`: how long the loan runs. `what`: the job, or the paper that was made.
    """

    act = "record step of outcome"
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="steps")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    topic = models.CharField(max_length=9, choices=Outcome.Topic, editable=False)
    kind = models.CharField(_("what happened"), max_length=24)
    cause = models.CharField(_("why"), max_length=24, blank=True)
    what = models.CharField(_("which"), max_length=24, blank=True)
    level = models.CharField(_("school level"), max_length=24, blank=True)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    ends = models.BooleanField(default=False, editable=False)
    note = sealed_text("note")

    class Meta(Event.Meta):
        verbose_name = _("step of an outcome")
        verbose_name_plural = _("steps of outcomes")
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(
                fields=["outcome"],
                condition=Q(voided_at__isnull=True, ends=True),
                name="outcome_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(amount__gt=0, topic__in=["loan", "legal"]),
                name="outcome_step_amount",
            ),
            models.CheckConstraint(
                condition=~Q(topic="health")
                | Q(sealed__isnull=True, cause="", what=""),
                name="outcome_step_health_without_text",
            ),
        ]

    def __str__(self):
        return self.rule.name if self.rule else self.kind

    @property
    def rule(self):
        """What outcomes.toml says of this step, or None for one it no longer has."""
        return TOPICS[self.topic].steps.get(self.kind)

    @property
    def cause_name(self):
        return name_in(self.rule.causes, self.cause) if self.rule else self.cause

    @property
    def what_name(self):
        return name_in(self.rule.whats, self.what) if self.rule else self.what

    @property
    def unmet(self):
        """The key of the cause that this may be counted under as an unmet need, or ""."""
        if not self.rule:
            return ""
        why = self.rule.causes.get(self.cause)
        return why.unmet if why else self.rule.unmet

    def clean(self):
        super().clean()
        if self.rule is None:
            raise ValidationError(_("Choose what happened."))
        if self.happened_on and self.happened_on < self.outcome.happened_on:
            raise ValidationError({"happened_on": _("The end lies before the begin.")})
        _check_answers(self, self.rule, STEP_FIELDS)
        for name, choices, sentence in (
            ("cause", self.rule.causes, _("Choose why.")),
            ("what", self.rule.whats, _("Choose which.")),
            ("level", self.outcome.rule.levels, _("Choose the level.")),
        ):
            if getattr(self, name) and getattr(self, name) not in choices:
                raise ValidationError({name: sentence})
        self._check_order()

    def _check_order(self):
        """What may follow what already stands, and never more money than was awarded."""
        before = list(self.outcome.steps.live())
        ended = any(step.ends for step in before)
        found = {step.kind for step in before}
        why = hindrance(self.rule, self.outcome.kind, found, ended)
        if why == "kind":
            raise ValidationError(_("This is not asked here."))
        if why == "once":
            raise ValidationError(_("This stands here already."))
        if why == "after":
            steps = self.outcome.rule.steps
            names = ", ".join(f"“{steps[key].name}”" for key in self.rule.after)
            raise ValidationError(_("First record one of these: %s.") % names)
        if why == "ended":
            raise ValidationError(_("This has ended already."))
        if self.kind == "received":
            self._check_received(before)

    def _check_received(self, before):
        money = {"awarded": 0, "received": self.amount}
        for step in sorted(
            before, key=lambda each: (each.happened_on, each.recorded_at)
        ):
            if step.kind == "awarded":  # a later judgment replaces the one before
                money["awarded"] = step.amount
            elif step.kind == "received":
                money["received"] += step.amount
        if money["received"] > money["awarded"]:
            raise ValidationError({"amount": _("This is more than was awarded.")})

    def log(self, *, by):
        """Add it to its outcome (fetched for writing); raises ValidationError."""
        if self.outcome.voided_at:
            raise ValidationError(_("This entry is void already."))
        self.case, self.topic = self.outcome.case, self.outcome.topic
        self.ends = bool(self.rule and self.rule.ends)
        self.territory_id, self.area_id = (
            self.outcome.territory_id,
            self.outcome.area_id,
        )
        return self.keep(by)

    def void(self, *, by, reason):
        self._struck(by=by, reason=reason)

    def again(self, outcome, *, by):
        """The same step under the corrected outcome."""
        texts = {name: getattr(self, name) for name in [*STEP_FIELDS, "kind"]}
        copy = OutcomeStep(outcome=outcome, happened_on=self.happened_on, corrects=self)
        for name, value in texts.items():
            setattr(copy, name, value)
        return copy.log(by=by)

    def correct(self, *, by, reason, changed):
        """Void this step and record `changed` (an unsaved OutcomeStep) instead."""
        self.void(by=by, reason=reason)
        changed.outcome, changed.kind, changed.corrects = self.outcome, self.kind, self
        return changed.log(by=by)
