"""What a supported person complains of or says about the programme, and the answer.

Kept from the worker complained of, here and in the database (guard_complaints.py): the
complaint goes to the desk above that worker, and nothing tells that it exists. It does
not follow the case when that moves: the office above the worker answers it.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Posting
from accounts.roles import Role
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.models import Area
from victims.models.case import Case
from victims.models.case_parts import AccompanyingMinor

SHORTEST = 10  # letters of an answer


class Desk(models.TextChoices):
    """Who answers: never the office of the worker complained of."""

    DISTRICT = "district", _("the district")
    PROVINCE = "province", _("the province")
    DEPARTMENT = "department", _("the Department")


# Whoever answers at a desk. The province also sees what the districts answer.
ANSWERS = {
    Desk.DISTRICT: [Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER],
    Desk.PROVINCE: [Role.PROVINCIAL_OFFICER],
    Desk.DEPARTMENT: [Role.LABOUR_OFFICER],
}
# The desk above whoever holds a role.
ABOVE = {
    Role.CASEWORKER: Desk.DISTRICT,
    Role.DISTRICT_OFFICER: Desk.PROVINCE,
    Role.PROVINCIAL_OFFICER: Desk.DEPARTMENT,
    Role.LABOUR_OFFICER: Desk.PROVINCE,
}
_ORDER = list(Desk)


def desk_for(about, area, least=Desk.DISTRICT):
    """The desk that answers: above every role that the worker holds over the area.

    `least`: the lowest desk that she wants to hear it; an area without a district (the
    communes of 2025) has no district's desk.
    """
    if not any(a.level == Area.Level.DISTRICT for a in area.ancestors()):
        least = max(Desk(least), Desk.PROVINCE, key=_ORDER.index)
    if not about:
        return Desk(least)
    roles = Posting.objects.live().filter(user=about, area__covering__covers=area)
    desks = [
        ABOVE[role] for role in roles.values_list("role", flat=True) if role in ABOVE
    ]
    return max([Desk(least), *desks], key=_ORDER.index)


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those this person answers or took down; never one about themselves."""
        worked = {a for role in ABOVE for a in user.areas_as(role)}
        own = Q(recorded_by=user, territory__in=worked)
        own &= Q(case__restricted_from__isnull=True)
        return self.filter(own | self._answered_by(user)).exclude(about=user)

    def answered_by(self, user):
        """Those whose desk this person sits at."""
        return self.filter(self._answered_by(user)).exclude(about=user)

    def _answered_by(self, user):
        found = Q(pk__in=[])
        for desk, roles in ANSWERS.items():
            for role in roles:
                mine = Q(desk=desk, territory__in=user.areas_as(role))
                if desk == Desk.DISTRICT and role == Role.PROVINCIAL_OFFICER:
                    mine &= Q(case__unshared_from__isnull=True)
                found |= mine
        return found

    def with_state(self):
        """With `last_act`, and `due`: the day by which an answer is owed."""
        steps = ComplaintStep.objects.filter(complaint=OuterRef("pk"))
        last = steps.order_by("-recorded_at")
        again = last.filter(act=ComplaintStep.Act.AGAIN)
        return self.annotate(
            last_act=Coalesce(Subquery(last.values("act")[:1]), models.Value("")),
            due=Coalesce(Subquery(again.values("due_on")[:1]), F("due_on")),
        )

    def waiting(self):
        """Those that nobody has answered yet, or that were taken up again."""
        return self.with_state().filter(last_act__in=["", ComplaintStep.Act.AGAIN])


