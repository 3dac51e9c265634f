"""What is typed into the ledger alone: an entry, a correction, a reason, a new herd."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from areas.clock import today
from areas.widgets import DayField, StepperField
from livelihoods.forms.herd import MOST_HEADS, HerdForm, choices, sale
from livelihoods.models import Herd, HerdEntry, Species

Kind = HerdEntry.Kind


class HerdEntryForm(forms.Form):
    """One change of a herd, typed in the ledger; also a correction of one."""

    KINDS = (*HerdForm.MOVES, Kind.RECOUNT)

    kind = choices(HerdEntry.Kind, KINDS, label=gettext_lazy("What happened"))
    heads = StepperField(
        label=gettext_lazy("How many animals"),
        help_text=gettext_lazy("For a recount: how many you counted."),
        max_value=MOST_HEADS,
        initial=1,
    )
    happened_on = DayField(label=gettext_lazy("Day"), initial=today)
    income = sale(
        gettext_lazy("Sale income"),
        required=False,
        help_text=gettext_lazy("Only if sold: for all of them."),
    )
    purpose = choices(
        HerdEntry.Purpose, label=gettext_lazy("Sold for what"), required=False
    )
    cause = choices(HerdEntry.Cause, label=gettext_lazy("Died of"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why the count differs"), max_length=200, required=False
    )

    def __init__(self, *args, herd, **kwargs):
        self.herd = herd
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        needs = {Kind.SOLD: "income", Kind.DIED: "cause", Kind.RECOUNT: "reason"}
        name = needs.get(kind)
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, self.MISSING[name])
        if kind != Kind.RECOUNT and data.get("heads") == 0:
            self.add_error("heads", _("Enter the number of animals, such as 3."))
        return data

    MISSING = {
        "income": gettext_lazy("Enter the money of the sale."),
        "cause": gettext_lazy("Say what the animals died of."),
        "reason": gettext_lazy("Say why the count differs."),
    }

    def rest(self):
        """The values that belong to the kind; others that were typed are dropped."""
        names = {
            Kind.SOLD: ("income", "purpose"),
            Kind.DIED: ("cause",),
            Kind.RECOUNT: ("reason",),
        }
        return {
            name: self.cleaned_data[name]
            for name in names.get(self.cleaned_data["kind"], ())
        }

    def unsaved(self):
        """The entry that would be written, to look for doubts."""
        data = self.cleaned_data
        out = data["kind"] in HerdEntry.OUT
        return HerdEntry(
            herd=self.herd,
            kind=data["kind"],
            heads=-data["heads"] if out else data["heads"],
            happened_on=data["happened_on"],
            **self.rest(),
        )

    def doubts(self):
        return (
            [] if self.cleaned_data["kind"] == Kind.RECOUNT else self.unsaved().doubts()
        )

    def are_doubts_ticked(self):
        """Has somebody looked at each doubt? Those open are kept for the page."""
        self.open_doubts = [
            {"name": f"{name}_ok", "title": title, "text": text}
            for name, title, text in self.doubts()
            if not self.data.get(f"{name}_ok")
        ]
        return not self.open_doubts

    def enter(self, by):
        """Write the entry; returns it, or None when a count agrees with the ledger."""
        data = self.cleaned_data
        if data["kind"] == Kind.RECOUNT:
            return self.herd.count(
                data["heads"], on=data["happened_on"], by=by, reason=data["reason"]
            )
        return self.herd.enter(
            data["kind"], data["heads"], on=data["happened_on"], by=by, **self.rest()
        )


class HerdEntryCorrectForm(HerdEntryForm):
    """What the entry should have been, and why it was not."""

    KINDS = HerdForm.MOVES

    kind = choices(HerdEntry.Kind, KINDS, label=gettext_lazy("What happened"))
    heads = StepperField(
        label=gettext_lazy("How many animals"), min_value=1, max_value=MOST_HEADS
    )
    reason = None
    void_reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        min_length=10,
        max_length=200,
        help_text=gettext_lazy("At least 10 letters, so that others understand."),
    )

    def __init__(self, *args, entry, **kwargs):
        self.entry = entry
        initial = {
            name: getattr(entry, name)
            for name in ("kind", "happened_on", "income", "purpose", "cause")
        }
        initial["heads"] = abs(entry.heads)
        super().__init__(*args, herd=entry.herd, initial=initial, **kwargs)

    def correct(self, by):
        """Strike the entry out and write the new one."""
        values = {
            "cause": "",
            "income": None,
            "purpose": "",
            "reason": "",
        } | self.rest()
        unsaved = self.unsaved()
        return self.entry.correct(
            by=by,
            void_reason=self.cleaned_data["void_reason"],
            kind=unsaved.kind,
            heads=unsaved.heads,
            happened_on=unsaved.happened_on,
            **values,
        )


class AsOfForm(forms.Form):
    """Up to which day; today if nothing readable was asked."""

    on = DayField(label=gettext_lazy("As of"), required=False, initial=today)

    def chosen_day(self):
        """The day asked for, never after today."""
        asked = self.cleaned_data.get("on") if self.is_valid() else None
        return min(asked or today(), today())


class ReasonForm(forms.Form):
    """Why an entry is struck out."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("At least 10 letters, so that others understand."),
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if len(reason) < 10:
            missing = 10 - len(reason)
            raise ValidationError(
                ngettext(
                    "Write a little more: %(missing)s letter is missing.",
                    "Write a little more: %(missing)s letters are missing.",
                    missing,
                )
                % {"missing": missing}
            )
        return reason


class HerdOpenForm(forms.Form):
    """Animals that the household bought with its own money."""

    species = forms.ModelChoiceField(
        label=gettext_lazy("Kind of animal"),
        queryset=Species.objects.none(),
        widget=forms.RadioSelect({"class": "chips"}),
    )
    heads = StepperField(
        label=gettext_lazy("How many animals"),
        min_value=1,
        max_value=MOST_HEADS,
        initial=1,
    )
    happened_on = DayField(label=gettext_lazy("Bought on"), initial=today)

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household
        kept = Species.objects.exclude(herds__household=household)
        self.fields["species"].queryset = kept.in_order()
        self.fields["species"].empty_label = None

    def open(self, by):
        """Open the herd with what was bought; returns the herd."""
        data = self.cleaned_data
        return Herd.buy_first(
            household=self.household,
            species=data["species"],
            heads=data["heads"],
            on=data["happened_on"],
            by=by,
        )
