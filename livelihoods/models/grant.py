"""One livelihood support to a household: asked for, decided, paid, handed over."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case as ByCase
from django.db.models import Count, Q, Sum, Value, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Posting, WorkSetting
from accounts.records import RecordQuerySet, State
from accounts.roles import roles_with
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.models import Area
from livelihoods.models.grant_parts import GrantStep
from support_regimes.models import Budget
from victims.models import Case, CodeCounter, Household

DECIDES = "livelihoods.decide_grant"
MONTH = timedelta(days=365.25 / 12)


class GrantQuerySet(RecordQuerySet):
    def with_totals(self):
        """Each with `total_amount` (VND of valued lines, null if none) and
        `lines_not_valued` (count).
        """
        return self.annotate(
            total_amount=Sum("lines__amount"),
            lines_not_valued=Count("lines", filter=Q(lines__not_valued=True)),
        )

    def awaiting_decision(self):
        return self.filter(state=Grant.State.SUBMITTED)

    def for_decision_of(self, user):
        """Those that lie with the areas where this person decides, oldest first."""
        areas = user.postings.live().filter(role__in=roles_with(DECIDES))
        waiting = self.awaiting_decision().filter(
            approving_area__in=areas.values("area")
        )
        return waiting.order_by("submitted_on", "id")

    def given(self):
        """Approved and not withdrawn: money or goods that were promised or given."""
        return self.filter(state__in=Grant.GIVEN)


class Grant(State, Sealed):
    """A livelihood grant. With a case: of a returned victim; without: prevention."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        PAID = "paid", _("paid")
        HANDED_OVER = "handed_over", _("handed over")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Holder(models.TextChoices):
        SELF = "self", _("the supported person")
        OTHER = "other", _("another person, with the supported person's yes")

    EDITABLE = (State.DRAFT, State.RETURNED)
    GIVEN = (State.APPROVED, State.PAID, State.HANDED_OVER, State.CLOSED)

    seen_with = "livelihoods.view_grant"

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="grants", editable=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="grants", editable=False
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", db_index=False, editable=False
    )
    approving_area = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", editable=False
    )
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, verbose_name=_("funding source")
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=State.choices,
        default=State.DRAFT,
        editable=False,
    )
    asked_on = models.DateField(_("asked on"), editable=False)
    submitted_on = models.DateField(_("submitted on"), null=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    decision_number = models.CharField(_("decision number"), max_length=40, blank=True)
    due_amount = models.BigIntegerField(_("amount due"), null=True, editable=False)
    why = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, editable=False
    )
    again_reason = models.CharField(
        _("why again within the period"), max_length=200, blank=True
    )
    payee = models.CharField(
        _("payee"), max_length=5, choices=Holder.choices, default=Holder.SELF
    )
    keeper = models.CharField(
        _("keeper of the animals"),
        max_length=5,
        choices=Holder.choices,
        default=Holder.SELF,
    )
    agreed_alone_on = models.DateField(
        _("agreed, asked alone, on"), null=True, blank=True
    )
    trained = models.BooleanField(_("trained in care"), null=True, blank=True)
    to_mend = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, editable=False
    )
    mend_by = models.DateField(_("mend by"), null=True, editable=False)
    note = sealed_text("note")
    other_holder = sealed_text("other_holder")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_amount__isnull=True) | Q(due_amount__gt=0),
                name="grant_due_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(payee="self", keeper="self")
                | Q(agreed_alone_on__isnull=False),
                name="grant_other_holder_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(submitted_on__isnull=False, approving_area__isnull=False),
                name="grant_submitted_to_an_area",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused", "paid"])
                & ~Q(state__in=["handed_over", "closed"])
                | Q(decided_on__isnull=False),
                name="grant_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(due_amount__isnull=True) | Q(budget__isnull=False),
                name="grant_money_has_a_source",
            ),
        ]
        indexes = [
            models.Index(
                fields=["territory", "state", "submitted_on"], name="grant_queue"
            ),
            models.Index(fields=["approving_area", "state"], name="grant_approving"),
        ]

    def __str__(self):
        return self.code

    # questions

    @property
    def can_be_edited(self):
        return self.state in self.EDITABLE

    @property
    def can_be_decided(self):
        return self.state == self.State.SUBMITTED

    @property
    def total(self):
        """VND of the valued lines; None when no line is valued."""
        return self.lines.aggregate(total=Sum("amount"))["total"]

    @property
    def paid(self):
        """VND paid so far."""
        return self.payments.live().aggregate(paid=Sum("amount", default=0))["paid"]

    @property
    def days_waiting(self):
        return (today() - self.submitted_on).days if self.can_be_decided else 0

    def earlier(self):
        """Grants given to the household within the set months before this one."""
        months = WorkSetting.value_on("same_household_months", self.asked_on)
        others = Grant.objects.filter(household=self.household_id).given()
        since = self.asked_on - months * MONTH
        return others.exclude(pk=self.pk).filter(decided_on__gte=since)

    def worked_on_by(self, user):
        """Did this person ask for it, write a line of it, or edit it?"""
        steps = self.steps.exclude(act__in=GrantStep.OFFICERS).filter(recorded_by=user)
        return (
            self.recorded_by_id == user.pk
            or steps.exists()
            or self.lines.filter(recorded_by=user).exists()
        )

    def decided_by_posting(self, user):
        """Has this person a live posting that decides exactly for the approving area?"""
        return (
            user.postings.live()
            .filter(role__in=roles_with(DECIDES), area=self.approving_area_id)
            .exists()
        )

    def find_approving_area(self):
        """The narrowest area over the household with an officer today; for amounts
        above the dated limit, the province. Raises ValidationError if there is none.
        """
        postings = Posting.objects.live().filter(
            role__in=roles_with(DECIDES),
            area__covering__covers=self.territory_id,
        )
        limit = WorkSetting.value_on("second_level_limit", today())
        if (self.total or 0) > limit:
            postings = postings.filter(area__level=Area.Level.PROVINCE)
        breadth = ByCase(
            *(
                When(area__level=level, then=Value(place))
                for place, level in enumerate(reversed(Area.Level.values))
            )
        )
        found = postings.annotate(breadth=breadth).order_by("breadth").first()
        if not found:
            raise ValidationError(
                _now("No officer decides for this place now. Tell your administrator.")
            )
        return found.area_id

    def clean(self):
        super().clean()
        another = self.Holder.OTHER in (self.payee, self.keeper)
        if another and not self.agreed_alone_on:
            raise ValidationError(
                {"agreed_alone_on": _("Ask the person alone, and write the day.")}
            )
        if self.agreed_alone_on and self.agreed_alone_on > today():
            raise ValidationError(
                {"agreed_alone_on": _("The day cannot be after today.")}
            )

    # acts

    def ask(self, *, by, lines=()):
        """Save a new draft with its lines (unsaved GrantLine)."""
        self.territory_id = self.household.territory_id
        self.area_id = self.area_id or self.territory_id
        self.asked_on = self.asked_on or today()
        letters = Area.objects.get(pk=self.area_id).province().letters
        self.code = CodeCounter.next_code(f"{letters}D", self.asked_on.year)
        self.recorded_by = self.updated_by = by
        self.full_clean(exclude=["territory", "recorded_by", "area", "asked_on"])
        self.save(force_insert=True)
        self._write_lines(lines, by=by)
        self._step(GrantStep.Act.ASK, "", by=by, on=self.asked_on)
        return self

    def edit(self, *, by, fields, lines):
        """Save changed fields and the lines anew; only a draft or a returned one."""
        self._must_be(*self.EDITABLE)
        self.full_clean(exclude=["territory", "recorded_by", "area", "asked_on"])
        self.save_version(by=by, fields=fields)
        self.lines.all().delete()
        self._write_lines(lines, by=by)
        self._step(GrantStep.Act.EDIT, self.state, by=by)

    def submit(self, *, by):
        """Send it to the approving area, frozen from here on."""
        self._must_be(*self.EDITABLE)
        if not self.lines.exists():
            raise ValidationError(_("Add at least one line: what is asked for."))
        if self.earlier().exists() and not self.again_reason:
            raise ValidationError(
                _("This household had a grant within the period. Say why again.")
            )
        before = self.state
        self.state, self.submitted_on = self.State.SUBMITTED, today()
        self.approving_area_id = self.find_approving_area()
        self.to_mend, self.mend_by = [], None
        fields = ["state", "submitted_on", "approving_area", "to_mend", "mend_by"]
        self.save_version(by=by, fields=fields)
        self._step(GrantStep.Act.SUBMIT, before, by=by)

    def approve(self, *, by, number="", amount=None, reason="", budget=None):
        """Approve with the total, or another amount (VND) with a reason.

        Takes the money from the budget. Raises ValidationError: not submitted, not
        this officer's to decide, no source, too little left.
        """
        self._must_be_decidable(by)
        total = self.total
        self.due_amount = amount or total
        if self.due_amount != total and len(reason.strip()) < 10:
            raise ValidationError(
                _("Another amount than asked for needs a reason of 10 letters.")
            )
        self.budget = budget or self.budget
        if self.due_amount:
            if not self.budget:
                raise ValidationError({"budget": _("Choose the funding source.")})
            self.budget.take(self.due_amount)
        self.state, self.decided_on = self.State.APPROVED, today()
        self.decision_number = number
        fields = ["state", "decided_on", "decision_number", "due_amount", "budget"]
        self.save_version(by=by, fields=fields)
        self._step(GrantStep.Act.APPROVE, self.State.SUBMITTED, by=by, note=reason)

    def return_for_mending(self, *, by, fields, reason, until=None):
        """Send it back with what to mend; raises ValidationError without a reason."""
        self._must_be_decidable(by)
        _must_say(reason)
        self.state, self.to_mend, self.mend_by = self.State.RETURNED, fields, until
        self.save_version(by=by, fields=["state", "to_mend", "mend_by"])
        self._step(
            GrantStep.Act.RETURN,
            self.State.SUBMITTED,
            by=by,
            note=reason,
            to_mend=fields,
        )

    def refuse(self, *, by, reason):
        self._must_be_decidable(by)
        _must_say(reason)
        self.state, self.decided_on = self.State.REFUSED, today()
        self.save_version(by=by, fields=["state", "decided_on"])
        self._step(GrantStep.Act.REFUSE, self.State.SUBMITTED, by=by, note=reason)

    def withdraw(self, *, by, reason):
        """Take it back before anything was paid or handed over; frees the budget."""
        self._must_be(
            self.State.DRAFT,
            self.State.SUBMITTED,
            self.State.RETURNED,
            self.State.APPROVED,
        )
        _must_say(reason)
        if self.paid:
            raise ValidationError(_("Money was paid already: it cannot be withdrawn."))
        if self.state == self.State.APPROVED and self.due_amount:
            self.budget.give_back(self.due_amount)
        before, self.state = self.state, self.State.WITHDRAWN
        self.save_version(by=by, fields=["state"])
        self._step(GrantStep.Act.WITHDRAW, before, by=by, note=reason)

    def close(self, *, by):
        """End it after the handover; money that was not paid goes back to the budget."""
        self._must_be(self.State.HANDED_OVER)
        unpaid = (self.due_amount or 0) - self.paid
        if unpaid:
            self.budget.give_back(unpaid)
        self.state = self.State.CLOSED
        self.save_version(by=by, fields=["state"])
        self._step(GrantStep.Act.CLOSE, self.State.HANDED_OVER, by=by)

    def _write_lines(self, lines, *, by):
        for place, line in enumerate(lines, start=1):
            line.grant, line.territory_id = self, self.territory_id
            line.recorded_by, line.place = by, place
            line.full_clean(exclude=["grant", "territory", "recorded_by", "amount"])
            line.save(force_insert=True)

    def _must_be(self, *states):
        if self.state not in states:
            raise ValidationError(
                _now("This grant is now “%(state)s”. Look at it again."),
                code="state",
                params={"state": self.get_state_display()},
            )

    def _must_be_decidable(self, by):
        self._must_be(self.State.SUBMITTED)
        if not self.decided_by_posting(by):
            raise ValidationError(_("This grant is decided by another office."))
        if self.worked_on_by(by):
            raise ValidationError(
                _("You asked for this grant or changed it: a colleague must decide.")
            )

    def _step(self, act, before, *, by, note="", to_mend=(), on=None, to_state=""):
        GrantStep(
            grant=self,
            act=act,
            from_state=before,
            to_state=to_state or self.state,
            note=note.strip(),
            to_mend=list(to_mend),
            happened_on=on or today(),
            territory_id=self.territory_id,
            area_id=self.area_id,
            recorded_by=by,
        ).save(force_insert=True)
        activity.record(f"{act} grant", self)


def _must_say(reason):
    if len(reason.strip()) < 10:
        raise ValidationError(
            {"reason": _("Give a reason, so that the receiver knows what to do.")}
        )
