"""What is compared: an area, a period, and the other office's list or totals."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from areas.models import Area
from areas.names import folded
from areas.widgets import DayField
from reporting.forms import ReachField
from reporting.models import Reconciliation
from reporting.models.reconciliation import MOST_NOTE
from reporting.reconcile.theirs import listed

TOTALS = {
    "persons": _("Persons received"),
    "female": _("of them female"),
    "minors": _("of them under 18"),
    "alone": _("came back by themselves"),
    "rescued": _("rescued"),
    "handed_over": _("handed over between authorities"),
}
COLUMNS = {
    "name": _("Column of names"),
    "year": _("Column of years of birth"),
    "day": _("Column of days"),
    "sex": _("Column of sexes"),
}
SHORTEST = 10
HOLDS = 12 * 60 * 60  # seconds that a result may still be kept


class ReconcileForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Whose figures"),
        choices=Reconciliation.Source.choices,
        widget=forms.RadioSelect({"class": "chips"}),
    )
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))
    file = forms.FileField(
        label=_("Their list"),
        required=False,
        help_text=_(
            "Excel (.xlsx) or CSV, at most 2 MB and 5,000 rows: name, year of birth, day,"
            " and sex if there is one. The file is not kept."
        ),
    )
    reason = forms.CharField(
        label=_("Why names are compared"),
        required=False,
        max_length=160,
        help_text=_("Stands in the access journal. Write no names."),
    )
    head = forms.IntegerField(
        label=_("Head row"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Only where it is not found by itself: the number of the row."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        reach = user.reach("reporting.reconcile")
        self.fields["area"] = ReachField(label=_("Area"), reach=reach)
        for name, label in COLUMNS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=60
            )
        for name, label in TOTALS.items():
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=1_000_000
            )
        self.order_fields(["source", "area", "from_on", "to_on"])

    def parts(self):
        """The fields by what they are about: question, list, columns, totals."""
        return {
            "question": [self[n] for n in ("source", "area", "from_on", "to_on")],
            "list": [self["file"], self["reason"]],
            "columns": [self["head"], *(self[name] for name in COLUMNS)],
            "totals": [self[name] for name in TOTALS],
        }

    def clean(self):
        asked = super().clean()
        self._check_period(asked)
        self._check_totals(asked)
        if self.errors:
            return asked
        self.list = None
        if asked.get("file"):
            self._check_reason(asked["reason"])
            if not self.errors:
                self._read(asked)
        return asked

    def _check_period(self, asked):
        first, last = asked.get("from_on"), asked.get("to_on")
        if first and last and first > last:
            self.add_error("to_on", _("The last day lies before the first day."))
        if last and last > today():
            self.add_error("to_on", _("The period cannot end after today."))

    def _check_totals(self, asked):
        persons = asked.get("persons")
        if persons is None:
            if not asked.get("file") and "file" not in self.errors:
                text = _("Choose a file, or type at least the number of persons.")
                self.add_error("persons", text)
            return
        for name in TOTALS:
            if (asked.get(name) or 0) > persons:
                self.add_error(name, _("More than all persons."))
        ways = sum(asked.get(way) or 0 for way in ("alone", "rescued", "handed_over"))
        if ways > persons:
            self.add_error("persons", _("The ways of return add up to more."))

    def _check_reason(self, reason):
        if len(reason.strip()) < SHORTEST:
            self.add_error("reason", _("Give a reason of at least 10 letters."))

    def _read(self, asked):
        try:
            self.list = listed(
                asked["file"],
                first=asked["from_on"],
                last=asked["to_on"],
                head=asked["head"],
                columns={name: asked[name] for name in COLUMNS},
            )
        except ValidationError as error:
            self.add_error(None, error)
            return
        said = f" {folded(asked['reason'])} "
        names = (folded(person.names[0]) for person in self.list.people)
        if any(" " in name and f" {name} " in said for name in names):
            text = _("Write no name into the reason: it is kept.")
            self.add_error("reason", text)

    def theirs(self):
        """{key of TOTALS: persons}: as typed, else as the list tells them."""
        typed = {name: self.cleaned_data[name] for name in TOTALS}
        told = {}
        if self.list:
            people = self.list.people
            told["persons"] = len(people)
            if self.list.knows_sex:
                told["female"] = sum(person.sex == "female" for person in people)
        return told | {name: n for name, n in typed.items() if n is not None}


class KeepForm(forms.Form):
    """A result that was shown, signed for this person, and a note on it."""

    result = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What was cleared up with the other office. Write no names."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_result(self):
        try:
            kept = signing.loads(
                self.cleaned_data["result"], salt=_salt(self.user), max_age=HOLDS
            )
        except signing.BadSignature:
            text = gettext("This result is no longer there: compare once more.")
            raise ValidationError(text) from None
        area = Area.objects.get(pk=kept.pop("area"))
        return Reconciliation(territory=area, **kept)


def signed(result, user):
    """A Reconciliation not kept yet, as text that this person may keep."""
    told = {
        "area": result.territory_id,
        "source": result.source,
        "from_on": result.from_on.isoformat(),
        "to_on": result.to_on.isoformat(),
        "by_list": result.by_list,
        "theirs": result.theirs,
        "ours": result.ours,
        "lines": result.lines,
    }
    return signing.dumps(told, salt=_salt(user), compress=True)


def _salt(user):
    return f"reconciliation:{user.pk}"
