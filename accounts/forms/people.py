"""Forms of the administrator: people, postings, organisations, settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.areas import AreaField
from accounts.models import Organisation, Posting, User, WorkSetting
from accounts.records import Stale
from accounts.roles import Role
from areas.clock import today
from areas.widgets import DayField

TEXT = {"autocomplete": "off", "spellcheck": "false"}


class UserSearchForm(forms.Form):
    class State:
        OPEN, LOCKED = "open", "locked"
        CHOICES = [("", _("all")), (OPEN, _("open")), (LOCKED, _("locked"))]

    q = forms.CharField(label=_("Name, sign-in name or phone"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("all"),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=State.CHOICES)

    def found(self):
        """The users that match what was asked; a wrong question finds all."""
        users = User.objects.all()
        if not self.is_valid():
            return users
        asked = self.cleaned_data
        if asked["q"]:
            users = users.search(asked["q"])
        if asked["organisation"]:
            users = users.filter(organisation=asked["organisation"])
        if asked["state"]:
            users = users.filter(is_active=asked["state"] == self.State.OPEN)
        return users


class VersionedForm(forms.ModelForm):
    """Carries the version that was read; a stale one is told with what stands now."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.stands = {}

    def clean(self):
        cleaned = super().clean()
        read, now = cleaned.get("version"), self.instance.version
        if read != now:
            self.stands = {
                name: self.initial.get(name, "")
                for name in self.fields
                if name in self.changed_data and name != "version"
            }
            self.data = self.data.copy()
            self.data["version"] = now
            raise Stale
        return cleaned

    def differences(self):
        """What stands now beside what was typed, for a stale form: (label, now)."""
        return [
            (self.fields[name].label, self._shown(name, value))
            for name, value in self.stands.items()
        ]

    def _shown(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and value:
            return field.queryset.filter(pk=value).first()
        return value or "–"


class UserEditForm(VersionedForm):
    class Meta:
        model = User
        fields = ["name", "phone", "organisation"]
        widgets = {"name": forms.TextInput(TEXT), "phone": forms.TextInput(TEXT)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = True
        self.fields["phone"].required = True
        self.fields["phone"].widget.attrs["inputmode"] = "tel"


class UserForm(forms.ModelForm):
    pledged_on = DayField(
        label=_("Confidentiality pledge signed on"),
        error_messages={
            "required": _("Without the confidentiality pledge no account is opened.")
        },
    )

    class Meta:
        model = User
        fields = ["name", "username", "phone", "organisation", "pledged_on"]
        widgets = {
            "name": forms.TextInput(TEXT),
            "username": forms.TextInput(TEXT | {"autocapitalize": "none"}),
            "phone": forms.TextInput(TEXT | {"inputmode": "tel"}),
        }
        help_texts = {
            "username": _("Small letters without marks, for example: ly.thi.say"),
            "phone": _("May be used instead of the sign-in name."),
        }
        error_messages = {
            "username": {"unique": _("Somebody has this sign-in name already.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = True
        self.fields["phone"].required = True

    def clean_pledged_on(self):
        day = self.cleaned_data["pledged_on"]
        if day and day > today():
            raise forms.ValidationError(_("The day cannot be after today."))
        return day


class PostingForm(forms.ModelForm):
    area = AreaField(label=_("Place"))
    from_on = DayField(label=_("From"))
    until_on = DayField(
        label=_("Until before"),
        required=False,
        help_text=_(
            "The first day without this posting. Leave empty if open; a province's or"
            " an administrator's posting needs an end."
        ),
    )

    class Meta:
        model = Posting
        fields = ["role", "area", "from_on", "until_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            choice
            for choice in self.fields["role"].choices
            if choice[0] != Role.EMERGENCY_READER
        ]


class PostingEndForm(forms.Form):
    until_on = DayField(
        label=_("No longer from"),
        initial=today,
        help_text=_("Today ends the posting at once."),
    )


class OrganisationEditForm(VersionedForm):
    valid_to = DayField(
        label=_("Last day under this name"),
        required=False,
        help_text=_("A renamed body gets a row of its own, which follows this one."),
    )

    class Meta:
        model = Organisation
        fields = [*Organisation.LETTERHEAD, "phone", "valid_to", "successor"]
        widgets = {"recipients": forms.Textarea({"rows": 3})}
        labels = {"successor": _("Followed by")}


class OrganisationForm(forms.ModelForm):
    area = AreaField(label=_("Place"), of_any_day=True)
    valid_from = DayField(label=_("First day under this name"), required=False)
    valid_to = DayField(label=_("Last day under this name"), required=False)

    class Meta:
        model = Organisation
        fields = [
            "name",
            "kind",
            "area",
            "parent",
            "valid_from",
            "valid_to",
            *Organisation.LETTERHEAD,
            "phone",
        ]
        widgets = {"recipients": forms.Textarea({"rows": 3})}
        labels = {"parent": _("Body above")}


class SettingForm(forms.ModelForm):
    key = forms.ChoiceField(
        label=_("Setting"), choices=lambda: list(WorkSetting.LABELS.items())
    )
    from_on = DayField(label=_("From"), initial=today)

    class Meta:
        model = WorkSetting
        fields = ["key", "value", "from_on", "basis"]
        help_texts = {"basis": _("Who decided it, in which paper.")}
