"""What is typed for an audit: the draw, and what was found in a case."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from areas.models import Area
from areas.widgets import ComingDayInput, DayField, StepperField
from support_regimes.auditing import QUESTIONS
from support_regimes.models import AuditFinding, AuditSample
from support_regimes.models.audit import DRAW, MOST

USUAL = 10  # cases
MOST_NOTE = 300


class DrawForm(forms.ModelForm):
    """Which cases, and how many; never which ones, and never the seed."""

    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.none(), empty_label=None
    )
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))
    size = StepperField(
        label=_("How many cases"),
        help_text=_("The notebook draws them; nobody chooses a case."),
        min_value=1,
        max_value=MOST,
    )

    class Meta:
        model = AuditSample
        fields = ["which", "from_on", "to_on", "size"]
        labels = {"which": _("Which cases")}
        widgets = {"which": forms.RadioSelect}

    field_order = ["area", "which", "from_on", "to_on", "size"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        wide = Area.objects.on(today()).filter(pk__in=user.reach(DRAW))
        wide = wide.exclude(level=Area.Level.COMMUNE).order_by("-level", "name_sort")
        self.fields["area"].queryset = wide
        self.fields["which"].choices = AuditSample.Which.choices
        day = today()
        usual = {"which": AuditSample.Which.RECEIVED, "size": USUAL, "to_on": day}
        usual |= {"from_on": day.replace(month=1, day=1), "area": wide.first()}
        self.initial = usual | self.initial

    def sample(self):
        """The sample (AuditSample) as asked for, not drawn."""
        self.instance.area = self.cleaned_data["area"]
        return self.instance


class FindingsForm(forms.Form):
    """Result, note and day of the next look for each question; none needs an answer."""

    known = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, standing, lines, **kwargs):
        """standing: {question: AuditFinding}; lines: of checklist.Checklist."""
        super().__init__(*args, **kwargs)
        self.standing, self.lines = standing, lines
        for key, question in QUESTIONS.items():
            found = standing.get(key)
            self._add(key, question, found)

    def _add(self, key, question, found):
        self.fields[f"{key}-result"] = forms.ChoiceField(
            label=question.text,
            choices=AuditFinding.Result.choices,
            required=False,
            initial=found and found.result,
            widget=forms.RadioSelect({"class": "segment"}),
        )
        self.fields[f"{key}-note"] = forms.CharField(
            label=_("Note"),
            help_text=_("Of papers and days; write no names."),
            required=False,
            max_length=MOST_NOTE,
            initial=found and found.note,
            widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        )
        self.fields[f"{key}-follow_up_on"] = DayField(
            label=_("Look again on"),
            required=False,
            initial=found and found.follow_up_on,
            widget=ComingDayInput,
        )

    def rows(self):
        """[{question, seen, basis, url, found, result, note, follow_up_on, is_open}]"""
        rows = []
        for question, seen, basis, url in self.lines:
            row = {"question": question, "seen": seen, "basis": basis, "url": url}
            parts = {
                name: self[f"{question.key}-{name}"]
                for name in ("result", "note", "follow_up_on")
            }
            found = self.standing.get(question.key)
            row |= {"found": found, **parts}
            row["is_open"] = any(part.errors for part in parts.values()) or bool(
                parts["note"].value()
            )
            rows.append(row)
        return rows

    def clean(self):
        """What is not in order says why, in words; all of them are told at once."""
        said = super().clean()
        for key in QUESTIONS:
            result, note, day = (
                said.get(f"{key}-{name}") for name in ("result", "note", "follow_up_on")
            )
            if result == AuditFinding.Result.NOT_MET and not note:
                self._tell(key, "note", gettext("Say what is not in order."))
            if not result and (note or day):
                self._tell(key, "result", gettext("Choose a finding for the note."))
            self._check_day(key, result, day)
        return said

    def _check_day(self, key, result, day):
        field = f"{key}-follow_up_on"
        if day and result == AuditFinding.Result.MET:
            self._tell(
                key, "follow_up_on", gettext("What is in order needs no second look.")
            )
        elif day and day < today() and field in self.changed_data:
            self._tell(key, "follow_up_on", gettext("Choose today or a later day."))

    def _tell(self, key, name, sentence):
        field = f"{key}-{name}"
        if field not in self.errors:
            self.add_error(field, sentence)

    def answers(self):
        """{question: {result, note, follow_up_on, saw}} of what was answered."""
        said, found = self.cleaned_data, {}
        for question, seen, _basis, _url in self.lines:
            if said[f"{question.key}-result"]:
                found[question.key] = {
                    "result": said[f"{question.key}-result"],
                    "note": said[f"{question.key}-note"],
                    "follow_up_on": said[f"{question.key}-follow_up_on"],
                    "saw": seen.saw if seen else "",
                }
        return found
