"""What somebody must know: a line on their first page until they have seen it."""

import uuid
from collections import namedtuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.live import live_postings
from accounts.roles import Role
from areas.models import Area

# %(who)s is who told it, %(place)s the place that it is about. No word of a record: the
# page behind the link shows what its reader may see. `page`: a url name, with the
# subject in its address unless `alone`.
Kind = namedtuple("Kind", "sentence page alone", defaults=(None, False))

KINDS = {
    "posting_asked": Kind(
        _("%(who)s needs a second person for a powerful posting: %(place)s."),
        "accounts:posting_waiting",
        alone=True,
    ),
    "posting_confirmed": Kind(
        _("%(who)s confirmed a powerful posting: %(place)s."),
        "accounts:user_page",
    ),
    "posting_refused": Kind(
        _("%(who)s refused a powerful posting: %(place)s."),
        "accounts:user_page",
    ),
    # To the officers of the place, who may agree; then to those over the asker.
    "emergency_asked": Kind(
        _("%(who)s asks to read files in an emergency: %(place)s. Decide now."),
        "victims:emergency_page",
    ),
    "emergency_asked_below": Kind(
        _("%(who)s asks to read files of another place in an emergency.")
    ),
    "emergency_open": Kind(
        _("%(who)s agreed: you may read the files of %(place)s for 60 minutes."),
        "victims:case_list",
        alone=True,
    ),
    "emergency_agreed": Kind(
        _("%(who)s let somebody read the files of %(place)s for 60 minutes."),
        "victims:emergency_list",
        alone=True,
    ),
    "transfer_asked": Kind(
        _(
            "%(who)s asks to move a household out of the province: %(place)s. Confirm it?"
        ),
        "victims:transfer_list",
        alone=True,
    ),
    "transfer_offered": Kind(
        _("%(who)s asks that your area takes a household over: %(place)s."),
        "victims:transfer_list",
        alone=True,
    ),
    "transfer_carried": Kind(
        _("%(who)s took the household over: %(place)s."),
        "victims:transfer_list",
        alone=True,
    ),
    "transfer_refused": Kind(
        _("%(who)s refused the move: %(place)s."),
        "victims:transfer_list",
        alone=True,
    ),
    "emergency_over": Kind(
        _("The reading of files of %(place)s in an emergency has ended."),
        "victims:emergency_list",
        alone=True,
    ),
    "rules_drafted": Kind(
        _("%(who)s drafted a change of the rules. It needs a second person."),
        "support_regimes:rule_change_page",
    ),
    "rules_confirmed": Kind(
        _("%(who)s confirmed your change of the rules."),
        "support_regimes:rule_change_page",
    ),
    "rules_refused": Kind(
        _("%(who)s refused your change of the rules."),
        "support_regimes:rule_change_page",
    ),
    "export_approved": Kind(
        _("%(who)s agreed to your list with names: %(place)s."),
        "accounts:export_page",
    ),
    "export_refused": Kind(
        _("%(who)s refused your list with names: %(place)s."),
        "accounts:export_page",
    ),
    "export_made": Kind(
        _("%(who)s made a large list with names: %(place)s."),
        "accounts:export_page",
    ),
    # An administrator can sign in as somebody whose code they hold: others know at once.
    "code_renewed": Kind(
        _("%(who)s made a new one-time code for an account: %(place)s. Is that right?"),
        "accounts:user_page",
    ),
    "code_renewed_below": Kind(
        _("%(who)s made a new one-time code for an account: %(place)s.")
    ),
    "your_code_renewed": Kind(
        _(
            "%(who)s made a new one-time code for your account. If you did not ask for"
            " it, tell your head now."
        ),
        "account",
        alone=True,
    ),
    "factors_reset": Kind(
        _("%(who)s reset the second step of an account: %(place)s. Is that right?"),
        "accounts:user_page",
    ),
    "factors_reset_below": Kind(
        _("%(who)s reset the second step of an account: %(place)s.")
    ),
    "your_factors_reset": Kind(
        _(
            "%(who)s reset the second step of your account. If you did not ask for it,"
            " tell your head now."
        ),
        "account",
        alone=True,
    ),
    "commune_handover": Kind(
        _("%(who)s handed somebody over to %(place)s. Read it and say yes."),
        "support_regimes:case_stays",
    ),
    "operation_bad": Kind(
        _("The system is not well. The page Condition says what."),
        "operation:status",
        alone=True,
    ),
}


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those told to this person, or to a role that they hold over the place."""
        theirs = Q(user=user)
        for role in user.roles:
            theirs |= Q(user=None, role=role, area__in=user.areas_as(role))
        return self.filter(theirs, at__lte=Now())

    def unseen(self):
        return self.filter(seen_at__isnull=True)


class Notice(models.Model):
    """A notice to one person, or to whoever holds a role over a place.

    Written by the database's tell() alone; only its addressees can read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    subject = models.UUIDField(null=True)
    place = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role="", area__isnull=True)
                | Q(user__isnull=True, area__isnull=False) & ~Q(role=""),
                name="notice_to_a_person_or_a_role",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="notice_seen_pair",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "at"],
                condition=Q(seen_at__isnull=True),
                name="notice_unseen_of_user",
            ),
            models.Index(
                fields=["role", "area"],
                condition=Q(seen_at__isnull=True),
                name="notice_unseen_of_role",
            ),
        ]

    def __str__(self):
        return self.kind

    @classmethod
    def tell(cls, kind, *, user=None, role=None, area=None, subject=None, place=None):
        """Tell a person (user), or whoever holds a role over a place (role, area).

        `subject`: the record that the page behind it needs; `place`: named in the
        sentence. Whoever runs the request is named as the teller.
        """
        if kind not in KINDS:
            raise ValueError(kind)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tell(%s, %s::uuid, %s, %s::bigint, %s::uuid, %s::bigint)",
                [
                    kind,
                    user and user.pk,
                    role or "",
                    area and area.pk,
                    subject and subject.pk,
                    place and place.pk,
                ],
            )

    @classmethod
    def tell_each(cls, kind, *, role, area, subject=None, place=None, but=()):
        """Tell every person who holds the role over the place today, one row each.

        Without anybody the role itself is told: whoever gets it next reads it.
        """
        holders = get_user_model().objects.filter(
            live_postings("postings__"),
            is_active=True,
            postings__role=role,
            postings__area__covering__covers=area,
        )
        people = set(holders)
        for person in people - set(but):
            cls.tell(kind, user=person, subject=subject, place=place)
        if not people:
            cls.tell(kind, role=role, area=area, subject=subject, place=place)

    @property
    def sentence(self):
        """What is told, in words."""
        kind = KINDS.get(self.kind, Kind(_("Something happened; ask who told it.")))
        return kind.sentence % {"who": self.told_by or "–", "place": self.place or "–"}

    @property
    def url(self):
        """The page behind the notice, or nothing; that page says who may see it."""
        kind = KINDS.get(self.kind)
        if not kind or not kind.page or not (kind.alone or self.subject):
            return ""
        return reverse(kind.page, args=[] if kind.alone else [self.subject])

    def acknowledge(self, *, by):
        """One of its addressees knows. ValidationError if somebody did already."""
        if self.seen_at:
            raise ValidationError(_("This notice was seen already."))
        self.seen_at, self.seen_by = timezone.now(), by
        self.save(update_fields=["seen_at", "seen_by"])
