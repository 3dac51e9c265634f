"""Consent purpose by purpose; risk by eight questions; the poverty of the household."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import ComingDayInput, DayField
from victims.forms.base import NO_DETAILS, PLAIN, TaskForm, radio, text
from victims.models import Consent, PovertyStatus, RiskAssessment
from victims.models.household import Risk
from victims.models.risk import QUESTIONS, suggest

Answer = Consent.Answer
ANSWERS = [
    (Answer.YES, gettext_lazy("Yes")),
    (Answer.NO, gettext_lazy("No")),
    (Answer.NOT_ASKED, gettext_lazy("Not asked")),
]
WHEN_NEEDED = (Consent.Purpose.VOICE, Consent.Purpose.STORY)  # may stay unanswered
# What each yes is for, as it is read aloud; and what stops when it is taken back.
SAYS = {
    Consent.Purpose.RECORD: gettext_lazy("We keep a file about you, to help you."),
    Consent.Purpose.SHARE_AUTHORITY: gettext_lazy(
        "The level that approves and the Department may know who you are."
    ),
    Consent.Purpose.SHARE_DONOR: gettext_lazy(
        "The organisation that gives money may know who you are."
    ),
    Consent.Purpose.VISIT: gettext_lazy("We come to your house and call you."),
    Consent.Purpose.PHOTO: gettext_lazy(
        "We take photos of animals, the barn and papers. Never of faces."
    ),
    Consent.Purpose.VOICE: gettext_lazy(
        "We record what you say and keep it in your file. Asked only when needed."
    ),
    Consent.Purpose.STORY: gettext_lazy(
        "Your story or picture may be used in the media. Asked only when needed."
    ),
}
STOPS = {
    Consent.Purpose.RECORD: gettext_lazy(
        "Nothing new is written into the file, and only the code is shown. Officers see "
        "the name while a request or a payment runs. What the law says must be kept, is "
        "kept: decisions, payments, and who read the file."
    ),
    Consent.Purpose.SHARE_AUTHORITY: gettext_lazy(
        "The province and the Department see the code alone: no name, no initials, no "
        "search by name. Decisions that were made stay."
    ),
    Consent.Purpose.SHARE_DONOR: gettext_lazy(
        "Nothing about the person goes to the donor from now on. Sums without names stay."
    ),
    Consent.Purpose.VISIT: gettext_lazy(
        "No visit and no call is planned any more. Visits that were made stay."
    ),
    Consent.Purpose.PHOTO: gettext_lazy("No photo is taken or shown from now on."),
    Consent.Purpose.VOICE: gettext_lazy("No recording is made or played from now on."),
    Consent.Purpose.STORY: gettext_lazy(
        "Story and picture are not used again. What was printed cannot be called back."
    ),
}


class ConsentForm(TaskForm):
    """Seven lines, none answered beforehand; only what changed is written anew."""

    asks_privacy = True

    how = radio(
        Consent.How, label=gettext_lazy("How it was given"), shape="two", required=False
    )
    happened_on = DayField(label=gettext_lazy("Day"), initial=today)
    interpreter_present = forms.BooleanField(
        label=gettext_lazy("An interpreter was there"), required=False
    )
    donor_name = text(gettext_lazy("Name of the donor organisation"), most=120)
    by_guardian = radio(
        [
            ("yes", gettext_lazy("Yes, the guardian agrees as well")),
            ("ask_above", gettext_lazy("The guardian may be the danger: ask above")),
        ],
        label=gettext_lazy("Under 18: the guardian"),
        required=False,
    )
    guardian_name = text(
        gettext_lazy("Guardian: how to call and how related"), most=120
    )

    def __init__(self, data=None, *, case, **kwargs):
        self.known = case.consents_today()
        super().__init__(data, case=case, **kwargs)
        lines = {}
        for purpose in Consent.Purpose:
            lines[purpose.value] = radio(
                ANSWERS,
                label=capfirst(purpose.label),
                help_text=SAYS[purpose],
                shape="segment",
                required=purpose not in WHEN_NEEDED and not self.is_listened(),
                initial=self._answer(purpose),
                error_messages={"required": _("Choose an answer, or: Not asked.")},
            )
        first = {n: f for n, f in self.fields.items() if n in ("version", "private")}
        self.fields = first | lines | self.fields
        if not case.victim.may_be_minor:
            del self.fields["by_guardian"], self.fields["guardian_name"]

    def is_listened(self):
        return self.data.get("private") == "no"

    def _answer(self, purpose):
        consent = self.known.get(purpose.value)
        if not consent or consent.answer == Answer.WITHDRAWN:
            return ""
        return consent.answer

    def read(self, case):
        return {}

    @property
    def lines(self):
        return [self[purpose.value] for purpose in Consent.Purpose]

    @property
    def others(self):
        own = {purpose.value for purpose in Consent.Purpose} | {"version", "private"}
        return [field for field in self if field.name not in own]

    def changed(self):
        """{purpose: answer} of the lines that say something new."""
        return {
            purpose.value: self.cleaned_data[purpose.value]
            for purpose in Consent.Purpose
            if self.cleaned_data.get(purpose.value)
            and self.cleaned_data[purpose.value] != self._answer(purpose)
        }

    def check(self, cleaned):
        day = cleaned.get("happened_on")
        if day and day > today():
            self.add_error("happened_on", _("The day cannot be after today."))
        elif day and day < self.case.received_on:
            self.add_error("happened_on", _("The day cannot be before the intake."))
        yes = [p for p, answer in self.changed().items() if answer == Answer.YES]
        if yes and not cleaned.get("how"):
            self.add_error("how", _("Say how the yes was given."))
        if "share_donor" in yes and not cleaned.get("donor_name"):
            self.add_error("donor_name", _("Name the organisation that was asked for."))
        if yes and "by_guardian" in self.fields:
            self._check_guardian(cleaned)

    def _check_guardian(self, cleaned):
        """From 7 to 17 the child's own answer and the guardian's are both needed."""
        if not cleaned.get("by_guardian"):
            self.add_error(
                "by_guardian",
                _("The person may be under 18: ask the guardian as well."),
            )
        elif cleaned["by_guardian"] == "yes" and not cleaned.get("guardian_name"):
            self.add_error("guardian_name", _("Say who the guardian is."))

    def save(self, *, by):
        if self.is_not_asked:
            return
        said = self.cleaned_data
        for purpose, answer in self.changed().items():
            is_yes = answer == Answer.YES
            consent = Consent(
                case=self.case,
                purpose=purpose,
                answer=answer,
                how=said["how"] if is_yes else "",
                happened_on=said["happened_on"],
                interpreter_present=said["interpreter_present"],
                by_guardian=is_yes and said.get("by_guardian") == "yes",
            )
            consent.guardian_name = said.get("guardian_name", "") if is_yes else ""
            if purpose == Consent.Purpose.SHARE_DONOR and is_yes:
                consent.donor_name = said["donor_name"]
            consent.log(by=by)


class RiskForm(TaskForm):
    """Eight questions in private; the rules suggest in words, a person decides."""

    asks_privacy = True

    level = radio(Risk, label=gettext_lazy("Risk level"), shape="segment")
    reason = text(
        gettext_lazy("Why another level than suggested"), most=200, help_text=NO_DETAILS
    )
    safe_place = text(gettext_lazy("Safe place"), most=120)
    call_whom = text(gettext_lazy("Whom to call"), most=120)
    agreed_word = text(gettext_lazy("Agreed word"), most=40)
    next_contact = DayField(label=gettext_lazy("Next contact"), widget=ComingDayInput)

    PLAN = ["safe_place", "call_whom", "agreed_word"]

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        questions = {}
        for key, words in QUESTIONS.items():
            questions[key] = radio(
                RiskAssessment.Answer,
                label=words,
                shape="two",
                required=self.data.get("private") != "no",
                error_messages={"required": _("Choose an answer, or: Not asked.")},
            )
        first = {n: f for n, f in self.fields.items() if n in ("version", "private")}
        self.fields = first | questions | self.fields
        self.suggestion = None

    def read(self, case):
        self.known = case.risk
        plan = self.known.plan if self.known else {}
        return {name: plan.get(name, "") for name in self.PLAN}

    @property
    def questions(self):
        return [self[key] for key in QUESTIONS]

    @property
    def others(self):
        own = {*QUESTIONS, "version", "private"}
        return [field for field in self if field.name not in own]

    def check(self, cleaned):
        answers = {key: cleaned.get(key, "") for key in QUESTIONS}
        before = self.known.level if self.known else ""
        self.suggestion = suggest(answers, before)
        level = cleaned.get("level")
        if level and level != self.suggestion.level and len(cleaned["reason"]) < 10:
            self.add_error(
                "reason",
                _("Suggested: %(why)s Say why another level is right.")
                % {"why": self.suggestion.words},
            )
        day = cleaned.get("next_contact")
        if day and day < today():
            self.add_error("next_contact", _("The next contact is today or later."))

    def save(self, *, by):
        if self.is_not_asked:
            return
        said = self.cleaned_data
        assessment = RiskAssessment(
            case=self.case,
            happened_on=today(),
            level=said["level"],
            suggested=self.suggestion.level,
        )
        differs = said["level"] != self.suggestion.level
        assessment.reason = said["reason"] if differs else ""
        assessment.answers = {key: said[key] for key in QUESTIONS}
        plan = {name: said[name] for name in self.PLAN if said[name]}
        assessment.plan = plan | {"next_contact": str(said["next_contact"])}
        assessment.assess(by=by)
        self.case.household.visit_by(said["next_contact"], by=by)


class PovertyForm(TaskForm):
    """Poor, near-poor, not poor, or cannot be assessed: that is not "not poor"."""

    category = radio(PovertyStatus.Category, label=gettext_lazy("The household is"))
    year = forms.IntegerField(
        label=gettext_lazy("By the review of the year"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    standard = forms.CharField(
        label=gettext_lazy("Standard"),
        max_length=80,
        required=False,
        widget=forms.TextInput(PLAIN),
        help_text=gettext_lazy("For example: Nghị định 07/2021/NĐ-CP."),
    )
    certificate = text(gettext_lazy("Number of the certificate"), most=60)
    happened_on = DayField(label=gettext_lazy("Date of the certificate, or of asking"))

    def read(self, record):
        """Of a case or of a household."""
        self.known = getattr(record, "household", record).poverty
        said = {"year": today().year, "happened_on": today()}
        if self.known:
            names = ("category", "year", "standard", "certificate", "happened_on")
            said |= {name: getattr(self.known, name) for name in names}
        return said

    def check(self, cleaned):
        check_poverty(self, cleaned)

    def save(self, *, by):
        log_poverty(self, self.case.household, by=by)


def check_poverty(form, cleaned):
    year, day = cleaned.get("year"), cleaned.get("happened_on")
    if year and not 2000 <= year <= today().year:
        form.add_error("year", _("The year lies between 2000 and this year."))
    if day and day > today():
        form.add_error("happened_on", _("The day cannot be after today."))
    poor = cleaned.get("category") in ("poor", "near_poor")
    if cleaned.get("certificate") and not poor:
        form.add_error(
            "certificate", _("Only a poor or near-poor household has a certificate.")
        )


def log_poverty(form, household, *, by):
    """A new row if anything is new."""
    names = ("category", "year", "standard", "certificate", "happened_on")
    said = {name: form.cleaned_data[name] for name in names}
    if form.known and said == {name: getattr(form.known, name) for name in names}:
        return
    status = PovertyStatus(household=household, **said)
    try:
        status.full_clean(exclude=["territory", "area", "recorded_by"])
    except ValidationError as error:
        raise ValidationError(error.messages) from error
    status.log(by=by)
