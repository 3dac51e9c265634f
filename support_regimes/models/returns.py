"""Before somebody goes home, and the handover to the commune. Append-only."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Notice
from accounts.records import Event, refusing
from accounts.roles import Role
from accounts.sealing import Sealed, sealed_text
from support_regimes.models.request import check_open
from support_regimes.models.stays import Stay
from victims.models import AccompanyingMinor, Case


class OfCase(Event):
    """An event of a case, checked and logged in one way."""

    act = ""
    refusals = {}  # {constraint: sentence}
    seen_with = "support_regimes.view_stay"

    class Meta(Event.Meta):
        abstract = True

    def log(self, *, by):
        """Keep it under its case and write the trail; raises ValidationError."""
        check_open(self.case)
        self.territory_id = self.area_id = self.case.territory_id
        self.recorded_by = by
        self.full_clean(
            exclude=["case", "minor", "area", "territory", "recorded_by", "answers"],
            validate_constraints=False,
        )
        with refusing(self.refusals):
            self.save(force_insert=True)
        activity.record(self.act, self)
        return self

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record("strike out return entry", self)


class Answer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNCLEAR = "unclear", _("not clear")
    NOT_SAID = "not_said", _("prefers not to say")


class ReturnAssessment(OfCase, Sealed):
    """The look at the home before a return (đánh giá trước hồi gia).

    The person's own wish is asked alone, else it is not asked at all. `plan`: what is
    agreed for the way home and after; `team`: who did it, with whom; both sealed.
    """

    class Wish(models.TextChoices):
        HOME = "home", _("wishes to go home")
        STAY = "stay", _("wishes to stay on")
        TRAINING = "training", _("wishes training or work")
        ELSEWHERE = "elsewhere", _("wishes to live elsewhere")
        NOT_SURE = "not_sure", _("is not sure yet")
        NOT_SAID = "not_said", _("prefers not to say")
        NOT_ASKED = "not_asked", _("not asked: could not talk alone")

    class Result(models.TextChoices):
        HOME = "home", _("goes home, with a plan")
        STAY = "stay", _("stays on")
        TRAINING = "training", _("training or a job instead")
        ELSEWHERE = "elsewhere", _("another place")

    act = "assess return"
    case = models.ForeignKey(Case, models.PROTECT, related_name="return_assessments")
    minor = models.ForeignKey(
        AccompanyingMinor,
        models.PROTECT,
        null=True,
        related_name="return_assessments",
    )
    family_takes = models.CharField(
        _("the family will take the person in"), max_length=8, choices=Answer.choices
    )
    can_live_there = models.CharField(
        _("the person can live there"), max_length=8, choices=Answer.choices
    )
    marriage_near = models.CharField(
        _("a forced or child marriage is near"), max_length=8, choices=Answer.choices
    )
    trafficker_near = models.CharField(
        _("a trafficker is near"), max_length=8, choices=Answer.choices
    )
    asked_alone = models.BooleanField(_("asked alone"), default=False)
    wish = models.CharField(_("own wish"), max_length=10, choices=Wish.choices)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    team = sealed_text("team")
    plan = sealed_text("plan")

    class Meta(Event.Meta):
        verbose_name = _("return assessment")
        verbose_name_plural = _("return assessments")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(asked_alone=True) & ~Q(wish="not_asked")
                | Q(asked_alone=False, wish="not_asked"),
                name="return_wish_asked_alone",
            ),
        ]

    def __str__(self):
        return self.get_result_display()

    @property
    def dangers(self):
        """What speaks against that home, as sentences; "not clear" is one too."""
        said = [
            (self.family_takes, "no", _("The family will not take the person in.")),
            (self.can_live_there, "no", _("The person cannot live there.")),
            (self.marriage_near, "yes", _("A forced or child marriage is near.")),
            (self.trafficker_near, "yes", _("A trafficker is near.")),
        ]
        return [sentence for answer, bad, sentence in said if answer == bad]

    def clean(self):
        super().clean()
        asked = self.wish and self.wish != self.Wish.NOT_ASKED
        if asked and not self.asked_alone:
            raise ValidationError(
                {
                    "wish": _(
                        "The own wish is asked alone. If that was not possible, choose"
                        " “not asked”."
                    )
                }
            )
        if self.asked_alone and self.wish == self.Wish.NOT_ASKED:
            raise ValidationError({"wish": _("You talked alone: what was the wish?")})
        if not self.team.strip():
            raise ValidationError({"team": _("Write who did it, and with whom.")})
        if self.result == self.Result.HOME and not self.plan.strip():
            raise ValidationError(
                {
                    "plan": _(
                        "Going home needs a plan: who helps, whom to call, where to."
                    )
                }
            )
        if self.happened_on and self.happened_on < self.case.received_on:
            raise ValidationError(
                {"happened_on": _("The day cannot be before the intake of the case.")}
            )


class CommuneHandover(OfCase, Sealed):
    """The facility hands over to the commune; the commune says yes (`answers`).

    `who`: who handed over, or who took over; the number of the paper stands in clear.
    """

    class Step(models.TextChoices):
        GIVEN = "given", _("handed over to the commune")
        TAKEN = "taken", _("the commune took over")

    act = "hand over to commune"
    refusals = {"handover_taken_once": _("The commune has said yes already.")}
    case = models.ForeignKey(Case, models.PROTECT, related_name="commune_handovers")
    minor = models.ForeignKey(
        AccompanyingMinor,
        models.PROTECT,
        null=True,
        related_name="commune_handovers",
    )
    step = models.CharField(_("step"), max_length=5, choices=Step.choices)
    stay = models.ForeignKey(
        Stay, models.PROTECT, null=True, related_name="handovers", editable=False
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replies", editable=False
    )
    document_number = models.CharField(
        _("number of the paper"), max_length=60, blank=True
    )
    who = sealed_text("who")
    note = sealed_text("note")

    class Meta(Event.Meta):
        verbose_name = _("handover to the commune")
        verbose_name_plural = _("handovers to communes")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(step="given", answers__isnull=True)
                | Q(step="taken", answers__isnull=False),
                name="handover_answers_one",
            ),
            models.UniqueConstraint(
                fields=["answers"],
                condition=Q(voided_at__isnull=True),
                name="handover_taken_once",
            ),
        ]

    def __str__(self):
        return self.get_step_display()

    @property
    def taken(self):
        """The commune's yes that stands, or None."""
        return self.replies.live().first()

    def clean(self):
        super().clean()
        if not self.who.strip():
            raise ValidationError({"who": _("Write who it was.")})
        given = self.answers if self.answers_id else None
        if given and self.happened_on and self.happened_on < given.happened_on:
            raise ValidationError(
                {"happened_on": _("The day lies before the handing over.")}
            )

    def give(self, *, by):
        """Record the handing over, and tell who works in the commune."""
        self.step = self.Step.GIVEN
        self.log(by=by)
        Notice.tell(
            "commune_handover",
            role=Role.CASEWORKER,
            area=self.case.territory,
            subject=self.case,
            place=self.case.territory,
        )
        return self

    def take(self, given, *, by):
        """The commune's yes to what was handed over; raises ValidationError."""
        if given.voided_at or given.step != self.Step.GIVEN:
            raise ValidationError(_("This entry is void already."))
        self.step, self.answers = self.Step.TAKEN, given
        self.case, self.minor, self.stay = given.case, given.minor, given.stay
        self.act = "take over in commune"
        return self.log(by=by)
