"""Who works here."""

import re
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.roles import PERMISSIONS, Role, roles_with


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        """The person of a sign-in name, or of a phone number written any way."""
        digits = re.sub(r"[\s.\-]", "", username)
        if digits.isdecimal():
            return self.get(phone=digits)
        return self.get(username=username)

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
    # The first password came on paper through other hands.
    must_change_password = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    last_login = None  # sign-ins are rows of their own

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="user_phone_once",
                violation_error_message=_("This phone number has an account already."),
            )
        ]

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
