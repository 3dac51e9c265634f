from django import forms
from django.utils.translation import gettext_lazy as _


class RefuseForm(forms.Form):
    """Why a file may not leave, for its asker to read."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"min_length": _("Give a reason of at least 10 letters.")},
    )
