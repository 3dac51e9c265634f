"""A change of the rules: one person drafts it, another puts it in force.

What is in force already is never rewritten: a norm ends the day before the new one
begins, another reading is followed from a day on. The database applies a change itself,
in decide_rule_change(), so that nobody changes rules past the second person.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Notice
from accounts.models.posting import renewed_by
from accounts.roles import Role
from areas.models import Area
from support_regimes.models.overlaps import check_days
from support_regimes.models.rule_base import Confidence, Instrument, marked
from support_regimes.models.rules import Item, Norm, Reading, RuleSet

DRAFT = "support_regimes.draft_rules"
CONFIRM = "support_regimes.confirm_rules"
# Kinds of lines whose note, and how sure we are of it, may be changed: their tables.
LINES = [
    "instrument",
    "regime",
    "entitlement",
    "item",
    "norm",
    "procedurestep",
    "rulepaper",
    "reading",
]


def staff():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )


class RuleChangeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=RuleChange.State.DRAFT)

    def in_force(self):
        return self.filter(state=RuleChange.State.CONFIRMED)


class RuleChange(models.Model):
    """Drafted → confirmed, refused or withdrawn. What each kind fills: see WANTED."""

    class Kind(models.TextChoices):
        NORM = "norm", _("new norm from a day")
        READING = "reading", _("another reading is followed from a day")
        LINE = "line", _("how sure we are of a line")
        END = "end", _("last day")
        WHOLE = "whole", _("the rule set is confirmed as a whole")

    class State(models.TextChoices):
        DRAFT = "draft", _("waits for a second person")
        CONFIRMED = "confirmed", _("in force")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, related_name="changes", editable=False
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind.choices, editable=False
    )
    # Of a norm: what it is for and where, and its text; `until_on` also of END.
    item = models.ForeignKey(Item, models.PROTECT, null=True, editable=False)
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("only for this area"),
    )
    norm_kind = models.CharField(
        _("kind of norm"), max_length=8, choices=Norm.Kind.choices, blank=True
    )
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    ceiling = models.PositiveSmallIntegerField(
        _("at most so many units"), null=True, blank=True
    )
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    ends_norm = models.ForeignKey(
        Norm, models.PROTECT, null=True, related_name="+", editable=False
    )
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, related_name="+")
    line_kind = models.CharField(max_length=16, blank=True, editable=False)
    line_id = models.BigIntegerField(null=True, editable=False)
    # Why: the text behind the change, as a line of the rules has it.
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("legal text"),
        related_name="+",
    )
    # A text that is not listed yet; it is listed when the change comes into force.
    text_kind = models.CharField(
        _("kind of text"), max_length=10, choices=Instrument.Kind.choices, blank=True
    )
    text_number = models.CharField(_("number of the text"), max_length=40, blank=True)
    text_title = models.CharField(_("title of the text"), max_length=300, blank=True)
    text_issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    text_on = models.DateField(_("issued on"), null=True, blank=True)
    article = models.CharField(_("article"), max_length=120, blank=True)
    confidence = models.CharField(
        _("how sure we are"), max_length=11, choices=Confidence.choices
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    why = models.CharField(_("why"), max_length=300)

    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    drafted_by, decided_by = staff(), staff()
    drafted_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(null=True, editable=False)  # that it made

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the rules")
        verbose_name_plural = _("changes of the rules")
        ordering = ["-drafted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, state="draft")
                | Q(state="withdrawn", decided_by=models.F("drafted_by"))
                | Q(state__in=["confirmed", "refused"], decided_by__isnull=False)
                & ~Q(decided_by=models.F("drafted_by")),
                name="rule_change_two_people",
            ),
            models.CheckConstraint(
                condition=Q(kind="norm", item__isnull=False, from_on__isnull=False)
                & ~Q(norm_kind="")
                | Q(kind="reading", reading__isnull=False, from_on__isnull=False)
                | Q(kind="line", line_kind__in=LINES, line_id__isnull=False)
                | Q(kind="end", until_on__isnull=False)
                | Q(kind="whole"),
                name="rule_change_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(instrument__isnull=False)
                | ~Q(text_kind="") & ~Q(text_number="") & ~Q(text_title=""),
                name="rule_change_has_a_basis",
                violation_error_message=_(
                    "Choose the legal text, or write kind, number and title of a new one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(until_on__gte=models.F("from_on")),
                name="rule_change_ends_after_start",
                violation_error_message=_("The end lies before the begin."),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def basis(self):
        text = self.instrument.short if self.instrument_id else self.text_number
        return ", ".join(part for part in (text, self.article) if part)

    @property
    def is_unconfirmed(self):
        return self.confidence == Confidence.UNCONFIRMED

    @property
    def cited(self):
        """The basis, marked where nobody has confirmed it."""
        return marked(self, self.basis)

    @property
    def is_waiting(self):
        return self.state == self.State.DRAFT

    @property
    def tag(self):
        """The colour of its state; the word says the same."""
        kinds = {"draft": "warn", "confirmed": "ok"}
        return kinds.get(self.state, "neutral")

    @property
    def line(self):
        """The line (Regime, Item, Norm …) whose note or certainty changes, or None."""
        if not self.line_id:
            return None
        model = self._meta.apps.get_model("support_regimes", self.line_kind)
        return model.objects.filter(pk=self.line_id).first()

    def draft(self, *, by):
        """Put the change before a second person, who is told. Raises ValidationError."""
        if not by.has_perm(DRAFT):
            raise ValidationError(_("You may not draft changes of the rules."))
        if self.area_id and self.area_id not in by.reach(DRAFT):
            raise ValidationError({"area": _("This place lies outside your area.")})
        self._check_amount()
        check_days(self)
        self.drafted_by, self.state = by, self.State.DRAFT
        self.full_clean(exclude=["drafted_by", "decided_by", "item", "reading"])
        self.save(force_insert=True)
        self._tell_seconds(by)
        activity.record("draft rule change", self)
        return self

    def _check_amount(self):
        if self.kind != self.Kind.NORM:
            return
        kinds = (Norm.Kind.FIXED, Norm.Kind.MINIMUM, Norm.Kind.MAXIMUM)
        if self.norm_kind in kinds and not self.amount:
            raise ValidationError({"amount": _("Write the amount.")})
        if self.norm_kind not in kinds:
            self.amount = None

    def confirm(self, *, by):
        """The second person puts it in force; the rule set's version grows by one."""
        self._check_second(by)
        check_days(self)
        self._decide("confirm")
        self._tell_drafter("rules_confirmed")
        activity.record("confirm rule change", self)

    def refuse(self, *, by):
        self._check_second(by)
        self._decide("refuse")
        self._tell_drafter("rules_refused")
        activity.record("refuse rule change", self)

    def withdraw(self, *, by):
        """Who drafted it takes it back."""
        self._check_waiting()
        if by.pk != self.drafted_by_id:
            raise ValidationError(_("Only who drafted it takes it back."))
        self._decide("withdraw")
        activity.record("withdraw rule change", self)

    def may(self, user):
        """What this person can do with it now: names of acts."""
        if not self.is_waiting:
            return []
        if user.pk == self.drafted_by_id:
            return ["withdraw"]
        return ["confirm", "refuse"] if user.has_perm(CONFIRM) else []

    def _check_waiting(self):
        if not self.is_waiting:
            raise ValidationError(_("This change was decided already."))

    def _check_second(self, by):
        self._check_waiting()
        if by.pk == self.drafted_by_id:
            raise ValidationError(_("A second person must confirm it."))
        if not by.has_perm(CONFIRM):
            raise ValidationError(_("You may not confirm changes of the rules."))
        if self.area_id and self.area_id not in by.reach(CONFIRM):
            raise ValidationError(_("This place lies outside your area."))
        if renewed_by(self.drafted_by_id, by.pk):
            raise ValidationError(
                _(
                    "Who drafted this made your one-time code or reset your second step"
                    " in the last 30 days: another person confirms it."
                )
            )

    def _decide(self, act):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT decide_rule_change(%s, %s)", [self.pk, act])
        except ProgrammingError as error:  # somebody else was quicker
            raise ValidationError(_("This change was decided already.")) from error
        self.refresh_from_db()

    def _tell_seconds(self, by):
        for role in (Role.LABOUR_OFFICER, Role.PROVINCIAL_OFFICER):
            for area in self._provinces(by):
                Notice.tell_each(
                    "rules_drafted", role=role, area=area, subject=self, but=[by]
                )

    def _provinces(self, by):
        """The provinces of whoever drafted it: where the second person works."""
        held = by.reach(DRAFT)
        return Area.objects.filter(pk__in=held, level=Area.Level.PROVINCE)

    def _tell_drafter(self, kind):
        Notice.tell(kind, user=self.drafted_by, subject=self)
