"""What every record about people has: a key, a place, who wrote it and when.

Two places, never one: `territory` is the commune responsible now (access); an event's
`area` is where it happened, as valid that day (figures).
"""

import uuid
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sealed_fields import SealedCharField
from areas.clock import today
from areas.models import Area


@contextmanager
def refusing(sentences):
    """`with refusing({"name_of_constraint": _("…")}):` around what saves a row.

    Raises ValidationError with the sentence (or {field: sentence}) of the constraint
    that the row would break; any other broken constraint stays the error it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for constraint, sentence in sentences.items():
            if constraint in str(error):
                raise ValidationError(sentence) from error
        raise


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The records in the areas where the user may view this kind of record."""
        return self.filter(territory__in=user.reach(self.model.seen_with))

    def for_writing(self):
        """Lock the rows: whoever adds a child or changes the state fetches so."""
        return self.select_for_update(no_key=True, of=("self",))

    def live(self):
        """Events that have not been voided."""
        return self.filter(voided_at__isnull=True)

    def as_of(self, day):
        """Events that happened up to this day and stand today."""
        return self.live().filter(happened_on__lte=day)


class Record(models.Model):
    """A row about people. `seen_with`: the permission that shows it (roles.py)."""

    seen_with = "victims.view_case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    territory = models.ForeignKey(
        Area, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


class Event(Record):
    """A fact of a day, never changed: a correction voids it and adds a new row."""

    happened_on = models.DateField(_("day"))
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", editable=False, db_index=False
    )
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    void_reason = SealedCharField(max_length=200, blank=True, editable=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="correction", editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    voided_at__isnull=True, voided_by__isnull=True, void_reason=""
                )
                | Q(voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason=""),
                name="%(app_label)s_%(class)s_void_trio",
            )
        ]
        indexes = [
            models.Index(
                fields=["territory", "happened_on"], name="%(class)s_place_day"
            )
        ]

    def clean(self):
        super().clean()
        if self.happened_on and self.happened_on > today():
            raise ValidationError({"happened_on": _("The day cannot be after today.")})

    def void(self, *, by, reason):
        """Strike the event out; it stays readable and counts no more.

        Raises ValidationError when it is void already or the reason is missing.
        """
        if self.voided_at:
            raise ValidationError(_("This entry is void already."))
        if len(reason.strip()) < 10:
            raise ValidationError(
                _("Give a reason of at least 10 letters, so that others understand.")
            )
        self.voided_at, self.voided_by = timezone.now(), by
        self.void_reason = reason.strip()
        kept = self._meta.get_field("void_reason").pre_save(self, add=False)
        struck = {"voided_at": self.voided_at, "voided_by": by, "void_reason": kept}
        standing = type(self).objects.filter(pk=self.pk, voided_at__isnull=True)
        if not standing.update(**struck):  # somebody else was quicker
            raise ValidationError(_("This entry is void already."))


class Stale(ValidationError):
    """Somebody else changed the record since it was read."""

    def __init__(self):
        super().__init__(
            _("Somebody else has just changed this record. Look at both versions."),
            code="stale",
        )


class State(Record):
    """A record of today's state: edited, with a version against silent overwrites."""

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
    )

    class Meta:
        abstract = True

    def save_version(self, *, by, fields):
        """Save these fields if nobody saved since this row was read; raises Stale."""
        fields = [self._meta.get_field(name) for name in fields]
        values = {f.attname: f.pre_save(self, add=False) for f in fields}
        changed = (
            type(self)
            .objects.filter(pk=self.pk, version=self.version)
            .update(
                **values,
                version=F("version") + 1,
                updated_by=by,
                updated_at=timezone.now(),
            )
        )
        if not changed:
            raise Stale
        self.version += 1
        self.updated_by = by
