"""Where somebody is sheltered: the facilities, the stays, and what happens there.

A stay belongs to one claimant: the person of the case, or one of the minors. The days
of the case (`in_facility_from`, `in_facility_until`) follow the person's last stay.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models.versioned import Versioned
from accounts.records import RecordQuerySet, State, refusing
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.models import Area
from support_regimes.models.request import check_open
from support_regimes.models.rules import Confidence
from victims.models import AccompanyingMinor, Case, Victim
from victims.models.sheltered import KEEPERS

FACILITY_KIND = "support_regimes.facility"  # as the trail names it
BROKEN = {
    "stay_once": _(
        "There is another stay in these days. End that one, or change the day."
    ),
    "stay_ends_later": _("The end lies before the begin."),
    "stay_somewhere": _("Choose the facility, or write the place."),
}


def nights(first, last):
    """Days of a stay as a range without its last day: who moves on that day, may."""
    return Func(F(first), F(last), Value("[)"), function="daterange", output_field=None)


class FacilityQuerySet(models.QuerySet):
    def on(self, day):
        """Facilities that take people in on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Facility(Versioned):
    """A place that shelters people, as it stands in the administrator's list.

    No address: where a shelter is, must not lie in a list. `rooms`: how many, or null.
    """

    class Kind(models.TextChoices):
        SOCIAL_PROTECTION = "social_protection", _("social protection facility")
        VICTIM_SUPPORT = "victim_support", _("victim support facility")
        SOCIAL_WORK = "social_work", _("social work centre")
        OPEN_HOUSE = "open_house", _("open house")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    is_public = models.BooleanField(_("public"), default=True)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="+"
    )
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    phone = models.CharField(_("phone of the office"), max_length=20, blank=True)
    license_number = models.CharField(
        _("number of the license"), max_length=60, blank=True
    )
    licensed_until = models.DateField(_("licensed until"), null=True, blank=True)
    confidence = models.CharField(
        _("how sure this is"),
        max_length=11,
        choices=Confidence.choices,
        default=Confidence.UNCONFIRMED,
    )
    valid_from = models.DateField(_("takes people in from"), null=True, blank=True)
    valid_to = models.DateField(_("takes people in until"), null=True, blank=True)

    FIELDS = [
        "name", "kind", "is_public", "area", "rooms", "phone", "license_number",
        "licensed_until", "confidence", "valid_from", "valid_to",
    ]  # fmt: skip

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="facility_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_unconfirmed(self):
        return self.confidence == Confidence.UNCONFIRMED

    def license_is_over(self, day):
        return bool(self.licensed_until and self.licensed_until < day)

    def add(self, *, by):
        """Keep a new facility; raises ValidationError."""
        self.full_clean()
        self.save(force_insert=True)
        activity.write("add facility", FACILITY_KIND, territory=self.area_id)

    def edit(self, *, by):
        """Save what was changed; raises Stale or ValidationError."""
        self.full_clean()
        self.save_version(fields=self.FIELDS)
        activity.write("edit facility", FACILITY_KIND, territory=self.area_id)


class StayQuerySet(RecordQuerySet):
    def standing(self):
        """Stays that were not struck out."""
        return self.filter(struck_on__isnull=True)

    def running(self, day):
        """Stays that last on a day, not struck out."""
        return self.standing().filter(
            Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day
        )

    def of(self, case, minor=None):
        return self.filter(case=case, minor=minor)


