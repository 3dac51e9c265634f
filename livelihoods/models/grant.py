"""One livelihood support to a household: asked for, decided, paid, handed over."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import WorkSetting
from accounts.records import RecordQuerySet, State
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from areas.models import Area
from livelihoods.models.deciding import Deciding, areas_decided_by
from livelihoods.models.grant_parts import GrantStep
from support_regimes.models import Budget
from victims.models import Case, Household
from victims.models.withholding import DUTIES


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
        mine = areas_decided_by(user)
        # A sub-select and not a join, which would multiply the lines of `with_totals`.
        gone = Area.objects.filter(valid_to__lt=today(), covered_by__area__in=mine)
        waiting = self.awaiting_decision().filter(
            Q(approving_area__in=mine) | Q(approving_area__in=gone)
        )
        return waiting.order_by("submitted_on", "id")

    def given(self):
        """Approved and not withdrawn: money or goods that were promised or given."""
        return self.filter(state__in=Grant.GIVEN)


class Grant(Deciding, State, Sealed):
    """A livelihood grant. With a case: of a returned victim; without: prevention."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        PAID = "paid", _("paid")
        HANDED_OVER = "handed_over", pgettext_lazy("grant", "handed over")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Holder(models.TextChoices):
        SELF = "self", _("the supported person")
        OTHER = "other", _("another person, with the supported person's yes")

    class Why(models.TextChoices):
        RAISED_BEFORE = "raised_before", _("has raised such animals before")
        BARN = "barn", _("there is a barn")
        WATER = "water", _("there is water")
        CARER = "carer", _("somebody can care for them")
        MARKET = "market", _("a market is near")

    class Asked(models.TextChoices):
        """Never a village head or a neighbour: a grant must tell them nothing."""

        PERSON = "person", _("the supported person, alone")
        VET = "vet", _("the vet")

    class Trained(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("Not yet")
        SIGNED_UP = "signed_up", _("Signed up")

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
        Budget,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("funding source"),
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
    # Paid in full, or less by a last payment whose rest went back to the budget.
    settled_on = models.DateField(_("settled on"), null=True, editable=False)
    why = ArrayField(
        models.CharField(max_length=20, choices=Why.choices),
        verbose_name=_("why it fits"),
        default=list,
        blank=True,
    )
    again_reason = SealedCharField(
        _("why again within the period"), max_length=200, blank=True
    )
    consulted = ArrayField(
        models.CharField(max_length=10, choices=Asked.choices),
        verbose_name=_("who was asked"),
        default=list,
        blank=True,
    )
    consulted_on = models.DateField(_("asked on"), null=True, blank=True)
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
    trained = models.CharField(
        _("trained in care"), max_length=9, choices=Trained.choices, blank=True
    )
    has_quote = models.BooleanField(_("a written price offer was seen"), default=False)
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
                violation_error_message=_("Ask the person alone, and write the day."),
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
                condition=~Q(state__in=["draft", "submitted", "returned"])
                | Q(decided_on__isnull=True, due_amount__isnull=True),
                name="grant_undecided_owes_nothing",
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

    TONES = {
        State.SUBMITTED: "info",
        State.RETURNED: "warn",
        State.APPROVED: "ok",
        State.PAID: "ok",
        State.HANDED_OVER: "ok",
        State.REFUSED: "danger",
    }

    @property
    def tone(self):
        """The colour of the state's tag (components/tag.html)."""
        return self.TONES.get(self.state, "neutral")

    @property
    def can_be_edited(self):
        return self.state in self.EDITABLE

    @property
    def can_be_decided(self):
        return self.state == self.State.SUBMITTED

    @property
    def is_given(self):
        return self.state in self.GIVEN

    @property
    def can_be_withdrawn(self):
        waiting = (*self.EDITABLE, self.State.SUBMITTED, self.State.APPROVED)
        return self.state in waiting and not self.was_delivered

    @property
    def can_be_paid(self):
        return bool(self.due_amount) and self.is_given and not self.settled_on

    @property
    def can_be_handed_over(self):
        return self.is_given and self.state != self.State.CLOSED

    @property
    def total(self):
        """VND of the valued lines; None when no line is valued."""
        amounts = [line.amount for line in self.lines.all() if line.amount is not None]
        return sum(amounts) if amounts else None

    @property
    def amount(self):
        """VND approved, or asked for while undecided; None when nothing is valued."""
        return self.due_amount if self.decided_on else self.total

    @property
    def needs_source(self):
        """Money is asked for, and nobody has said from where."""
        return bool(self.total) and not self.budget_id

    @property
    def has_unvalued(self):
        return any(line.not_valued for line in self.lines.all())

    @property
    def paid(self):
        """VND paid so far."""
        return self.payments.live().aggregate(paid=Sum("amount", default=0))["paid"]

    @property
    def left_to_pay(self):
        """VND approved and not yet paid; 0 once settled."""
        return 0 if self.settled_on else (self.due_amount or 0) - self.paid

    @property
    def was_delivered(self):
        """Was money paid or something handed over?"""
        return self.payments.live().exists() or self.handovers.live().exists()

    @property
    def days_waiting(self):
        return (today() - self.submitted_on).days if self.can_be_decided else 0

    def earlier(self):
        """Grants given to the household within the set months before this one."""
        day = self.submitted_on or today()
        months = WorkSetting.value_on("same_household_months", day)
        others = Grant.objects.filter(household=self.household_id).given()
        since = months_before(day, months)
        return others.exclude(pk=self.pk).filter(decided_on__gte=since)

    def worked_on_by(self, user):
        """Did this person ask for it, write a line of it, or edit it?"""
        return user.pk in self.workers()

    def workers(self):
        """Ids of all who asked for it, wrote a line of it, or edited or sent it."""
        steps = self.steps.filter(act__in=GrantStep.WORK)
        return {
            self.recorded_by_id,
            *steps.values_list("recorded_by", flat=True),
            *self.lines.values_list("recorded_by", flat=True),
        }

    def clean(self):
        super().clean()
        errors = {}
        another = self.Holder.OTHER in (self.payee, self.keeper)
        if another and not self.agreed_alone_on:
            errors["agreed_alone_on"] = _("Ask the person alone, and write the day.")
        for name in ("agreed_alone_on", "consulted_on"):
            day = getattr(self, name)
            if day and day > today():
                errors[name] = _("The day cannot be after today.")
        if errors:
            raise ValidationError(errors)


def months_before(day, months):
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(day.day, last))
        except ValueError:
            continue
    return None


def _grant_runs(case):
    """Sent, approved or paid, and not yet in her hands: money and goods are owed."""
    state = Grant.State
    under_way = [state.SUBMITTED, state.RETURNED, state.APPROVED, state.PAID]
    return Grant.objects.filter(case=case, state__in=under_way).exists()


DUTIES.append(_grant_runs)
