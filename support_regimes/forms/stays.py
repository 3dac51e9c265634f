"""What is typed about a stay: the place, days at home, more time, services, leaving."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.areas import AreaField
from accounts.forms.people import VersionedForm
from areas.clock import today
from areas.widgets import ComingDayInput, DayField
from support_regimes.models import Departure, Facility, Stay, StayEntry
from victims.forms.base import NO_DETAILS, RecordForm, radio, text

PUBLIC = [("True", gettext_lazy("public")), ("False", gettext_lazy("not public"))]


class FacilityForm(VersionedForm):
    """A facility of the list. No address: where a shelter is, is not written down."""

    area = AreaField(label=gettext_lazy("Place"))
    is_public = forms.TypedChoiceField(
        label=gettext_lazy("Run by"),
        choices=PUBLIC,
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect({"class": "segment"}),
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    licensed_until = DayField(
        label=gettext_lazy("License valid until"),
        required=False,
        widget=ComingDayInput,
    )
    valid_from = DayField(label=gettext_lazy("Takes people in from"), required=False)
    valid_to = DayField(label=gettext_lazy("Takes people in until"), required=False)

    class Meta:
        model = Facility
        fields = Facility.FIELDS
        help_texts = {
            "name": gettext_lazy("No address here, and no name of a street."),
            "phone": gettext_lazy("Of the office, as anybody may know it."),
        }

    field_order = ["version", "name", "kind", "is_public"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["version"].required = False
        else:  # shown by its code, not by the number of its row
            self.initial["area"] = self.instance.area

    def clean(self):
        if self.instance._state.adding:
            return super(VersionedForm, self).clean()
        return super().clean()


class StayForm(RecordForm):
    """The place, the days, and for a minor the guardian of the stay and the papers."""

    facility = forms.ModelChoiceField(
        label=gettext_lazy("Facility"),
        queryset=Facility.objects.none(),
        required=False,
        empty_label=gettext_lazy("another place, written below"),
    )
    place_name = text(
        gettext_lazy("Another place"),
        most=120,
        help_text=gettext_lazy("Its name only, no address."),
    )
    room = text(gettext_lazy("Room"), most=20)
    from_on = DayField(label=gettext_lazy("Day of arrival"))
    why = radio(Stay.Why, label=gettext_lazy("Why here"))
    children = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Children who came along and stay here too"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each child has an own stay with an own end."),
    )
    guardian_name = text(gettext_lazy("Guardian during the stay"), most=80)
    guardian_relation = text(gettext_lazy("Relation of the guardian"), most=60)
    guardian_paper = text(
        gettext_lazy("Paper of the guardian"),
        most=80,
        help_text=gettext_lazy("Kind and number of the paper that names the guardian."),
    )

    GUARDIAN = ["guardian_name", "guardian_relation", "guardian_paper"]

    def __init__(self, data=None, *, stay, children=None, **kwargs):
        super().__init__(data, record=stay, **kwargs)
        listed = Facility.objects.on(today())
        if stay.facility_id:
            listed = listed | Facility.objects.filter(pk=stay.facility_id)
        self.fields["facility"].queryset = listed.select_related("area")
        if children:
            self.fields["children"].queryset = children
            self.fields["children"].label_from_instance = _child
        else:
            del self.fields["children"]
        if not stay.is_minor_on(today()):
            for name in self.GUARDIAN:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("facility") or cleaned.get("place_name")):
            self.add_error("facility", _("Choose the facility, or write the place."))
        return cleaned

    def stay(self):
        """The record as typed, not saved."""
        for name in [*Stay.EDITED, *self.GUARDIAN]:
            if name in self.cleaned_data:
                setattr(self.record, name, self.cleaned_data[name])
        return self.record


def _child(minor):
    return f"{minor.initials}, {minor.get_relation_display()}"


class EntryForm(forms.Form):
    """An entry of one kind; `kind` says which."""

    kind = ""
    happened_on = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", today())

    def entry(self, stay):
        return StayEntry(stay=stay, kind=self.kind, **self.cleaned_data)


class LeaveForm(EntryForm):
    """Days at home or elsewhere; both ends are days away."""

    kind = StayEntry.Kind.LEAVE
    happened_on = DayField(label=gettext_lazy("First day away"))
    until_on = DayField(label=gettext_lazy("Last day away"), widget=ComingDayInput)


class ExtensionForm(EntryForm):
    """The decision that lets the stay last longer, as its paper says."""

    kind = StayEntry.Kind.EXTENSION
    body = text(gettext_lazy("Who decided"), most=160, required=True)
    document_number = text(
        gettext_lazy("Number of the decision"), most=60, required=True
    )
    happened_on = DayField(label=gettext_lazy("Day of the decision"))
    until_on = DayField(label=gettext_lazy("Longer until"), widget=ComingDayInput)
    reason = text(
        gettext_lazy("Why longer"),
        most=200,
        rows=2,
        required=True,
        help_text=NO_DETAILS,
    )
    field_order = ["body", "document_number", "happened_on", "until_on", "reason"]


class ServiceForm(EntryForm):
    """A service given in the facility; meals are counted as support, not here."""

    kind = StayEntry.Kind.SERVICE
    what = radio(
        StayEntry.Service,
        label=gettext_lazy("Which service"),
        shape="two",
        help_text=gettext_lazy("Meals are recorded as support given, not here."),
    )
    body = text(
        gettext_lazy("Given by"),
        most=160,
        help_text=gettext_lazy("The body or facility."),
    )
    field_order = ["what", "happened_on", "body"]


class DepartureForm(forms.Form):
    """Where to and with whom; for a minor also who takes over, staff and guardian."""

    happened_on = DayField(label=gettext_lazy("Day of leaving"))
    why = radio(Departure.Why, label=gettext_lazy("Why the stay ends"))
    handed_to = radio(
        Departure.HandedTo, label=gettext_lazy("Who comes along or takes over")
    )
    receiver = text(
        gettext_lazy("Name of who takes over"),
        most=80,
        help_text=gettext_lazy("For a minor."),
    )
    escorted = forms.BooleanField(label=gettext_lazy("Staff go along"), required=False)
    escort = text(gettext_lazy("Which staff, of which body"), most=120)
    guardian_name = text(gettext_lazy("Guardian"), most=80)
    guardian_relation = text(gettext_lazy("Relation of the guardian"), most=60)
    guardian_paper = text(
        gettext_lazy("Paper of the guardian"),
        most=80,
        help_text=gettext_lazy("Kind and number of the paper that names the guardian."),
    )

    SEALED = [
        "receiver",
        "escort",
        "guardian_name",
        "guardian_relation",
        "guardian_paper",
    ]

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay = stay
        self.initial.setdefault("happened_on", today())
        for name in ("guardian_name", "guardian_relation", "guardian_paper"):
            self.initial.setdefault(name, getattr(stay, name))
        if not stay.is_minor_on(today()):
            for name in self.SEALED:
                del self.fields[name]
        else:
            field = self.fields["handed_to"]
            field.choices = [c for c in field.choices if c[0] != "alone"]

    def departure(self):
        """The event as typed, not saved."""
        event = Departure(stay=self.stay)
        for name, value in self.cleaned_data.items():
            setattr(event, name, value)
        return event


class StrikeForm(forms.Form):
    reason = text(
        gettext_lazy("Reason"),
        most=200,
        rows=2,
        required=True,
        help_text=gettext_lazy("At least 10 letters, in plain words."),
    )
