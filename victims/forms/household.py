"""Households supported for prevention: opening one, changing it, its poverty."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import WorkSetting
from areas.clock import today
from areas.models import Area
from areas.widgets import DayField
from victims.forms.base import (
    NO_DETAILS,
    NameField,
    RecordForm,
    radio,
    text,
    ticks,
)
from victims.forms.case import whole_number
from victims.forms.consent import PovertyForm, check_poverty, log_poverty
from victims.forms.intake import CommuneField, communes_of
from victims.models import Household
from victims.models.household import Risk

FIELDS = ["head_name", "hamlet", "people", "high_risk_reasons", "high_risk_from"]


class HouseholdFields(forms.Form):
    head_name = NameField(label=gettext_lazy("Head of household"), least=2)
    hamlet = text(gettext_lazy("Hamlet"), most=60, required=True)
    people = whole_number(
        gettext_lazy("People in the household"), min_value=1, max_value=40
    )
    high_risk_reasons = ticks(
        Household.Reason,
        label=gettext_lazy("Why it is supported"),
        shape="",
        required=True,
        error_messages={"required": gettext_lazy("Tick at least one reason.")},
    )
    high_risk_from = DayField(label=gettext_lazy("Supported from"), initial=today)
    address = text(gettext_lazy("How to find the house"), most=200)
    note = text(gettext_lazy("Note"), most=300, rows=3, help_text=NO_DETAILS)

    def clean_high_risk_from(self):
        day = self.cleaned_data["high_risk_from"]
        if day and day > today():
            raise forms.ValidationError(_("The day cannot be after today."))
        return day


class EnrolForm(HouseholdFields):
    """A new household supported for prevention; no person of it is a case."""

    commune = CommuneField(
        label=gettext_lazy("Commune"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("Choose the commune"),
    )
    risk_level = radio(Risk, label=gettext_lazy("Risk level"), shape="segment")

    field_order = ["commune", "hamlet", "head_name", "people"]

    def __init__(self, data=None, *, user):
        super().__init__(data)
        communes = communes_of(user, "victims.add_household")
        self.fields["commune"].queryset = communes
        if communes.count() == 1:
            self.initial["commune"] = communes.first()

    def enrol(self, *, by):
        said = self.cleaned_data
        household = Household(territory=said["commune"], risk_level=said["risk_level"])
        for name in [*FIELDS, "address", "note"]:
            setattr(household, name, said[name])
        if household.territory_id in by.reach("victims.change_household"):
            household.holder = by
        household.enrol(by=by)
        days = WorkSetting.value_on("first_visit_days", today())
        household.visit_by(today() + timedelta(days=days), by=by)
        return household


class HouseholdForm(HouseholdFields, RecordForm):
    """Changing a household; for one with a case the prevention flag may stay empty."""

    high_risk_until = DayField(
        label=gettext_lazy("Supported until"),
        required=False,
        help_text=gettext_lazy("Empty while the support goes on."),
    )

    def __init__(self, data=None, *, household):
        super().__init__(data, record=household)
        if not household.high_risk_from:
            for name in ("high_risk_from", "high_risk_reasons", "head_name", "hamlet"):
                self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("high_risk_from"), cleaned.get("high_risk_until")
        if end and (not start or end <= start):
            self.add_error("high_risk_until", _("The end lies before the begin."))
        return cleaned

    def save(self, *, by):
        household, fields = self.record, [*FIELDS, "high_risk_until"]
        for name in [*fields, "address", "note"]:
            setattr(household, name, self.cleaned_data[name])
        household.edit(by=by, fields=fields)


class HouseholdPovertyForm(RecordForm):
    """The same questions as in the file of a case, for any household."""

    category = PovertyForm.base_fields["category"]
    year = PovertyForm.base_fields["year"]
    standard = PovertyForm.base_fields["standard"]
    certificate = PovertyForm.base_fields["certificate"]
    happened_on = PovertyForm.base_fields["happened_on"]

    read = PovertyForm.read

    def __init__(self, data=None, *, household):
        super().__init__(data, record=household)

    def clean(self):
        cleaned = super().clean()
        check_poverty(self, cleaned)
        return cleaned

    def save(self, *, by):
        log_poverty(self, self.record, by=by)
