"""What is typed before a return, at the handover to the commune, and about a plan."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import ComingDayInput, DayField
from support_regimes.models import CommuneHandover, PlanStep, ReturnAssessment
from support_regimes.models.returns import Answer
from support_regimes.planning import templates
from victims.forms.base import NO_DETAILS, YES_NO, RecordForm, radio, text


class AssessmentForm(forms.Form):
    """The home, the dangers near it, the own wish (asked alone), and what comes of it."""

    happened_on = DayField(label=gettext_lazy("Day"))
    team = text(
        gettext_lazy("Who did it, with whom"),
        most=200,
        required=True,
        help_text=gettext_lazy("Staff and bodies. No village head, no neighbour."),
    )
    family_takes = radio(
        Answer, label=gettext_lazy("Will the family take the person in?"), shape="two"
    )
    can_live_there = radio(
        Answer, label=gettext_lazy("Can the person live there?"), shape="two"
    )
    marriage_near = radio(
        Answer, label=gettext_lazy("Is a forced or child marriage near?"), shape="two"
    )
    trafficker_near = radio(
        Answer, label=gettext_lazy("Is a trafficker near?"), shape="two"
    )
    asked_alone = radio(
        YES_NO,
        label=gettext_lazy("Could you talk alone with the person?"),
        shape="segment",
        help_text=gettext_lazy("If not, do not ask for the wish now."),
    )
    wish = radio(
        ReturnAssessment.Wish, label=gettext_lazy("What does the person wish?")
    )
    result = radio(ReturnAssessment.Result, label=gettext_lazy("What comes of it"))
    plan = text(
        gettext_lazy("Plan for the way home and after"),
        most=600,
        rows=4,
        help_text=gettext_lazy(
            "Who helps, whom to call, where to go in danger. Do not write details of"
            " abuse or names of traffickers."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())

    def assessment(self, case, minor):
        """The event as typed, not saved."""
        said = dict(self.cleaned_data)
        event = ReturnAssessment(case=case, minor=minor)
        event.asked_alone = said.pop("asked_alone") == "yes"
        for name, value in said.items():
            setattr(event, name, value)
        return event


class HandoverForm(forms.Form):
    """Who handed over or took over, when, with which paper."""

    happened_on = DayField(label=gettext_lazy("Day"))
    who = text(gettext_lazy("Who, of which body"), most=120, required=True)
    document_number = text(gettext_lazy("Number of the paper"), most=60)
    note = text(gettext_lazy("Note"), most=300, rows=2, help_text=NO_DETAILS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())

    def handover(self, **fields):
        """The event as typed, not saved."""
        event = CommuneHandover(**fields)
        for name, value in self.cleaned_data.items():
            setattr(event, name, value)
        return event


class PlanForm(forms.Form):
    """Which plan, counted from which day."""

    template = forms.ChoiceField(
        label=gettext_lazy("Which plan"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a plan.")},
    )
    started_on = DayField(
        label=gettext_lazy("Counted from"),
        help_text=gettext_lazy(
            "Five steps: the day of arrival. 24 months: the day of going home."
        ),
        widget=ComingDayInput,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = templates().values()
        self.fields["template"].choices = [(each.key, each.name) for each in found]
        self.initial.setdefault("started_on", today())

    @property
    def chosen(self):
        return templates()[self.cleaned_data["template"]]


class PlanStepForm(RecordForm):
    """What became of a step; a later day only where it is put off."""

    state = radio(
        [choice for choice in PlanStep.Is.choices if choice[0] != "open"],
        label=gettext_lazy("What became of it?"),
    )
    on = DayField(label=gettext_lazy("Day"))
    due_on = DayField(
        label=gettext_lazy("Put off until"),
        required=False,
        widget=ComingDayInput,
        help_text=gettext_lazy("Only if it was put off."),
    )
    note = text(gettext_lazy("Note"), most=300, rows=2, help_text=NO_DETAILS)

    def __init__(self, data=None, *, step, **kwargs):
        super().__init__(data, record=step, **kwargs)
        self.initial |= {"on": today(), "state": "", "due_on": None}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == "put_off" and not cleaned.get("due_on"):
            self.add_error("due_on", _("Choose the later day."))
        return cleaned

    def answer(self, *, by):
        said = dict(self.cleaned_data)
        said.pop("version")
        self.record.answer(said.pop("state"), by=by, **said)
