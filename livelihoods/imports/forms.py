"""The upload of old registers: read the files, then keep what was looked at."""

import base64
import json
import zlib

from cryptography.exceptions import InvalidTag
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sealing import seal, unseal
from areas.widgets import dotted
from livelihoods.imports.files import read

MOST_BYTES = 2 * 1024 * 1024  # uploaded together
MOST_FILES = 12
MOST_ROWS = 5000  # brought in within one request; more goes through the command


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput

    def clean(self, data, initial=None):
        files = [super(ManyFilesField, self).clean(file) for file in data or [None]]
        if len(files) > MOST_FILES:
            raise ValidationError(_("Choose at most %s files.") % MOST_FILES)
        if sum(file.size for file in files) > MOST_BYTES:
            raise ValidationError(
                _("The files are larger than 2 MB together. Send them one by one.")
            )
        return files


def sheets_of(files):
    """The sheets of [(name, bytes)]; ValidationError when one cannot be read."""
    sheets = [
        sheet for name, content in files for sheet in read(name, content, MOST_ROWS)
    ]
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise ValidationError(
            _(
                "Together there are more than %s rows. Send fewer at a time, or ask the "
                "technician to run manage.py import_record."
            )
            % dotted(MOST_ROWS)
        )
    return sheets


class RegisterField(forms.CharField):
    """Keeps the numbers of two registers apart."""

    def __init__(self):
        super().__init__(
            label=gettext_lazy("Name of the register"),
            help_text=gettext_lazy(
                "The numbers of two registers are kept apart by this name. Write the "
                "same name whenever you send the same register again."
            ),
            max_length=60,
        )


class UploadForm(forms.Form):
    """The files of a register, read at once so that a fault stands at the field."""

    register = RegisterField()
    files = ManyFilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "CSV, Excel (.xlsx) or a ZIP of these; several at once. At most 2 MB and "
            "5,000 rows. What each file is shows by its columns."
        ),
    )

    def clean_files(self):
        self.content = [(f.name, f.read()) for f in self.cleaned_data["files"]]
        self.sheets = sheets_of(self.content)
        return self.cleaned_data["files"]


class KeepForm(forms.Form):
    """The second step: the same files, sealed in the page, and what to keep of them."""

    ALL, GOOD = "all", "good"

    held = forms.CharField(widget=forms.HiddenInput, strip=False)
    keep = forms.ChoiceField(choices=[(ALL, ALL), (GOOD, GOOD)])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_held(self):
        try:
            self.register, self.content = opened(self.cleaned_data["held"], self.user)
        except (InvalidTag, KeyError, ValueError):
            raise ValidationError(
                _("The files are no longer complete. Choose them again.")
            ) from None
        self.sheets = sheets_of(self.content)
        return self.cleaned_data["held"]


def held(register, files, user):
    """The files as text for the next step, readable by us alone, for this user alone.

    Nothing of an upload is kept on the server before somebody decides.
    """
    packed = [(name, base64.b64encode(content).decode()) for name, content in files]
    text = json.dumps([register, packed]).encode()
    small = base64.b64encode(zlib.compress(text)).decode()
    return base64.b64encode(seal(small, _bound_to(user))).decode()


def opened(text, user):
    """Register and [(name, bytes)] of a text made by `held`."""
    small = unseal(base64.b64decode(text, validate=True), _bound_to(user))
    register, packed = json.loads(zlib.decompress(base64.b64decode(small)))
    return register, [(name, base64.b64decode(content)) for name, content in packed]


def _bound_to(user):
    return f"import:{user.pk}"
