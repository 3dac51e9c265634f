"""What a person may do, where and for how long."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models.live import live_postings
from accounts.models.user import User
from accounts.roles import Role
from areas.clock import today
from areas.models import Area

# Where a role is held. Since districts ended (07/2025) a district officer's work is
# that of a commune's office.
LEVELS = {
    Role.CASEWORKER: {Area.Level.COMMUNE},
    Role.DISTRICT_OFFICER: {Area.Level.DISTRICT, Area.Level.COMMUNE},
    Role.PROVINCIAL_OFFICER: {Area.Level.PROVINCE},
    Role.LABOUR_OFFICER: {Area.Level.PROVINCE},
    Role.ADMINISTRATOR: {Area.Level.PROVINCE},
}


class PostingQuerySet(models.QuerySet):
    def live(self):
        """Postings in force today, by the database's calendar as in reach()."""
        return self.filter(live_postings())


class Posting(models.Model):
    """Who works as what, where, from the first day to before the last (excluded)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="postings"
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

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
            ExclusionConstraint(
                name="posting_no_overlap",
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
        return self.from_on <= timezone.localdate() and not self.is_over

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

    def add(self, *, by):
        """Give the posting; nobody gives one to themselves. Raises ValidationError.

        A posting opens people's data: each province gives its own.
        """
        if self.user == by:
            raise ValidationError(_("You cannot give yourself a posting."))
        if by and self.area_id not in by.reach("accounts.change_user"):
            raise ValidationError({"area": _("This place lies outside your area.")})
        self.granted_by = by
        self.full_clean()
        self.save(force_insert=True)
        activity.record("add posting", self.user)

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
        activity.record("end posting", self.user)
