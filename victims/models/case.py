"""One return of one person: the case, its minors, who holds it, what is needed."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import WorkSetting
from accounts.records import Event, RecordQuerySet, State
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.models import Area
from areas.names import folded
from victims.models.codes import CodeCounter
from victims.models.household import Household
from victims.models.victim import Born, Precision, Victim, tail_hash


class CaseQuerySet(RecordQuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)

    def search(self, text):
        """Cases whose folded names or code hold every word; 4 digits: a number's end."""
        from_code = Q(code__istartswith=text.strip())
        if text.strip().isdigit() and len(text.strip()) == 4:
            return self.filter(from_code | Q(victim__tails__contains=[tail_hash(text.strip())]))
        words = Q()
        for word in folded(text).split():
            words &= Q(search__contains=word)
        return self.filter(from_code | words)


class Case(State, Sealed):
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
        DIED = "died", _("died")

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="cases")
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    received_on = models.DateField(_("received on"))
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    returned_precision = models.CharField(
        _("how exact"), max_length=9, choices=Precision.choices, blank=True
    )
    way = models.CharField(_("way of return"), max_length=12, choices=Way.choices, blank=True)
    reception_place = models.CharField(_("received at"), max_length=120, blank=True)
    origin = models.CharField(_("where from"), max_length=16, choices=Origin.choices, blank=True)
    away = models.CharField(_("how long away"), max_length=8, choices=Away.choices, blank=True)
    in_facility_until = models.DateField(_("in a facility until"), null=True, blank=True)
    in_facility_from = models.DateField(_("in a facility from"), null=True, blank=True)
    tasks_done = ArrayField(models.CharField(max_length=16), default=list, editable=False)
    sent_on = models.DateField(_("file sent on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(
        _("reason"), max_length=16, choices=Closing.choices, blank=True
    )
    search = models.CharField(max_length=400, blank=True, editable=False)
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
            )
        ]
        indexes = [
            models.Index(fields=["territory", "received_on"], name="case_received"),
            models.Index(fields=["area", "received_on"], name="case_area_received"),
        ]

    def __str__(self):
        return self.code

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

    def open(self, *, by):
        """Open the case under its household: code, place, search text, trail."""
        self.territory = self.household.territory
        self.area_id = self.area_id or self.territory_id
        letters = self.area.province().letters
        self.code = CodeCounter.next_code(letters, self.received_on.year)
        self.search = self.victim.search_text()
        self.recorded_by = self.updated_by = by
        self.save(force_insert=True)
        days = WorkSetting.value_on("first_visit_days", self.received_on)
        self.household.visit_by(self.received_on + timedelta(days=days), by=by)
        activity.record("open case", self)
        return self

    def close(self, *, by, reason, on):
        """Close the case with a reason; its figures stay."""
        if self.closed_on:
            raise ValidationError(_("This case is closed already."))
        if on > today() or on < self.received_on:
            raise ValidationError(_("The day of closing lies between intake and today."))
        self.closed_on, self.closed_reason = on, reason
        self.save_version(by=by, fields=["closed_on", "closed_reason"])
        activity.record("close case", self)


class CaseEvent(Event):
    """An event of a case: takes its places from the case when it is logged."""

    act = ""  # the word of the trail

    class Meta(Event.Meta):
        abstract = True

    def log(self, *, by):
        """Save the event under its case and write the trail."""
        self.recorded_by = by
        self.territory_id = self.case.territory_id
        self.area_id = self.area_id or self.case.territory_id
        self.save(force_insert=True)
        activity.record(self.act, self)
        return self


class AccompanyingMinor(State, Born, Sealed):
    """A child who came along: a claimant of their own."""

    class Relation(models.TextChoices):
        CHILD = "child", _("child")
        SIBLING = "sibling", _("brother or sister")
        OTHER = "other", _("other")

    case = models.ForeignKey(Case, models.PROTECT, related_name="minors")
    name = models.CharField(_("what to call"), max_length=80)
    relation = models.CharField(_("relation"), max_length=8, choices=Relation.choices)
    born_abroad = models.BooleanField(_("born abroad"), null=True, blank=True)
    has_birth_certificate = models.BooleanField(
        _("has a birth certificate"), null=True, blank=True
    )
    at_school = models.BooleanField(_("goes to school"), null=True, blank=True)
    needs = ArrayField(models.CharField(max_length=16), default=list, blank=True)

    class Meta:
        verbose_name = _("accompanying minor")
        verbose_name_plural = _("accompanying minors")
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="minor_of_case")
        ]

    def __str__(self):
        return self.get_relation_display()

    def log(self, *, by):
        """Add the child to the case."""
        self.territory_id = self.case.territory_id
        self.recorded_by = self.updated_by = by
        self.save(force_insert=True)
        activity.record("add accompanying minor", self)
        return self


class Holding(CaseEvent):
    """Who holds the case from this day on."""

    act = "assign case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)

    class Meta(Event.Meta):
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")

    def __str__(self):
        return str(self.happened_on)


class Placement(CaseEvent):
    """A move: the commune that was responsible and the one that took over."""

    act = "move case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="placements")
    from_area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    to_area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta(Event.Meta):
        verbose_name = _("move")
        verbose_name_plural = _("moves")

    def __str__(self):
        return f"{self.from_area} → {self.to_area}"


class Need(CaseEvent):
    """Something asked for, at intake or later; met or not is told by later events."""

    class Kind(models.TextChoices):
        SHELTER = "shelter", _("shelter")
        FOOD = "food", _("food, clothing")
        HEALTH = "health", _("medical care")
        SAFETY = "safety", _("safety")
        INTERPRETER = "interpreter", _("interpreter")
        TRAVEL = "travel", _("travel")
        PAPERS = "papers", _("papers")
        CHILDREN = "children", _("small children")
        HOME = "home", _("going home safely")
        MIND = "mind", _("counselling")
        LEGAL = "legal", _("legal aid")
        SCHOOL = "school", _("schooling")
        TRAINING = "training", _("vocational training")
        LIVESTOCK = "livestock", _("animals, crops")
        WORK = "work", _("work")
        LOAN = "loan", _("a loan")

    act = "record need"
    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    kind = models.CharField(_("need"), max_length=12, choices=Kind.choices)
    urgent = models.BooleanField(_("urgent"), default=False)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)

    class Meta(Event.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self):
        return self.get_kind_display()
