"""The household: one family we follow, and its poverty status."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet, State
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.names import folded
from victims.models.codes import CodeCounter
from victims.models.words import NAME_LENGTH, composed


class Risk(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class HouseholdQuerySet(RecordQuerySet):
    def high_risk_on(self, day):
        """Prevention households: the flag is set on this day."""
        return self.filter(high_risk_from__lte=day).filter(
            Q(high_risk_until__isnull=True) | Q(high_risk_until__gt=day)
        )

    def prevention(self):
        """Households that are or were supported for prevention."""
        return self.filter(high_risk_from__isnull=False)

    def due(self, day):
        """Those visited: a next day is set, and a case is open or the flag stands.

        Where the person of an open case wants no visits, nobody is due.
        """
        cases = self.model._meta.get_field("cases").related_model
        is_open = Exists(
            cases.objects.filter(household=OuterRef("pk"), closed_on__isnull=True)
        )
        flagged = Q(high_risk_from__lte=day) & (
            Q(high_risk_until__isnull=True) | Q(high_risk_until__gt=day)
        )
        consents = cases._meta.get_field("consents").related_model
        return self.filter(
            is_open | flagged,
            ~Exists(consents.refusals("visit").filter(case__household=OuterRef("pk"))),
            next_visit_on__isnull=False,
        )

    def overdue(self, day):
        return self.due(day).filter(next_visit_on__lt=day)

    def due_within(self, day, days):
        last = day + timedelta(days=days)
        return self.due(day).filter(next_visit_on__gte=day, next_visit_on__lte=last)

    def search(self, text):
        """Households whose code begins so, or whose head's name holds every word."""
        found = Q(code__startswith=text.strip().upper())
        words = Q()
        for word in folded(text).split():
            words &= Q(name_folded__contains=word)
        return self.filter(found | words)


