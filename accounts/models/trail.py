"""What was done, and which forms were sent."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models.user import User


class ActivityQuerySet(models.QuerySet):
    def before(self, place):
        """The newest first; from behind a row on: its (microseconds since 1970, id)."""
        rows = self.order_by("-at", "-id")
        if not place:
            return rows
        at = activity.EPOCH + timedelta(microseconds=place[0])
        return rows.filter(at__lte=at).exclude(at=at, id__gte=place[1])

    def baited(self):
        """Rows of records that are a bait."""
        return self.filter(
            subjects__overlap=list(Bait.objects.values_list("pk", flat=True))
        )


class Activity(models.Model):
    """The trail. Written by the database's write_trail() alone; no personal values."""

    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    role = models.CharField(max_length=120)
    act = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60, blank=True)
    subjects = ArrayField(models.UUIDField())
    # Those of them whose person's name was printed, not the initials alone.
    names = ArrayField(models.UUIDField(), default=list)
    territory = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    request_id = models.UUIDField(null=True)
    replay = models.BooleanField(default=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            GinIndex(fields=["subjects"], name="activity_subjects"),
            models.Index(fields=["user_id", "at"], name="activity_user_at"),
            models.Index(fields=["at", "id"], name="activity_at"),
            models.Index(fields=["act", "at"], name="activity_act_at"),
        ]

    def __str__(self):
        return self.act


class ActivityLink(models.Model):
    """The chain over the trail: gapless number, hash of the last hash and the row."""

    number = models.BigIntegerField(primary_key=True)
    activity = models.OneToOneField(Activity, models.PROTECT)
    hash = models.BinaryField()

    class Meta:
        verbose_name = _("link of the trail")
        verbose_name_plural = _("links of the trail")

    def __str__(self):
        return str(self.number)


class Bait(models.Model):
    """A record that nobody has work with: whoever opens it is told of at once."""

    record = models.UUIDField(primary_key=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bait")
        verbose_name_plural = _("baits")

    def __str__(self):
        return str(self.record)


class Submission(models.Model):
    """A form that was sent: its key, who, what (hash) and the answer's address."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE)
    digest = models.BinaryField()
    answer = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self):
        return str(self.key)

    @classmethod
    def take(cls, key, user, digest):
        """True if the key is new. A second tap waits here for the first to commit."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_submission (key, user_id, digest, answer)"
                " VALUES (%s, %s, %s, '') ON CONFLICT (key) DO NOTHING",
                [key, user.pk, digest],
            )
            return bool(cursor.rowcount)
