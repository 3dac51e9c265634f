"""What is typed when somebody complains, and when they are answered."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from areas.clock import today
from areas.models import Area
from areas.widgets import DayField
from support_regimes.complaining import workers_of
from victims.models import Complaint, ComplaintStep

AREA = {"rows": 5, "autocomplete": "off", "spellcheck": "false"}


def said_field(label, help_text="", *, required=True):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        required=required,
        widget=forms.Textarea(AREA),
        error_messages={"required": gettext_lazy("Write it down in plain words.")},
    )


class ComplaintForm(forms.Form):
    """As it was said: about what, about whom, and how she wants the answer."""

    area = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("choose the commune"),
        error_messages={"required": gettext_lazy("Choose the commune.")},
    )
    who = forms.ChoiceField(label=gettext_lazy("Who says it"), widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("About what"),
        choices=Complaint.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    about = forms.ModelChoiceField(
        label=gettext_lazy("About which worker"),
        help_text=gettext_lazy(
            "Choose every time a worker of the programme is meant: that worker never"
            " sees it, and the office above answers. Is it about yourself? Then somebody"
            " else takes it down, or leave the paper form."
        ),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("no worker, or not known who"),
    )
    higher = forms.BooleanField(
        label=gettext_lazy("The person does not want the district to hear it"),
        required=False,
    )
    happened_on = DayField(label=gettext_lazy("Day"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How it was said"),
        choices=Complaint.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it was said.")},
    )
    text = said_field(
        gettext_lazy("What was said"),
        gettext_lazy("In the person's own words; read it back."),
    )
    answer_by = forms.ChoiceField(
        label=gettext_lazy("How the answer is wanted"),
        choices=Complaint.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the answer is wanted.")},
    )
    reach_note = forms.CharField(
        label=gettext_lazy("How to reach the person safely"),
        help_text=gettext_lazy("Number, place, time of day."),
        required=False,
        max_length=200,
    )
    not_to_tell = forms.CharField(
        label=gettext_lazy("Whom not to tell"), required=False, max_length=200
    )

    def __init__(self, *args, user, communes, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.initial.setdefault("happened_on", today())
        areas = [case.territory_id] if case else [area.pk for area in communes]
        self.fields["about"].queryset = workers_of(areas, user)
        minors = list(case.minors.order_by("recorded_at")) if case else []
        self.minors = {str(minor.pk): minor for minor in minors}
        if case:
            del self.fields["area"]
        else:
            self._offer(communes)
        if minors:
            self._offer_minors()
        else:
            del self.fields["who"]

    def _offer(self, communes):
        self.fields["area"].queryset = communes
        only = communes[:2]
        if len(only) == 1:
            self.initial["area"] = only[0]

    def _offer_minors(self):
        herself = ("", gettext_lazy("the person of the case"))
        children = [(key, _child(minor)) for key, minor in self.minors.items()]
        self.fields["who"].choices = [herself, *children]
        self.fields["who"].required = False
        self.initial.setdefault("who", "")

    def complaint(self, **fields):
        """The complaint as typed, not saved."""
        typed = {
            name: self.cleaned_data[name]
            for name in ("kinds", "about", "happened_on", "channel", "text",
                         "answer_by", "reach_note", "not_to_tell")
        }  # fmt: skip
        minor = self.minors.get(self.cleaned_data.get("who") or "")
        place = {} if self.case else {"territory": self.cleaned_data["area"]}
        return Complaint(case=self.case, minor=minor, **typed, **place, **fields)


def _child(minor):
    return f"{minor.get_relation_display()} {minor.initials}"


class AnswerForm(forms.Form):
    """What the desk answers."""

    happened_on = DayField(label=gettext_lazy("Answered on"))
    way = forms.ChoiceField(
        label=gettext_lazy("How the answer was given"),
        choices=Complaint.Answer.choices[:-1],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the answer was given.")},
    )
    text = said_field(
        gettext_lazy("What was answered, and what is done"),
        gettext_lazy("Whoever took it down reads this, never the worker meant."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())


class ViewForm(forms.Form):
    """What she says of the answer, and whether it is looked at again."""

    happened_on = DayField(label=gettext_lazy("Day"))
    view = forms.ChoiceField(
        label=gettext_lazy("Is the person content with the answer?"),
        choices=ComplaintStep.View.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the person says.")},
    )
    text = said_field(gettext_lazy("In the person's words"), required=False)
    again = forms.BooleanField(
        label=gettext_lazy("The person asks that it is looked at again"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())


class BackForm(forms.Form):
    """She takes it back, by her own will."""

    happened_on = DayField(label=gettext_lazy("Day"))
    text = said_field(
        gettext_lazy("Why it is taken back, in the person's words"),
        gettext_lazy("The desk keeps reading it: was there pressure?"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())
