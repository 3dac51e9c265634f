"""What an officer types to decide, and what is typed when money or goods are given."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import ComingDayInput, DayField, MoneyField
from livelihoods.forms.grant import MOST_MONEY, BudgetField, CountField, opened
from livelihoods.forms.herd import choices
from livelihoods.models import Grant, GrantStep, Handover, HandoverLine, Payment
from livelihoods.models.grant_parts import MENDABLE, number_words


class VersionForm(forms.Form):
    """Carries the version that was read: nobody decides on something else."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, grant, **kwargs):
        self.grant = grant
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", grant.version)


class ReasonForm(VersionForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("At least 10 letters, in plain words."),
        widget=forms.Textarea({"rows": 3}),
        max_length=300,
        error_messages={
            "required": gettext_lazy(
                "Give a reason, so that the receiver knows what to do."
            )
        },
    )

    def told(self):
        return self.cleaned_data


class ReturnForm(VersionForm):
    fields_to_mend = forms.MultipleChoiceField(
        label=gettext_lazy("What to mend"),
        choices=[(name, capfirst(label)) for name, label in MENDABLE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what has to be mended.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=opened(GrantStep.Reason),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("In words"),
        widget=forms.Textarea({"rows": 3}),
        max_length=300,
        required=False,
    )
    until = DayField(
        label=gettext_lazy("Please by"), widget=ComingDayInput, required=False
    )

    def told(self):
        values = dict(self.cleaned_data)
        return {"fields": values.pop("fields_to_mend")} | values


class ApproveForm(VersionForm):
    """Amount and source as asked for, unless the officer says otherwise."""

    amount = MoneyField(
        label=gettext_lazy("Another amount"),
        required=False,
        min_value=1,
        max_value=MOST_MONEY,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why another amount"), max_length=300, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=40, required=False
    )

    def __init__(self, *args, budgets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget"] = BudgetField(
            budgets, empty_label=None if self.grant.budget_id else _("choose")
        )
        self.initial.setdefault("budget", self.grant.budget_id)

    @property
    def chosen_budget(self):
        """The source this approval takes from, as far as it can be read; or None."""
        try:
            return self.fields["budget"].clean(self["budget"].value())
        except ValidationError:
            return None

    @property
    def amount_due(self):
        """VND that this approves, as far as it can be read."""
        amount = self["amount"].value()
        try:
            read = self.fields["amount"].to_python(amount)
        except ValidationError:
            read = None
        return read or self.grant.total


class PaymentForm(forms.ModelForm):
    amount = MoneyField(label=gettext_lazy("Amount"), min_value=1, max_value=MOST_MONEY)
    happened_on = DayField(label=gettext_lazy("Day"))
    way = choices(Payment.Way, label=gettext_lazy("Way of payment"), shape="segment")
    is_last = forms.BooleanField(
        label=gettext_lazy("This is the last payment: the rest is not needed."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why less than approved"), max_length=200, required=False
    )

    class Meta:
        model = Payment
        fields = ["voucher", "happened_on", "amount", "way", "receiver", "is_last"]
        fields += ["reason"]

    def __init__(self, *args, grant, **kwargs):
        super().__init__(*args, instance=Payment(grant=grant), **kwargs)
        self.initial |= {"amount": grant.left_to_pay, "happened_on": today()}
        if grant.payee == Grant.Holder.SELF:
            del self.fields["receiver"]


class HandoverForm(forms.ModelForm):
    happened_on = DayField(label=gettext_lazy("Day"))
    confirmation = choices(
        Handover.Confirmation,
        label=gettext_lazy("The receiver confirmed by"),
        shape="",
        error_messages={
            "required": gettext_lazy("The receiver has not confirmed yet.")
        },
    )
    read_back_in = choices(
        Handover.Language, label=gettext_lazy("Read back in"), required=False
    )
    vet_saw = forms.BooleanField(label=gettext_lazy("A vet saw it"), required=False)
    guided = forms.BooleanField(label=gettext_lazy("Shown how to care"), required=False)

    class Meta:
        model = Handover
        fields = ["happened_on", "receiver", "confirmation", "handed_by", "place_name"]
        fields += ["read_back_in", "vet_saw", "guided"]

    def __init__(self, *args, grant, by, **kwargs):
        super().__init__(*args, instance=Handover(grant=grant), **kwargs)
        self.initial |= {
            "happened_on": today(),
            "handed_by": str(by.organisation or ""),
            "place_name": _("at the house"),
        }
        if grant.keeper == Grant.Holder.SELF:
            del self.fields["receiver"]


class DeliveryForm(forms.ModelForm):
    """One approved line: how much of it came, and in what condition."""

    delivered = CountField(label=gettext_lazy("Delivered"))
    condition = choices(
        HandoverLine.Condition,
        label=gettext_lazy("State of the goods"),
        shape="segment",
    )

    class Meta:
        model = HandoverLine
        fields = ["delivered", "weight", "ear_tags", "condition", "reason"]

    def __init__(self, *args, line, **kwargs):
        self.line = line
        row = HandoverLine(line=line)
        self.expected = row.expected
        self.expected_words = f"{number_words(row.expected)} {line.unit}".strip()
        initial = {"delivered": row.expected, "condition": "good"}
        super().__init__(
            *args, instance=row, prefix=f"line-{line.pk}", initial=initial, **kwargs
        )
        if not line.species_id:
            for name in ("weight", "ear_tags", "condition"):
                del self.fields[name]


class NumberForm(VersionForm):
    number = forms.CharField(label=gettext_lazy("Decision number"), max_length=40)
