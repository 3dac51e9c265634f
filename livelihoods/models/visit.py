"""A home visit: how the person is, what became of the animals, when to come again."""

import json

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Event, RecordQuerySet
from accounts.sealing import Sealed, sealed_text
from livelihoods.models.events import HouseholdEvent
from livelihoods.models.schedule import reschedule
from victims.models import Case, Household, RiskAssessment
from victims.models.household import Risk


class HomeVisitQuerySet(RecordQuerySet):
    def in_order(self):
        return self.order_by("happened_on", "recorded_at", "id")

    def latest(self):
        """The visit that stands last, by day, or None."""
        return self.live().in_order().last()


class HomeVisit(HouseholdEvent, Sealed):
    """One visit, or the try. Carries its ledger entries and incomes in one act.

    Answers about safety and the note are sealed. Put off by her is no failure: the
    next day is what she agreed to, so the household is not overdue.
    """

    class Way(models.TextChoices):
        AT_HOME = "at_home", _("met at home")
        ELSEWHERE = "elsewhere", _("met elsewhere")
        PHONE = "phone", _("by phone")
        NOT_MET = "not_met", _("could not meet")
        PUT_OFF = "put_off", _("put off or refused by the person")

    class NotMet(models.TextChoices):
        OUT = "out", _("out for the day")
        WORKING_AWAY = "working_away", _("working far away")
        MOVED = "moved", _("moved away")
        UNKNOWN = "unknown", _("not known")

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_SAID = "not_said", _("Prefers not to say")
        NOT_ASKED = "not_asked", _("Not asked")

    class Meet(models.TextChoices):
        NOBODY = "nobody", _("Nobody")
        UNION = "union", _("Union officer")
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health station")
        NOT_ASKED = "not_asked", _("Not asked")

    class Feeling(models.TextChoices):
        GOOD = "good", _("Good")
        FAIR = "fair", _("So-so")
        POOR = "poor", _("Poor")
        NOT_SAID = "not_said", _("Prefers not to say")
        NOT_ASKED = "not_asked", _("Not asked")

    class School(models.TextChoices):
        REGULAR = "regular", _("Regularly")
        SOMETIMES = "sometimes", _("On and off")
        STOPPED = "stopped", _("Stopped")
        NOT_ASKED = "not_asked", _("Not asked")

    class Needs(models.TextChoices):
        CHECK_UP = "check_up", _("a health check")
        INSURANCE = "insurance", _("health insurance card")
        PAPERS = "papers", _("papers")

    class RiskReason(models.TextChoices):
        THREAT = "threat", _("threatened or afraid")
        STRANGERS = "strangers", _("strangers offer work far away")
        LEAVING = "leaving", _("plans to go far away")
        DEBT = "debt", _("debt, hunger or lost animals")
        FAMILY = "family", _("trouble at home")
        NO_CONTACT = "no_contact", _("contact is being lost")
        STEADIER = "steadier", _("life is steadier")
        OTHER = "other", _("another reason")

    MET = (Way.AT_HOME, Way.ELSEWHERE, Way.PHONE)

    seen_with = "livelihoods.view_homevisit"
    act = "log visit"
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="visits", editable=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="visits", editable=False
    )
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    not_met = models.CharField(
        _("why not met"), max_length=12, choices=NotMet.choices, blank=True
    )
    private = models.BooleanField(_("could talk in private"), null=True, blank=True)
    health = models.CharField(
        _("health"), max_length=9, choices=Feeling.choices, blank=True
    )
    mind = models.CharField(
        _("mind"), max_length=9, choices=Feeling.choices, blank=True
    )
    eating = models.CharField(
        _("eating and sleep"), max_length=9, choices=Feeling.choices, blank=True
    )
    needs = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    risk_before = models.CharField(
        _("risk before"), max_length=6, choices=Risk.choices, editable=False
    )
    risk_after = models.CharField(
        _("risk after this visit"), max_length=6, choices=Risk.choices
    )
    risk_reason = models.CharField(
        _("why it changed"), max_length=12, choices=RiskReason.choices, blank=True
    )
    risk_assessment = models.OneToOneField(
        RiskAssessment,
        models.PROTECT,
        null=True,
        related_name="visit",
        editable=False,
    )
    next_visit_on = models.DateField(_("next visit"))
    answers_text = sealed_text("answers")
    note = sealed_text("note")

    objects = HomeVisitQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("home visit")
        verbose_name_plural = _("home visits")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(way="not_met") & ~Q(not_met="")
                | ~Q(way="not_met") & Q(not_met=""),
                name="homevisit_reason_iff_not_met",
                violation_error_message=_("Say why you could not meet."),
            ),
            models.CheckConstraint(
                condition=Q(way__in=["not_met", "put_off"], private__isnull=True)
                | ~Q(way__in=["not_met", "put_off"]) & Q(private__isnull=False),
                name="homevisit_private_iff_met",
                violation_error_message=_("Say whether you could talk in private."),
            ),
            models.CheckConstraint(
                condition=Q(risk_before=F("risk_after"), risk_reason="")
                | ~Q(risk_before=F("risk_after")) & ~Q(risk_reason=""),
                name="homevisit_reason_iff_risk_changed",
                violation_error_message=_("Say why the risk changed."),
            ),
            models.CheckConstraint(
                condition=Q(next_visit_on__gt=F("happened_on")),
                name="homevisit_next_is_later",
                violation_error_message=_("The next visit comes after this one."),
            ),
        ]
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["household", "happened_on"], name="homevisit_history"),
        ]

    def __str__(self):
        return self.get_way_display()

    @property
    def answers(self):
        """{question: answer}; schooling as {minor's id: answer} under "school"."""
        return json.loads(self.answers_text or "{}")

    @answers.setter
    def answers(self, values):
        self.answers_text = json.dumps(values) if values else ""

    @property
    def was_met(self):
        return self.way in self.MET

    @property
    def risk_changed(self):
        return self.risk_before != self.risk_after

    def log(self, *, by, carry=()):
        """Save the visit with all it carries, or nothing at all.

        In: `carry`, one function for each ledger entry or income, called with the saved
        visit. Sets the household's risk (a case also gets a risk assessment) and the
        day of its next visit.
        """
        if self.case_id and self.case.keeps_no_more:
            raise ValidationError(
                _("The consent to the file was taken back: nothing new is written.")
            )
        with transaction.atomic():
            self.household = Household.objects.for_writing().get(pk=self.household_id)
            self.risk_before = self.household.risk_level
            self._assess(by)
            super().log(by=by)
            for enter in carry:
                enter(self)
            newest = self.household.visits.latest() == self
            risk = self.risk_after if newest else None
            reschedule(self.household, by=by, risk=risk)
        return self

    def _assess(self, by):
        if not (self.case_id and self.risk_changed):
            return
        assessment = RiskAssessment(
            case=self.case,
            happened_on=self.happened_on,
            level=self.risk_after,
            reason=self.get_risk_reason_display(),
        )
        assessment.answers = self.safety
        self.risk_assessment = assessment.log(by=by)

    @property
    def is_urgent(self):
        """Did an answer about safety sound an alarm?"""
        return self.Answer.YES in self.safety.values()

    @property
    def safety(self):
        """The answers to the safety questions alone."""
        return {key: said for key, said in self.answers.items() if key != "school"}

    def void(self, *, by, reason):
        """Strike out the visit and all it carried; risk and next day are set back.

        Raises ValidationError, and changes nothing, when later entries need the animals.
        """
        with transaction.atomic():
            household = Household.objects.for_writing().get(pk=self.household_id)
            set_back = self.risk_changed and household.visits.latest() == self
            super().void(by=by, reason=reason)
            for carried in self.carried():
                carried.void(by=by, reason=reason)
            if self.risk_assessment:
                self.risk_assessment.void(by=by, reason=reason)
            reschedule(household, by=by, risk=self.risk_before if set_back else None)

    def carried(self):
        """What the visit carried and still stands, the last to leave first.

        Animals that left are struck out before those that came, so that a visit which
        brought and sold the same animals can be voided.
        """
        entries = self.herd_entries.live().in_order().reverse()
        return [*entries, *self.incomes.live()]
