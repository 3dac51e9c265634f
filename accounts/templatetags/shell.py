"""What every page needs from Python: form keys, icons, Vietnamese numbers and days."""

from collections import Counter
from uuid import uuid4

from django import template
from django.forms import BaseForm, BaseFormSet, Field
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas import words

register = template.Library()
REQUIRED = Field.default_error_messages["required"]

NO_VALUE = "–"
MARKS = {
    "leaf": gettext_lazy("leaf"),
    "fish": gettext_lazy("fish"),
    "bird": gettext_lazy("bird"),
    "flower": gettext_lazy("flower"),
    "tree": gettext_lazy("tree"),
    "mushroom": gettext_lazy("mushroom"),
    "butterfly": gettext_lazy("butterfly"),
    "corn": gettext_lazy("corn"),
}

WEEKDAYS = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]


@register.simple_tag(takes_context=True)
def form_keys(context):
    """The two hidden inputs of a POST form; works in an include with `only` too."""
    request = context.get("request") or context.request
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="submission" value="{}">',
        get_token(request),
        uuid4(),
    )


@register.simple_tag
def icon(name, classes=""):
    """A picture beside a word, so screen readers pass it by."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        classes,
        static("icons.svg"),
        name,
    )


@register.filter
def number(value):
    """1234 -> 1.234; nothing known is a dash, never 0."""
    if value is None or value == "":
        return NO_VALUE
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


@register.filter
def vnd(amount):
    """12000000 -> 12.000.000 đ; what was never valued in money is not 0."""
    if amount is None or amount == "":
        return _("not valued")
    return f"{number(int(amount))} đ"


@register.filter
def vnd_words(amount):
    if amount is None or amount == "":
        return _("not valued")
    return words.dong_words(int(amount))


@register.filter
def day(value):
    return value.strftime("%d/%m/%Y") if value else NO_VALUE


@register.filter
def weekday(value):
    """ "Thứ Hai" and not "Thứ 2": as it is said."""
    return WEEKDAYS[value.weekday()] if value else NO_VALUE


@register.filter
def mark(glyph):
    """The word for a recognition glyph: "leaf" -> "lá"."""
    return MARKS.get(glyph, glyph)


@register.filter
def problems(forms):
    """Every error of a form, a formset or a list of them, as (anchor, sentence).

    A sentence that fits any field, or stands at several, also names its field.
    """
    if isinstance(forms, BaseFormSet):
        own = [("", error) for error in forms.non_form_errors()]
        return own + problems(forms.forms)
    if isinstance(forms, BaseForm):
        return _form_problems(forms)
    return [found for form in forms or () for found in problems(form)]


def _form_problems(form):
    found = [("", error) for error in form.non_field_errors()]
    wrong = [(field, str(error)) for field in form for error in field.errors]
    times = Counter(error for _field, error in wrong)
    for field, error in wrong:
        if field.label and (times[error] > 1 or error == str(REQUIRED)):
            label = str(field.label)
            error = f"{label}{'' if label.endswith('?') else ':'} {error}"
        found.append((field.auto_id, error))
    return found