class Complaint(Sealed):
    """What one person said, as it was taken down; it never changes."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("how a worker behaved")
        SECRET = "secret", _("something was told to others")
        MONEY = "money", _("money, animals or goods missing or late")
        DELAY = "delay", _("waiting too long")
        REFUSED = "refused", _("refused, or too little")
        PAPERS = "papers", _("too many papers, too far to go")
        SHELTER = "shelter", _("the shelter")
        BODY = "body", _("another office (police, commune, hospital)")
        WISH = "wish", _("a wish, an idea")
        PRAISE = "praise", _("praise")
        OTHER = "other", _("something else")

    class Channel(models.TextChoices):
        PERSON = "person", _("in person")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")

    class Answer(models.TextChoices):
        PERSON = "person", _("in person, in a safe place")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")
        TRUSTED = "trusted", _("through a trusted person")
        NONE = "none", _("no answer wanted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="+"
    )
    territory = models.ForeignKey(Area, models.PROTECT, related_name="+")
    happened_on = models.DateField(_("day"))
    kinds = ArrayField(models.CharField(max_length=8), verbose_name=_("about what"))
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices)
    answer_by = models.CharField(
        _("how the answer is wanted"), max_length=8, choices=Answer.choices
    )
    desk = models.CharField(_("answered by"), max_length=10, choices=Desk.choices)
    due_on = models.DateField(_("to be answered by"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    text = sealed_text("text")
    reach_note = sealed_text("reach_note")
    not_to_tell = sealed_text("not_to_tell")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["due_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0), name="complaint_of_some_kind"
            ),
            models.CheckConstraint(
                condition=Q(minor__isnull=True) | Q(case__isnull=False),
                name="complaint_minor_of_a_case",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("happened_on")), name="complaint_due_later"
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "desk"], name="complaint_desk"),
        ]

    def __str__(self):
        return str(self.happened_on)

    @property
    def kind_words(self):
        return [Complaint.Kind(kind).label for kind in self.kinds]

    def clean(self):
        super().clean()
        if self.happened_on and self.happened_on > today():
            raise ValidationError({"happened_on": _("The day cannot be after today.")})
        if len(self.text.strip()) < SHORTEST:
            raise ValidationError(
                {"text": _("Write down what was said, at least 10 letters.")}
            )
        if self.case_id and self.case.keeps_no_more:
            raise ValidationError(
                _("The yes to keeping a file was taken back: take it without a file.")
            )

    def take(self, *, by, least=Desk.DISTRICT):
        """Take the complaint down and give it to the desk above. ValidationError."""
        if self.about_id == by.pk:
            raise ValidationError(
                {"about": _("A complaint about yourself is taken by somebody else.")}
            )
        self.recorded_by = by
        if self.case_id:
            self.territory_id = self.case.territory_id
        self.desk = desk_for(self.about, self.territory, least)
        self.clean()
        self.save(force_insert=True)
        activity.record("take complaint", self)
        return self

    def history(self):
        return list(self.steps.select_related("recorded_by").order_by("recorded_at"))

    def answer(self, *, by, **fields):
        """The desk's answer. ValidationError if one stands already."""
        if self.last_act not in ("", ComplaintStep.Act.AGAIN):
            raise ValidationError(_("An answer stands already."))
        if len(fields["text"].strip()) < SHORTEST:
            raise ValidationError(
                {"text": _("Write down what was answered, at least 10 letters.")}
            )
        return self._step(ComplaintStep.Act.ANSWER, "answer complaint", by, fields)

    def note_view(self, *, by, **fields):
        """What she says of the answer. ValidationError without an answer."""
        if self.last_act not in (ComplaintStep.Act.ANSWER, ComplaintStep.Act.VIEW):
            raise ValidationError(_("There is no answer yet."))
        return self._step(ComplaintStep.Act.VIEW, "note view of complaint", by, fields)

    def reopen(self, *, by, due_on, **fields):
        """She does not accept the answer: the desk answers anew, by a new day."""
        if self.last_act not in (ComplaintStep.Act.ANSWER, ComplaintStep.Act.VIEW):
            raise ValidationError(_("There is no answer yet."))
        fields["due_on"] = due_on
        return self._step(ComplaintStep.Act.AGAIN, "reopen complaint", by, fields)

    def take_back(self, *, by, **fields):
        """She takes it back; it stays readable for the desk. ValidationError."""
        if self.last_act == ComplaintStep.Act.BACK:
            raise ValidationError(_("It was taken back already."))
        return self._step(ComplaintStep.Act.BACK, "take back complaint", by, fields)

    def _step(self, act, words, by, fields):
        step = ComplaintStep(complaint=self, act=act, recorded_by=by)
        for name, value in fields.items():
            setattr(step, name, value)
        step.clean()
        step.save(force_insert=True)
        activity.record(words, self)
        return step


class ComplaintStep(Sealed):
    """One step after a complaint: answered, what she says of it, taken up again."""

    class Act(models.TextChoices):
        ANSWER = "answer", _("answered")
        VIEW = "view", _("what is said of the answer")
        AGAIN = "again", _("taken up again")
        BACK = "back", _("taken back by the person")

    class View(models.TextChoices):
        YES = "yes", _("content")
        PARTLY = "partly", _("partly content")
        NO = "no", _("not content")
        NOT_SAID = "not_said", _("prefers not to say")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=6, choices=Act.choices)
    happened_on = models.DateField(_("day"))
    way = models.CharField(
        _("how"), max_length=8, choices=Complaint.Answer.choices, blank=True
    )
    view = models.CharField(
        _("content with it?"), max_length=8, choices=View.choices, blank=True
    )
    due_on = models.DateField(_("to be answered by"), null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    text = sealed_text("text")

    class Meta:
        verbose_name = _("step of a complaint")
        verbose_name_plural = _("steps of complaints")
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(act="again", due_on__isnull=False)
                | ~Q(act="again") & Q(due_on__isnull=True),
                name="complaint_step_due_when_again",
            ),
            models.CheckConstraint(
                condition=Q(act="view") & ~Q(view="") | ~Q(act="view") & Q(view=""),
                name="complaint_step_view_said",
            ),
        ]

    def __str__(self):
        return self.get_act_display()

    def clean(self):
        super().clean()
        if self.happened_on > today():
            raise ValidationError({"happened_on": _("The day cannot be after today.")})
        if self.happened_on < self.complaint.happened_on:
            raise ValidationError(
                {"happened_on": _("The day lies before the complaint.")}
            )
