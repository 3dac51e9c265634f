"""What a person may do, where and for how long."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from accounts.roles import Role
from areas.models import Area


class PostingQuerySet(models.QuerySet):
    def live(self):
        """Postings in force today, by the database's calendar as in reach()."""
        day = timezone.localdate()
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day
        )


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
                condition=Q(until_on__gt=F("from_on")), name="posting_ends_after_start"
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
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.area}"

    @property
    def is_over(self):
        return self.until_on is not None and self.until_on <= timezone.localdate()

    @property
    def is_live(self):
        return self.from_on <= timezone.localdate() and not self.is_over
