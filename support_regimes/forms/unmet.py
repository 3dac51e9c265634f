"""What may be added to an unmet need after the one tap; and by what it was met."""

from django import forms
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.models import Area
from areas.widgets import DayField, MoneyField
from support_regimes.causes import CAUSES, GROUPS
from support_regimes.models import FundingSource, NeedMet, UnmetNeed

MOST_MONEY = 1_000_000_000


def cause_choices():
    """The causes under the words of their group."""
    return [
        (label, [(c.key, c.name) for c in CAUSES.values() if c.group == group])
        for group, label in GROUPS.items()
    ]


class CauseForm(forms.Form):
    """Why, when, how much; a note that only the case's own people read."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Why the need stays unmet"),
        choices=cause_choices,
        error_messages={"required": gettext_lazy("Choose the cause.")},
    )
    happened_on = DayField(label=gettext_lazy("Day"))
    amount = MoneyField(
        label=gettext_lazy("About how much money"),
        help_text=gettext_lazy("Leave empty if nobody knows: not known is not 0."),
        required=False,
        min_value=1,
        max_value=MOST_MONEY,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())

    def need(self, **fields):
        """The need as typed, not saved."""
        return UnmetNeed(**{**self.cleaned_data, **fields})


class WithoutFileForm(CauseForm):
    """Of a person without a file: place, day, cause, adult or minor; no word more."""

    field_order = ["area", "age_group"]
    note = None

    area = forms.ModelChoiceField(
        label=gettext_lazy("Commune where it was asked"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("choose the commune"),
        error_messages={"required": gettext_lazy("Choose the commune.")},
    )
    age_group = forms.ChoiceField(
        label=gettext_lazy("Age"),
        choices=UnmetNeed.AgeGroup.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the age.")},
    )

    def __init__(self, *args, communes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = communes
        only = communes[:2]
        if len(only) == 1:
            self.initial["area"] = only[0]


class MetForm(forms.Form):
    """By what the need was met later."""

    happened_on = DayField(label=gettext_lazy("Met on"))
    how = forms.ChoiceField(
        label=gettext_lazy("Met by"),
        choices=NeedMet.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose by what it was met.")},
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Which funding"),
        help_text=gettext_lazy("Only for other funding."),
        queryset=FundingSource.objects.all(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    amount = MoneyField(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("Leave empty if nobody knows: not known is not 0."),
        required=False,
        min_value=1,
        max_value=MOST_MONEY,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())
