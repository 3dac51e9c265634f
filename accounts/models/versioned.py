"""Rows of the administrator that are edited: no silent overwrite."""

from django.db import models
from django.db.models import F

from accounts.records import Stale


class Versioned(models.Model):
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, *, fields):
        """Save these fields if nobody saved since this row was read; raises Stale."""
        values = {name: getattr(self, name) for name in fields}
        rows = type(self).objects.filter(pk=self.pk, version=self.version)
        if not rows.update(**values, version=F("version") + 1):
            raise Stale
        self.version += 1
