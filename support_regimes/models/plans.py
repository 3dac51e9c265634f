"""A chosen plan: dated steps on a case. Which plans there are: support_regimes/plans/."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import RecordQuerySet, State, refusing
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from support_regimes.models.request import check_open
from victims.models import AccompanyingMinor, Case


class Plan(State):
    """One plan for one claimant, made from a template of a file (`template`: its key)."""

    seen_with = "support_regimes.view_stay"

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="plans"
    )
    template = models.SlugField(_("plan"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=300)
    started_on = models.DateField(_("counted from"))
    ended_on = models.DateField(_("given up on"), null=True, editable=False)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "minor", "template"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="plan_once",
            ),
        ]

    def __str__(self):
        return self.name

    def choose(self, steps, *, by):
        """Keep the plan with its steps (unsaved PlanSteps); raises ValidationError."""
        check_open(self.case)
        self._own(self, by)
        with refusing({"plan_once": _("This plan is chosen already.")}):
            self.save(force_insert=True)
        for step in steps:
            step.plan, step.case = self, self.case
            self._own(step, by)
            step.save(force_insert=True)
        activity.record("choose plan", self)
        return self

    def _own(self, record, by):
        record.territory_id = self.case.territory_id
        record.recorded_by = record.updated_by = by

    def give_up(self, *, by):
        """The plan is followed no more; its steps stay readable."""
        if self.ended_on:
            raise ValidationError(_("This plan is given up already."))
        self.ended_on = today()
        self.save_version(by=by, fields=["ended_on"])
        activity.record("give up plan", self)


class PlanStepQuerySet(RecordQuerySet):
    def open(self):
        """Steps of plans that are followed, neither done nor unwanted."""
        return self.filter(plan__ended_on__isnull=True, state__in=["open", "put_off"])


class PlanStep(State, Sealed):
    """One dated step; a step that is a visit is proposed beside the home visits."""

    class Is(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        PUT_OFF = "put_off", _("put off")
        NOT_WANTED = "not_wanted", _("not wanted")

    seen_with = "support_regimes.view_stay"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="plan_steps", editable=False
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("step"), max_length=160)
    is_visit = models.BooleanField(default=False)
    due_on = models.DateField(_("planned for"))
    state = models.CharField(
        _("state"), max_length=10, choices=Is.choices, default=Is.OPEN
    )
    answered_on = models.DateField(_("day"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    note = sealed_text("note")

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_step_once"),
            models.CheckConstraint(
                condition=Q(state="open", answered_on__isnull=True)
                | ~Q(state="open")
                & Q(answered_on__isnull=False, answered_by__isnull=False),
                name="plan_step_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["territory", "due_on"],
                condition=Q(state__in=["open", "put_off"]),
                name="plan_step_due",
            )
        ]

    def __str__(self):
        return self.title

    def is_late(self, day):
        """Put off by the person is not overdue until the new day has passed."""
        return self.state in ("open", "put_off") and self.due_on < day

    def answer(self, state, *, by, on, due_on=None, note=""):
        """Done, put off to another day, or not wanted; raises ValidationError, Stale."""
        check_open(self.case)
        if self.plan.ended_on:
            raise ValidationError(_("This plan is given up already."))
        if state not in self.Is.values or state == self.Is.OPEN:
            raise ValidationError({"state": _("Choose what became of the step.")})
        if on > today():
            raise ValidationError({"on": _("The day cannot be after today.")})
        if state == self.Is.PUT_OFF:
            if not due_on or due_on <= on:
                raise ValidationError({"due_on": _("Choose the later day.")})
            self.due_on = due_on
        self.state, self.answered_on, self.answered_by = state, on, by
        self.note = note
        fields = ["state", "answered_on", "answered_by", "due_on", "sealed"]
        self.save_version(by=by, fields=fields)
        activity.record("answer step of plan", self)
