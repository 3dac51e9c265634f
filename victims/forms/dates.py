"""Uncertain dates: a day, a month, a year, an age, an animal of the zodiac."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import DayField
from victims.forms.base import radio
from victims.models.victim import OLDEST, Precision

ANIMALS = [
    "Tý (chuột)", "Sửu (trâu)", "Dần (hổ)", "Mão (mèo)", "Thìn (rồng)", "Tỵ (rắn)",
    "Ngọ (ngựa)", "Mùi (dê)", "Thân (khỉ)", "Dậu (gà)", "Tuất (chó)", "Hợi (lợn)",
]  # fmt: skip
RAT = 4  # the year 4 was one of the rat; every twelfth follows


def animal_of(year):
    """The index of a year's animal; the year begins at Tết, so January is doubtful."""
    return (year - RAT) % 12


def years_of(animal, last):
    """The years of an animal up to a last year, newest first, as far as age goes."""
    newest = last - (animal_of(last) - animal) % 12
    return list(range(newest, last - OLDEST, -12))


class HowExact:
    DAY, MONTH, YEAR, AGE, ANIMAL, UNKNOWN = (
        "day", "month", "year", "age", "animal", "unknown",
    )  # fmt: skip


class BirthFields(forms.Form):
    """The birth date in one radio; gives born_on and born_precision.

    The animal needs a second step, so that it works without a script: its years are
    offered, and one is chosen.
    """

    birth = radio(
        [
            (HowExact.DAY, gettext_lazy("The full date is known")),
            (HowExact.MONTH, gettext_lazy("Month and year are known")),
            (HowExact.YEAR, gettext_lazy("Only the year is known")),
            (HowExact.AGE, gettext_lazy("An estimated age")),
            (HowExact.ANIMAL, gettext_lazy("The animal of the year")),
            (HowExact.UNKNOWN, gettext_lazy("Not known, or not asked")),
        ],
        label=gettext_lazy("Date of birth"),
        required=False,
    )
    birth_day = DayField(label=gettext_lazy("Day, month and year"), required=False)
    birth_month = forms.IntegerField(
        label=gettext_lazy("Month"),
        required=False,
        min_value=1,
        max_value=12,
        error_messages={
            "min_value": gettext_lazy("The month must be from 1 to 12."),
            "max_value": gettext_lazy("The month must be from 1 to 12."),
        },
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        help_text=gettext_lazy("Four digits, for example 1995."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_age = forms.IntegerField(
        label=gettext_lazy("About how old, in years"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        error_messages={
            "invalid": gettext_lazy("Enter an age, for example 25."),
            "max_value": gettext_lazy("The age cannot be over 110."),
        },
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_animal = forms.TypedChoiceField(
        label=gettext_lazy("Animal"),
        choices=[("", "–"), *enumerate(ANIMALS)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def add_candidates(self):
        """Once an animal is chosen: its years, of which one is meant."""
        chosen = self.data.get(self.add_prefix("birth_animal"), "")
        if self.data.get(self.add_prefix("birth")) != HowExact.ANIMAL:
            return
        if not (chosen.isdecimal() and int(chosen) < 12):
            return
        years = years_of(int(chosen), today().year)[:8]
        self.fields["birth_candidate"] = forms.TypedChoiceField(
            label=_("Which year is the likeliest?"),
            choices=[
                (year, _("%(year)s, %(age)s years old") % {"year": year, "age": age})
                for year, age in ((year, today().year - year) for year in years)
            ],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect({"class": "two candidates"}),
        )

    def born(self, cleaned):
        """(born_on, precision) of what was typed, or (None, ""); errors at fields."""
        how = cleaned.get("birth")
        reader = {
            HowExact.DAY: self._of_day,
            HowExact.MONTH: self._of_month,
            HowExact.YEAR: self._of_year,
            HowExact.AGE: self._of_age,
            HowExact.ANIMAL: self._of_animal,
        }.get(how)
        found = reader(cleaned) if reader else (None, "")
        if found[0]:
            self._check_birth(how, found[0])
        return found

    def _check_birth(self, how, born_on):
        field = {HowExact.DAY: "birth_day"}.get(how, "birth_year")
        field = "birth_age" if how == HowExact.AGE else field
        if born_on > today():
            self.add_error(field, _("The date of birth must be before today."))
        elif born_on.year < today().year - OLDEST:
            self.add_error(field, _("The age cannot be over 110."))

    def _of_day(self, cleaned):
        return self._needed(cleaned, "birth_day"), Precision.DAY

    def _of_month(self, cleaned):
        month = self._needed(cleaned, "birth_month")
        year = self._real_year(cleaned)
        return (date(year, month, 1) if month and year else None), Precision.MONTH

    def _of_year(self, cleaned):
        year = self._real_year(cleaned)
        return (date(year, 1, 1) if year else None), Precision.YEAR

    def _of_age(self, cleaned):
        age = self._needed(cleaned, "birth_age")
        born = None if age is None else date(today().year - age, 1, 1)
        return born, Precision.ESTIMATED

    def _of_animal(self, cleaned):
        if self._needed(cleaned, "birth_animal") is None:
            return None, ""
        year = cleaned.get("birth_candidate")
        if not year:
            self.add_error("birth_candidate", _("Choose one of the years below."))
            return None, ""
        return date(year, 1, 1), Precision.ESTIMATED

    def _real_year(self, cleaned):
        year = self._needed(cleaned, "birth_year")
        if year is not None and not 1900 <= year <= 9999:
            self.add_error("birth_year", _("Write the year with four digits."))
            return None
        return year

    def _needed(self, cleaned, name):
        if cleaned.get(name) is None and name not in self.errors:
            self.add_error(name, _("Fill in what you chose above."))
        return cleaned.get(name)

    @staticmethod
    def birth_initial(record):
        """What the fields show of a stored birth date."""
        born, how = record.born_on, record.born_precision
        if not born:
            return {"birth": ""}
        if how == Precision.ESTIMATED:
            return {"birth": HowExact.AGE, "birth_age": today().year - born.year}
        return {
            "birth": str(how),
            "birth_day": born if how == Precision.DAY else None,
            "birth_month": born.month if how == Precision.MONTH else None,
            "birth_year": born.year if how != Precision.DAY else None,
        }


def uncertain_day(form, cleaned, prefix):
    """(day, precision) of three boxes: a day, or month and year, or a year alone."""
    day = cleaned.get(f"{prefix}_day")
    month, year = cleaned.get(f"{prefix}_month"), cleaned.get(f"{prefix}_year")
    if day:
        return day, Precision.DAY
    if not year:
        if month:
            form.add_error(f"{prefix}_year", _("Fill in the year as well."))
        return None, ""
    if not 1900 <= year <= 9999:
        form.add_error(f"{prefix}_year", _("Write the year with four digits."))
        return None, ""
    if month:
        return date(year, month, 1), Precision.MONTH
    return date(year, 1, 1), Precision.YEAR
