"""What the law gives: rule sets, regimes, conditions, items, norms, steps.

Written by `manage.py load_rules` from support_regimes/rules/*.toml only. Every line names
its article, how sure we are of it, and its days. A line that records rest on is never
changed: it is ended, and another follows it (docs/rules.md).
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from areas.models import Area
from support_regimes.models.rule_base import Confidence, Instrument, Line, days

__all__ = ["Confidence"]


class RuleSetQuerySet(models.QuerySet):
    def on(self, day):
        """The set that holds on a day; else the last one before it, which is outdated.

        None only when nothing is loaded or every set begins later.
        """
        begun = self.filter(valid_from__lte=day).order_by("-valid_from")
        return begun.first()


class RuleSet(models.Model):
    """The rules that hold together from one day to another."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft, not confirmed by the province")
        CONFIRMED = "confirmed", _("confirmed")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short = models.CharField(_("short name"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    instruments = models.ManyToManyField(Instrument, related_name="rule_sets")
    # The kinds of person that the law tells apart; raised by every confirmed change.
    persons = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    why = models.TextField(_("why these rules"), blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="rule_set_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("drafted_by")),
                name="rule_set_two_people",
            ),
            ExclusionConstraint(
                name="rule_set_no_overlap",
                expressions=[(days("valid_from", "valid_to"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return self.name

    def holds_on(self, day):
        """Whether the set is in force on a day, or only the last one we know."""
        return self.valid_to is None or day <= self.valid_to


class Regime(Line):
    """One of the entitlements (chế độ). Who decides: whoever gives it, or the state."""

    class Decided(models.TextChoices):
        PROVIDER = "provider", _("whoever receives and shelters the person")
        STATE = "state", _("a body of the state, on request")

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="regimes")
    number = models.PositiveSmallIntegerField(_("number"))
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("short name"), max_length=30)
    icon = models.CharField(max_length=20)
    decided = models.CharField(max_length=8, choices=Decided.choices)
    report_line = models.CharField(_("line of the report"), max_length=4)
    letter = models.CharField(
        _("letter in the law"), max_length=2, blank=True, default=""
    )
    # The regimes of the set before that this one continues.
    was = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    used = models.BooleanField(default=False, editable=False)  # records rest on it

    class Meta:
        verbose_name = _("regime")
        verbose_name_plural = _("regimes")
        ordering = ["rule_set", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "number"], name="regime_number_once"
            ),
            models.UniqueConstraint(
                fields=["rule_set", "code"], name="regime_code_once"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_decided_by_state(self):
        return self.decided == self.Decided.STATE


class Person(models.TextChoices):
    """The kinds of person that the law tells apart."""

    CITIZEN = "citizen", _("Vietnamese citizen, confirmed")
    STATELESS = "stateless", _("stateless permanent resident, confirmed")
    FOREIGNER = "foreigner", _("foreigner trafficked in Vietnam, confirmed")
    MINOR = "minor", _("minor accompanying a confirmed person")
    AWAITING = "awaiting", _("person still being verified")
    AWAITING_ABROAD = "awaiting_abroad", _("person still being verified, abroad")
    FOREIGNER_AWAITING = "foreigner_awaiting", _("foreigner still being verified")
    MINOR_AWAITING = "minor_awaiting", _("minor with a person being verified")
    MINOR_ABROAD = "minor_abroad", _("minor with a person being verified, abroad")
    MINOR_FOREIGNER = "minor_foreigner", _("minor accompanying a foreigner")


class Entitlement(Line):
    """A regime is open to a kind of person, under these conditions for all its items."""

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="entitlements")
    person = models.CharField(max_length=20, choices=Person.choices)
    conditions = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering = ["regime", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "person"], name="entitlement_once"
            )
        ]

    def __str__(self):
        return self.get_person_display()


class Item(Line):
    """What may be given under a regime, and what it needs besides."""

    class Unit(models.TextChoices):
        PERSON = "person", _("person")
        DAY = "day", _("day")
        TRIP = "trip", _("trip")
        TIME = "time", _("time")
        COURSE = "course", _("course")
        SCHOOL_YEAR = "school_year", _("school year")
        LOAN = "loan", _("loan")

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    once = models.BooleanField(_("once only"), default=False)
    on_board = models.BooleanField(default=True)
    conditions = ArrayField(models.CharField(max_length=40), default=list)
    report_line = models.CharField(_("line of the report"), max_length=4)
    # For so long after the confirmation, where the text says so.
    months = models.PositiveSmallIntegerField(_("months"), null=True)
    # Codes of items, here or in another regime, that could help instead.
    instead = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    used = models.BooleanField(default=False, editable=False)  # provisions rest on it

    class Meta:
        verbose_name = _("item of a regime")
        verbose_name_plural = _("items of regimes")
        ordering = ["regime", "order"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "code"], name="item_code_once"),
            # Targets of the composite keys of requests and provisions.
            models.UniqueConstraint(fields=["id", "regime"], name="item_of_regime"),
            models.UniqueConstraint(fields=["id", "once"], name="item_is_once"),
            models.UniqueConstraint(fields=["id", "code"], name="item_has_code"),
        ]

    def __str__(self):
        return self.name

    def had_by(self, victim, minor=None):
        """Turns of this support that stand, of a claimant (keys), in every rule set."""
        turns = self._meta.apps.get_model("support_regimes", "Provision").objects
        return turns.live().filter(victim=victim, minor=minor, item_code=self.code)

    def mark_used(self):
        """Records rest on it from now on: the loader changes it no more."""
        Item.objects.filter(pk=self.pk, used=False).update(used=True)
        Regime.objects.filter(pk=self.regime_id, used=False).update(used=True)

    def norm_on(self, day, area):
        """The norm in force on a day for a commune: its province's before the state's."""
        return next(iter(Norm.objects.of(area, day).filter(item=self)), None)


