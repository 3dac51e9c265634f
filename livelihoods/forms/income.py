"""Other income, and guidance given at home."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import DayField
from livelihoods.forms.herd import choices, sale
from livelihoods.models import Grant, Guidance, Income


class IncomeForm(forms.Form):
    """Eggs, maize, weaving …: from what, how much, when."""

    kind = choices(Income.Kind, label=gettext_lazy("From what"))
    amount = sale(gettext_lazy("Amount"))
    happened_on = DayField(label=gettext_lazy("Day"), initial=today)

    def record(self, household, case, *, by):
        return Income(household=household, case=case, **self.cleaned_data).log(by=by)


class GuidanceForm(forms.ModelForm):
    """What was shown, by whom, for which grant, and what came of it."""

    grant = forms.ModelChoiceField(  # filled by the form: those of the household
        Grant.objects.none(),
        required=False,
        label=capfirst(Guidance._meta.get_field("grant").verbose_name),
    )
    happened_on = DayField(label=gettext_lazy("Day"), initial=today)
    result = choices(
        Guidance.Result,
        label=gettext_lazy("Observed result"),
        initial=Guidance.Result.NOT_YET,
    )

    class Meta:
        model = Guidance
        fields = ["topic", "giver", "grant", "happened_on", "result"]

    def __init__(self, *args, household, grants, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.household = household
        self.fields["grant"].queryset = grants
        self.fields["grant"].empty_label = _("No grant, or not known")
        self.fields["topic"].help_text = _("For example: barn before winter, maize.")
