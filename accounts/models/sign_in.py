"""Who is signed in; rows are written by the database's own functions alone."""

import uuid
from collections import namedtuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import mint
from accounts.models.user import User

HOURS = 12
MINUTES_FOR_THE_SECOND_STEP = 10


class SignInQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ends_at__gt=timezone.now(), half=False)


class Asking(namedtuple("Asking", "id who state factor fresh stale")):
    """The sign-in of this request: its state is live, locked, half or none."""

    __slots__ = ()


NOBODY = Asking(None, None, "none", "", False, False)


class SignIn(models.Model):
    """One sign-in: what the database's policies look up for who is asking.

    `half`: the password was right, the second factor is awaited. `factor`: which one
    was given. `proven_at`: when the person last proved who they are. The hash of the
    proof stands in a column that only the owner's functions read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True)
    factor = models.CharField(max_length=10, blank=True)
    half = models.BooleanField(default=False)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=40, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self):
        return str(self.started_at)

    @staticmethod
    def ask(session_key):
        """Tell the database who asks until the transaction ends; the sign-in's state."""
        rows = mint.call("ask", mint.proof(session_key))
        return Asking(*rows[0]) if rows else NOBODY

    @staticmethod
    def open(user, session_key, *, factor="", half=False, address="", agent=""):
        """Sign a person in under a session's key, for 12 hours at most.

        `half`: for the ten minutes in which the second factor is awaited. The person's
        earlier sign-ins that have ended are forgotten. Returns the id.
        """
        seconds = MINUTES_FOR_THE_SECOND_STEP * 60 if half else HOURS * 3600
        kept, at = mint.stored(session_key), mint.now()
        told = [user.pk, kept.hex(), seconds, factor, int(half), address, agent, at]
        words = (seconds, factor, half, address, agent, at, mint.mark("open", *told))
        return mint.call("open_sign_in", user.pk, kept, *words)[0][0]

    @staticmethod
    def prove(session_key, *, factor="", address=""):
        """The person of this sign-in has just proved who they are; it is unlocked."""
        kept, at = mint.stored(session_key).hex(), mint.now()
        mark = mint.mark("prove", kept, factor, address, at)
        mint.call("prove_sign_in", factor, address, at, mark)

    @staticmethod
    def touch():
        """The asker was here just now."""
        mint.call("touch_sign_in")

    @staticmethod
    def lock():
        """Nothing more is shown to this sign-in until the person proves again."""
        mint.call("lock_sign_in")

    @staticmethod
    def close():
        """End the sign-in that asks, also a locked one."""
        mint.call("close_sign_in")

    @staticmethod
    def end(which):
        """End one of one's own sign-ins by its id; whether there was such a one."""
        return mint.call("end_sign_in", which)[0][0]

    @staticmethod
    def end_all(user, *, but_here=False):
        """End a person's sign-ins: one's own, or by an administrator or who granted
        or confirmed a posting of theirs. How many there were."""
        return mint.call("end_sign_ins", user.pk, but_here)[0][0]
