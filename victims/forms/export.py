"""What is asked before a list of cases leaves as a file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Export
from areas.models import Area
from victims.forms.base import radio, text, ticks

CODES, NAMES = "codes", "names"
USUAL = {"district", "commune", "state", "received_on", "risk", "name", "born", "sex"}


class ExportForm(forms.Form):
    """Which area, which columns, with or without names and, with them, why.

    In: the columns {key: column} that this person may choose.
    """

    area = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Area.objects.none(), empty_label=None
    )
    names = radio(
        [
            (CODES, gettext_lazy("by code, without names")),
            (NAMES, gettext_lazy("with names, closed with a password")),
        ],
        label=gettext_lazy("List"),
        shape="two",
    )
    columns = ticks([], label=gettext_lazy("Columns beside the code"))
    of_person = ticks([], label=gettext_lazy("About the person, only beside the name"))
    purpose = forms.ChoiceField(label=gettext_lazy("What the names are for"))
    why = text(
        gettext_lazy("Reason in words"),
        most=160,
        rows=2,
        required=True,
        help_text=gettext_lazy(
            "At least 10 letters. It stands on the file and in the trail: no names here."
        ),
    )

    def __init__(self, data=None, *, user, columns):
        usual = sorted(USUAL)
        first = {"names": CODES, "columns": usual, "of_person": usual}
        super().__init__(data, initial=first)
        for name in ("purpose", "why"):
            self.fields[name].required = self.data.get("names", NAMES) == NAMES
        areas = Area.objects.filter(pk__in=_posted(user))
        self.fields["area"].queryset = areas
        if len(areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()
            self.initial["area"] = areas[0].pk
        self.may = columns
        for name, of_person in (("columns", False), ("of_person", True)):
            self.fields[name].choices = [
                (key, column.label)
                for key, column in self.may.items()
                if column.of_person == of_person
            ]
        choices = [("", _("Choose")), *Export.Purpose.choices]
        self.fields["purpose"].choices = choices

    def asked_for(self, filters):
        """The export as asked for; `filters` are those of the list, as words."""
        asked = self.cleaned_data
        with_names = asked["names"] == NAMES
        chosen = {*asked["columns"], *(asked["of_person"] if with_names else [])}
        return Export(
            territory=asked["area"],
            with_names=with_names,
            purpose=asked["purpose"],
            why=asked["why"],
            filters=filters[:400],
            columns=[key for key in self.may if key in chosen],
        )


def _posted(user):
    """The places of the postings by which this person may take lists out."""
    reach = set(user.reach("victims.export_cases"))
    posted = user.postings.live().values_list("area", flat=True)
    return [area for area in posted if area in reach]
