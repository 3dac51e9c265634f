"""Asking to read in an emergency: a case's code or a commune, and why."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.areas import AreaField
from victims.forms.base import NO_DETAILS
from victims.models import Case, EmergencyAsk
from victims.models.emergency import SHORTEST


class EmergencyForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the case"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    commune = AreaField(label=gettext_lazy("Or the commune"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why this cannot wait"),
        min_length=SHORTEST,
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text=NO_DETAILS,
        error_messages={
            "min_length": gettext_lazy("Give a reason of at least 20 letters.")
        },
    )

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()

    def clean_commune(self):
        commune = self.cleaned_data["commune"]
        if commune and commune.level != commune.Level.COMMUNE:
            raise forms.ValidationError(_("Choose a commune."))
        return commune

    def clean(self):
        cleaned = super().clean()
        code, commune = cleaned.get("code"), cleaned.get("commune")
        if not self.errors and bool(code) == bool(commune):
            raise forms.ValidationError(
                _("Write the code, or the commune: one of them.")
            )
        seen = commune and commune.pk in self.user.reach("victims.view_case")
        seen = seen or Case.objects.visible_to(self.user).filter(code=code).exists()
        if not self.errors and seen:
            raise forms.ValidationError(_("You see this already, without asking."))
        return cleaned

    def made(self):
        said = self.cleaned_data
        return EmergencyAsk(
            asked_by=self.user,
            code=said["code"],
            commune=said["commune"],
            reason=said["reason"],
        )
