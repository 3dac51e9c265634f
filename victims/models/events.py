"""Events of a case about the person: identification, risk, consent."""

import json
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Event
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from victims.models.case import Case
from victims.models.case_parts import CaseEvent
from victims.models.household import Risk


class Identification(CaseEvent, Sealed):
    """How far identification has come, and the paper that proves it.

    Papers: Law 66/2011 art. 24.4 and 25; Decree 62/2012.
    """

    class Status(models.TextChoices):
        SUSPECTED = "suspected", _("not yet sent to an authority")
        IN_IDENTIFICATION = "in_identification", _("being verified")
        VICTIM = "victim", _("has a confirmation paper")
        NOT_VICTIM = "not_victim", _("found not to be entitled")

    act = "record identification"
    case = models.ForeignKey(Case, models.PROTECT, related_name="identifications")
    status = models.CharField(
        _("identification"), max_length=20, choices=Status.choices
    )
    body = models.CharField(_("issued by"), max_length=120, blank=True)
    paper_kind = models.CharField(_("kind of paper"), max_length=80, blank=True)
    paper_on = models.DateField(_("date of the paper"), null=True, blank=True)
    paper_number = sealed_text("paper_number")

    class Meta(Event.Meta):
        verbose_name = _("identification")
        verbose_name_plural = _("identifications")

    def __str__(self):
        return self.get_status_display()


class RiskAssessment(CaseEvent, Sealed):
    """Eight questions asked in private; rules suggest, a person decides the level."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNCLEAR = "unclear", _("Unclear")
        NOT_ASKED = "not_asked", _("Not asked")

    act = "assess risk"
    case = models.ForeignKey(Case, models.PROTECT, related_name="risk_assessments")
    level = models.CharField(_("risk"), max_length=6, choices=Risk.choices)
    suggested = models.CharField(max_length=6, choices=Risk.choices, blank=True)
    reason = sealed_text("reason")
    answers_text = sealed_text("answers")
    safety_plan = sealed_text("safety_plan")

    class Meta(Event.Meta):
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")

    def __str__(self):
        return self.get_level_display()

    @property
    def answers(self):
        """{question: answer}, opened from the sealed column."""
        return json.loads(self.answers_text or "{}")

    @answers.setter
    def answers(self, values):
        self.answers_text = json.dumps(values) if values else ""

    @property
    def plan(self):
        """The safety plan: {safe_place, call_whom, agreed_word, next_contact}."""
        return json.loads(self.safety_plan or "{}")

    @property
    def next_contact(self):
        """The day that was agreed for the next contact, or None."""
        day = self.plan.get("next_contact")
        return date.fromisoformat(day) if day else None

    @plan.setter
    def plan(self, values):
        self.safety_plan = json.dumps(values) if values else ""

    def assess(self, *, by):
        """Log the assessment; the household's risk today follows it."""
        self.log(by=by)
        if self.case.risk == self:
            self.case.household.set_risk(self.level, by=by)
        return self


class Consent(CaseEvent, Sealed):
    """A yes or no to one purpose; the last row of a purpose stands.

    Withdrawing is a row of its own, so that what was true on a day stays readable.
    """

    class Purpose(models.TextChoices):
        RECORD = "record", _("keep a file")
        SHARE_AUTHORITY = (
            "share_authority",
            _("share with the approving level and the Department"),
        )
        SHARE_DONOR = "share_donor", _("share with the donor organisation")
        VISIT = "visit", _("visits and calls")
        PHOTO = "photo", _("photos of animals, barns, papers")
        VOICE = "voice", _("recording of the voice")
        STORY = "story", _("use of story or picture in media")

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_ASKED = "not_asked", _("Could not be asked yet")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class How(models.TextChoices):
        SIGNED = "signed", _("signed")
        THUMB = "thumb", _("thumb print on paper")
        SPOKEN = "spoken", _("spoken")
        WITNESS = "witness", _("before a witness")

    act = "record consent"

    @classmethod
    def refusals(cls, purpose):
        """Noes and withdrawals that stand in open cases; few, whatever the size."""
        live = cls.objects.live().filter(purpose=purpose)
        later = live.filter(case=OuterRef("case")).filter(
            Q(happened_on__gt=OuterRef("happened_on"))
            | Q(
                happened_on=OuterRef("happened_on"),
                recorded_at__gt=OuterRef("recorded_at"),
            )
        )
        refused = live.filter(
            answer__in=[cls.Answer.NO, cls.Answer.WITHDRAWN],
            case__closed_on__isnull=True,
        )
        return refused.exclude(Exists(later))

    @classmethod
    def withdraw(cls, case, purpose, *, by):
        """A yes is taken back, from today; what it allowed stops. ValidationError."""
        if not case.allows(purpose):
            raise ValidationError(_("There is no yes that could be taken back."))
        consent = cls(
            case=case,
            purpose=purpose,
            answer=cls.Answer.WITHDRAWN,
            happened_on=today(),
        ).log(by=by)
        if purpose in (cls.Purpose.VISIT, cls.Purpose.RECORD):
            case.household.plan_no_visit(by=by)
        return consent

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    how = models.CharField(
        _("how given"), max_length=8, choices=How.choices, blank=True
    )
    interpreter_present = models.BooleanField(_("interpreter present"), default=False)
    by_guardian = models.BooleanField(_("with the guardian's yes"), default=False)
    guardian_name = sealed_text("guardian_name")
    donor_name = sealed_text("donor_name")

    class Meta(Event.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self):
        return self.get_purpose_display()
