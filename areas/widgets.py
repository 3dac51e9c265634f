"""Fields that are typed the way people here write: days, money, counts."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.words import dong_words

OLDEST_YEAR = 1900
DAY_FIRST = re.compile(r"(\d{1,2})[\s/.\-–]+(\d{1,2})[\s/.\-–]+(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
AMOUNT = re.compile(r"(\d[\d.,\s]*?)\s*([^\W\d]*)")
GROUPED = re.compile(r"\d{1,3}([.,\s])\d{3}(?:\1\d{3})*")
SCALES = {
    "": 1,
    "đ": 1,
    "d": 1,
    "đồng": 1,
    "dong": 1,
    "vnd": 1,
    "vnđ": 1,
    "k": 1_000,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "nghin": 1_000,
    "ngan": 1_000,
    "tr": 1_000_000,
    "triệu": 1_000_000,
    "trieu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
    "ty": 1_000_000_000,
}


def dotted(number):
    return f"{number:,}".replace(",", ".")


def short_amount(amount):
    millions, rest = divmod(amount, 1_000_000)
    return dotted(amount) if rest else f"{millions} triệu"


class DayInput(forms.Widget):
    """Three boxes; a whole day pasted into one of them is understood as well.

    The single name is read too, for forms kept on the phone and for imports.
    """

    template_name = "django/forms/widgets/day.html"
    use_fieldset = True
    parts = ("day", "month", "year")
    is_past = True  # today and yesterday at one press

    def value_from_datadict(self, data, files, name):
        boxes = [(data.get(f"{name}_{part}") or "").strip() for part in self.parts]
        if not any(boxes):
            return data.get(name)
        if sum(map(bool, boxes)) == 1 and not boxes[0].isdigit():
            return "".join(boxes)
        return "/".join(boxes)

    def value_omitted_from_data(self, data, files, name):
        return not any(key in data for key in (name, f"{name}_day"))

    def id_for_label(self, id_, index="0"):
        return f"{id_}_day" if id_ else id_

    def boxes(self, value):
        if isinstance(value, date):
            return [f"{value.day:02}", f"{value.month:02}", str(value.year)]
        found = YEAR_FIRST.fullmatch(value or "")
        if found:
            return list(reversed(found.groups()))
        boxes = (value or "").split("/")
        return boxes if len(boxes) == 3 else [value or "", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        context["widget"]["boxes"] = [
            {"part": part, "label": label, "value": box}
            for part, label, box in zip(
                self.parts, labels, self.boxes(value), strict=True
            )
        ]
        context["widget"]["today"] = today() if self.is_past else None
        return context

    def format_value(self, value):
        return value


class ComingDayInput(DayInput):
    """Of a day to come: yesterday is no answer."""

    is_past = False


class DayField(forms.Field):
    """A calendar day: boxes, 5/3/24, 05-03-2024 or 2024-03-05 -> date."""

    widget = DayInput
    default_error_messages = {
        "required": gettext_lazy("Enter the day, month and year."),
        "incomplete": gettext_lazy("Enter the day, month and year, all three."),
        "unreadable": gettext_lazy("Write the date like this: 05/03/2024."),
        "nonexistent": gettext_lazy("The date %(date)s does not exist."),
        "too_old": gettext_lazy("The year %(year)s is too long ago. Check the year."),
    }

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = value.strip()
        if "" in text.split("/"):
            raise self.problem("incomplete")
        found = YEAR_FIRST.fullmatch(text)
        parts = reversed(found.groups()) if found else self.day_first(text)
        day, month, year = (int(part) for part in parts)
        return self.real_day(day, month, full_year(year))

    def day_first(self, text):
        found = DAY_FIRST.fullmatch(text)
        if not found:
            raise self.problem("unreadable")
        return found.groups()

    def real_day(self, day, month, year):
        if year < OLDEST_YEAR:
            raise self.problem("too_old", year=year)
        try:
            return date(year, month, day)
        except ValueError:
            written = f"{day:02}/{month:02}/{year}"
            raise self.problem("nonexistent", date=written) from None

    def problem(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (initial or None)
        except ValidationError:
            return True


def full_year(year):
    """24 is 2024; 95 is 1995, because nobody means a year far ahead."""
    if year >= 100:
        return year
    ahead = (today().year + 10) % 100
    return (2000 if year <= ahead else 1900) + year


class MoneyInput(forms.TextInput):
    """`steps` are the amounts of the quick buttons, such as +100.000."""

    template_name = "django/forms/widgets/money.html"

    def __init__(self, attrs=None, steps=()):
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off"} | (attrs or {})
        )
        self.steps = steps

    def format_value(self, value):
        return dotted(value) if isinstance(value, int) else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        amount = readable_amount(value)
        context["widget"]["words"] = "" if amount is None else dong_words(amount)
        context["widget"]["steps"] = [
            {"amount": step, "label": short_amount(step)} for step in self.steps
        ]
        return context


class MoneyField(forms.IntegerField):
    """Whole đồng: 12tr, 12 triệu, 12,5 triệu, 500k, 12.000.000, 12000000 -> int."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": gettext_lazy("Write the amount like this: 12.000.000 or 12 triệu."),
        "min_value": gettext_lazy("The amount must be %(limit)s đ or more."),
        "max_value": gettext_lazy("The amount must be %(limit)s đ or less."),
    }

    def __init__(self, *, min_value=0, max_value=None, steps=(), **kwargs):
        self.lowest, self.highest = min_value, max_value
        kwargs.setdefault("widget", MoneyInput(steps=steps))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        amount = readable_amount(value)
        if amount is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return amount

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.lowest is not None and value < self.lowest:
            self.refuse("min_value", self.lowest)
        if self.highest is not None and value > self.highest:
            self.refuse("max_value", self.highest)

    def refuse(self, code, limit):
        raise ValidationError(
            self.error_messages[code], code=code, params={"limit": dotted(limit)}
        )


def readable_amount(value):
    """The whole đồng that were meant, or None: a doubtful amount is asked again."""
    if value is None or isinstance(value, int):
        return value
    found = AMOUNT.fullmatch(str(value).strip().lower())
    scale = SCALES.get(found[2]) if found else None
    if scale is None:
        return None
    digits = found[1].strip()
    if digits.isdecimal() or GROUPED.fullmatch(digits):
        return int(re.sub(r"[.,\s]", "", digits)) * scale
    return _with_fraction(digits, scale)


def _with_fraction(digits, scale):
    """12,5 triệu -> 12500000, but never a part of a đồng."""
    found = re.fullmatch(r"(\d+)[.,](\d{1,3})", digits)
    if not found or scale == 1:
        return None
    part, left = divmod(int(found[2]) * scale, 10 ** len(found[2]))
    return None if left else int(found[1]) * scale + part


class StepperInput(forms.NumberInput):
    """− [n] +; the buttons need the script, the box does not."""

    input_type = "text"
    template_name = "django/forms/widgets/stepper.html"

    def __init__(self, attrs=None):
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off"} | (attrs or {})
        )


class StepperField(forms.IntegerField):
    """A small count, 0 unless told otherwise."""

    widget = StepperInput
    default_error_messages = {
        "invalid": gettext_lazy("Write a whole number, such as 3."),
        "min_value": gettext_lazy("The number must be %(limit_value)s or more."),
        "max_value": gettext_lazy("The number must be %(limit_value)s or less."),
    }

    def __init__(self, *, min_value=0, **kwargs):
        super().__init__(min_value=min_value, **kwargs)
        for code in ("min_value", "max_value"):
            for validator in self.validators:
                if validator.code == code:
                    validator.message = self.error_messages[code]
