"""What proves a person. All closed to the application but through functions."""

import hashlib
import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.models.user import User


class Password(models.Model):
    """A person's password: salt, hash of what argon2 makes of it, and argon2's cost."""

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="secret"
    )
    salt = models.BinaryField()
    digest = models.BinaryField()
    cost = models.CharField(max_length=40)
    chosen_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("password")
        verbose_name_plural = _("passwords")

    def __str__(self):
        return "•" * 8

    @classmethod
    def keep(cls, user, password):
        """For the owner's commands: set a person's password."""
        salt, digest, cost = passwords.hashed(password)
        fields = {"salt": salt, "digest": digest, "cost": cost}
        cls.objects.update_or_create(user=user, defaults=fields)

    def matches(self, password):
        tried = passwords.derived(password, self.salt, self.cost)
        return hashlib.sha256(tried).digest() == bytes(self.digest)


class EntryCode(models.Model):
    """A one-time code on paper, good for a day: with it a person chooses a password."""

    HOURS = 24

    user = models.OneToOneField(User, models.CASCADE, primary_key=True)
    digest = models.BinaryField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")

    def __str__(self):
        return str(self.ends_at)

    @classmethod
    def keep(cls, user, code):
        """For the owner's commands: give a person a code."""
        cls.objects.update_or_create(
            user=user,
            defaults={
                "digest": hashlib.sha256(passwords.code_digest(code)).digest(),
                "ends_at": timezone.now() + timedelta(hours=cls.HOURS),
            },
        )


class Attempt(models.Model):
    """Misses in a row of one person (or unknown name) from one address."""

    who = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    misses = models.PositiveIntegerField(default=0)
    missed_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    came_in_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        constraints = [
            models.UniqueConstraint(fields=["who", "address"], name="attempt_once")
        ]
        indexes = [
            models.Index(fields=["address", "missed_at"], name="attempt_address")
        ]

    def __str__(self):
        return str(self.misses)


class Factor(models.Model):
    """A second factor: an authenticator, a passkey, or one printed code.

    `sealed`: the authenticator's secret or the passkey's public key. `digest`: the
    passkey's id or the code's keyed hash. `last_step`: the last time step, or the
    passkey's counter, that was used.
    """

    class Kind(models.TextChoices):
        TOTP = "totp", _("authenticator app")
        PASSKEY = "passkey", _("passkey")
        CODE = "code", _("printed code")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(_("name"), max_length=40, blank=True)
    sealed = models.BinaryField(null=True)
    digest = models.BinaryField(null=True)
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="factor_digest_once")
        ]

    def __str__(self):
        return self.get_kind_display()
