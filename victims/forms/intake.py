"""The quick intake: six questions, nothing ticked beforehand where it matters."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.models import Area
from areas.places import offer, typed_day
from areas.widgets import DayField
from victims.forms.base import PLAIN, YES_NO, NameField, radio, ticks
from victims.models import Consent, Household, Need
from victims.models.intake import URGENT, take_back, take_in

FORMS_OF_ADDRESS = ["chị", "em", "cô", "bà", "anh", "ông", "chú", "cháu"]
NOTHING, NOT_SAID = "nothing", "not_said"
NEW = "new"


def communes_of(user, permission="victims.add_case", day=None):
    """The communes of a day (today) where a person holds the permission, by name."""
    reach = user.reach(permission)
    communes = Area.objects.on(day or today()).filter(
        level=Area.Level.COMMUNE, pk__in=reach
    )
    return communes.select_related("parent").order_by("name_sort")


class CommuneField(forms.ModelChoiceField):
    def label_from_instance(self, area):
        return area.label


class CasualForm(forms.Form):
    """What is asked at every return: safety, privacy, needs, consent."""

    safe = radio(
        [*YES_NO, ("unknown", gettext_lazy("Not known"))],
        label=gettext_lazy("Is the person safe right now?"),
        error_messages={"required": gettext_lazy("Say whether the person is safe.")},
    )
    private = radio(
        YES_NO,
        label=gettext_lazy("Can you talk in private?"),
        shape="two",
        error_messages={
            "required": gettext_lazy("Say whether you can talk in private.")
        },
    )
    urgent = ticks(
        [
            *((kind.value, capfirst(kind.label)) for kind in URGENT),
            (NOTHING, gettext_lazy("Nothing")),
            (NOT_SAID, gettext_lazy("Prefers not to say")),
        ],
        label=gettext_lazy("What is needed urgently?"),
        help_text=gettext_lazy("Tick all that are needed."),
        required=True,
        error_messages={"required": gettext_lazy("Tick what is needed, or: Nothing.")},
    )
    consent = radio(
        [
            (Consent.Answer.YES, gettext_lazy("Yes, agrees")),
            (Consent.Answer.NO, gettext_lazy("Does not agree")),
            (Consent.Answer.NOT_ASKED, gettext_lazy("Could not be asked yet")),
        ],
        label=gettext_lazy("Does the person agree that a file is kept, to be helped?"),
        help_text=gettext_lazy(
            "Read this question aloud. Whoever does not agree is helped all the same."
        ),
        error_messages={
            "required": gettext_lazy("Choose the answer about keeping a file.")
        },
    )
    received_on = DayField(label=gettext_lazy("Day of intake"), initial=today)

    def clean_urgent(self):
        chosen = self.cleaned_data["urgent"]
        alone = {NOTHING, NOT_SAID} & set(chosen)
        if alone and len(chosen) > 1:
            raise forms.ValidationError(
                _("Tick either what is needed, or that nothing is needed.")
            )
        return [kind for kind in chosen if kind in Need.Kind.values]

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("The day cannot be after today."))
        return day

    @property
    def is_refused(self):
        """The person does not agree: nothing personal may be written."""
        return self.cleaned_data.get("consent") == Consent.Answer.NO

    @property
    def is_unsafe(self):
        return self.data.get("safe") in ("no", "unknown")

    def common(self):
        said = self.cleaned_data
        return {
            "on": said["received_on"],
            "safe": said["safe"],
            "private": said["private"],
            "urgent": said["urgent"],
            "consent": said["consent"],
        }


class IntakeForm(CasualForm):
    """Somebody new: how to call, where, in a household of their own or a known one."""

    call_name = NameField(
        label=gettext_lazy("What to call"),
        most=40,
        help_text=gettext_lazy(
            "So that staff recognise the file; it need not be the name on papers."
        ),
        error_messages={
            "required": gettext_lazy("Enter a name by which staff know the file.")
        },
    )
    address_form = radio(
        [(word, word) for word in FORMS_OF_ADDRESS],
        label=gettext_lazy("How to address"),
        shape="chips",
        required=False,
    )
    commune = CommuneField(
        label=gettext_lazy("Commune"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("Choose the commune"),
        error_messages={
            "required": gettext_lazy("Choose the commune where the person is.")
        },
    )
    hamlet = forms.CharField(
        label=gettext_lazy("Hamlet"),
        required=False,
        max_length=60,
        widget=forms.TextInput(PLAIN),
    )
    household = forms.CharField(
        label=gettext_lazy("Code of a household that is followed already"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Leave empty: a new household is opened."),
        widget=forms.TextInput(PLAIN),
    )

    field_order = [
        "safe",
        "private",
        "call_name",
        "address_form",
        "commune",
        "hamlet",
        "household",
        "urgent",
        "consent",
        "received_on",
    ]

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__(data, **kwargs)
        self.user = user
        day = typed_day(self, "received_on")
        communes = communes_of(user, day=day)
        offer(self, "commune", communes, day)
        if communes.count() == 1:
            self.initial["commune"] = communes.first()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consent") == Consent.Answer.NO:
            for name in set(self.errors):
                del self.errors[name]
            return cleaned
        code, commune = cleaned.get("household"), cleaned.get("commune")
        if code and commune:
            cleaned["family"] = self._known(code, commune)
        return cleaned

    def _known(self, code, commune):
        """The household of this code in the commune; else one neutral sentence."""
        found = Household.objects.visible_to(self.user).filter(
            code=code.strip().upper(),
            territory__in=[commune, commune.as_of(today()) or commune],
        )
        household = found.for_writing().first()
        if not household:
            self.add_error("household", _("No household of this commune has the code."))
        return household

    def take_in(self, *, by):
        said = self.cleaned_data
        return take_in(
            by=by,
            commune=said["commune"],
            call_name=said["call_name"],
            address_form=said["address_form"],
            hamlet=said["hamlet"],
            household=said.get("family"),
            **self.common(),
        )


class ReturnAgainForm(CasualForm):
    """Somebody known came back once more."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consent") == Consent.Answer.NO:
            for name in set(self.errors):
                del self.errors[name]
        return cleaned

    def take_back(self, *, by, case):
        return take_back(
            by=by, victim=case.victim, household=case.household, **self.common()
        )
