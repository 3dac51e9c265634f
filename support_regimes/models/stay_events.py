"""What happens in a stay, never changed: days at home, more time, services, leaving."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, refusing
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text
from support_regimes.models.request import check_open
from support_regimes.models.rule_base import days
from support_regimes.models.stays import Stay
from victims.models import Case, Identification

# With nobody of the staff a minor goes to these alone; "person": whom the child came with.
PARENTS = ("father", "mother", "person")


class StayEvent(Event):
    """An event of a stay: takes case and places from it when it is logged."""

    act = ""  # the word of the trail
    refusals = {}  # {constraint: sentence}
    seen_with = "support_regimes.view_stay"

    class Meta(Event.Meta):
        abstract = True

    def clean(self):
        super().clean()
        if self.stay.struck_on:
            raise ValidationError(_("This stay is struck out already."))
        first, last = self.stay.from_on, self.stay.until_on or date.max
        if self.happened_on and not first <= self.happened_on <= last:
            raise ValidationError(
                {"happened_on": _("The day does not lie within the stay.")}
            )

    def keep(self, by):
        """Fill in what follows from the stay, check the whole, save it, write the trail."""
        self.case_id = self.stay.case_id
        self.territory_id = self.area_id = self.stay.territory_id
        self.recorded_by = by
        self.full_clean(
            exclude=["stay", "case", "area", "territory", "recorded_by"],
            validate_constraints=False,
        )
        with refusing(self.refusals):
            self.save(force_insert=True)
        activity.record(self.act, self)
        return self

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record("strike out entry of a stay", self)


class StayEntry(StayEvent):
    """Days at home, a decision to stay longer, or a service given there.

    leave: from `happened_on` to `until_on`, both away, out of the count. extension: the
    stay may last until `until_on`; `body` decided, with `document_number` and `reason`.
    service: `what` was given on the day, `body` gave it. Meals are provisions, not here.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("days at home")
        EXTENSION = "extension", _("longer stay")
        SERVICE = "service", _("service given there")

    class Service(models.TextChoices):
        HEALTH = "health", _("health check")
        COUNSELLING = "counselling", _("counselling")
        SKILLS = "skills", _("life skills")
        LEGAL = "legal", _("legal advice")
        PAPERS = "papers", _("help with papers")
        INSURANCE = "insurance", _("health insurance")
        LEARNING = "learning", _("learning, schooling")
        INTERPRETER = "interpreter", _("interpreter")
        OTHER = "other", _("other")

    act = "record entry of a stay"
    refusals = {"stay_away_once": _("These days at home are recorded already.")}
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    until_on = models.DateField(_("until"), null=True, blank=True)
    what = models.CharField(
        _("service"), max_length=12, choices=Service.choices, blank=True
    )
    body = models.CharField(_("body"), max_length=160, blank=True)
    document_number = models.CharField(
        _("number of the paper"), max_length=60, blank=True
    )
    reason = SealedCharField(_("reason"), max_length=200, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("entry of a stay")
        verbose_name_plural = _("entries of stays")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="service", until_on__isnull=True) & ~Q(what="")
                | Q(kind__in=["leave", "extension"], what="", until_on__isnull=False),
                name="stay_entry_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("happened_on")),
                name="stay_entry_ends_later",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension")
                | ~Q(body="") & ~Q(document_number="") & ~Q(reason=""),
                name="stay_extension_has_paper",
            ),
            ExclusionConstraint(
                name="stay_away_once",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (days("happened_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="leave", voided_at__isnull=True),
            ),
        ]

    def __str__(self):
        return self.get_what_display() or self.get_kind_display()

    @property
    def days(self):
        """Days away, both ends included."""
        return (self.until_on - self.happened_on).days + 1

    def clean(self):
        super().clean()
        if self.until_on and self.happened_on and self.until_on < self.happened_on:
            raise ValidationError({"until_on": _("The end lies before the begin.")})
        last = self.stay.until_on or date.max
        if self.kind == self.Kind.LEAVE and self.until_on and self.until_on > last:
            raise ValidationError(
                {"until_on": _("The day does not lie within the stay.")}
            )

    def log(self, *, by):
        """Add it to the stay; raises ValidationError."""
        check_open(self.stay.case)
        return self.keep(by)


class Departure(StayEvent, Sealed):
    """The end of a stay: when, where to, to whom a minor was handed, with which guardian.

    Recorded also after a withdrawal of consent and after the closing of the case:
    a child must be handed over safely whatever the file says.
    """

    class Why(models.TextChoices):
        HOME = "home", _("goes home")
        OTHER_FACILITY = "other_facility", _("moves to another facility")
        TRAINING = "training", _("training or schooling elsewhere")
        WORK = "work", _("work elsewhere")
        OWN_WISH = "own_wish", _("wishes to leave")
        NOT_VICTIM = "not_victim", _("the authority found otherwise")
        OTHER = "other", _("other")

    class HandedTo(models.TextChoices):
        ALONE = "alone", _("goes alone, an adult")
        FATHER = "father", _("the father")
        MOTHER = "mother", _("the mother")
        PERSON = "person", _("the parent in this file")
        RELATIVE = "relative", _("another relative")
        COMMUNE = "commune", _("staff of the commune")
        FACILITY = "facility", _("another facility")
        OTHER = "other", _("somebody else")

    act = "end stay"
    refusals = {"departure_once": _("This stay has ended already.")}
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="departures")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    why = models.CharField(_("why the stay ends"), max_length=16, choices=Why.choices)
    handed_to = models.CharField(
        _("who comes along or takes over"), max_length=8, choices=HandedTo.choices
    )
    of_minor = models.BooleanField(editable=False, default=False)
    escorted = models.BooleanField(_("staff go along"), default=False)
    receiver = sealed_text("receiver")
    escort = sealed_text("escort")
    guardian_name = sealed_text("guardian_name")
    guardian_relation = sealed_text("guardian_relation")
    guardian_paper = sealed_text("guardian_paper")

    class Meta(Event.Meta):
        verbose_name = _("end of a stay")
        verbose_name_plural = _("ends of stays")
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(
                fields=["stay"],
                condition=Q(voided_at__isnull=True),
                name="departure_once_a_stay",
            ),
            models.CheckConstraint(
                condition=Q(of_minor=False)
                | Q(handed_to__in=PARENTS)
                | Q(escorted=True) & ~Q(handed_to="alone"),
                name="departure_of_a_minor",
            ),
        ]

    def __str__(self):
        return self.get_why_display()

    def clean(self):
        super().clean()
        if self.happened_on and self.of_minor:
            self._check_minor()
        if self.why == self.Why.NOT_VICTIM and self.happened_on:
            self._check_result()

    def _check_minor(self):
        if self.handed_to == self.HandedTo.ALONE:
            raise ValidationError(
                {
                    "handed_to": _(
                        "Under 18, or the age is not known: nobody leaves alone. Say to"
                        " whom."
                    )
                }
            )
        if self.handed_to == self.HandedTo.PERSON and not self._is_child_of_person():
            raise ValidationError(
                {"handed_to": _("The person of this file is not the parent.")}
            )
        if self.handed_to not in PARENTS:
            self._check_escort()
        elif not self.receiver.strip() and self.handed_to != self.HandedTo.PERSON:
            raise ValidationError({"receiver": _("Write who takes the child home.")})

    def _check_escort(self):
        """Not handed to a parent: staff go along, and a guardian stands with a paper."""
        if not (self.escorted and self.escort.strip()):
            raise ValidationError(
                {
                    "escort": _(
                        "A minor is handed to father or mother only. Else staff go"
                        " along: say who."
                    )
                }
            )
        names = ("guardian_name", "guardian_relation", "guardian_paper")
        lacking = [name for name in names if not getattr(self, name).strip()]
        if lacking:
            sentence = _("Write the guardian: name, relation and paper.")
            raise ValidationError(dict.fromkeys(lacking, sentence))

    def _is_child_of_person(self):
        minor = self.stay.minor
        return bool(minor and minor.relation == minor.Relation.CHILD)

    def _check_result(self):
        """Food and shelter never close on the day of that result."""
        found = Identification.objects.live().filter(
            case=self.stay.case_id, status="not_victim"
        )
        last = found.order_by("happened_on", "recorded_at").last()
        if last and self.happened_on <= last.happened_on:
            raise ValidationError(
                {
                    "happened_on": _(
                        "Food and shelter never end on the day of that result. Take a"
                        " later day, and look with the person where to go."
                    )
                }
            )

    def log(self, *, by):
        """End the stay on this day; raises ValidationError."""
        if not self.stay.is_running:
            raise ValidationError(_("This stay has ended already."))
        day = self.happened_on or self.stay.from_on
        self.of_minor = self.stay.is_minor_on(day)
        self.keep(by)
        self.stay.end(self.happened_on, by=by)
        return self

    def void(self, *, by, reason):
        """Strike out the leaving: the stay runs again."""
        super().void(by=by, reason=reason)
        self.stay.end(None, by=by)