class NormQuerySet(models.QuerySet):
    def of(self, area, day):
        """Norms in force on a day that reach this area, the province's own first."""
        return (
            self.filter(
                Q(area__isnull=True) | Q(area__covering__covers=area),
                Q(valid_to__isnull=True) | Q(valid_to__gte=day),
                valid_from__lte=day,
            )
            .select_related("instrument", "area")
            .order_by("item", F("area").asc(nulls_last=True))
        )


class Norm(Line):
    """The amount that a text gives for an item (mức chi), VND a unit.

    A null amount: actual cost, or in kind. `ceiling`: at most so many units are paid.
    """

    class Kind(models.TextChoices):
        FIXED = "fixed", _("fixed")
        MINIMUM = "minimum", _("at least")
        MAXIMUM = "maximum", _("at most")
        ACTUAL = "actual", _("actual cost")
        IN_KIND = "in_kind", _("in kind")
        FREE = "free", _("free of charge")
        UNKNOWN = "unknown", _("amount not found")

    LIMITS = (Kind.FIXED, Kind.MAXIMUM)  # more than these needs a ground

    key = models.CharField(max_length=80, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="norms")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = models.BigIntegerField(_("amount"), null=True)
    ceiling = models.PositiveSmallIntegerField(_("at most so many units"), null=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True)

    objects = NormQuerySet.as_manager()

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        ordering = ["item", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["fixed", "minimum", "maximum"], amount__gt=0)
                | Q(kind__in=["actual", "in_kind", "free", "unknown"])
                & Q(amount__isnull=True),
                name="norm_amount_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="norm_ends_after_start",
            ),
            ExclusionConstraint(
                name="norm_no_overlap",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (Coalesce(F("area"), Value(0)), RangeOperators.EQUAL),
                    (days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return self.key


class ProcedureStep(Line):
    """A step of the state's procedure: who, and within how many working days."""

    class Act(models.TextChoices):
        ASK = "ask", _("application")
        VERIFY = "verify", _("file made up and sent")
        APPRAISE = "appraise", _("appraisal")
        DECIDE = "decide", _("decision")

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=8, choices=Act.choices)
    name = models.CharField(_("name"), max_length=160)
    body = models.CharField(_("body"), max_length=120)
    # Which body it is on a day and in a place: support_regimes/bodies.py.
    level = models.CharField(
        _("level"), max_length=8, choices=Area.Level.choices, blank=True
    )
    organ = models.CharField(
        _("kind of body"), max_length=16, choices=Organisation.Kind.choices, blank=True
    )
    working_days = models.PositiveSmallIntegerField(_("working days"), null=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True)

    class Meta:
        verbose_name = _("step of the procedure")
        verbose_name_plural = _("steps of the procedure")
        ordering = ["regime", "order"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "act"], name="procedure_act_once")
        ]

    def __str__(self):
        return self.name


class Reading(Line):
    """One of several answers that texts give to a question; exactly one is followed."""

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="readings")
    topic = models.SlugField(max_length=40)
    question = models.CharField(_("question"), max_length=160)
    order = models.PositiveSmallIntegerField()
    answer = models.CharField(_("answer"), max_length=160)
    days = models.PositiveSmallIntegerField(_("days"), null=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True)
    followed = models.BooleanField(_("followed"), default=False)
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reading of the texts")
        verbose_name_plural = _("readings of the texts")
        ordering = ["regime", "topic", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "topic", "order"], name="reading_once"
            ),
            models.UniqueConstraint(
                fields=["regime", "topic"],
                condition=Q(followed=True),
                name="reading_one_followed",
            ),
        ]

    def __str__(self):
        return self.answer
