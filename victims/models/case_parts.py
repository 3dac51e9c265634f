"""What belongs to a case: who came along, who holds it, moves, needs, its end."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, State
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text
from areas.models import Area
from victims.models.case import Case
from victims.models.household import Risk
from victims.models.victim import Born, both_or_neither
from victims.models.words import NAME_LENGTH, composed


class CaseEvent(Event):
    """An event of a case: takes its places from the case when it is logged."""

    act = ""  # the word of the trail

    class Meta(Event.Meta):
        abstract = True

    def log(self, *, by):
        """Save the event under its case and write the trail."""
        self.recorded_by = by
        self.territory_id = self.case.territory_id
        if not self.area_id:
            self.area = self.case.household.commune_on(self.happened_on)
        self.save(force_insert=True)
        activity.record(self.act, self)
        return self


class AccompanyingMinor(State, Born, Sealed):
    """A child who came along: a claimant of their own."""

    class Need(models.TextChoices):
        SCHOOL = "school", _("schooling")
        HEALTH = "health", _("medical care")
        PAPERS = "papers", _("papers")
        SHELTER = "shelter", _("shelter")

    class Relation(models.TextChoices):
        CHILD = "child", _("child")
        SIBLING = "sibling", _("brother or sister")
        OTHER = "other", _("other")

    case = models.ForeignKey(Case, models.PROTECT, related_name="minors")
    name = models.CharField(_("what to call"), max_length=NAME_LENGTH)
    relation = models.CharField(_("relation"), max_length=8, choices=Relation.choices)
    born_abroad = models.BooleanField(_("born abroad"), null=True, blank=True)
    has_birth_certificate = models.BooleanField(
        _("has a birth certificate"), null=True, blank=True
    )
    at_school = models.BooleanField(_("goes to school"), null=True, blank=True)
    needs = ArrayField(models.CharField(max_length=16), default=list, blank=True)

    class Meta:
        verbose_name = _("accompanying minor")
        verbose_name_plural = _("accompanying minors")
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="minor_of_case"),
            models.CheckConstraint(
                condition=both_or_neither("born_on", "born_precision"),
                name="minor_birth_with_precision",
            ),
        ]

    def __str__(self):
        return self.get_relation_display()

    @property
    def initials(self):
        return "".join(f"{word[0].upper()}." for word in self.name.split())

    @property
    def need_words(self):
        known = dict(self.Need.choices)
        return [known.get(need, need) for need in self.needs]

    def clean(self):
        """Under 18 at intake: a minor who came along is one of their own regime line."""
        super().clean()
        self.name = composed(self.name)
        if self.case_id and self.is_minor_on(self.case.received_on) is False:
            raise ValidationError(
                {
                    "born_on": _(
                        "This person was 18 at intake: open a case of their own."
                    )
                }
            )

    def edit(self, *, by, fields):
        """Save what was changed on a form; raises Stale if somebody else was quicker."""
        self.save_version(by=by, fields=[*fields])
        activity.record("edit accompanying minor", self)

    def log(self, *, by):
        """Add the child to the case."""
        self.territory_id = self.case.territory_id
        self.recorded_by = self.updated_by = by
        self.save(force_insert=True)
        activity.record("add accompanying minor", self)
        return self


class Holding(CaseEvent):
    """Who holds the case from this day on."""

    act = "assign case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedCharField(_("reason"), max_length=200)

    class Meta(Event.Meta):
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")

    def __str__(self):
        return str(self.happened_on)


class Placement(CaseEvent):
    """A move: the commune that was responsible and the one that took over."""

    act = "move case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="placements")
    from_area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    to_area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = SealedCharField(_("reason"), max_length=200)

    class Meta(Event.Meta):
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(from_area=models.F("to_area")),
                name="placement_to_another_place",
            ),
        ]

    def __str__(self):
        return f"{self.from_area} → {self.to_area}"


class Need(CaseEvent):
    """Something asked for, at intake or later; met or not is told by later events."""

    class Kind(models.TextChoices):
        SHELTER = "shelter", _("shelter")
        FOOD = "food", _("food, clothing")
        HEALTH = "health", _("medical care")
        SAFETY = "safety", _("safety")
        INTERPRETER = "interpreter", _("interpreter")
        TRAVEL = "travel", _("travel")
        PAPERS = "papers", _("papers")
        CHILDREN = "children", _("small children")
        HOME = "home", _("going home safely")
        MIND = "mind", _("counselling")
        LEGAL = "legal", _("legal aid")
        SCHOOL = "school", _("schooling")
        TRAINING = "training", _("vocational training")
        LIVESTOCK = "livestock", _("animals, crops")
        WORK = "work", _("work")
        LOAN = "loan", _("a loan")

    act = "record need"
    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    kind = models.CharField(_("need"), max_length=12, choices=Kind.choices)
    urgent = models.BooleanField(_("urgent"), default=False)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self):
        return self.get_kind_display()


class Closure(CaseEvent, Sealed):
    """The case was closed for a reason, or (without one) opened again."""

    act = "close case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    reason = models.CharField(
        _("reason"), max_length=16, choices=Case.Closing.choices, blank=True
    )
    risk = models.CharField(_("risk"), max_length=6, choices=Risk.choices)
    view = sealed_text("view")
    note = sealed_text("note")

    class Meta(Event.Meta):
        verbose_name = _("closing")
        verbose_name_plural = _("closings")

    def __str__(self):
        return self.get_reason_display() or str(_("opened again"))

    def log(self, *, by):
        if not self.reason:
            self.act = "reopen case"
        return super().log(by=by)
