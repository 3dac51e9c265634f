"""Who the person is; other names; papers; how to call safely."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import DayField
from victims.forms.base import (
    NO_DETAILS,
    PLAIN,
    YES_NO,
    NameField,
    NumberField,
    PhoneField,
    TaskForm,
    radio,
    text,
    ticks,
)
from victims.forms.dates import BirthFields
from victims.forms.intake import FORMS_OF_ADDRESS
from victims.models import Alias, Paper, Victim
from victims.models.ethnicity import LOCAL, NAMES, code_of, name_of
from victims.models.victim import Sex, Some, id_hash

GSO = Victim.EthnicityList.GSO_1979
LANGUAGES = ["Tiếng phổ thông", *(f"Tiếng {name}" for name in LOCAL[:-1])]
_others = sorted(set(NAMES[GSO].values()) - set(LOCAL))
ETHNICITIES = [
    ("", "–"),
    (gettext_lazy("In Hà Giang"), [(name, name) for name in LOCAL]),
    (gettext_lazy("All others"), [(name, name) for name in _others]),
]


class IdentityForm(BirthFields, TaskForm):
    """Nothing here is needed for help to begin, so nearly nothing is required."""

    record_of = "victim"

    name = NameField(
        label=gettext_lazy("Full name, as on the birth certificate"),
        required=False,
        least=2,
        help_text=gettext_lazy("As on the papers; leave empty if it is not known yet."),
    )
    call_name = NameField(label=gettext_lazy("What to call"), most=40)
    address_form = radio(
        [(word, word) for word in FORMS_OF_ADDRESS],
        label=gettext_lazy("How to address"),
        shape="chips",
        required=False,
    )
    sex = radio(Sex, label=gettext_lazy("Sex"), shape="two", required=False)
    ethnicity = forms.ChoiceField(
        label=gettext_lazy("Ethnicity"), choices=ETHNICITIES, required=False
    )
    ethnicity_list = radio(
        Victim.EthnicityList,
        label=gettext_lazy("Code list"),
        help_text=gettext_lazy("The same group has different codes in the two lists."),
        required=False,
        initial=GSO,
    )
    ethnic_group = NameField(
        label=gettext_lazy("Group within it, for example Mông Trắng"),
        most=40,
        required=False,
    )
    citizenship = radio(
        Victim.Citizenship, label=gettext_lazy("Citizenship"), required=False
    )
    best_language = forms.CharField(
        label=gettext_lazy("Best language"),
        max_length=30,
        required=False,
        widget=forms.TextInput(PLAIN),
        help_text=gettext_lazy("For example: tiếng Mông."),
    )
    speaks_vietnamese = radio(
        Some, label=gettext_lazy("Speaks Vietnamese"), shape="two", required=False
    )
    reads = radio(Some, label=gettext_lazy("Reads"), shape="two", required=False)
    needs_interpreter = forms.TypedChoiceField(
        label=gettext_lazy("Needs an interpreter?"),
        choices=YES_NO,
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect({"class": "segment"}),
        required=False,
    )
    interpreter_wish = text(
        gettext_lazy("Who may interpret, and who may not"),
        most=60,
        help_text=gettext_lazy("For example: a woman; nobody of the same hamlet."),
    )
    id_number = NumberField(
        label=gettext_lazy("Identity number"),
        lengths={9, 12},
        message=gettext_lazy(
            "An identity number has 12 digits (an old card: 9). There are %(now)s."
        ),
        help_text=gettext_lazy("Kept sealed; found by its last 4 digits."),
    )

    FIELDS = [
        "name", "call_name", "address_form", "sex", "ethnic_group", "citizenship",
        "best_language", "speaks_vietnamese", "reads", "needs_interpreter",
        "interpreter_wish", "id_number",
    ]  # fmt: skip
    field_order = [
        "name", "call_name", "address_form", "birth", "birth_day", "birth_month",
        "birth_year", "birth_age", "birth_animal", "birth_candidate", "sex",
        "ethnicity", "ethnicity_list", "ethnic_group", "citizenship",
        "best_language", "speaks_vietnamese", "reads", "needs_interpreter",
        "interpreter_wish", "id_number",
    ]  # fmt: skip

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.add_candidates()
        self.order_fields(self.field_order)

    def read(self, victim):
        said = super().read(victim) | self.birth_initial(victim)
        said["ethnicity"] = name_of(victim.ethnicity_list, victim.ethnicity)
        said["ethnicity_list"] = victim.ethnicity_list or GSO
        needs = victim.needs_interpreter
        said["needs_interpreter"] = {True: "yes", False: "no"}.get(needs, "")
        return said

    def check(self, cleaned):
        cleaned["born"] = self.born(cleaned)
        born_on = cleaned["born"][0]
        returned_on = self.case.returned_on
        if born_on and returned_on and born_on > returned_on:
            self.add_error("birth", _("The birth cannot be after the return."))
        self._check_number(cleaned)

    def _check_number(self, cleaned):
        """The same identity number is a strong sign of a second file."""
        number = cleaned.get("id_number")
        if not number:
            return
        same = Victim.objects.filter(id_hash=id_hash(number)).exclude(pk=self.record.pk)
        if same.exists():
            self.add_error(
                "id_number",
                _(
                    "A file with this number exists in your area. Search for the number "
                    "and use that file."
                ),
            )

    def save(self, *, by):
        victim, said = self.record, self.cleaned_data
        self.take(victim, self.FIELDS)
        victim.born_on, victim.born_precision = said["born"]
        if not victim.born_on:
            victim.born_precision = ""
        victim.ethnicity_list = said["ethnicity_list"] or GSO
        if said["ethnicity"]:
            victim.ethnicity = code_of(victim.ethnicity_list, said["ethnicity"])
        else:
            victim.ethnicity = victim.ethnicity_list = ""
        own = [name for name in self.FIELDS if name != "id_number"]
        fields = ["born_on", "born_precision", "ethnicity", "ethnicity_list"]
        victim.edit(by=by, fields=own + fields)

    def warnings(self):
        """What is told after saving; never a reason to refuse."""
        said = self.cleaned_data
        found = []
        if self.record.may_be_minor:
            found.append(
                _("May be under 18: the rules for children hold until it is clear.")
            )
        number, born = said.get("id_number", ""), self.record.born_on
        if len(number) == 12 and born and number[4:6] != f"{born.year % 100:02}":
            found.append(
                _("Digits 5–6 of the identity number and the year of birth differ.")
            )
        return found


class AliasForm(TaskForm):
    """One more name; struck out on the page, never overwritten."""

    record_of = "victim"

    name = NameField(label=gettext_lazy("Other name"), least=1, required=False)
    kind = radio(Alias.Kind, label=gettext_lazy("Kind"), shape="two", required=False)
    for_contact = forms.BooleanField(
        label=gettext_lazy("Used when contacting"), required=False
    )

    def read(self, victim):
        return {}

    def check(self, cleaned):
        if cleaned.get("name") and not cleaned.get("kind"):
            self.add_error("kind", _("Choose what kind of name it is."))

    def save(self, *, by):
        said = self.cleaned_data
        if said["name"]:
            Alias(
                victim=self.record,
                happened_on=today(),
                name=said["name"],
                kind=said["kind"],
                for_contact=said["for_contact"],
            ).log(by=by)


class PapersForm(TaskForm):
    """Each paper: has it, lost, none, unclear; details of those that are there."""

    record_of = "victim"

    def __init__(self, data=None, *, case, **kwargs):
        standing = Paper.objects.standing().filter(victim=case.victim)
        self.standing = {paper.kind: paper for paper in standing}
        super().__init__(data, case=case, **kwargs)
        for kind in Paper.Kind:
            self._add(kind, self.standing.get(kind.value))

    def _add(self, kind, paper):
        known = paper.status if paper else ""
        self.fields[kind.value] = radio(
            Paper.Status,
            label=capfirst(kind.label),
            shape="two",
            required=False,
            initial=known,
        )
        details = {
            "number": text(_("Number"), most=40),
            "issuer": text(_("Issued by"), most=120),
            "issued_on": DayField(label=_("Issued on"), required=False),
        }
        for name, field in details.items():
            field.initial = getattr(paper, name) if paper else None
            self.fields[f"{kind.value}-{name}"] = field

    def read(self, victim):
        return {}

    @property
    def kinds(self):
        """For the page: (status field, [fields of details], is there something)."""
        for kind in Paper.Kind:
            details = [
                self[f"{kind.value}-{n}"] for n in ("number", "issuer", "issued_on")
            ]
            is_open = any(d.errors or d.value() not in (None, "") for d in details)
            yield self[kind.value], details, is_open

    def check(self, cleaned):
        for kind in Paper.Kind:
            issued_on = cleaned.get(f"{kind.value}-issued_on")
            born_on = self.record.born_on
            if issued_on and issued_on > today():
                self.add_error(
                    f"{kind.value}-issued_on", _("The day cannot be after today.")
                )
            elif issued_on and born_on and issued_on < born_on:
                self.add_error(
                    f"{kind.value}-issued_on",
                    _("A paper is not issued before the birth."),
                )

    def save(self, *, by):
        """One new row for each paper that changed; the others stand as they are."""
        for kind in Paper.Kind:
            said = self._said(kind.value)
            if said["status"] and said != self._known(kind.value):
                paper = Paper(victim=self.record, kind=kind.value, happened_on=today())
                for name, value in said.items():
                    setattr(paper, name, value)
                paper.log(by=by)

    def _said(self, kind):
        said = self.cleaned_data
        found = {"status": said.get(kind, "")}
        has = found["status"] == Paper.Status.HAS
        for name in ("number", "issuer", "issued_on"):
            value = said.get(f"{kind}-{name}")
            found[name] = value if has else (None if name == "issued_on" else "")
        return found

    def _known(self, kind):
        paper = self.standing.get(kind)
        names = ("status", "number", "issuer", "issued_on")
        return {name: getattr(paper, name) for name in names} if paper else None


HOURS = [
    ("morning", gettext_lazy("morning")),
    ("noon", gettext_lazy("noon")),
    ("evening", gettext_lazy("evening")),
    ("market", gettext_lazy("market days")),
    ("never", gettext_lazy("do not call")),
]


class ContactForm(TaskForm):
    """How to reach the person without harm; all of it is sealed."""

    record_of = "victim"
    asks_privacy = True

    phone = PhoneField(label=gettext_lazy("Safe phone number"))
    who_answers = text(gettext_lazy("Who may answer the phone"), most=80)
    hours = ticks(HOURS, label=gettext_lazy("When it is safe to call"))
    may_leave_message = radio(
        [*YES_NO, ("not_asked", gettext_lazy("Not asked"))],
        label=gettext_lazy("May a message be left?"),
        shape="segment",
        required=False,
    )
    safe_contact = text(
        gettext_lazy("Another safe contact"),
        most=120,
        help_text=gettext_lazy("How to call and how they are related."),
    )
    meeting_place = text(gettext_lazy("A safe place to meet"), most=120)
    must_not_know = text(
        gettext_lazy("Who must NOT know"),
        most=300,
        rows=3,
        help_text=gettext_lazy(
            "Name or relation, one a line. Shown as a warning above every call."
        ),
    )
    wants_known = text(
        gettext_lazy("What the person wants staff to know"),
        most=300,
        rows=3,
        help_text=NO_DETAILS,
    )
    address = text(
        gettext_lazy("How to find the house"), most=200, help_text=NO_DETAILS
    )

    FIELDS = [
        "phone", "who_answers", "may_leave_message", "safe_contact",
        "meeting_place", "must_not_know", "wants_known",
    ]  # fmt: skip

    def read(self, victim):
        return super().read(victim) | {
            "hours": victim.call_hours.split(",") if victim.call_hours else [],
            "address": self.case.household.address,
        }

    def save(self, *, by):
        if self.is_not_asked:
            return
        victim = self.record
        self.take(victim, self.FIELDS)
        victim.call_hours = ",".join(self.cleaned_data["hours"])
        victim.edit(by=by, fields=[])
        household = self.case.household
        if household.address != self.cleaned_data["address"]:
            household.address = self.cleaned_data["address"]
            household.edit(by=by, fields=[])
