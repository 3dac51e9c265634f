"""The return, consent, risk, needs, who came along, poverty."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import DayField
from victims.forms.base import (
    NO_DETAILS,
    YES_NO,
    NameField,
    RecordForm,
    TaskForm,
    radio,
    text,
    ticks,
)
from victims.forms.dates import BirthFields, uncertain_day
from victims.models import AccompanyingMinor, Case, Identification, Need
from victims.models.sheltered import kept_as_stays
from victims.models.victim import Precision, Sex

NUMBER = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
PAPER_KINDS = [
    gettext_lazy("Confirmation of the district police"),
    gettext_lazy("Confirmation of the authority that rescued"),
    gettext_lazy("Confirmation of the investigating body, procuracy or court"),
    gettext_lazy("Foreign paper, legalised by a consulate"),
]


def whole_number(label, **kwargs):
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, required=False, widget=widget, **kwargs)


class ReturnForm(TaskForm):
    """How and when the person came back, and how far identification is.

    What happened before is not asked: no route, no purpose, no names.
    """

    asks_privacy = True

    status = radio(
        [
            (Identification.Status.VICTIM, gettext_lazy("Has a confirmation paper")),
            (Identification.Status.IN_IDENTIFICATION, gettext_lazy("Being verified")),
            (
                Identification.Status.SUSPECTED,
                gettext_lazy("Not yet sent to an authority"),
            ),
            (
                Identification.Status.NOT_VICTIM,
                gettext_lazy("The authority found otherwise"),
            ),
        ],
        label=gettext_lazy("Identification status"),
        help_text=gettext_lazy(
            "“Found otherwise” ends no shelter and no food on the same day."
        ),
    )
    paper_kind = forms.ChoiceField(
        label=gettext_lazy("Which paper proves it"),
        choices=[("", "–"), *((str(n), k) for n, k in enumerate(PAPER_KINDS))],
        required=False,
    )
    paper_number = text(gettext_lazy("Number of the paper"), most=40)
    body = text(gettext_lazy("Issued by"), most=120)
    paper_on = DayField(label=gettext_lazy("Date of the paper"), required=False)
    way = radio(Case.Way, label=gettext_lazy("Way of return"), required=False)
    returned_day = DayField(
        label=gettext_lazy("Day of return"),
        required=False,
        help_text=gettext_lazy("If the day is not known: month and year, or year."),
    )
    returned_month = whole_number(
        gettext_lazy("Month of return"),
        min_value=1,
        max_value=12,
        error_messages={
            "min_value": gettext_lazy("The month must be from 1 to 12."),
            "max_value": gettext_lazy("The month must be from 1 to 12."),
        },
    )
    returned_year = whole_number(gettext_lazy("Year of return"))
    reception_place = text(
        gettext_lazy("Where received, for example a border post"), most=120
    )
    origin = radio(Case.Origin, label=gettext_lazy("Back from where"), required=False)
    away = radio(Case.Away, label=gettext_lazy("How long away"), required=False)
    in_facility_from = DayField(
        label=gettext_lazy("In a support facility from"), required=False
    )
    in_facility_until = DayField(
        label=gettext_lazy("In a support facility until"), required=False
    )

    FIELDS = [
        "way", "reception_place", "origin", "away", "in_facility_from",
        "in_facility_until",
    ]  # fmt: skip

    def __init__(self, data=None, *, case, **kwargs):
        super().__init__(data, case=case, **kwargs)
        if kept_as_stays(case):
            for name in ("in_facility_from", "in_facility_until"):
                self.fields[name].disabled = True
            self.fields["in_facility_from"].help_text = _(
                "As the stays say; change it under “Where the person stays”."
            )

    def read(self, case):
        said = super().read(case)
        day, how = case.returned_on, case.returned_precision
        if day:
            said["returned_day"] = day if how == Precision.DAY else None
            said["returned_month"] = day.month if how == Precision.MONTH else None
            said["returned_year"] = day.year if how != Precision.DAY else None
        self.known = case.identification
        if self.known:
            for name in ("status", "paper_number", "body", "paper_on"):
                said[name] = getattr(self.known, name)
            said["paper_kind"] = self.known.paper_kind
        return said

    def check(self, cleaned):
        cleaned["returned"] = uncertain_day(self, cleaned, "returned")
        self._check_return(cleaned["returned"][0])
        if cleaned.get("status") == Identification.Status.VICTIM:
            for name in ("paper_kind", "body", "paper_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say which paper proves it."))
        paper_on = cleaned.get("paper_on")
        if paper_on and paper_on > today():
            self.add_error("paper_on", _("The day cannot be after today."))
        self._check_facility(cleaned)

    def _check_return(self, day):
        born_on = self.case.victim.born_on
        field = "returned_day" if self.cleaned_data.get("returned_day") else None
        field = field or "returned_year"
        if day and day > today():
            self.add_error(field, _("The day of return cannot be after today."))
        elif (
            day
            and born_on
            and day.year < born_on.year
            or day
            and field == "returned_day"
            and self._is_before_birth(day)
        ):
            self.add_error(field, _("The day of return cannot be before the birth."))

    def _is_before_birth(self, day):
        victim = self.case.victim
        known = victim.born_on and victim.born_precision == Precision.DAY
        return bool(known and day < victim.born_on)

    def _check_facility(self, cleaned):
        start, end = cleaned.get("in_facility_from"), cleaned.get("in_facility_until")
        if end and not start:
            self.add_error("in_facility_from", _("Fill in the first day as well."))
        elif end and end < start:
            self.add_error("in_facility_until", _("The end lies before the begin."))
        if start and start > today():
            self.add_error("in_facility_from", _("The day cannot be after today."))

    def save(self, *, by):
        if self.is_not_asked:
            return
        case, said = self.case, self.cleaned_data
        self.take(case, self.FIELDS)
        case.returned_on, case.returned_precision = said["returned"]
        case.edit(by=by, fields=[*self.FIELDS, "returned_on", "returned_precision"])
        self._identify(by)

    def _identify(self, by):
        said = self.cleaned_data
        names = ("status", "paper_kind", "paper_number", "body", "paper_on")
        told = {name: said[name] for name in names}
        if told["status"] != Identification.Status.VICTIM:
            told |= {"paper_kind": "", "paper_number": ""}
        if self.known and told == {name: getattr(self.known, name) for name in names}:
            return
        Identification(case=self.case, happened_on=today(), **told).log(by=by)


class NeedsForm(TaskForm):
    """What the person wishes, in an order of their own; and in their own words."""

    ranks = ("first", "second", "third")
    more = ticks(
        [(k.value, k.label) for k in Need.Kind if k not in ("food", "shelter")],
        label=gettext_lazy("And also"),
    )
    goals = text(
        gettext_lazy("In the person's own words"),
        most=300,
        rows=3,
        help_text=NO_DETAILS,
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        labels = [_("Most important"), _("Second"), _("Third")]
        ordered = {"version": self.fields["version"]}
        for name, label in zip(self.ranks, labels, strict=True):
            ordered[name] = forms.ChoiceField(
                label=label, choices=[("", "–"), *Need.Kind.choices], required=False
            )
        self.fields = ordered | self.fields

    def read(self, case):
        said = {"goals": case.goals}
        self.known = list(case.needs.live().filter(urgent=False))
        ranked = {need.rank: need.kind for need in self.known}
        for number, name in enumerate(self.ranks, start=1):
            said[name] = ranked.get(number, "")
        said["more"] = [need.kind for need in self.known if need.rank is None]
        return said

    def check(self, cleaned):
        ranked = [cleaned.get(name) for name in self.ranks if cleaned.get(name)]
        if len(set(ranked)) < len(ranked):
            self.add_error("second", _("Choose each need once."))

    def wished(self):
        said = self.cleaned_data
        ranked = [said[name] for name in self.ranks if said[name]]
        found = {kind: rank for rank, kind in enumerate(ranked, start=1)}
        return {kind: None for kind in said["more"] if kind not in found} | found

    def save(self, *, by):
        """Wishes that changed are struck out and said anew; the others stand."""
        wished = self.wished()
        for need in self.known:
            if wished.get(need.kind, "gone") == need.rank:
                del wished[need.kind]
            else:
                need.void(by=by, reason=str(_("The person ordered the wishes anew.")))
        for kind, rank in wished.items():
            Need(case=self.case, happened_on=today(), kind=kind, rank=rank).log(by=by)
        if self.case.goals != self.cleaned_data["goals"]:
            self.case.goals = self.cleaned_data["goals"]
            self.case.edit(by=by, fields=[])


class FamilyForm(TaskForm):
    """How many people there are; the children who came along have their own page."""

    record_of = "household"

    hamlet = text(gettext_lazy("Hamlet"), most=60)
    people = whole_number(
        gettext_lazy("People in the household"), min_value=1, max_value=40
    )
    head_name = NameField(
        label=gettext_lazy("Head of household"), required=False, least=2
    )
    came_along = radio(
        YES_NO, label=gettext_lazy("Did children come along?"), shape="segment"
    )

    def read(self, household):
        said = super().read(household)
        has = self.case.minors.exists()
        done = "family" in self.case.tasks_done
        said["came_along"] = "yes" if has else ("no" if done else "")
        return said

    def check(self, cleaned):
        if cleaned.get("came_along") == "no" and self.case.minors.exists():
            self.add_error("came_along", _("Children are recorded below."))

    def save(self, *, by):
        fields = ["hamlet", "people", "head_name"]
        self.take(self.record, fields)
        self.record.edit(by=by, fields=fields)


class MinorForm(BirthFields, RecordForm):
    """One child who came along: how to call, born, related, what is needed.

    Who the father is, is never asked.
    """

    name = NameField(label=gettext_lazy("What to call the child"))
    sex = radio(Sex, label=gettext_lazy("Sex"), shape="two", required=False)
    relation = radio(
        AccompanyingMinor.Relation, label=gettext_lazy("Relation to the person")
    )
    born_abroad = radio(
        [("no", gettext_lazy("in Vietnam")), ("yes", gettext_lazy("abroad"))],
        label=gettext_lazy("Born where"),
        shape="segment",
        required=False,
    )
    has_birth_certificate = radio(
        YES_NO,
        label=gettext_lazy("Has a birth certificate?"),
        shape="segment",
        required=False,
    )
    at_school = radio(
        YES_NO, label=gettext_lazy("Goes to school?"), shape="segment", required=False
    )
    needs = ticks(AccompanyingMinor.Need, label=gettext_lazy("Needs"))

    FLAGS = ["born_abroad", "has_birth_certificate", "at_school"]
    FIELDS = ["name", "sex", "relation", "needs"]

    def __init__(self, data=None, *, minor):
        super().__init__(data, record=minor)
        self.add_candidates()
        birth = [name for name in self.fields if name.startswith("birth")]
        self.order_fields(["name", *birth])

    def read(self, minor):
        said = super().read(minor) | self.birth_initial(minor)
        for name in self.FLAGS:
            flag = getattr(minor, name)
            said[name] = {True: "yes", False: "no"}.get(flag, "")
        return said

    def clean(self):
        cleaned = super().clean()
        minor = self.record
        minor.born_on, minor.born_precision = self.born(cleaned)
        if not minor.born_on:
            minor.born_precision = ""
        try:
            minor.clean()
        except ValidationError as error:
            for message in error.messages:
                self.add_error("birth", message)
        return cleaned

    def save(self, *, by):
        minor, said = self.record, self.cleaned_data
        for name in self.FIELDS:
            setattr(minor, name, said[name])
        for name in self.FLAGS:
            setattr(minor, name, {"yes": True, "no": False}.get(said[name]))
        if minor._state.adding:
            return minor.log(by=by)
        return minor.edit(
            by=by,
            fields=[*self.FIELDS, *self.FLAGS, "born_on", "born_precision"],
        )
