"""Sources of money and what each gives in a year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.areas import AreaField
from areas.clock import today
from areas.widgets import MoneyField
from support_regimes.models import Budget, FundingSource

MOST_MONEY = 1_000_000_000_000


class SourceForm(forms.ModelForm):
    class Meta:
        model = FundingSource
        fields = ["name", "code", "kind", "organisation", "component"]
        help_texts = {
            "code": _("Short, without diacritics, for example: rong-xanh"),
            "component": _("Component of the project, if it has several."),
        }
        error_messages = {
            "code": {"unique": _("Another source has this code already.")}
        }


class BudgetForm(forms.ModelForm):
    amount = MoneyField(label=_("Amount"), min_value=1, max_value=MOST_MONEY)
    area = AreaField(label=_("Only for this area"), required=False)
    year = forms.IntegerField(
        label=_("Year"), min_value=2010, max_value=2100, widget=forms.TextInput
    )

    class Meta:
        model = Budget
        fields = ["source", "year", "area", "amount"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", today().year)
        self.fields["year"].widget.attrs["inputmode"] = "numeric"


class AmountForm(forms.Form):
    amount = MoneyField(label=_("New amount"), min_value=1, max_value=MOST_MONEY)
