"""The herd ledger: what was handed over, born, sold or lost, and what is left."""

from itertools import accumulate, groupby

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, Sum, When
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, Record, RecordQuerySet
from accounts.sealed_fields import SealedCharField
from areas.widgets import dotted
from livelihoods.models.events import HouseholdEvent
from livelihoods.models.schedule import reschedule
from livelihoods.models.species import Species
from victims.models import Household


class HerdQuerySet(RecordQuerySet):
    def with_heads_on(self, day):
        """Each with `heads`: what its ledger leaves on this day."""
        stands = Q(entries__voided_at__isnull=True, entries__happened_on__lte=day)
        return self.annotate(heads=Sum("entries__heads", filter=stands, default=0))

    def with_figures(self, day):
        """Each with `heads` and `first` (handed over), `sold`, `died` (heads) and
        `sales` (VND) up to a day.
        """
        stands = Q(entries__voided_at__isnull=True, entries__happened_on__lte=day)

        def heads_of(kind):
            of_kind = stands & Q(entries__kind=kind)
            return Sum("entries__heads", filter=of_kind, default=0)

        return self.with_heads_on(day).annotate(
            first=heads_of("handed_over"),
            sold=0 - heads_of("sold"),
            died=0 - heads_of("died"),
            sales=Sum("entries__income", filter=stands, default=0),
        )


