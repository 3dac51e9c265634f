"""The home visit: seven short blocks on one page."""

from datetime import timedelta
from functools import partial

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import WorkSetting
from areas.clock import today
from areas.widgets import ComingDayInput, DayField
from livelihoods.forms.herd import HerdForm, choices, sale
from livelihoods.models import HomeVisit, Income
from livelihoods.models.schedule import visit_days
from victims.models import AccompanyingMinor
from victims.models.household import Risk

OTHER_DAY = "other"
NO_CHILDREN = "none"
SAFETY = ("threat", "strangers", "leaving")
Answer, Feeling, Way = HomeVisit.Answer, HomeVisit.Feeling, HomeVisit.Way


def feeling(label, **kwargs):
    return choices(Feeling, label=label, **kwargs)


def answer(label):
    return choices(Answer, label=label, required=False, shape="two")


class VisitForm(forms.Form):
    """All of a visit but its herds, which are forms of their own (`herds`)."""

    happened_on = DayField(label=gettext_lazy("Day of the visit"), initial=today)
    way = choices(Way, label=gettext_lazy("How"), shape="")
    not_met = choices(
        HomeVisit.NotMet, label=gettext_lazy("Why not met"), required=False
    )
    private = forms.TypedChoiceField(
        label=gettext_lazy("Could you talk in private?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect({"class": "segment"}),
        required=False,
    )
    threat = answer(
        gettext_lazy("Does anybody threaten, force or frighten the person?")
    )
    strangers = answer(
        gettext_lazy("Have strangers offered work far away, over the border?")
    )
    leaving = answer(
        gettext_lazy("Does anybody at home think of going far away to work?")
    )
    meet = choices(
        HomeVisit.Meet,
        label=gettext_lazy("Wants to meet somebody alone?"),
        required=False,
        shape="two",
    )
    risk_after = choices(
        Risk,
        label=gettext_lazy("Risk after this visit"),
        required=False,
        shape="segment",
    )
    risk_reason = choices(
        HomeVisit.RiskReason,
        label=gettext_lazy("Why the risk changed"),
        help_text=gettext_lazy("Only if the level is another than before."),
        required=False,
    )
    health = feeling(gettext_lazy("Health"), required=False)
    mind = feeling(gettext_lazy("Mind"), required=False)
    eating = feeling(gettext_lazy("Eating and sleep"), required=False)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needs help with"),
        choices=[(need, capfirst(label)) for need, label in HomeVisit.Needs.choices],
        widget=forms.CheckboxSelectMultiple({"class": "chips"}),
        required=False,
    )
    income_kind = choices(
        Income.Kind, label=gettext_lazy("Other income, from what"), required=False
    )
    income_amount = sale(gettext_lazy("Amount"), required=False)
    next_in = forms.ChoiceField(
        label=gettext_lazy("Next visit"), widget=forms.RadioSelect({"class": "chips"})
    )
    next_on = DayField(
        label=gettext_lazy("Another day"),
        widget=ComingDayInput,
        required=False,
        help_text=gettext_lazy("If the person named a day."),
    )
    note = forms.CharField(
        label=gettext_lazy("To remember"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("At most 300 letters. No story of the past, no names."),
        widget=forms.Textarea({"rows": 3}),
    )
    late_ok = forms.BooleanField(required=False)
    next_ok = forms.BooleanField(required=False)
    risk_ok = forms.BooleanField(required=False)

    def __init__(self, data=None, *, household, **kwargs):
        super().__init__(data, **kwargs)
        self.household = household
        self.cases = list(household.cases.open().select_related("victim"))
        herds = household.herds.select_related("species").order_by("species__order")
        self.herds = [HerdForm(data, herd=herd) for herd in herds]
        self.fields["next_in"].choices = self._intervals()
        self.fields["risk_after"].initial = household.risk_level
        self._ask_which_case()
        self._ask_schooling()

    def _intervals(self):
        days = sorted({visit_days(risk, today()) for risk in Risk.values})
        known = [(str(n), _("In %(days)s days") % {"days": n}) for n in days]
        return [*known, (OTHER_DAY, _("Another day"))]

    def _ask_which_case(self):
        if len(self.cases) > 1:
            who = [(str(case.pk), f"{case} · {case.victim}") for case in self.cases]
            self.fields["case"] = forms.ChoiceField(
                label=_("Who was visited"),
                choices=[*who, ("", _("The household"))],
                widget=forms.RadioSelect,
                required=False,
            )

    def _ask_schooling(self):
        """One question a child who came along, else one for the children at home."""
        minors = AccompanyingMinor.objects.filter(case__in=self.cases)
        asked = {f"school-{minor.pk}": minor.name for minor in minors}
        if not asked:
            asked = {"school-home": _("Children of the home go to school?")}
        for name, label in asked.items():
            self.fields[name] = choices(
                HomeVisit.School, label=label, required=False, shape="two"
            )
        if "school-home" in asked:
            none = (NO_CHILDREN, _("No school children"))
            self.fields["school-home"].choices = [*HomeVisit.School.choices, none]
        self.schooling = [self[name] for name in asked]

    def is_valid(self):
        """The herds are asked for only if somebody was met."""
        valid = super().is_valid()
        if self.cleaned_data.get("way") not in HomeVisit.MET:
            return valid
        day = self.cleaned_data.get("happened_on")
        for herd in self.herds:
            if herd.is_valid() and day:
                herd.check_day(day)
        return valid and not any(herd.errors for herd in self.herds)

    @property
    def all_forms(self):
        """Every form of the page, in its order, for the list of what is wrong."""
        met = self.is_bound and self.data.get("way") in HomeVisit.MET
        return [self, *(self.herds if met else [])]

    def clean(self):
        data = super().clean()
        self._check_day(data)
        if data.get("way") in HomeVisit.MET:
            self._check_met(data)
        else:
            self._drop_what_was_not_asked(data)
        self._check_next(data)
        return data

    def _check_day(self, data):
        if data.get("happened_on") and data["happened_on"] > today():
            self.add_error("happened_on", _("The day cannot be after today."))

    def _check_met(self, data):
        data["not_met"] = ""
        if data.get("private") is None:
            self.add_error("private", _("Say whether you could talk in private."))
        if data.get("private"):
            for name in (*SAFETY, "meet"):
                if not data.get(name):
                    self.add_error(name, _("Choose an answer; “Not asked” is one too."))
        else:
            data |= dict.fromkeys((*SAFETY, "meet"), Answer.NOT_ASKED.value)
        if not data.get("mind"):
            self.add_error("mind", _("Choose an answer; “Not asked” is one too."))
        self._check_risk(data)
        if bool(data.get("income_amount")) != bool(data.get("income_kind")):
            missing = "income_kind" if data.get("income_amount") else "income_amount"
            if missing not in self.errors:
                self.add_error(missing, _("Give both: from what, and the amount."))

    def _check_risk(self, data):
        data["risk_after"] = data.get("risk_after") or self.household.risk_level
        if data["risk_after"] == self.household.risk_level:
            data["risk_reason"] = ""
        elif not data.get("risk_reason"):
            self.add_error("risk_reason", _("Say why the risk changed."))

    def _drop_what_was_not_asked(self, data):
        if data.get("way") == Way.NOT_MET and not data.get("not_met"):
            self.add_error("not_met", _("Say why you could not meet."))
        if data.get("way") != Way.NOT_MET:
            data["not_met"] = ""
        empty = ("health", "mind", "eating", "risk_reason", "income_kind")
        data |= dict.fromkeys(empty, "")
        data |= {"private": None, "needs": [], "income_amount": None}
        data["risk_after"] = self.household.risk_level

    def _check_next(self, data):
        day, chosen = data.get("happened_on"), data.get("next_in")
        if not day or not chosen:
            return
        if chosen != OTHER_DAY:
            data["next_on"] = day + timedelta(days=int(chosen))
        elif "next_on" in self.errors:
            return
        elif not data.get("next_on"):
            self.add_error("next_on", _("Enter the day of the next visit."))
        elif data["next_on"] <= day:
            self.add_error("next_on", _("The next visit comes after this one."))

    @property
    def was_met(self):
        return self.cleaned_data["way"] in HomeVisit.MET

    @property
    def is_urgent(self):
        """Did an answer about safety sound an alarm?"""
        return self.was_met and any(
            self.cleaned_data.get(name) == Answer.YES for name in SAFETY
        )

    def doubts(self):
        """[(name of the tick, title, text)]: to be looked at once more, never refused."""
        found = [*self._day_doubts()]
        if self.is_urgent and self.cleaned_data["risk_after"] == Risk.LOW:
            title = _("Low risk, although an answer was “Yes”?")
            found.append(("risk_ok", title, _("Medium or High is suggested.")))
        for herd in self.herds if self.was_met else []:
            found += herd.doubts()
        return found

    def _day_doubts(self):
        data = self.cleaned_data
        late = (today() - data["happened_on"]).days
        if late > WorkSetting.value_on("late_entry_days", today()):
            text = _("The visit was %(days)s days ago.") % {"days": late}
            yield "late_ok", _("Entered late. Is the day right?"), text
        most = visit_days(data["risk_after"], data["happened_on"])
        if (data["next_on"] - data["happened_on"]).days > most:
            text = _("At this risk, at most %(days)s days lie between visits.")
            yield "next_ok", _("The next visit is late."), text % {"days": most}

    def open_doubts(self):
        """Doubts that nobody has said to be right."""
        return [doubt for doubt in self.doubts() if not self.data.get(doubt[0])]

    @cached_property
    def case(self):
        """The case visited: the only open one, the one chosen, or None."""
        if "case" not in self.fields:
            return self.cases[0] if self.cases else None
        chosen = self.cleaned_data["case"]
        return next((case for case in self.cases if str(case.pk) == chosen), None)

    def log(self, *, by):
        """Log the visit with its herd changes and its income; returns it."""
        data = self.cleaned_data
        kept = ("happened_on", "way", "not_met", "private", "health", "mind", "eating")
        kept += ("needs", "risk_after", "risk_reason")
        visit = HomeVisit(
            household=self.household,
            case=self.case,
            next_visit_on=data["next_on"],
            **{name: data[name] for name in kept},
        )
        visit.answers = self._answers() if self.was_met else {}
        visit.note = data["note"]
        return visit.log(by=by, carry=self._carry(by) if self.was_met else ())

    def _answers(self):
        names = (*SAFETY, "meet")
        said = {name: self.cleaned_data[name] for name in names}
        school = {
            field.name.removeprefix("school-"): self.cleaned_data[field.name]
            for field in self.schooling
            if self.cleaned_data[field.name]
        }
        return said | ({"school": school} if school else {})

    def _carry(self, by):
        carried = [enter for herd in self.herds for enter in herd.carry(by)]
        if self.cleaned_data["income_amount"]:
            carried.append(partial(self._income, by))
        return carried

    def _income(self, by, visit):
        Income(
            household=self.household,
            case=self.case,
            visit=visit,
            happened_on=visit.happened_on,
            kind=self.cleaned_data["income_kind"],
            amount=self.cleaned_data["income_amount"],
        ).log(by=by)

    def summary(self):
        """The visit in rows of label and value, safety answers only counted."""
        data = self.cleaned_data
        way = [Way(data["way"]).label]
        if data["not_met"]:
            way.append(HomeVisit.NotMet(data["not_met"]).label)
        if data["private"] is not None:
            way.append(_("in private") if data["private"] else _("not in private"))
        rows = [
            (_("Day of the visit"), _day(data["happened_on"])),
            (_("How"), ", ".join(str(word) for word in way)),
        ]
        if self.was_met:
            rows += self._summary_of_meeting(data)
        rows.append((_("Next visit"), _day(data["next_on"])))
        return [{"label": label, "value": value} for label, value in rows]

    def _summary_of_meeting(self, data):
        for herd in self.herds:
            yield str(herd.herd), _herd_summary(herd)
        if data["income_amount"]:
            yield _("Other income"), Income.Kind(data["income_kind"]).label
        said = sum(data[name] != Answer.NOT_ASKED for name in (*SAFETY, "meet"))
        yield _("Safety"), _("%(said)s answers noted") % {"said": said}
        yield _("Risk"), Risk(data["risk_after"]).label
        yield _("Mind"), Feeling(data["mind"]).label


def _herd_summary(herd):
    if not herd.has_changed_herd:
        return _("as before, %(heads)s") % {"heads": herd.before}
    text = f"{herd.sum_text} = {herd.after}"
    if herd.counted_heads is None:
        return text
    return _("%(sum)s; counted %(counted)s") % {
        "sum": text,
        "counted": herd.counted_heads,
    }


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
