"""What a person may do, where and for how long."""

import math
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models.live import live_postings
from accounts.models.notice import Notice
from accounts.models.sign_in import SignIn
from accounts.models.user import User
from accounts.models.work import WorkSetting
from accounts.roles import POWERFUL, Role
from areas.clock import months_after, today
from areas.models import Area

# Where a role is held. Since districts ended (07/2025) a district officer's work is
# that of a commune's office.
LEVELS = {
    Role.CASEWORKER: {Area.Level.COMMUNE},
    Role.DISTRICT_OFFICER: {Area.Level.DISTRICT, Area.Level.COMMUNE},
    Role.PROVINCIAL_OFFICER: {Area.Level.PROVINCE},
    Role.LABOUR_OFFICER: {Area.Level.PROVINCE},
    Role.ADMINISTRATOR: {Area.Level.PROVINCE},
    Role.EMERGENCY_READER: {Area.Level.COMMUNE},
}


def staff(**more):
    return models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", **more
    )


def together(first, second):
    """A condition: both columns are filled, or neither."""
    return Q(**{f"{first}__isnull": True, f"{second}__isnull": True}) | Q(
        **{f"{first}__isnull": False, f"{second}__isnull": False}
    )


def renewed_by(giver, person):
    """Whether the giver could have signed in as the person in the last 30 days."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT renewed_by(%s, %s)", [giver, person])
        return cursor.fetchone()[0]


class PostingQuerySet(models.QuerySet):
    def live(self):
        """Postings in force today, by the database's calendar as in reach()."""
        return self.filter(live_postings())

    def on_ended_areas(self):
        """Those in force whose place is no place of today's list any more."""
        return self.live().filter(area__valid_to__lt=today())

    def waiting(self):
        """Powerful postings that nobody has confirmed or refused yet."""
        day = timezone.localdate()
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=day),
            role__in=POWERFUL,
            granted_by__isnull=False,
            confirmed_by__isnull=True,
            refused_by__isnull=True,
        )