class Household(State, Sealed):
    """A family: place, head, who holds it, today's risk and next visit."""

    seen_with = "victims.view_household"

    class Reason(models.TextChoices):
        """Why a household is supported for prevention; of the household, no person."""

        POOR = "poor", _("income below the poverty line")
        DEBT = "debt", _("in debt")
        HUNGER = "hunger", _("food for less than a month")
        SCHOOL = "school", _("girls of 12–17 left school")
        AWAY = "away", _("somebody works far away")
        STRANGERS = "strangers", _("strangers offered work far away")
        ALONE = "alone", _("one adult alone with children")
        OTHER = "other", _("another reason")

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    hamlet = models.CharField(_("hamlet"), max_length=60, blank=True)
    head_name = models.CharField(
        _("head of household"), max_length=NAME_LENGTH, blank=True
    )
    name_folded = models.CharField(max_length=240, blank=True, editable=False)
    people = models.PositiveSmallIntegerField(_("people"), null=True, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_households",
        verbose_name=_("holder"),
    )
    risk_level = models.CharField(
        _("risk"), max_length=6, choices=Risk.choices, default=Risk.MEDIUM
    )
    next_visit_on = models.DateField(_("next visit"), null=True, blank=True)
    high_risk_from = models.DateField(_("high risk from"), null=True, blank=True)
    high_risk_until = models.DateField(_("high risk until"), null=True, blank=True)
    high_risk_reasons = ArrayField(
        models.CharField(max_length=40), default=list, blank=True
    )
    address = sealed_text("address")
    note = sealed_text("note")

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                condition=Q(high_risk_until__gt=F("high_risk_from")),
                name="household_high_risk_ends_later",
            )
        ]
        indexes = [
            models.Index(
                fields=["territory", "next_visit_on"], name="household_visits"
            ),
            models.Index(
                fields=["next_visit_on", "id"], name="household_by_next_visit"
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("livelihoods:household_page", args=[self.pk])

    def save(self, *args, **kwargs):
        self.fold()
        super().save(*args, **kwargs)

    def fold(self):
        self.head_name = composed(self.head_name)
        self.hamlet = composed(self.hamlet)
        self.name_folded = folded(self.head_name)

    def clean(self):
        super().clean()
        if self.high_risk_from and self.high_risk_from > today():
            raise ValidationError(
                {"high_risk_from": _("The day cannot be after today.")}
            )

    @property
    def initials(self):
        """First letters of the head's name, as lists show it."""
        return "".join(f"{word[0].upper()}." for word in self.head_name.split())

    @property
    def name(self):
        return self.head_name

    @property
    def is_overdue(self):
        return bool(self.next_visit_on and self.next_visit_on < today())

    @property
    def days_late(self):
        return (today() - self.next_visit_on).days if self.is_overdue else 0

    @property
    def days_left(self):
        """Days until the next visit; None if none is set or it is overdue."""
        if not self.next_visit_on or self.is_overdue:
            return None
        return (self.next_visit_on - today()).days

    @property
    def is_high_risk(self):
        """The prevention flag stands today."""
        day = today()
        return bool(
            self.high_risk_from
            and self.high_risk_from <= day
            and not (self.high_risk_until and self.high_risk_until <= day)
        )

    @property
    def reason_words(self):
        known = dict(self.Reason.choices)
        return [known.get(reason, reason) for reason in self.high_risk_reasons]

    @property
    def poverty(self):
        """The poverty status that stands today, or None."""
        return (
            self.poverty_statuses.live().order_by("happened_on", "recorded_at").last()
        )

    def commune_on(self, day):
        """The Area where something of this household happened on a day, by the list of
        that day. Where a reform leaves several, the one the household was given or came
        from; if nobody said so, the commune that is responsible now.
        """
        place = self.territory.as_of(day)
        if place:
            return place
        came = self.new_communes.live().filter(to_area=self.territory).last()
        return came.from_area if came else self.territory

    @property
    def has_new_commune(self):
        """A reform brought it to the commune where it is."""
        return self.new_communes.live().filter(to_area=self.territory_id).exists()

    def visit_by(self, day, *, by):
        """Bring the next visit forward to this day, unless it comes sooner anyway."""
        if not self.next_visit_on or self.next_visit_on > day:
            self.next_visit_on = day
            self.save_version(by=by, fields=["next_visit_on"])

    def plan_no_visit(self, *, by):
        """No visit is due any more, such as after a consent was taken back."""
        if self.next_visit_on and not self.is_high_risk:
            self.next_visit_on = None
            self.save_version(by=by, fields=["next_visit_on"])

    def enrol(self, *, by):
        """Open the household's record: code, who wrote it, one row in the trail."""
        letters = self.territory.province().letters
        self.code = CodeCounter.next_code(f"{letters}H", today().year)
        self.recorded_by = self.updated_by = by
        self.save(force_insert=True)
        activity.record("enrol household", self)
        return self

    def edit(self, *, by, fields):
        """Save what was changed on a form; raises Stale if somebody else was quicker."""
        self.fold()
        kept = {*fields, "head_name", "hamlet", "name_folded", "sealed"}
        self.save_version(by=by, fields=sorted(kept))
        activity.record("edit household", self)

    def set_risk(self, level, *, by):
        """Today's risk level, as somebody judged it."""
        if level != self.risk_level:
            self.risk_level = level
            self.save_version(by=by, fields=["risk_level"])

    def move(self, to, *, by, reason):
        """Another commune takes over: the household, its persons, all its cases.

        Needs reach of both places. The territory of every row below follows by the
        database's own keys; open cases get a Placement; nobody holds them yet.
        """
        self._check_move(to, by)
        cases = list(self.cases.open().select_related("victim"))
        start, self.territory, self.holder = self.territory, to, None
        self.save_version(by=by, fields=["territory", "holder"])
        for victim in {case.victim for case in cases}:
            victim.territory = to
            victim.save_version(by=by, fields=["territory"])
        for case in cases:
            case.territory = to
            case.placements.model(
                case=case, from_area=start, to_area=to, accepted_by=by, reason=reason,
                happened_on=today(),
            ).log(by=by)  # fmt: skip
        activity.record("move household", self)

    def _check_move(self, to, by):
        if to == self.territory:
            raise ValidationError({"to": _("The household lives there already.")})
        if to.level != to.Level.COMMUNE:
            raise ValidationError({"to": _("Choose a commune.")})
        if self.transfers.waiting().exists():
            raise ValidationError(_("A move of this household is under way already."))
        if self.territory.has_ended:
            raise ValidationError(
                _("Its commune has ended: give the household its new commune first.")
            )
        if to.province() != self.territory.province():
            raise ValidationError(
                {"to": _("Out of the province a move takes two persons: ask for it.")}
            )
        if not {to.pk, self.territory_id} <= set(by.reach("victims.move_case")):
            raise ValidationError(
                {"to": _("You do not reach that place: ask the level above both.")}
            )

    def give_to(self, user, *, by):
        """Somebody holds the household from now on."""
        self.holder = user
        self.save_version(by=by, fields=["holder"])
        activity.record("assign household", self)


class PovertyStatus(Event):
    """Poor, near-poor, not poor or *cannot be assessed*, by a year's standard.

    "Cannot be assessed" is an answer of its own: whoever was absent for years and has
    no residence entry is not "not poor".
    """

    seen_with = "victims.view_household"

    class Category(models.TextChoices):
        POOR = "poor", _("poor household")
        NEAR_POOR = "near_poor", _("near-poor household")
        NOT_POOR = "not_poor", _("not poor")
        CANNOT_BE_ASSESSED = "cannot_be_assessed", _("cannot be assessed yet")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="poverty_statuses"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    standard = models.CharField(_("standard"), max_length=80, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    certificate = SealedCharField(_("certificate number"), max_length=60, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("poverty status")
        verbose_name_plural = _("poverty statuses")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(certificate="") | Q(category__in=["poor", "near_poor"]),
                name="poverty_certificate_only_of_poor",
                violation_error_message=_(
                    "Only a poor or near-poor household has a certificate."
                ),
            ),
        ]

    def __str__(self):
        return self.get_category_display()

    def log(self, *, by):
        """Record the status found on a day."""
        self.recorded_by = by
        self.area = self.household.commune_on(self.happened_on)
        self.territory = self.household.territory
        self.save(force_insert=True)
        activity.record("record poverty status", self)
        return self
