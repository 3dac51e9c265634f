"""One return of one person: the case."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import WorkSetting
from accounts.records import State
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.models import Area
from areas.names import folded
from victims.models.case_search import CaseQuerySet
from victims.models.codes import CodeCounter
from victims.models.household import Household, Risk
from victims.models.victim import (
    Precision,
    Victim,
    both_or_neither,
    words_of,
)
from victims.models.withholding import Withholding

GLYPHS = [
    "leaf", "fish", "bird", "flower", "tree", "mushroom", "butterfly", "corn",
]  # fmt: skip
NUMBERS = 40  # of a recognition mark


class Case(Withholding, State, Sealed):
    """One return. Area is the commune of intake; territory the one responsible now."""

    class Way(models.TextChoices):
        ALONE = "alone", _("by oneself")
        RESCUED = "rescued", _("rescued")
        HANDED_OVER = "handed_over", _("handed over between authorities")
        NOT_SAID = "not_said", _("prefers not to say")

    class Origin(models.TextChoices):
        SAME_PROVINCE = "same_province", _("within the province")
        OTHER_PROVINCE = "other_province", _("another province")
        CHINA = "china", _("China")
        LAOS = "laos", _("Laos")
        CAMBODIA = "cambodia", _("Cambodia")
        OTHER = "other", _("elsewhere")
        NOT_SAID = "not_said", _("prefers not to say")

    class Away(models.TextChoices):
        MONTH = "month", _("under 1 month")
        YEAR = "year", _("1–12 months")
        YEARS = "years", _("1–5 years")
        LONG = "long", _("over 5 years")
        NOT_SAID = "not_said", _("prefers not to say")

    class Closing(models.TextChoices):
        PLAN_REACHED = "plan_reached", _("plan reached")
        MONTHS_OVER = "months_over", _("24 months over")
        MOVED = "moved", _("moved elsewhere")
        DECLINED = "declined", _("declined further support")
        LOST_CONTACT = "lost_contact", _("contact lost")
        DIED = "died", _("passed away")

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="cases")
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    received_on = models.DateField(_("received on"))
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    returned_precision = models.CharField(
        _("how exact"), max_length=9, choices=Precision.choices, blank=True
    )
    way = models.CharField(
        _("way of return"), max_length=12, choices=Way.choices, blank=True
    )
    reception_place = SealedCharField(_("received at"), max_length=120, blank=True)
    origin = models.CharField(
        _("where from"), max_length=16, choices=Origin.choices, blank=True
    )
    away = models.CharField(
        _("how long away"), max_length=8, choices=Away.choices, blank=True
    )
    in_facility_until = models.DateField(
        _("in a facility until"), null=True, blank=True
    )
    in_facility_from = models.DateField(_("in a facility from"), null=True, blank=True)
    tasks_begun = ArrayField(
        models.CharField(max_length=16), default=list, editable=False
    )
    tasks_done = ArrayField(
        models.CharField(max_length=16), default=list, editable=False
    )
    sent_on = models.DateField(_("file sent on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(
        _("reason"), max_length=16, choices=Closing.choices, blank=True
    )
    # Of the person, kept beside what lists are sorted by.
    search = models.TextField(blank=True, editable=False)
    name_sort = models.CharField(
        max_length=500, blank=True, editable=False, db_collation="C"
    )
    safe_at_intake = sealed_text("safe_at_intake")
    private_at_intake = sealed_text("private_at_intake")
    goals = sealed_text("goals")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | Q(closed_on__isnull=False) & ~Q(closed_reason=""),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=both_or_neither("returned_on", "returned_precision"),
                name="case_return_with_precision",
            ),
            models.CheckConstraint(
                condition=Q(in_facility_until__isnull=True)
                | Q(
                    in_facility_from__isnull=False,
                    in_facility_until__gte=F("in_facility_from"),
                ),
                name="case_facility_ends_later",
                violation_error_message=_("The end lies before the begin."),
            ),
            # What livelihoods ties its rows to: a case of this very household.
            models.UniqueConstraint(
                fields=["id", "household"], name="victims_case_household"
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "name_sort"], name="case_by_name"),
            models.Index(fields=["territory", "received_on"], name="case_received"),
            models.Index(fields=["area", "received_on"], name="case_area_received"),
            # Counted and sorted on every list and first page: from the index alone.
            models.Index(
                fields=["territory", "closed_on"],
                condition=Q(closed_on__isnull=False),
                name="case_closed",
            ),
            models.Index(
                fields=["id", "victim"],
                condition=Q(restricted_from__isnull=False)
                | Q(unshared_from__isnull=False),
                name="case_withheld",
            ),
            models.Index(
                fields=["territory", "household"],
                include=["id"],
                condition=Q(closed_on__isnull=True),
                name="case_open",
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("support_regimes:case_board", args=[self.pk])

    def clean(self):
        super().clean()
        day = today()
        if self.received_on and self.received_on > day:
            raise ValidationError({"received_on": _("The day cannot be after today.")})
        if not self.returned_on:
            return
        if self.returned_on > day:
            raise ValidationError(
                {"returned_on": _("The day of return cannot be after today.")}
            )
        born = self.victim.born_on if self.victim_id else None
        if born and self.returned_on < born:
            raise ValidationError(
                {"returned_on": _("The day of return cannot be before the birth.")}
            )

    @property
    def is_open(self):
        return self.closed_on is None

    @property
    def glyph(self):
        """The picture of the recognition mark, from the key: it tells nothing."""
        return GLYPHS[self.pk.int % len(GLYPHS)]

    @property
    def glyph_number(self):
        return self.pk.int // len(GLYPHS) % NUMBERS + 1

    @property
    def returned_words(self):
        return words_of(self.returned_on, self.returned_precision)

    @property
    def not_private(self):
        """The first talk could not be alone: nothing sensitive was asked then."""
        return self.private_at_intake == "no"

    def standing(self, events):
        """The event of a related manager that stands today (last day, last written)."""
        return events.live().order_by("happened_on", "recorded_at").last()

    @property
    def identification(self):
        return self.standing(self.identifications)

    @property
    def risk(self):
        return self.standing(self.risk_assessments)

    def consents_today(self):
        """{purpose: last consent event that stands}."""
        rows = self.consents.live().order_by("happened_on", "recorded_at")
        return {consent.purpose: consent for consent in rows}

    @cached_property
    def _answers(self):
        return {
            purpose: consent.answer
            for purpose, consent in self.consents_today().items()
        }

    def allows(self, purpose):
        """The person said yes to this purpose, and it stands."""
        return self._answers.get(purpose) == "yes"

    def refuses(self, purpose):
        """The person said no to this purpose, or took the yes back."""
        return self._answers.get(purpose) in ("no", "withdrawn")

    @property
    def keeps_no_more(self):
        """The yes to keeping was taken back, or all is erased: nothing new is written."""
        return bool(self.victim.erased_on) or self.refuses("record")

    def open(self, *, by):
        """Open the case under its household: code, place, search text, trail.

        Raises ValidationError when the person has an open case already, or when person
        and household are not of the same place.
        """
        self._check_person()
        self.territory = self.household.territory
        if not self.area_id:
            self.area = self.household.commune_on(self.received_on)
        letters = self.area.province().letters
        self.code = CodeCounter.next_code(letters, self.received_on.year)
        self.search = self.victim.search_text()
        self.name_sort = self.victim.name_sort
        self.recorded_by = self.updated_by = by
        self.save(force_insert=True)
        days = WorkSetting.value_on("first_visit_days", self.received_on)
        self.household.visit_by(self.received_on + timedelta(days=days), by=by)
        activity.record("open case", self)
        return self

    def _check_person(self):
        if self.victim.territory_id != self.household.territory_id:
            raise ValidationError(
                _("The person and the household are not of the same commune.")
            )
        if self.victim.erased_on:
            raise ValidationError(_("This person's data are erased already."))
        if self.victim.cases.open().exists():
            raise ValidationError(
                _("This person has an open case: close it before the next one.")
            )

    def edit(self, *, by, fields):
        """Save what was changed on a form; raises Stale if somebody else was quicker."""
        self.save_version(by=by, fields=sorted({*fields, "sealed"}))
        activity.record("edit case", self)

    def mark_task(self, task, *, done):
        """Remember how far a task of the file has come; no version of its own."""
        self.tasks_begun = sorted({*self.tasks_begun, task})
        done_now = {*self.tasks_done, task} if done else {*self.tasks_done} - {task}
        self.tasks_done = sorted(done_now)
        Case.objects.filter(pk=self.pk).update(
            tasks_begun=self.tasks_begun, tasks_done=self.tasks_done
        )

    def missing(self):
        """What the file lacks before it is sent: [(task, sentence)]."""
        lacks = [
            ("consent", not self.allows("record"), _("A yes to keeping a file.")),
            ("identity", not self.victim.sex, _("Sex, or: prefers not to say.")),
            ("return", not self.identification, _("How far identification has come.")),
            ("risk", not self.risk, _("A risk level.")),
            ("check", not self.household.holder_id, _("Who holds the file.")),
        ]
        return [(task, sentence) for task, lacking, sentence in lacks if lacking]

    def send(self, *, by):
        """The file is complete: from now on it counts as sent. ValidationError."""
        if self.sent_on:
            raise ValidationError(_("This file was sent already."))
        missing = self.missing()
        if missing:
            raise ValidationError([sentence for _task, sentence in missing])
        self.sent_on = today()
        self.save_version(by=by, fields=["sent_on"])
        activity.record("send file", self)

    def assign(self, user, *, by, reason, on=None):
        """Somebody holds the case from a day on. ValidationError if they may not."""
        if self.territory_id not in user.reach("victims.change_case"):
            raise ValidationError(_("This person does not work in the commune."))
        if self.must_not_hold(user):
            raise ValidationError(_("This person may not hold this case."))
        self.household.give_to(user, by=by)
        on = on or today()
        self.holdings.model(case=self, user=user, reason=reason, happened_on=on).log(
            by=by
        )

    def must_not_hold(self, user):
        """The user's name stands in the list of those who must not know."""
        listed = set(folded(self.victim.must_not_know).split())
        words = set(folded(user.name).split())
        return len(words) > 1 and words <= listed

    def may_be_kin(self, user):
        """Same family name: a warning, before a visit and before a decision."""
        family = folded(self.victim.name).split()[:1]
        return (
            len(self.victim.name.split()) > 1
            and family == folded(user.name).split()[:1]
        )

    def close(self, *, by, reason, on, view="", note=""):
        """Close the case with a reason; its figures stay. ValidationError.

        A second person closes a case whose risk is not low. `view` is what the person
        says of it.
        """
        if self.closed_on:
            raise ValidationError(_("This case is closed already."))
        if on > today() or on < self.received_on:
            raise ValidationError(
                {"on": _("The day of closing lies between intake and today.")}
            )
        if self.household.risk_level != Risk.LOW and self.household.holder_id == by.pk:
            raise ValidationError(
                _("The risk is not low: somebody else than the holder closes the case.")
            )
        self.closed_on, self.closed_reason = on, reason
        self.save_version(by=by, fields=["closed_on", "closed_reason"])
        closure = self.closures.model(
            case=self, happened_on=on, reason=reason, risk=self.household.risk_level
        )
        closure.view, closure.note = view, note
        closure.log(by=by)

    def reopen(self, *, by, note):
        """Open a closed case again, such as after lost contact. ValidationError."""
        if not self.closed_on:
            raise ValidationError(_("This case is open."))
        if self.victim.erased_on:
            raise ValidationError(_("This person's data are erased already."))
        if self.victim.cases.open().exists():
            raise ValidationError(_("Another case of this person is open."))
        self.closed_on, self.closed_reason = None, ""
        self.save_version(by=by, fields=["closed_on", "closed_reason"])
        reopening = self.closures.model(
            case=self, happened_on=today(), risk=self.household.risk_level
        )
        reopening.note = note
        reopening.log(by=by)
        days = WorkSetting.value_on("first_visit_days", today())
        self.household.visit_by(today() + timedelta(days=days), by=by)
