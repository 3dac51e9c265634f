"""Of a split commune: which new commune, for which hamlets and households."""

from django import forms
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from areas.models import Area
from victims.forms.base import text
from victims.models import Household

MOST = 200  # households shown singly


class ChooseForm(forms.Form):
    """Ticked hamlets and households of an ended commune go to one of its successors."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("New commune"),
        queryset=Area.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the new commune.")},
    )
    hamlets = forms.MultipleChoiceField(
        label=gettext_lazy("Whole hamlets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    households = forms.MultipleChoiceField(
        label=gettext_lazy("Single households"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, place):
        super().__init__(data)
        self.found = Household.objects.filter(territory=place)
        self.fields["to"].queryset = place.successors().select_related("parent")
        self.fields["to"].label_from_instance = lambda area: area.label
        self.fields["hamlets"].choices = [
            (name, f"{name}: " + _households(number))
            for name, number in self.found.exclude(hamlet="")
            .values_list("hamlet")
            .annotate(Count("pk"))
            .order_by("hamlet")
        ]
        self.fields["households"].choices = [
            (str(pk), f"{code} · {hamlet}" if hamlet else code)
            for pk, code, hamlet in self.found.order_by("hamlet", "code").values_list(
                "pk", "code", "hamlet"
            )[:MOST]
        ]

    def clean(self):
        said = super().clean()
        if not (said.get("hamlets") or said.get("households")):
            raise forms.ValidationError(_("Tick at least one hamlet or household."))
        return said

    def chosen(self):
        """The households (query) that were ticked, singly or by their hamlet."""
        said = self.cleaned_data
        by_hamlet = self.found.filter(hamlet__in=said["hamlets"])
        return by_hamlet | self.found.filter(pk__in=said["households"])


class BackForm(forms.Form):
    """Why a household goes back to its old commune."""

    reason = text(gettext_lazy("Reason"), most=200, required=True)


def _households(number):
    return ngettext("%(n)s household", "%(n)s households", number) % {"n": number}
