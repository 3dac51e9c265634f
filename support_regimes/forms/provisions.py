"""What is typed when support was given; nothing valued by accident."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.models import Area
from areas.places import offer, typed_day
from areas.widgets import DayField, MoneyField, StepperField
from support_regimes.facts import norm_words
from support_regimes.findings import marked
from support_regimes.models import FundingSource, Item, Norm, Provision, RuleSet

MOST_MONEY = 1_000_000_000
MOST_TURNS = 400
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class ProvisionForm(forms.Form):
    """One turn of support: what, how much, when, by whom, from which money."""

    item = forms.ModelChoiceField(
        label=gettext_lazy("What was given"),
        queryset=Item.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose what was given.")},
    )
    happened_on = DayField(label=gettext_lazy("Day"))
    quantity = StepperField(
        label=gettext_lazy("How many units"),
        help_text=gettext_lazy("Days, trips or times; 1 for a person."),
        min_value=1,
        max_value=MOST_TURNS,
        initial=1,
    )
    from_on = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("Only for what is given by the day, such as meals."),
        required=False,
    )
    until_on = DayField(label=gettext_lazy("Last day"), required=False)
    amount = MoneyField(
        label=gettext_lazy("Amount in all"),
        required=False,
        min_value=1,
        max_value=MOST_MONEY,
    )
    not_valued = forms.BooleanField(
        label=gettext_lazy("Not valued in money"), required=False
    )
    provider = forms.CharField(
        label=gettext_lazy("Given by"),
        help_text=gettext_lazy("The body or facility."),
        max_length=160,
        widget=forms.TextInput(PLAIN),
        error_messages={"required": gettext_lazy("Write who gave it.")},
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Funding source"),
        queryset=FundingSource.objects.all(),
        required=False,
        empty_label=gettext_lazy("not known"),
    )
    ground = forms.CharField(
        label=gettext_lazy("Why more than the norm"),
        help_text=gettext_lazy(
            "Only above the norm or the number that is paid. Choose another source too."
        ),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, items, area=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.area = area
        self.initial.setdefault("happened_on", today())
        if "item" in self.fields:
            norms = self._norms(items) if area else {}
            field = self.fields["item"]
            field.queryset = items
            field.label_from_instance = lambda item: _labelled(item, norms)

    def _norms(self, items):
        norms = Norm.objects.of(self.area, today()).filter(item__in=items)
        found = {}
        for norm in norms:
            found.setdefault(norm.item_id, norm)
        return found

    def clean(self):
        cleaned = super().clean()
        if "amount" in self.errors:
            return cleaned
        if bool(cleaned.get("amount")) == bool(cleaned.get("not_valued")):
            raise ValidationError(
                {"amount": _("Write the amount, or tick “not valued”: one of the two.")}
            )
        return cleaned

    def provision(self, **fields):
        """The turn as typed, not saved."""
        typed = dict(self.cleaned_data)
        typed.pop("not_valued")
        return Provision(**{**typed, **fields})


def _labelled(item, norms):
    norm = norms.get(item.pk)
    words = marked(norm_words(norm, item), norm.is_unconfirmed) if norm else ""
    return f"{item.name} ({words})" if words else item.name


class Receipt(forms.Form):
    """Who received it, and the paper that says so."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("Who received it"),
        choices=Provision.Receiver.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who received it.")},
    )
    document_number = forms.CharField(
        label=gettext_lazy("Number of the receipt"),
        help_text=gettext_lazy("Of the payment slip or the list that was signed."),
        max_length=60,
        required=False,
        widget=forms.TextInput(PLAIN),
    )


class GiveForm(Receipt, ProvisionForm):
    """Payment and receipt of what an approved request gave: the item is known."""

    field_order = ["happened_on", "quantity", "amount", "not_valued", "receiver"]
    item = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].label = gettext_lazy("Paid on")
        self.fields["provider"].label = gettext_lazy("Paid by")
        by_day = [item for item in kwargs["items"] if item.unit == Item.Unit.DAY]
        if not by_day:
            del self.fields["from_on"], self.fields["until_on"]


class CorrectForm(Receipt, ProvisionForm):
    """What really happened, and why the first entry was wrong.

    `paid`: the entry is a payment on a decision, with its receipt.
    """

    def __init__(self, *args, paid=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not paid:
            del self.fields["receiver"], self.fields["document_number"]

    reason = forms.CharField(
        label=gettext_lazy("What was wrong"),
        help_text=gettext_lazy("At least 10 letters, in plain words."),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write what was wrong.")},
    )

    def provision(self, **fields):
        self.cleaned_data.pop("reason")
        return super().provision(**fields)


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("At least 10 letters, in plain words."),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


class WithoutFileForm(ProvisionForm):
    """Support to somebody who did not agree to a file: no name, no note."""

    field_order = ["area", "age_group"]
    ground = from_on = until_on = None

    area = forms.ModelChoiceField(
        label=gettext_lazy("Commune where it was given"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("choose the commune"),
        error_messages={"required": gettext_lazy("Choose the commune.")},
    )
    age_group = forms.ChoiceField(
        label=gettext_lazy("Age"),
        choices=Provision.AgeGroup.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the age.")},
    )

    def __init__(self, *args, user, **kwargs):
        rule_set = RuleSet.objects.on(today())
        items = Item.objects.filter(regime__rule_set=rule_set, on_board=True)
        super().__init__(*args, items=items.select_related("regime"), **kwargs)
        day = typed_day(self, "happened_on")
        communes = (
            Area.objects.on(day)
            .filter(
                pk__in=user.reach("support_regimes.add_provision"),
                level=Area.Level.COMMUNE,
            )
            .order_by("name_sort", "code")
        )
        offer(self, "area", communes, day)
        self.fields["item"].label_from_instance = _numbered
        only = communes[:2]
        if len(only) == 1:
            self.initial["area"] = only[0]


def _numbered(item):
    return f"{item.regime.number}. {item.name}"
