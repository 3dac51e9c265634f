"""What the forms about people share: names, choices, versions, the private talk."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.records import Stale
from victims.models.words import NAME_LENGTH, composed

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
NO_DETAILS = gettext_lazy("Do not write details of abuse or names of traffickers.")
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
JOINERS = " '’ʼ-.·"


def letters_only(text):
    """Latin letters with any marks, blanks, apostrophes, hyphens and dots."""
    return all(
        sign in JOINERS
        or sign.isalpha()
        and unicodedata.name(sign, "").startswith("LATIN")
        for sign in text
    )


class NameField(forms.CharField):
    """A name as it is written, composed (NFC) before its length is measured."""

    default_error_messages = {
        "letters": gettext_lazy("A name has letters only. Leave out “%(signs)s”."),
        "long": gettext_lazy("A name has at most %(most)s letters. This has %(now)s."),
        "short": gettext_lazy("Write at least 2 letters."),
    }

    def __init__(self, *, most=NAME_LENGTH, least=1, **kwargs):
        self.most, self.least = most, least
        kwargs.setdefault("widget", forms.TextInput(PLAIN))
        super().__init__(**kwargs)

    def to_python(self, value):
        return composed(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if len(value) > self.most:
            raise self.problem("long", most=self.most, now=len(value))
        if len(value) < self.least:
            raise self.problem("short")
        wrong = "".join(sign for sign in value if not letters_only(sign))
        if wrong:
            raise self.problem("letters", signs=wrong[:10])

    def problem(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)


class NumberField(forms.CharField):
    """Digits of a paper or a phone; blanks and dots between them are let go."""

    def __init__(self, *, lengths, message, **kwargs):
        self.lengths, self.message = lengths, message
        kwargs.setdefault("widget", forms.TextInput(PLAIN | {"inputmode": "numeric"}))
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        return "".join(super().to_python(value).replace(".", " ").split())

    def validate(self, value):
        super().validate(value)
        if value and not (value.isdecimal() and len(value) in self.lengths):
            raise ValidationError(
                self.message, code="number", params={"now": len(value)}
            )


class PhoneField(NumberField):
    default_error_messages = {
        "zero": gettext_lazy("A phone number has 10 digits and begins with 0.")
    }

    def __init__(self, **kwargs):
        message = gettext_lazy("A phone number has 10 digits and begins with 0.")
        super().__init__(lengths={10}, message=message, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not value.startswith("0"):
            raise ValidationError(self.error_messages["zero"], code="zero")


def capitalised(choices):
    """[(value, words)] with a capital letter, as options stand on a page."""
    pairs = getattr(choices, "choices", choices)
    return [(value, capfirst(words)) for value, words in pairs]


def radio(choices, *, label, shape="", required=True, **kwargs):
    """One of several, nothing chosen beforehand. shape: "", two, segment, chips."""
    return forms.ChoiceField(
        label=label,
        choices=choices if shape == "chips" else capitalised(choices),
        widget=forms.RadioSelect({"class": shape} if shape else None),
        required=required,
        **kwargs,
    )


def ticks(choices, *, label, shape="two", required=False, **kwargs):
    return forms.MultipleChoiceField(
        label=label,
        choices=capitalised(choices),
        widget=forms.CheckboxSelectMultiple({"class": shape}),
        required=required,
        **kwargs,
    )


def text(label, *, most, rows=0, required=False, **kwargs):
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput(PLAIN)
    return forms.CharField(
        label=label, max_length=most, widget=widget, required=required, **kwargs
    )


class RecordForm(forms.Form):
    """Edits one record of state: carries the version that was read.

    The view holds the row's lock. A stale form is told with what stands now and comes
    back with what was typed; sent again, it is saved.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, record, initial=None, **kwargs):
        self.record = record
        values = {**self.read(record), **(initial or {}), "version": record.version}
        super().__init__(data, initial=values, **kwargs)
        self.stands = {}

    def read(self, record):
        """What the record says: the fields that have its names."""
        names = self.base_fields
        return {n: getattr(record, n) for n in names if hasattr(record, n)}

    def clean(self):
        cleaned = super().clean()
        now = self.record.version
        if cleaned.get("version") != now:
            self.stands = {
                name: self.initial.get(name)
                for name in self.changed_data
                if name != "version"
            }
            self.data = self.data.copy()
            self.data["version"] = now
            raise Stale
        return cleaned

    def differences(self):
        """For a stale form: (label, what stands now) of what was typed otherwise."""
        return [
            (self.fields[name].label, shown(self.fields[name], value))
            for name, value in self.stands.items()
        ]


def shown(field, value):
    """A stored value in the words of its field."""
    if value in (None, "", []):
        return "–"
    choices = dict(getattr(field, "choices", None) or {})
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value)
    if hasattr(value, "strftime"):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(choices.get(value, value))


class TaskForm(RecordForm):
    """A page of the file. `record_of` names the record whose version is kept."""

    record_of = "case"
    asks_privacy = False

    def __init__(self, data=None, *, case, **kwargs):
        self.case = case
        record = {"case": case, "victim": case.victim, "household": case.household}
        super().__init__(data, record=record[self.record_of], **kwargs)
        if self.asks_privacy:
            self._ask_privacy()

    def _ask_privacy(self):
        first = radio(
            YES_NO,
            label=_("Can you talk alone now?"),
            shape="segment",
            help_text=_("If not, ask nothing more: nothing is saved."),
        )
        self.fields = {"private": first, **self.fields}
        if self.data.get("private") == "no":
            for name, field in self.fields.items():
                field.required = field.required and name == "private"

    @property
    def is_not_asked(self):
        """Somebody was listening: nothing was asked, nothing is kept."""
        return self.asks_privacy and self.cleaned_data.get("private") == "no"

    def clean(self):
        cleaned = super().clean()
        if self.asks_privacy and cleaned.get("private") == "no":
            for name in set(self.errors) - {"private"}:
                del self.errors[name]
            return cleaned
        self.check(cleaned)
        return cleaned

    def check(self, cleaned):
        """Rules between the fields; overridden."""

    def save(self, *, by):
        raise NotImplementedError

    def take(self, record, names):
        """Set these fields on a record; its own rules answer at the field."""
        for name in names:
            setattr(record, name, self.cleaned_data[name])
