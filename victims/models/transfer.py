"""A household moves to a place that one officer alone does not reach."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Notice
from accounts.roles import Role
from accounts.sealed_fields import SealedCharField
from areas.clock import today
from areas.models import Area
from victims.models.case import Case
from victims.models.household import Household

PERMISSION = "victims.move_case"


def staff():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )


def place():
    return models.ForeignKey(Area, models.PROTECT, related_name="+")


class TransferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the own area; and those that are offered to it."""
        reach = user.reach(PERMISSION)
        offered = Q(state__in=["confirmed", "carried"]) | Q(
            state="asked", crosses=False
        )
        return self.filter(Q(from_area__in=reach) | Q(to_area__in=reach) & offered)

    def waiting(self):
        return self.filter(state__in=["asked", "confirmed"])


class Transfer(models.Model):
    """Asked → (confirmed →) carried, or refused, or withdrawn.

    The receiver sees the code, both communes and the reason, nothing of the file,
    until it is theirs. `crosses`: out of the province, so a second officer confirms.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        CONFIRMED = "confirmed", _("confirmed by a second officer")
        ACCEPTED = "accepted", _("accepted")
        CARRIED = "carried", _("moved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="transfers", editable=False
    )
    code = models.CharField(_("code"), max_length=20)
    from_area, to_area = place(), place()
    crosses = models.BooleanField()
    reason = SealedCharField(_("reason"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ASKED
    )
    asked_by, confirmed_by, accepted_by, ended_by = staff(), staff(), staff(), staff()
    asked_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=["asked", "confirmed", "accepted"]),
                name="transfer_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(from_area=models.F("to_area")),
                name="transfer_to_another_place",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=models.F("asked_by")),
                name="transfer_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(crosses=False)
                | ~Q(state__in=["confirmed", "accepted", "carried"])
                | Q(confirmed_by__isnull=False),
                name="transfer_out_of_the_province_takes_two",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def route(self):
        return f"{self.from_area.label} → {self.to_area.label}"

    @classmethod
    def is_needed(cls, household, to, *, by):
        """One officer alone may not move it: out of the province, or out of reach."""
        out = to.province() != household.territory.province()
        return out or to.pk not in by.reach(PERMISSION)

    @classmethod
    def ask(cls, household, to, *, by, reason, code):
        """Ask that another place takes over; the next to decide is told.

        Raises ValidationError for a wrong place, a person with an open case elsewhere,
        or when it was asked already.
        """
        cls._check(household, to, by)
        crosses = to.province() != household.territory.province()
        transfer = cls(
            household=household, code=code, from_area=household.territory, to_area=to,
            crosses=crosses, reason=reason.strip(), asked_by=by,
        )  # fmt: skip
        transfer.save(force_insert=True)
        if crosses:
            transfer._tell("transfer_asked", transfer.from_area)
        else:
            transfer._tell("transfer_offered", to)
        activity.record("ask for a transfer", household)
        return transfer

    @classmethod
    def _check(cls, household, to, by):
        if to == household.territory:
            raise ValidationError({"to": _("The household lives there already.")})
        if to.level != to.Level.COMMUNE:
            raise ValidationError({"to": _("Choose a commune.")})
        if household.territory.has_ended:
            raise ValidationError(
                _("Its commune has ended: give the household its new commune first.")
            )
        if household.territory_id not in by.reach(PERMISSION):
            raise ValidationError(_("This household is not of your area."))
        if cls.objects.waiting().filter(household=household).exists():
            raise ValidationError(_("A move of this household is under way already."))
        persons = household.cases.values("victim")
        elsewhere = Case.objects.open().exclude(household=household)
        if elsewhere.filter(victim__in=persons).exists():
            raise ValidationError(
                _("A person of this household has an open case in another household.")
            )

    def confirm(self, *, by):
        """A second officer of the old province agrees; the receiver is told."""
        self._decide("confirm", by)
        self._tell("transfer_offered", self.to_area)
        activity.record("confirm transfer", self)

    def accept(self, *, by):
        """The receiver takes over: household, persons, cases, all in one act."""
        self._decide("accept", by)
        for case in self.household.cases.open().select_related("household"):
            case.placements.model(
                case=case, from_area=self.from_area, to_area=self.to_area,
                accepted_by=by, reason=self.reason, happened_on=today(),
            ).log(by=by)  # fmt: skip
        for person in {self.asked_by, self.confirmed_by} - {None}:
            Notice.tell("transfer_carried", user=person, place=self.to_area)
        activity.record("accept transfer", self.household)

    def refuse(self, *, by):
        self._decide("refuse", by)
        Notice.tell("transfer_refused", user=self.asked_by, place=self.to_area)
        activity.record("refuse transfer", self)

    def withdraw(self, *, by):
        self._decide("withdraw", by)
        activity.record("withdraw transfer", self)

    def may(self, user):
        """What this person can do with it now: names of acts."""
        if self.state not in (self.State.ASKED, self.State.CONFIRMED):
            return []
        if user.pk == self.asked_by_id:
            return ["withdraw"]
        reach = user.reach(PERMISSION)
        offered = self.state == self.State.CONFIRMED or not self.crosses
        acts = []
        if not offered and self.from_area_id in reach:
            acts.append("confirm")
        if offered and self.to_area_id in reach and user.pk != self.confirmed_by_id:
            acts.append("accept")
        return [*acts, "refuse"]

    def _decide(self, act, by):
        said = _("This is not yours to decide, or it was decided just now.")
        if act not in self.may(by):
            raise ValidationError(said)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT decide_transfer(%s, %s)", [self.pk, act])
                self.state = cursor.fetchone()[0]
        except ProgrammingError as error:  # somebody else was quicker
            raise ValidationError(said) from error

    def _tell(self, kind, area):
        for role in (Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER):
            told = {"role": role, "area": area, "place": self.to_area}
            Notice.tell_each(kind, **told, but=[self.asked_by])
