"""Who works here, and what they may do; what they did and what they sent."""

import uuid
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import PERMISSIONS, Role, roles_with
from areas.models import Area


class Organisation(models.Model):
    """A body of the state, the Union or a donor, as named on a day; renamed = new row."""

    class Kind(models.TextChoices):
        WOMENS_UNION = "womens_union", _("Women's Union")
        LABOUR = "labour", _("labour, social affairs")
        HEALTH = "health", _("health")
        COMMITTEE = "committee", _("people's committee")
        POLICE = "police", _("police, border guard")
        FACILITY = "facility", _("support facility")
        DONOR = "donor", _("donor, social organisation")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"), null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    # The letterhead of its papers (to be confirmed by the body itself).
    heading_parent = models.CharField(
        _("heading: parent body"), max_length=160, blank=True
    )
    heading_name = models.CharField(_("heading: name"), max_length=160, blank=True)
    number_mark = models.CharField(
        _("mark of paper numbers"), max_length=40, blank=True
    )
    place_line = models.CharField(
        _("place in the date line"), max_length=60, blank=True
    )
    signer_title = models.CharField(
        _("title of the signer"), max_length=120, blank=True
    )
    recipients = models.TextField(_("recipients"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, username, name, password=None, **fields):
        user = self.model(
            username=self.model.normalize_username(username), name=name, **fields
        )
        user.set_password(password)
        user.save(force_insert=True)
        return user


class User(AbstractBaseUser):
    """A member of staff. Roles and places come from postings alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("sign-in name"), max_length=40, unique=True)
    name = models.CharField(_("full name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=15, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    last_login = None  # sign-ins are rows of their own

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def check_password(self, raw_password):
        """Without Django's silent re-hash: nobody is signed in yet who could write."""
        return check_password(raw_password, self.password)

    @cached_property
    def _posted(self):
        """{role: set of area ids} of today's postings, in one query."""
        posted = {}
        if not self.is_active:
            return posted
        rows = self.postings.live().values_list("role", "area__covering__covers_id")
        for role, area in rows:
            posted.setdefault(role, set()).add(area)
        return posted

    @property
    def roles(self):
        return [role for role in Role if role in self._posted]

    def has_role(self, role):
        return role in self._posted

    def has_perm(self, perm, obj=None):
        """May one of this person's live roles do this at all?"""
        return any(perm in PERMISSIONS[role] for role in self._posted)

    def has_perms(self, perms, obj=None):
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label):
        return any(
            perm.startswith(f"{app_label}.")
            for role in self._posted
            for perm in PERMISSIONS[role]
        )

    def reach(self, perm):
        """Ids (list) of the areas in which this person holds the permission."""
        areas = set()
        for role in roles_with(perm):
            areas |= self._posted.get(role, set())
        return sorted(areas)


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


class WorkSetting(models.Model):
    """A setting of the work from a day on: a dated row, never a constant in code.

    Values are whole numbers (days, months, VND, heads); DEFAULTS are the proposals of
    the people who drew the screens, not law, and hold until a row says otherwise.
    """

    DEFAULTS = {
        "visit_days_high": 14,
        "visit_days_medium": 30,
        "visit_days_low": 90,
        "first_visit_days": 7,
        "after_handover_days": 30,
        "follow_up_months": 24,
        "same_household_months": 24,
        "second_level_limit": 30_000_000,
        "decision_days": 5,
        "late_entry_days": 60,
    }

    key = models.CharField(
        _("setting"), max_length=40, choices=[(key, key) for key in DEFAULTS]
    )
    value = models.BigIntegerField(_("value"))
    from_on = models.DateField(_("from"))
    basis = models.CharField(_("basis"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("setting of the work")
        verbose_name_plural = _("settings of the work")
        ordering = ["key", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "from_on"], name="setting_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.key} = {self.value}"

    @classmethod
    def value_on(cls, key, day):
        """The number in force on a day; the default if nobody set one."""
        row = cls.objects.filter(key=key, from_on__lte=day).order_by("-from_on").first()
        return row.value if row else cls.DEFAULTS[key]


class SignIn(models.Model):
    """One sign-in: what the database's policies look up for who is asking."""

    hash = models.BinaryField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    started_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self):
        return str(self.started_at)

    @classmethod
    def open(cls, user, stored, hours=12):
        """Keep a sign-in (hash of the session's proof) for so many hours."""
        ends_at = timezone.now() + timedelta(hours=hours)
        return cls.objects.create(hash=stored, user=user, ends_at=ends_at)

    def close(self):
        SignIn.objects.filter(pk=self.pk).delete()


class Activity(models.Model):
    """The trail. Written by the database's write_trail() alone; no personal values."""

    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    role = models.CharField(max_length=120)
    act = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60, blank=True)
    subjects = ArrayField(models.UUIDField())
    territory = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    request_id = models.UUIDField(null=True)
    replay = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            GinIndex(fields=["subjects"], name="activity_subjects"),
            models.Index(fields=["user_id", "at"], name="activity_user_at"),
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
