"""Why a person's data shall be erased."""

from django import forms
from django.utils.translation import gettext_lazy

from victims.forms.base import radio
from victims.models import Erasure


class ErasureForm(forms.ModelForm):
    why = radio(Erasure.Why, label=gettext_lazy("Legal reason"))

    class Meta:
        model = Erasure
        fields = ["why", "document"]
        help_texts = {
            "document": gettext_lazy(
                "Of the request or decision, such as 12/QĐ-UBND. No names."
            )
        }
