"""Drafting a change of the rules: what changes, from when, and on what basis."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.areas import AreaField
from areas.widgets import ComingDayInput, DayField, MoneyField
from support_regimes.models import Confidence, Instrument, Norm, Reading

MOST_MONEY = 1_000_000_000
MOST_UNITS = 3650


class ChangeForm(forms.Form):
    """What every change says: the text behind it, how sure we are, and why."""

    instrument = forms.ModelChoiceField(
        label=_("Legal text"),
        queryset=Instrument.objects.none(),
        required=False,
        empty_label=_("a text that is not listed yet"),
    )
    article = forms.CharField(label=_("Article"), max_length=120, required=False)
    text_kind = forms.ChoiceField(
        label=_("New text: kind"),
        choices=[("", _("none")), *Instrument.Kind.choices],
        required=False,
    )
    text_number = forms.CharField(
        label=_("New text: number"),
        help_text=_("For example: 15/2020/NQ-HĐND"),
        max_length=40,
        required=False,
    )
    text_title = forms.CharField(
        label=_("New text: title"), max_length=300, required=False
    )
    text_issuer = forms.CharField(
        label=_("New text: issued by"), max_length=120, required=False
    )
    text_on = DayField(label=_("New text: issued on"), required=False)
    confidence = forms.ChoiceField(
        label=_("How sure we are"),
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how sure we are of it.")},
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Write the reason.")},
    )

    def __init__(self, *args, change, **kwargs):
        super().__init__(*args, **kwargs)
        self.change = change
        self.fields["instrument"].queryset = change.rule_set.instruments.all()

    def changed(self):
        """The change with what was typed, not saved yet."""
        for name, value in self.cleaned_data.items():
            setattr(self.change, name, value)
        if self.change.instrument:
            self.change.text_kind = self.change.text_number = ""
            self.change.text_title = self.change.text_issuer = ""
            self.change.text_on = None
        return self.change


class NormForm(ChangeForm):
    field_order = ["norm_kind", "amount", "ceiling", "area", "from_on", "until_on"]

    norm_kind = forms.ChoiceField(label=_("Kind of norm"), choices=Norm.Kind.choices)
    amount = MoneyField(
        label=_("Amount"), required=False, min_value=1, max_value=MOST_MONEY
    )
    ceiling = forms.IntegerField(
        label=_("At most so many units"),
        required=False,
        min_value=1,
        max_value=MOST_UNITS,
    )
    area = AreaField(label=_("Only for this area"), required=False)
    from_on = DayField(label=_("From which day"), widget=ComingDayInput)
    until_on = DayField(
        label=_("Last day, if it is known"), widget=ComingDayInput, required=False
    )


class FollowForm(ChangeForm):
    field_order = ["reading", "from_on"]

    reading = forms.ModelChoiceField(
        label=_("Answer that is followed"),
        queryset=Reading.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the answer.")},
    )
    from_on = DayField(label=_("From which day"), widget=ComingDayInput)

    def __init__(self, *args, change, **kwargs):
        super().__init__(*args, change=change, **kwargs)
        asked = change.reading
        self.fields["reading"].queryset = Reading.objects.filter(
            regime=asked.regime_id, topic=asked.topic
        ).order_by("order")


class EndForm(ChangeForm):
    field_order = ["until_on"]

    until_on = DayField(label=_("Last day"), widget=ComingDayInput)


FORMS = {
    "norm": NormForm,
    "reading": FollowForm,
    "line": ChangeForm,
    "end": EndForm,
    "whole": ChangeForm,
}