class Stay(State, Sealed):
    """From the day of arrival to the day of leaving, in one place.

    `place_name` names a place that is not in the list. The guardian of a minor's stay is
    sealed: name, relation, paper.
    """

    class Why(models.TextChoices):
        RECOVERY = "recovery", _("to recover")
        VERIFYING = "verifying", _("while the authority verifies")
        NO_SAFE_HOME = "no_safe_home", _("no safe home for now")
        ALONE = "alone", _("a minor without family near")
        TRAINING = "training", _("training or schooling")
        OTHER = "other", _("other")
        NOT_SAID = "not_said", _("prefers not to say")

    seen_with = "support_regimes.view_stay"

    case = models.ForeignKey(Case, models.PROTECT, related_name="stays")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="stays"
    )
    # The person of the case, so that no two stays overlap over all cases.
    victim = models.ForeignKey(
        Victim, models.PROTECT, related_name="stays", editable=False
    )
    facility = models.ForeignKey(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("facility"),
    )
    place_name = SealedCharField(_("another place"), max_length=120, blank=True)
    room = SealedCharField(_("room"), max_length=20, blank=True)
    from_on = models.DateField(_("day of arrival"))
    until_on = models.DateField(_("day of leaving"), null=True, blank=True)
    why = models.CharField(_("why here"), max_length=12, choices=Why.choices)
    struck_on = models.DateField(null=True, editable=False)
    struck_reason = SealedCharField(max_length=200, blank=True, editable=False)
    guardian_name = sealed_text("guardian_name")
    guardian_relation = sealed_text("guardian_relation")
    guardian_paper = sealed_text("guardian_paper")

    EDITED = ["facility", "place_name", "room", "from_on", "why"]

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="stay_ends_later",
                violation_error_message=_("The end lies before the begin."),
            ),
            models.CheckConstraint(
                condition=Q(facility__isnull=False) | ~Q(place_name=""),
                name="stay_somewhere",
                violation_error_message=_("Choose the facility, or write the place."),
            ),
            models.CheckConstraint(
                condition=Q(struck_on__isnull=True, struck_reason="")
                | Q(struck_on__isnull=False) & ~Q(struck_reason=""),
                name="stay_struck_with_reason",
            ),
            ExclusionConstraint(
                name="stay_once_a_person",
                expressions=[
                    ("victim", RangeOperators.EQUAL),
                    (nights("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(minor__isnull=True, struck_on__isnull=True),
            ),
            ExclusionConstraint(
                name="stay_once_a_minor",
                expressions=[
                    ("minor", RangeOperators.EQUAL),
                    (nights("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(minor__isnull=False, struck_on__isnull=True),
            ),
            # What the entries of a stay are tied to.
            models.UniqueConstraint(fields=["id", "case"], name="stay_of_case"),
        ]
        indexes = [
            models.Index(
                fields=["territory", "from_on"],
                condition=Q(until_on__isnull=True, struck_on__isnull=True),
                name="stay_running",
            )
        ]

    def __str__(self):
        return self.place

    @property
    def place(self):
        return self.facility.name if self.facility_id else self.place_name

    @property
    def claimant(self):
        return self.minor or self.case.victim

    @property
    def is_running(self):
        return self.struck_on is None and self.until_on is None

    def is_minor_on(self, day):
        """Under 18 that day, or nobody can say: the rules for children are followed."""
        return self.claimant.is_minor_on(day) is not False

    @property
    def lacks_guardian(self):
        """A minor stays here, and nobody is named for the stay and the papers."""
        return self.is_minor_on(self.from_on) and not self.guardian_name

    def clean(self):
        super().clean()
        day = today()
        if self.from_on and self.from_on > day:
            raise ValidationError({"from_on": _("The day cannot be after today.")})
        born = self.claimant.born_on if self.case_id else None
        if born and self.from_on and self.from_on.year < born.year:
            raise ValidationError(
                {"from_on": _("The day lies before the person's birth.")}
            )
        if self.facility_id and self.place_name.strip():
            raise ValidationError(
                {"place_name": _("Choose the facility or write a place: one of both.")}
            )

    def begin(self, *, by, children=()):
        """Record the arrival, for the children who came along too (each their own).

        Raises ValidationError when somebody stays elsewhere in these days already.
        """
        check_open(self.case)
        self._keep(by)
        for child in children:
            same = {name: getattr(self, name) for name in self.EDITED}
            Stay(case=self.case, minor=child, until_on=self.until_on, **same)._keep(by)
        self._tell_case()
        return self

    def _keep(self, by):
        self.victim_id, self.territory_id = self.case.victim_id, self.case.territory_id
        self.recorded_by = self.updated_by = by
        self.clean_fields(exclude=["case", "minor", "victim", "territory"])
        self.clean()
        with refusing(BROKEN):
            self.save(force_insert=True)
        activity.record("begin stay", self)

    def _tell_case(self):
        """The days that stand on the case are those of the person's own last stay."""
        own = Stay.objects.standing().of(self.case)
        last = own.order_by("from_on", "recorded_at").last()
        days = (last.from_on, last.until_on) if last else (None, None)
        self.case.in_facility_from, self.case.in_facility_until = days
        Case.objects.filter(pk=self.case_id).update(
            in_facility_from=days[0], in_facility_until=days[1]
        )

    def edit(self, *, by):
        """Save what was changed; raises Stale or ValidationError."""
        self._check_struck()
        check_open(self.case)
        self.clean_fields(exclude=["case", "minor", "victim", "territory"])
        self.clean()
        with refusing(BROKEN):
            self.save_version(by=by, fields=[*self.EDITED, "sealed"])
        self._tell_case()
        activity.record("edit stay", self)

    def strike(self, *, by, reason):
        """This stay never was; it remains readable and counts no more."""
        self._check_struck()
        if len(reason.strip()) < 10:
            raise ValidationError(
                _("Give a reason of at least 10 letters, so that others understand.")
            )
        self.struck_on, self.struck_reason = today(), reason.strip()
        self.save_version(by=by, fields=["struck_on", "struck_reason"])
        self._tell_case()
        activity.record("strike out stay", self)

    def end(self, on, *, by):
        """Set the last day, or (None) let the stay run again; raises ValidationError."""
        self._check_struck()
        self.until_on = on
        with refusing(BROKEN):
            self.save_version(by=by, fields=["until_on"])
        self._tell_case()

    def _check_struck(self):
        if self.struck_on:
            raise ValidationError(_("This stay is struck out already."))


def _keeps_days(case):
    return Stay.objects.standing().of(case).exists()


KEEPERS.append(_keeps_days)
