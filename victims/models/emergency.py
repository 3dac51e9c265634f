"""Reading the files of another place in an emergency: break-glass."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Posting
from accounts.roles import Role
from accounts.sealed_fields import SealedCharField, sealed_as
from areas.models import Area
from victims.models.case import Case

OFFICERS = [Role.DISTRICT_OFFICER, Role.PROVINCIAL_OFFICER]
WORKERS = [Role.CASEWORKER, *OFFICERS, Role.LABOUR_OFFICER]
SHORTEST = 20  # letters of a reason
HOURS = 24  # in which somebody must decide


def call(function, *values):
    """The first column that a function of the database gives."""
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", values)
        return cursor.fetchone()[0]


class EmergencyAskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that this officer may decide on."""
        return self.filter(Q(asked_by=user) | self._decided_in(user))

    def to_decide(self, user):
        """Requests of others that wait for an officer of this person's area."""
        return self.pending().filter(self._decided_in(user)).exclude(asked_by=user)

    def pending(self):
        since = timezone.now() - timedelta(hours=HOURS)
        return self.filter(
            posting__isnull=True, refused_by__isnull=True, asked_at__gt=since
        )

    def _decided_in(self, user):
        areas = {area for role in OFFICERS for area in user.areas_as(role)}
        cases = Case.objects.filter(territory__in=areas).values("code")
        return Q(commune__in=areas) | Q(code__in=cases)


class EmergencyAsk(models.Model):
    """A request to read, by a case's code or for a commune, and what became of it.

    Written by the database's functions alone. Whether the code exists is never told:
    the asker sees "waits" until somebody agrees or a day has passed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(db_default=Now())
    code = models.CharField(_("code of the case"), max_length=20, blank=True)
    commune = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    reason = SealedCharField(_("reason"), max_length=200)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    posting = models.OneToOneField(
        Posting, models.PROTECT, null=True, related_name="emergency"
    )

    objects = EmergencyAskQuerySet.as_manager()

    class Meta:
        verbose_name = _("request in an emergency")
        verbose_name_plural = _("requests in an emergency")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code="", commune__isnull=False)
                | ~Q(code="") & Q(commune__isnull=True),
                name="emergency_of_a_case_or_a_commune",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_at__isnull=True)
                | Q(refused_by__isnull=False, refused_at__isnull=False),
                name="emergency_refused_pair",
            ),
        ]

    def __str__(self):
        return str(self.asked_at)

    @property
    def place(self):
        """What is asked for: the code of a case, or a commune."""
        return self.code or str(self.commune)

    @property
    def is_pending(self):
        over = self.asked_at + timedelta(hours=HOURS)
        undecided = self.posting_id is None and self.refused_by_id is None
        return undecided and over > timezone.now()

    @property
    def waits(self):
        """What the asker is told: a refusal looks like no answer, until a day passed."""
        over = self.asked_at + timedelta(hours=HOURS)
        return self.posting_id is None and over > timezone.now()

    def ask(self, *, by):
        """Send the request: officers of the place and over the asker are told.

        Raises ValidationError for who may not ask. The trail keeps no code.
        """
        if by.has_role(Role.ADMINISTRATOR) or not any(map(by.has_role, WORKERS)):
            raise ValidationError(_("An administrator reads no files."))
        if len(self.reason.strip()) < SHORTEST:
            text = _("Give a reason of at least 20 letters.")
            raise ValidationError({"reason": text})
        field = self._meta.get_field("reason")
        sealed = str(sealed_as(self.reason.strip(), field.bound_to(self)))
        call("ask_emergency", self.pk, self.code, self.commune_id, sealed)
        activity.record("ask to read in an emergency", self)

    def agree(self, *, by):
        """An officer of the place, not the asker, opens the hour. ValidationError."""
        self._check(by)
        try:
            with transaction.atomic():
                self.posting_id = call("open_emergency", self.pk)
        except ProgrammingError as error:  # decided just now, or the asker's work ended
            raise ValidationError(_("Nobody can agree to this any more.")) from error
        activity.record("agree to emergency reading", self, purpose=self.purpose)

    def refuse(self, *, by):
        self._check(by)
        mine = type(self).objects.pending().filter(pk=self.pk)
        if not mine.update(refused_by=by, refused_at=timezone.now()):
            raise ValidationError(_("This request waits for nobody any more."))
        activity.record("refuse emergency reading", self)

    def _check(self, by):
        if by.pk == self.asked_by_id:
            raise ValidationError(_("Somebody else decides on your own request."))
        if not self.is_pending:
            raise ValidationError(_("This request waits for nobody any more."))

    @property
    def purpose(self):
        return f"break-glass {self.posting_id}"


def end_reading(posting, *, by):
    """End an hour before its end: the reader, or an officer of the place.

    Both heads are told. Raises ValidationError when it is over already.
    """
    if not call("end_emergency", posting.pk):
        raise ValidationError(_("This reading has ended already."))
    activity.record("end emergency reading", posting)