class Herd(Record):
    """The animals of one kind of a household. Its heads are computed, never typed.

    `heads_now` keeps the sum of the ledger; whoever adds or voids locks this row.
    """

    seen_with = "livelihoods.view_herd"

    household = models.ForeignKey(Household, models.PROTECT, related_name="herds")
    species = models.ForeignKey(Species, models.PROTECT, related_name="herds")
    heads_now = models.IntegerField(_("heads now"), default=0, editable=False)

    objects = HerdQuerySet.as_manager()

    class Meta:
        verbose_name = _("herd")
        verbose_name_plural = _("herds")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "species"], name="herd_once_a_species"
            ),
            models.CheckConstraint(
                condition=Q(heads_now__gte=0), name="herd_heads_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["territory"], name="herd_place")]

    def __str__(self):
        return str(self.species)

    @classmethod
    def of(cls, household, species, *, by):
        """The household's herd of a species, opened empty if it has none."""
        herd, new = cls.objects.get_or_create(
            household=household,
            species=species,
            defaults={"territory_id": household.territory_id, "recorded_by": by},
        )
        if new:
            activity.record("open herd", herd)
        return herd

    @classmethod
    def hand_over(cls, *, household, species, heads, handover, on, by):
        """Enter the animals of a handover slip; returns the ledger entry.

        The household's next visit then comes soon enough after it.
        """
        kind = HerdEntry.Kind.HANDED_OVER
        with transaction.atomic():
            household = Household.objects.for_writing().get(pk=household.pk)
            herd = cls.of(household, species, by=by)
            entry = herd.enter(kind, heads, on=on, by=by, handover=handover)
            reschedule(household, by=by)
        return entry

    @classmethod
    def buy_first(cls, *, household, species, heads, on, by):
        """Open a herd with animals the household bought itself; returns the herd."""
        with transaction.atomic():
            herd = cls.of(household, species, by=by)
            herd.enter(HerdEntry.Kind.BOUGHT, heads, on=on, by=by)
        return herd

    def heads_on(self, day):
        return self.entries.as_of(day).aggregate(n=Sum("heads", default=0))["n"]

    def enter(self, kind, heads, *, on, by, **rest):
        """Add an entry of so many heads (> 0, the kind gives the sign; a recount: ±).

        In: cause for deaths, income (VND) for sales, reason for recounts. Raises
        ValidationError when on any day more would leave than there are.
        """
        signed = -heads if kind in HerdEntry.OUT else heads
        entry = HerdEntry(herd=self, kind=kind, heads=signed, happened_on=on, **rest)
        return entry.log(by=by)

    def count(self, counted, *, on, by, reason, visit=None):
        """Enter the difference between the ledger and a count; None if it agrees."""
        if counted < 0:
            raise ValidationError(_("The number counted cannot be below 0."))
        difference = counted - self.heads_on(on)
        if not difference:
            return None
        return self.enter(
            HerdEntry.Kind.RECOUNT, difference, on=on, by=by, reason=reason, visit=visit
        )

    def settle(self):
        """Check every day's balance and keep today's; the row must be locked.

        Animals of a day come in before others go out, so a day's end decides.
        """
        rows = self.entries.live().order_by("happened_on")
        rows = rows.values_list("happened_on", "heads")
        days = [
            (day, sum(heads for _day, heads in of_day))
            for day, of_day in groupby(rows, key=lambda row: row[0])
        ]
        balances = list(accumulate(heads for _day, heads in days))
        for (day, heads), balance in zip(days, balances, strict=True):
            if balance < 0:
                raise _too_many(self, day, -heads, balance - heads)
        self.heads_now = balances[-1] if balances else 0
        self.save(update_fields=["heads_now"])


def _too_many(herd, day, leaving, there):
    return ValidationError(
        _(
            "%(species)s: on %(day)s %(leaving)s would leave, but only %(there)s are "
            "there. Check the numbers."
        ),
        code="below_zero",
        params={
            "species": herd.species,
            "day": f"{day:%d/%m/%Y}",
            "leaving": leaving,
            "there": max(there, 0),
        },
    )


def _price_doubt(species, heads, amount, day):
    price = species.price_on(day)
    if not price or price.holds(amount, heads):
        return None
    if amount < price.low * heads:
        title = _("This amount is low. Is a zero missing?")
    else:
        title = _("This amount is high. Is a zero too many?")
    text = _("%(each)s đ a head. Usually from %(low)s to %(high)s đ.") % {
        "each": dotted(round(amount / heads)),
        "low": dotted(price.low),
        "high": dotted(price.high),
    }
    return "income", title, text


def _litter_doubt(species, born, herd, day):
    before = herd.heads_on(day)
    if species.is_likely_litter(born, before):
        return None
    text = _("%(before)s were there, %(born)s were born. Usually at most %(most)s.")
    numbers = {"before": before, "born": born, "most": before * species.litter_max}
    return "born", _("So many young? Check the number."), text % numbers


class HerdEntryQuerySet(RecordQuerySet):
    def in_order(self):
        """As the ledger reads: by day, animals that came in before those that left."""
        in_first = Case(When(heads__gt=0, then=0), default=1)
        stands_first = F("voided_at").asc(nulls_first=True)
        return self.order_by("happened_on", in_first, stands_first, "recorded_at", "id")


class HerdEntry(HouseholdEvent):
    """One line of the ledger. Heads are signed; the kind decides the sign."""

    class Kind(models.TextChoices):
        HANDED_OVER = "handed_over", _("handed over")
        BORN = "born", _("born")
        BOUGHT = "bought", _("bought")
        SOLD = "sold", _("sold")
        DIED = "died", _("died")
        LOST = "lost", _("lost")
        EATEN = "eaten", _("eaten")
        GIVEN = "given", _("given away")
        RECOUNT = "recount", _("recount")

    class Cause(models.TextChoices):
        DISEASE = "disease", _("disease")
        COLD = "cold", _("cold")
        ACCIDENT = "accident", _("accident")
        UNKNOWN = "unknown", _("unknown")

    class Purpose(models.TextChoices):
        BREEDING = "breeding", _("for breeding")
        MEAT = "meat", _("for meat")

    IN = (Kind.HANDED_OVER, Kind.BORN, Kind.BOUGHT)
    OUT = (Kind.SOLD, Kind.DIED, Kind.LOST, Kind.EATEN, Kind.GIVEN)

    act = "enter herd change"
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="herd_entries", editable=False
    )
    herd = models.ForeignKey(Herd, models.PROTECT, related_name="entries")
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind.choices)
    heads = models.IntegerField(_("heads"))
    cause = models.CharField(
        _("died of"), max_length=8, choices=Cause.choices, blank=True
    )
    income = models.BigIntegerField(_("sale income"), null=True, blank=True)
    purpose = models.CharField(
        _("sold for"), max_length=8, choices=Purpose.choices, blank=True
    )
    reason = SealedCharField(_("reason"), max_length=200, blank=True)
    visit = models.ForeignKey(
        "livelihoods.HomeVisit",
        models.PROTECT,
        null=True,
        related_name="herd_entries",
        editable=False,
    )
    handover = models.ForeignKey(
        "livelihoods.Handover",
        models.PROTECT,
        null=True,
        related_name="herd_entries",
        editable=False,
    )

    objects = HerdEntryQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("herd entry")
        verbose_name_plural = _("herd entries")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["handed_over", "born", "bought"], heads__gt=0)
                | Q(kind__in=["sold", "died", "lost", "eaten", "given"], heads__lt=0)
                | Q(kind="recount") & ~Q(heads=0),
                name="herdentry_sign_follows_kind",
                violation_error_message=_("Enter the number of animals, such as 3."),
            ),
            models.CheckConstraint(
                condition=Q(kind="died") & ~Q(cause="") | ~Q(kind="died") & Q(cause=""),
                name="herdentry_cause_iff_died",
                violation_error_message=_("Say what the animals died of."),
            ),
            models.CheckConstraint(
                condition=Q(kind="sold", income__gt=0, income__isnull=False)
                | ~Q(kind="sold") & Q(income__isnull=True),
                name="herdentry_income_iff_sold",
                violation_error_message=_("Enter the money of the sale."),
            ),
            models.CheckConstraint(
                condition=Q(kind="recount") & ~Q(reason="")
                | ~Q(kind="recount") & Q(reason=""),
                name="herdentry_reason_iff_recount",
                violation_error_message=_("Say why the count differs."),
            ),
            models.CheckConstraint(
                condition=Q(purpose="") | Q(kind="sold"),
                name="herdentry_purpose_of_sales",
            ),
            models.CheckConstraint(
                condition=Q(handover__isnull=True) | Q(kind="handed_over"),
                name="herdentry_handover_of_handed_over",
            ),
        ]
        indexes = [
            *Event.Meta.indexes,
            models.Index(fields=["herd", "happened_on"], name="herdentry_ledger"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def doubts(self):
        """What looks wrong but may be right, as (field, title, text); blocks nothing."""
        species = self.herd.species
        found = []
        if self.kind == self.Kind.SOLD and self.income:
            found.append(
                _price_doubt(species, -self.heads, self.income, self.happened_on)
            )
        if self.kind == self.Kind.BORN:
            found.append(
                _litter_doubt(species, self.heads, self.herd, self.happened_on)
            )
        return [doubt for doubt in found if doubt]

    @property
    def came(self):
        return self.heads if self.heads > 0 else None

    @property
    def left(self):
        return -self.heads if self.heads < 0 else None

    def log(self, *, by):
        """Add to the ledger under the herd's lock; all days are checked again."""
        with transaction.atomic():
            herd = (
                Herd.objects.for_writing()
                .select_related("species")
                .get(pk=self.herd_id)
            )
            self.household_id = herd.household_id
            super().log(by=by)
            herd.settle()
            self.herd.heads_now = herd.heads_now
        return self

    def void(self, *, by, reason):
        """Strike out, unless what happened later needs these animals."""
        if self.handover_id:
            raise ValidationError(
                _("These animals were handed over: correct the handover, or recount.")
            )
        with transaction.atomic():
            herd = (
                Herd.objects.for_writing()
                .select_related("species")
                .get(pk=self.herd_id)
            )
            super().void(by=by, reason=reason)
            herd.settle()

    def correct(self, *, by, void_reason, **values):
        """Strike out and write anew with these values, in one act; returns the new row.

        The balance is checked with both done: a sale of 4 may become one of 3.
        """
        if self.handover_id:
            raise ValidationError(
                _("These animals were handed over: correct the handover, or recount.")
            )
        fields = ["herd", "kind", "heads", "happened_on", "area", "cause", "income"]
        fields += ["purpose", "reason", "visit"]
        kept = {name: getattr(self, name) for name in fields}
        with transaction.atomic():
            Herd.objects.for_writing().get(pk=self.herd_id)
            super().void(by=by, reason=void_reason)
            return HerdEntry(**kept | values, corrects=self).log(by=by)
