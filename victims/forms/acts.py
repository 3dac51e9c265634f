"""Who holds a case, where it moves, how it ends, why a name is asked for."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.areas import AreaField
from accounts.models import Posting, User
from accounts.roles import roles_with
from areas.clock import today
from areas.widgets import DayField
from victims.forms.base import NO_DETAILS, YES_NO, radio, text
from victims.models import Case


def holders_of(area):
    """Staff who may hold a case of this commune."""
    posted = Posting.objects.live().filter(
        role__in=roles_with("victims.change_case"), area__covering__covers=area
    )
    return User.objects.filter(is_active=True, pk__in=posted.values("user"))


def reason_field(label):
    return forms.CharField(
        label=label,
        min_length=10,
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "min_length": gettext_lazy("Give a reason of at least 10 letters.")
        },
    )


class CheckForm(forms.Form):
    """The last page of the file: read back, and who holds it."""

    read_back = radio(
        YES_NO,
        label=gettext_lazy("Was the file read back to the person?"),
        shape="segment",
    )
    holder = forms.ModelChoiceField(
        label=gettext_lazy("Who holds the file"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )

    def __init__(self, data=None, *, case):
        super().__init__(data, initial={"holder": case.household.holder_id})
        self.fields["holder"].queryset = holders_of(case.territory)


class AssignForm(forms.Form):
    """Who holds the case from a day on; kin is a warning that somebody answers."""

    class Reason:
        CHOICES = [
            ("new", gettext_lazy("new file")),
            ("left", gettext_lazy("the holder left")),
            ("nearer", gettext_lazy("nearer to the home")),
            ("wish", gettext_lazy("wish of the supported person")),
        ]

    holder = forms.ModelChoiceField(
        label=gettext_lazy("Who holds the case"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    happened_on = DayField(label=gettext_lazy("From"), initial=today)
    reason = radio(Reason.CHOICES, label=gettext_lazy("Reason"))
    not_kin = forms.BooleanField(
        label=gettext_lazy("I asked: not kin, not of the same hamlet"), required=False
    )

    def __init__(self, data=None, *, case):
        super().__init__(data)
        self.case = case
        self.fields["holder"].queryset = holders_of(case.territory)

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day != today():
            raise forms.ValidationError(_("A case is given from today."))
        return day

    def clean(self):
        cleaned = super().clean()
        holder = cleaned.get("holder")
        if holder and self.case.may_be_kin(holder) and not cleaned.get("not_kin"):
            self.add_error(
                "not_kin",
                _("Same family name. Ask whether they are kin or of the same hamlet."),
            )
        return cleaned

    def reason_words(self):
        return str(dict(self.Reason.CHOICES)[self.cleaned_data["reason"]])


class MoveForm(forms.Form):
    """The commune that takes over."""

    to = AreaField(label=gettext_lazy("Commune that takes over"))
    reason = reason_field(gettext_lazy("Reason"))


class CloseForm(forms.Form):
    """Why the case ends; what the person says of it."""

    on = DayField(label=gettext_lazy("Day of closing"), initial=today)
    reason = radio(Case.Closing, label=gettext_lazy("Reason"))
    view = text(
        gettext_lazy("What the person says of the support"),
        most=300,
        rows=3,
        help_text=NO_DETAILS,
    )
    note = text(gettext_lazy("Note"), most=300, rows=2, help_text=NO_DETAILS)


class ReasonForm(forms.Form):
    reason = reason_field(gettext_lazy("Reason"))
