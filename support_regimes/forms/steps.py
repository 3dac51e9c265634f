"""What is typed when a request is filed, goes on, or is decided on paper elsewhere."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from areas.clock import today
from areas.places import typed_day
from areas.widgets import DayField, MoneyField
from support_regimes.models import RequestStep

BODIES = [
    Organisation.Kind.COMMITTEE,
    Organisation.Kind.LABOUR,
    Organisation.Kind.HEALTH,
    Organisation.Kind.OTHER,
]
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class AnswerForm(forms.Form):
    """Her own answer; nothing is chosen beforehand."""

    wants = forms.ChoiceField(
        label=_("What did the person answer?"),
        choices=[("yes", _("Wants it")), ("no", _("Does not want it now"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer.")},
    )
    happened_on = DayField(label=_("Day of the answer"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())


class AskForm(forms.Form):
    """What is asked for, and since when the application lies with the commune."""

    item = forms.ModelChoiceField(
        label=_("Which support is asked for"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose what is asked for.")},
    )
    asked_on = DayField(
        label=_("Day of the application"),
        help_text=_("The day on the application that the commune took in."),
    )

    def __init__(self, *args, regime, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = regime.items.filter(on_board=True)
        self.initial.setdefault("asked_on", today())


class VersionForm(forms.Form):
    """Carries the version that was read: nobody writes over another's step."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, record, body=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        self.initial |= {"version": record.version, "happened_on": today()}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("version") != self.record.version:
            self.data = self.data.copy()
            self.data["version"] = self.record.version
            raise ValidationError(
                _("Somebody else has just recorded a step. Look at it first.")
            )
        return cleaned

    @property
    def paper(self):
        """The step's words, without the version and the day."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "happened_on")
        }


class StepForm(VersionForm):
    """A step taken by a body of the state, as its paper says."""

    happened_on = DayField(label=_("Day of the step"))
    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("another body, written below"),
    )
    body_name = forms.CharField(
        label=_("Name of another body"),
        max_length=160,
        required=False,
        widget=forms.TextInput(PLAIN),
    )
    person = forms.CharField(
        label=_("Who signed or took it in"),
        help_text=_("The official of that body, not the supported person."),
        max_length=80,
        required=False,
        widget=forms.TextInput(PLAIN),
    )
    document_number = forms.CharField(
        label=_("Number of the paper"),
        max_length=60,
        required=False,
        widget=forms.TextInput(PLAIN),
    )
    document_on = DayField(label=_("Day of the paper"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("No details of abuse, no names."),
    )

    def __init__(self, *args, body=None, **kwargs):
        super().__init__(*args, body=body, **kwargs)
        day = typed_day(self, "happened_on")
        bodies = Organisation.objects.on(day).filter(kind__in=BODIES)
        self.fields["body"].queryset = bodies
        if body and body.organisation:
            self.initial["body"] = body.organisation
        elif body:
            self.initial["body_name"] = body.name

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("body"):
            cleaned["body_name"] = ""
        return cleaned


class ReturnForm(StepForm):
    """The file came back: what is missing must stand there."""

    field_order = ["version", "note", "happened_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What is missing")
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = _("Write what is missing.")


class CompleteForm(VersionForm):
    """What was missing is there."""

    happened_on = DayField(label=_("Day on which the file went in again"))


class WithdrawForm(VersionForm):
    """Her wish, in one line; it takes nothing else from her."""

    happened_on = DayField(label=_("Day"))
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("No details of abuse, no names."),
    )


class DecideForm(StepForm):
    """The decision as the paper says it; the result is never chosen beforehand."""

    field_order = ["version", "result", "amount", "document_number", "happened_on"]

    result = forms.ChoiceField(
        label=_("Result"),
        choices=RequestStep.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the result.")},
    )
    amount = MoneyField(label=_("Amount in the decision"), required=False, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        number = self.fields["document_number"]
        number.label, number.required = _("Number of the decision"), True
        number.error_messages["required"] = _("Write the number of the decision.")
        self.fields["happened_on"].label = _("Day of the decision")
        del self.fields["document_on"]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("body") or cleaned.get("body_name")):
            self.add_error("body_name", _("Write the body that decided."))
        if cleaned.get("amount") and cleaned.get("result") == "refused":
            self.add_error("amount", _("A refusal has no amount."))
        return cleaned


class AppealForm(StepForm):
    """Her appeal against the refusal, as it was filed."""

    field_order = ["version", "happened_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].label = _("Day of the appeal")
        self.fields["body"].label = _("Filed with")
        decision = self.record.decision
        if decision:
            self.initial["body"] = decision.body
            self.initial["body_name"] = decision.body_name


class SettleForm(DecideForm):
    """What became of the appeal: refused means that the refusal stands."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [
            ("approved", _("The appeal is right: approved")),
            ("refused", _("The refusal stands")),
        ]