class Posting(models.Model):
    """Who works as what, where, from the first day to before the last (excluded).

    A powerful one (roles.POWERFUL) is in force once a second administrator confirmed
    it; `granted_by` is empty where the owner's command gave it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="postings"
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    ends_at = models.DateTimeField(null=True, editable=False)  # of an hour's posting
    reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    granted_by = staff()
    confirmed_by = staff()
    confirmed_at = models.DateTimeField(null=True, editable=False)
    refused_by = staff(editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="posting_ends_after_start",
                violation_error_message=_("The end lies before the begin."),
            ),
            models.CheckConstraint(
                condition=together("confirmed_by", "confirmed_at")
                & together("refused_by", "refused_at")
                & (Q(confirmed_by__isnull=True) | Q(refused_by__isnull=True)),
                name="posting_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("granted_by")) & ~Q(confirmed_by=F("user")),
                name="posting_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.EMERGENCY_READER)
                | Q(granted_by__isnull=True)
                | ~Q(granted_by=F("user")),
                name="posting_not_given_to_oneself",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.EMERGENCY_READER)
                | Q(ends_at__isnull=False, confirmed_by__isnull=False)
                & Q(granted_by=F("user"))
                & ~Q(reason=""),
                name="posting_in_an_emergency_ends",
            ),
            ExclusionConstraint(
                name="posting_no_overlap",
                condition=~Q(role=Role.EMERGENCY_READER),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("until_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "This person has this posting already in a part of these days."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.area}"

    @property
    def is_over(self):
        """Ended, or ended before it had begun."""
        last = max(self.from_on, timezone.localdate())
        return self.until_on is not None and self.until_on <= last

    @property
    def is_live(self):
        ended = self.ends_at is not None and self.ends_at <= timezone.now()
        begun = self.from_on <= timezone.localdate()
        return begun and self.is_agreed and not ended and not self.is_over

    @property
    def minutes_left(self):
        """Of an hour's posting, rounded up; 0 when it is over or has no hour."""
        seconds = (self.ends_at - timezone.now()).total_seconds() if self.ends_at else 0
        return max(0, math.ceil(seconds / 60))

    @property
    def is_agreed(self):
        """Nobody must confirm it, or a second person has."""
        simple = self.role not in POWERFUL or self.granted_by_id is None
        return simple or self.confirmed_by_id is not None

    @property
    def is_waiting(self):
        """A second person has neither confirmed nor refused it yet."""
        undecided = not (self.is_agreed or self.refused_by_id)
        return undecided and not self.is_over

    def second_persons(self):
        """Postings of the administrators who may confirm this one today."""
        held = Posting.objects.live().filter(
            role=Role.ADMINISTRATOR,
            area__covering__covers=self.area_id,
            user__is_active=True,
        )
        held = held.exclude(user__in=[self.user_id, self.granted_by_id])
        return [row for row in held if not renewed_by(self.granted_by_id, row.user_id)]

    def may_be_confirmed_by(self, user):
        another = user.pk not in (self.user_id, self.granted_by_id)
        return another and not renewed_by(self.granted_by_id, user.pk)

    def clean(self):
        super().clean()
        if not (self.role and self.area_id):
            return
        if self.area.level not in LEVELS[self.role]:
            raise ValidationError(
                {
                    "area": _("A %(role)s is not posted to a %(level)s.")
                    % {
                        "role": self.get_role_display(),
                        "level": self.area.get_level_display(),
                    }
                }
            )
        if self.role in POWERFUL and self.from_on:
            self._check_end()

    def _check_end(self):
        """Powerful postings run out; so many months at most."""
        months = WorkSetting.value_on("posting_months", today())
        last = months_after(max(self.from_on, timezone.localdate()), months)
        if not self.until_on or self.until_on > last:
            text = _("A powerful posting runs out: give an end, %(day)s at the latest.")
            raise ValidationError({"until_on": text % {"day": f"{last:%d/%m/%Y}"}})

    def add(self, *, by):
        """Give the posting; nobody gives one to themselves. Raises ValidationError.

        A posting opens people's data: each province gives its own. A powerful one
        waits for the second person; the other administrators are told.
        """
        if self.user == by:
            raise ValidationError(_("You cannot give yourself a posting."))
        if self.role == Role.EMERGENCY_READER:
            raise ValidationError(_("Reading in an emergency is asked for, not given."))
        if by and self.area_id not in by.reach("accounts.change_user"):
            raise ValidationError({"area": _("This place lies outside your area.")})
        self.granted_by = by
        self.full_clean()
        self.save(force_insert=True)
        if by:
            SignIn.end_all(self.user)
        if self.is_waiting:
            told = {"role": Role.ADMINISTRATOR, "area": self.area, "place": self.area}
            Notice.tell_each("posting_asked", **told, but=[by, self.user])
        activity.record("add posting", self.user)

    def confirm(self, *, by):
        """The second person agrees: the posting is in force. Raises ValidationError.

        Its person is signed out, so that every page of theirs is drawn anew.
        """
        self._check_second(by)
        if by.pk == self.granted_by_id:
            raise ValidationError(
                _("You gave this posting: somebody else confirms it.")
            )
        if renewed_by(self.granted_by_id, by.pk):
            raise ValidationError(
                _(
                    "Who gave this posting made your one-time code or reset your second"
                    " step in the last 30 days: another administrator confirms it."
                )
            )
        self.confirmed_by, self.confirmed_at = by, timezone.now()
        self.save(update_fields=["confirmed_by", "confirmed_at"])
        SignIn.end_all(self.user)
        self._tell_giver("posting_confirmed")
        activity.record("confirm posting", self.user)

    def refuse(self, *, by):
        """The second person says no, or who gave it takes it back. ValidationError."""
        self._check_second(by)
        self.refused_by, self.refused_at = by, timezone.now()
        self.save(update_fields=["refused_by", "refused_at"])
        if by.pk != self.granted_by_id:
            self._tell_giver("posting_refused")
        activity.record("refuse posting", self.user)

    def confirm_as_owner(self):
        """The owner's command where a province has one administrator only."""
        if not self.is_waiting:
            raise ValidationError(_("This posting does not wait for anybody."))
        self.granted_by = None
        self.save(update_fields=["granted_by"])
        activity.record("confirm posting by the owner", self.user)

    def _check_second(self, by):
        if not self.is_waiting:
            raise ValidationError(_("This posting does not wait for anybody."))
        if by == self.user:
            raise ValidationError(_("Nobody decides on a posting of their own."))
        if self.area_id not in by.reach("accounts.change_user"):
            raise ValidationError(_("This place lies outside your area."))

    def _tell_giver(self, kind):
        Notice.tell(kind, user=self.granted_by, subject=self.user, place=self.area)

    def end(self, *, by, on):
        """End the posting before a day (date); today ends it at once.

        Raises ValidationError for a day that is past, and for a later end than now.
        """
        if on < today():
            raise ValidationError({"until_on": _("The day cannot be before today.")})
        if self.until_on and on >= self.until_on:
            raise ValidationError({"until_on": _("The posting ends earlier already.")})
        self.until_on = max(on, self.from_on)
        self.save(update_fields=["until_on"])
        SignIn.end_all(self.user)
        activity.record("end posting", self.user)
