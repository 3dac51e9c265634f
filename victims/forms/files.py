"""Photos, scans and sound: chosen or taken now, cleaned while the form is checked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import cleaning
from areas.clock import today
from areas.widgets import DayField
from victims.forms.base import radio, text
from victims.models import Attachment

PICTURES = "image/jpeg,image/png,image/webp"
EVERYTHING = f"{PICTURES},application/pdf,audio/*"
AT_ONCE = 6  # files


class FilesInput(forms.FileInput):
    """Several at once, or one taken now with the phone (capture)."""

    allow_multiple_selected = True

    def __init__(self, accept, capture=""):
        attributes = {"accept": accept}
        attributes |= {"capture": capture} if capture else {}
        super().__init__(attributes | {"multiple": not capture})


class FilesField(forms.FileField):
    """Gives the list of what was sent; their names are never looked at."""

    def __init__(self, widget, **kwargs):
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if len(files) > AT_ONCE:
            raise ValidationError(_("Choose at most %s files.") % AT_ONCE)
        return files


class FileForm(forms.Form):
    """What it is, of which day, and the files themselves."""

    kind = radio(Attachment.Kind, label=gettext_lazy("What is it?"))
    camera = FilesField(
        FilesInput("image/*", "environment"), label=gettext_lazy("Take a photo now")
    )
    recorder = FilesField(
        FilesInput("audio/*", "user"), label=gettext_lazy("Record sound now")
    )
    files = FilesField(
        FilesInput(EVERYTHING),
        label=gettext_lazy("Choose files"),
        help_text=gettext_lazy(
            "Photos (JPG, PNG, WebP), scans (PDF, up to 30 pages), sound of up to 10 "
            "minutes; up to 6 at once, 10 MB each. Place and phone data are taken out."
        ),
    )
    caption = text(
        gettext_lazy("What is on it"),
        most=120,
        help_text=gettext_lazy("Such as: price offer for the barn. No names."),
    )
    happened_on = DayField(
        label=gettext_lazy("Day of the paper or photo"), initial=today
    )
    SOURCES = ("camera", "recorder", "files")

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > today():
            raise ValidationError(_("The day cannot be after today."))
        return day

    def clean(self):
        cleaned = super().clean()
        sent = [(n, file) for n in self.SOURCES for file in cleaned.get(n) or []]
        if not sent and not any(name in self.errors for name in self.SOURCES):
            self.add_error("files", _("Choose a file, or take a photo."))
        self.kept = []
        if cleaned.get("kind") and not self.errors:
            for number, (name, file) in enumerate(sent, 1):
                if not self._keep(name, file, number if len(sent) > 1 else 0):
                    break
        return cleaned

    def _keep(self, name, file, number):
        """Clean one file; what is wrong with it stands at its field.

        False after one that broke the cleaner: the next is not waited for.
        """
        try:
            if getattr(file, "is_too_large", False):
                raise cleaning.refused("big")
            takes = Attachment.TAKES[self.cleaned_data["kind"]]
            self.kept.append(cleaning.clean(file.read(), *takes))
        except ValidationError as error:
            sentence = error.messages[0]
            if number:
                sentence = _("File %(number)s: %(sentence)s") % {
                    "number": number,
                    "sentence": sentence,
                }
            self.add_error(name, sentence)
            return error.code != "failed"
        return True

    @property
    def said(self):
        """What is known of the files beside their bytes."""
        names = ("kind", "happened_on", "caption")
        return {name: self.cleaned_data[name] for name in names}
