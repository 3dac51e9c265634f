"""Who works here."""

import hashlib
import re
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import activity, mint, passwords
from accounts.models.notice import Notice
from accounts.models.organisation import Organisation
from accounts.models.versioned import Versioned
from accounts.roles import PERMISSIONS, Role, roles_with
from areas.models import Area
from areas.names import folded, name_sort


class UserQuerySet(models.QuerySet):
    def search(self, text):
        """By words of the name without diacritics, by sign-in name or phone."""
        by_name = Q()
        for word in folded(text).split():
            by_name &= Q(name_folded__contains=word)
        digits = re.sub(r"\D", "", text)
        found = Q(username__istartswith=text.strip())
        if by_name:
            found |= by_name
        if digits:
            found |= Q(phone__contains=digits)
        return self.filter(found)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        """The person of a sign-in name, or of a phone number written any way."""
        digits = re.sub(r"[\s.\-]", "", username)
        if digits.isdecimal():
            return self.get(phone=digits)
        return self.get(username=username)

    def create_user(self, username, name, password=None, **fields):
        """For the owner's commands: people are added on the pages by `add`."""
        user = self.model(
            username=self.model.normalize_username(username), name=name, **fields
        )
        user.save(force_insert=True)
        if password:
            user.set_password(password)
        return user


class User(Versioned, AbstractBaseUser):
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
    # A one-time code on paper is out, and no password of their own chosen yet.
    must_change_password = models.BooleanField(default=False, editable=False)
    pledged_on = models.DateField(
        _("confidentiality pledge signed on"), null=True, blank=True
    )
    name_folded = models.CharField(max_length=80, blank=True, editable=False)
    # Given name first, in Vietnamese order (areas/names.py).
    name_sort = models.CharField(
        max_length=400, blank=True, editable=False, db_collation="C"
    )
    password = None  # a row of its own, closed to the application
    last_login = None  # sign-ins are rows of their own

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name_sort", "username"]
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

    def save(self, *args, **kwargs):
        self.name_folded, self.name_sort = folded(self.name), name_sort(self.name)
        super().save(*args, **kwargs)

    def clean(self):
        """Shapes of sign-in name and phone; a sign-in name is no number."""
        super().clean()
        self.username = self.username.strip().lower()
        self.phone = re.sub(r"[\s.\-]", "", self.phone)
        wrong = {}
        if not re.fullmatch(r"[a-z][a-z0-9._\-]{2,39}", self.username):
            wrong["username"] = _(
                "Use 3 to 40 small letters without marks, digits, dots and dashes,"
                " and begin with a letter."
            )
        if self.phone and not re.fullmatch(r"0\d{9}", self.phone):
            wrong["phone"] = _("A phone number has 10 digits and begins with 0.")
        if wrong:
            raise ValidationError(wrong)

    def get_session_auth_hash(self):
        """A changed password ends the sign-ins themselves, not the sessions' hash."""
        return salted_hmac("session of", str(self.pk), algorithm="sha256").hexdigest()

    def check_password(self, raw_password):
        """For the owner's commands and tests; the application asks the database."""
        row = self._secrets().filter(user=self).first()
        return bool(row and row.matches(raw_password))

    def set_password(self, raw_password):
        """For the owner's commands: kept at once."""
        self._secrets().model.keep(self, raw_password)

    def _secrets(self):
        return type(self)._meta.get_field("secret").related_model.objects

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

    @cached_property
    def readings(self):
        """The postings of an hour's reading in an emergency that run now."""
        if not self.has_role(Role.EMERGENCY_READER):
            return []
        held = self.postings.live().filter(role=Role.EMERGENCY_READER)
        return list(held.select_related("area"))

    def has_role(self, role):
        return role in self._posted

    def areas_as(self, role):
        """Ids (list) of the areas in which this person works in one role today."""
        return sorted(self._posted.get(role, set()))

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

    def add(self, *, by):
        """Open an account; returns its one-time code, which is kept nowhere.

        Raises ValidationError for a taken name or phone, or a missing pledge.
        """
        self.full_clean()
        if not self.pledged_on:
            raise ValidationError(
                {
                    "pledged_on": _(
                        "Without the confidentiality pledge no account is opened."
                    )
                }
            )
        self.must_change_password = True
        self.save(force_insert=True)
        activity.record("add user", self)
        return self._give_code(by)

    def edit(self, *, by):
        """Change name, phone and organisation; raises Stale or ValidationError."""
        self.full_clean()
        self.name_folded, self.name_sort = folded(self.name), name_sort(self.name)
        self.save_version(
            fields=["name", "name_folded", "name_sort", "phone", "organisation"]
        )
        activity.record("edit user", self)

    def lock(self, *, by):
        """Close the account and end its sign-ins at once; nobody locks themselves."""
        if self == by:
            raise ValidationError(_("You cannot lock your own account."))
        if not self.is_active:
            raise ValidationError(_("This account is locked already."))
        self.is_active = False
        self.save_version(fields=["is_active"])
        mint.call("end_sign_ins", self.pk, False)
        activity.record("lock user", self)

    def unlock(self, *, by):
        """Open a locked account again; its postings are as they were."""
        if self.is_active:
            raise ValidationError(_("This account is open already."))
        self.is_active = True
        self.save_version(fields=["is_active"])
        activity.record("unlock user", self)

    def renew_code(self, *, by):
        """A new one-time code for who forgot the password, which is void at once.

        Ends all sign-ins; second factors stay as they are. Returns the code.
        """
        if self == by:
            raise ValidationError(_("Change your own password on your account page."))
        self.must_change_password = True
        self.save_version(fields=["must_change_password"])
        activity.record("renew one-time code", self)
        self._tell_renewed("code_renewed", by)
        return self._give_code(by)

    def choose_password(self, password):
        """One's own act, just proved: keep the new one; other sign-ins end."""
        mint.call("choose_password", *passwords.hashed(password))
        activity.record("change own password", self)

    def end_sign_ins(self, *, by):
        """Sign this person out everywhere, such as after a phone was lost."""
        mint.call("end_sign_ins", self.pk, False)
        activity.record("end sign-ins", self)

    def reset_factors(self, *, by):
        """Forget the second factors of who lost them; they set up new ones."""
        if self == by:
            raise ValidationError(_("Change your own second step on your account."))
        if not mint.call("reset_factors", self.pk)[0][0]:
            raise ValidationError(_("This person has no second step yet."))
        activity.record("reset second step", self)
        self._tell_renewed("factors_reset", by)

    def clear_misses(self, *, by):
        """Let who mistyped too often try again at once."""
        mint.call("clear_misses", self.pk)
        activity.record("clear misses", self)

    def _tell_renewed(self, kind, by):
        """Who renews somebody's access could sign in as them: others know at once."""
        Notice.tell(f"your_{kind}", user=self)
        work = Area.objects.filter(postings__in=self.postings.live()).first()
        held = by.postings.live().filter(role=Role.ADMINISTRATOR)
        for area in Area.objects.filter(postings__in=held).distinct():
            told = {"area": area, "place": work or area, "but": [by, self]}
            administrator, officer = Role.ADMINISTRATOR, Role.PROVINCIAL_OFFICER
            Notice.tell_each(kind, role=administrator, subject=self, **told)
            Notice.tell_each(f"{kind}_below", role=officer, **told)

    def _give_code(self, by):
        code = passwords.paper_code()
        kept = hashlib.sha256(passwords.code_digest(code)).digest()
        if by:
            mint.call("make_code", self.pk, kept)
        else:  # the owner's command, when nobody administers yet
            type(self)._meta.get_field("entrycode").related_model.keep(self, code)
        return code
