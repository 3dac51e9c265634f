"""What is typed about the animals of a household in a visit."""

from functools import partial

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import MoneyField, StepperField
from livelihoods.models import HerdEntry

MOST_HEADS = 999
MOST_MONEY = 500_000_000
SALE_STEPS = (100_000, 500_000, 1_000_000)
Kind = HerdEntry.Kind


def choices(kinds, chosen=None, **kwargs):
    """Radio buttons in a row for the choices of a model field."""
    attrs = {"class": kwargs.pop("shape", "chips")}
    return forms.ChoiceField(
        choices=[
            (value, capfirst(label))
            for value, label in kinds.choices
            if chosen is None or value in chosen
        ],
        widget=forms.RadioSelect(attrs),
        **kwargs,
    )


def heads(label):
    return StepperField(label=label, required=False, initial=0, max_value=MOST_HEADS)


def sale(label, **kwargs):
    return MoneyField(
        label=label, min_value=1000, max_value=MOST_MONEY, steps=SALE_STEPS, **kwargs
    )


class HerdForm(forms.Form):
    """One herd in a visit: as before, or what changed and what was counted."""

    SAME, CHANGED = "same", "changed"
    AGREES, DIFFERS = "agrees", "differs"
    MOVES = (Kind.BORN, Kind.BOUGHT, Kind.SOLD, Kind.DIED, Kind.LOST, Kind.EATEN)
    MOVES += (Kind.GIVEN,)

    change = forms.ChoiceField(
        label=gettext_lazy("Has the number changed?"),
        choices=[
            (SAME, gettext_lazy("As before")),
            (CHANGED, gettext_lazy("It changed")),
        ],
        widget=forms.RadioSelect({"class": "segment"}),
        error_messages={"required": gettext_lazy("Say whether the herd changed.")},
    )
    born = heads(gettext_lazy("Born"))
    sold = heads(gettext_lazy("Sold"))
    income = sale(gettext_lazy("Sale income"), required=False)
    purpose = choices(
        HerdEntry.Purpose, label=gettext_lazy("Sold for what"), required=False
    )
    died = heads(gettext_lazy("Died"))
    cause = choices(HerdEntry.Cause, label=gettext_lazy("Died of"), required=False)
    bought = heads(gettext_lazy("Bought"))
    lost = heads(gettext_lazy("Lost"))
    eaten = heads(gettext_lazy("Eaten"))
    given = heads(gettext_lazy("Given away"))
    count = forms.ChoiceField(
        label=gettext_lazy("Is this the number you counted?"),
        choices=[
            (AGREES, gettext_lazy("Right")),
            (DIFFERS, gettext_lazy("Different")),
        ],
        widget=forms.RadioSelect({"class": "segment"}),
        required=False,
    )
    counted = StepperField(
        label=gettext_lazy("Number counted"), required=False, max_value=MOST_HEADS
    )
    count_reason = forms.CharField(
        label=gettext_lazy("Why the count differs"), max_length=200, required=False
    )
    income_ok = forms.BooleanField(required=False)
    born_ok = forms.BooleanField(required=False)

    def __init__(self, *args, herd, **kwargs):
        self.herd = herd
        self.day, self.before = today(), herd.heads_now
        super().__init__(*args, prefix=f"herd-{herd.pk}", **kwargs)

    @property
    def has_changed_herd(self):
        return self.cleaned_data.get("change") == self.CHANGED

    def clean(self):
        data = super().clean()
        if not self.has_changed_herd:
            return data
        for kind in self.MOVES:
            data[kind.value] = data.get(kind.value) or 0
        self._check_sale(data)
        if data["died"] and not data.get("cause"):
            self.add_error("cause", _("Say what the animals died of."))
        self._check_count(data)
        return data

    def _check_sale(self, data):
        if data["sold"] and not data.get("income") and "income" not in self.errors:
            self.add_error("income", _("Enter the money of the sale."))
        if data.get("income") and not data["sold"]:
            self.add_error("sold", _("Enter how many were sold."))

    def _check_count(self, data):
        if not data.get("count"):
            self.add_error("count", _("Say whether the number agrees with the count."))
        if data.get("count") != self.DIFFERS:
            if not any(data[kind.value] for kind in self.MOVES):
                self.add_error(
                    "change", _("Enter what changed, or choose “As before”.")
                )
            return
        if data.get("counted") is None and "counted" not in self.errors:
            self.add_error("counted", _("Enter the number that you counted."))
        if not data.get("count_reason"):
            self.add_error("count_reason", _("Say why the count differs."))

    def check_day(self, day):
        """Check against the heads of the visit's day, which the visit's form knows."""
        self.day, self.before = day, self.herd.heads_on(day)
        if not self.has_changed_herd or self.errors:
            return
        leaving = sum(self.cleaned_data[kind.value] for kind in HerdEntry.OUT)
        there = self.before + self.cleaned_data["born"] + self.cleaned_data["bought"]
        if leaving > there:
            text = _(
                "%(leaving)s would leave, but only %(there)s are there. Check again."
            )
            self.add_error("sold", text % {"leaving": leaving, "there": there})

    @property
    def price(self):
        return self.herd.species.price_on(self.day)

    @property
    def moves(self):
        """(kind, heads) of what happened, animals that came in first."""
        if not self.has_changed_herd:
            return []
        data = self.cleaned_data
        return [(kind, data[kind.value]) for kind in self.MOVES if data[kind.value]]

    @property
    def after(self):
        """Heads by the ledger once these moves are in."""
        signed = (-n if kind in HerdEntry.OUT else n for kind, n in self.moves)
        return self.before + sum(signed)

    @property
    def counted_heads(self):
        """What was counted if it differs from the ledger, else None."""
        data = self.cleaned_data
        if not self.has_changed_herd or data.get("count") != self.DIFFERS:
            return None
        return data["counted"] if data["counted"] != self.after else None

    @property
    def sum_text(self):
        """The sum spelled out: 7 + 6 − 2."""
        signs = (
            f"− {n}" if kind in HerdEntry.OUT else f"+ {n}" for kind, n in self.moves
        )
        return " ".join([str(self.before), *signs])

    def _rest(self, kind):
        names = {Kind.SOLD: ("income", "purpose"), Kind.DIED: ("cause",)}.get(kind, ())
        return {name: self.cleaned_data[name] for name in names}

    def doubts(self):
        """[(name of the tick, title, text)] about prices and births."""
        found = []
        for kind, n in self.moves:
            signed = -n if kind in HerdEntry.OUT else n
            entry = HerdEntry(
                herd=self.herd,
                kind=kind,
                heads=signed,
                happened_on=self.day,
                **self._rest(kind),
            )
            found += entry.doubts()
        return [(self.add_prefix(f"{name}_ok"), *rest) for name, *rest in found]

    def carry(self, by):
        """One function for each ledger entry; the visit calls them with itself."""
        entries = [partial(self._enter, kind, n, by) for kind, n in self.moves]
        if self.counted_heads is not None:
            entries.append(partial(self._recount, self.counted_heads, by))
        return entries

    def _enter(self, kind, n, by, visit):
        self.herd.enter(kind, n, on=self.day, by=by, visit=visit, **self._rest(kind))

    def _recount(self, counted, by, visit):
        self.herd.count(
            counted,
            on=self.day,
            by=by,
            reason=self.cleaned_data["count_reason"],
            visit=visit,
        )
