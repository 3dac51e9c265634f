"""Choosing the rules of one case, or one of several answers, with a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from areas.widgets import DayField
from support_regimes.findings import shown_day
from support_regimes.models import Reading, RuleSet


class ReasonForm(forms.Form):
    happened_on = DayField(label=_("From which day"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("At least 10 letters, in plain words."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())


class _RuleSets(forms.ModelChoiceField):
    def label_from_instance(self, rules):
        """The name, from when it holds, and whether the province confirmed it."""
        holds = _("from %s") % shown_day(rules.valid_from)
        return f"{rules.name} ({holds}; {rules.get_state_display()})"


class RulesForm(ReasonForm):
    field_order = ["rule_set"]

    rule_set = _RuleSets(
        label=_("Rules that this case follows"),
        queryset=RuleSet.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the rules.")},
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule_set"].queryset = others


class _Answers(forms.ModelChoiceField):
    def label_from_instance(self, reading):
        """The answer and its text, which may end in brackets of its own."""
        return f"{reading.answer} – {reading.cited}"


class ReadingForm(ReasonForm):
    field_order = ["reading"]

    reading = _Answers(
        label=_("Answer that this case follows"),
        queryset=Reading.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the answer.")},
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reading"].queryset = answers
