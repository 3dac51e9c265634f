"""A place typed by its official code or by its name."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from areas.models import Area

MOST_SHOWN = 6


class AreaField(forms.CharField):
    """ "00814", "00814@2004", "khau vai meo vac" -> Area of today's lists.

    of_any_day: also of an ended list, by its full code.
    """

    default_error_messages = {
        "required": _("Enter a place."),
        "unknown": _("No place of today's list has this name."),
        "ended": _("%(old)s ended on %(until)s. It became: %(new)s. Write the code."),
        "several": _("Several places are named so. Write the code: %(choices)s."),
    }

    def __init__(self, *, of_any_day=False, **kwargs):
        self.of_any_day = of_any_day
        kwargs.setdefault(
            "help_text",
            _("Official code or name, for example 00814 or: khau vai, meo vac"),
        )
        super().__init__(max_length=100, **kwargs)

    def prepare_value(self, value):
        return value.key if isinstance(value, Area) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        areas = Area.objects.on(today()).select_related("parent__parent")
        if self.of_any_day and "@" in text:
            areas = Area.objects.select_related("parent__parent")
        if text[0].isdigit():
            return areas.by_code(text)
        return self.named(areas, text)

    def tell_what_became(self, text):
        """Raises ValidationError naming the successors of a place of an ended list."""
        ended = Area.objects.filter(valid_to__lt=today()).select_related("parent")
        old = ended.search(text).first()
        now = list(old.successors().select_related("parent")) if old else []
        if now:
            raise ValidationError(
                self.error_messages["ended"],
                code="ended",
                params={
                    "old": old.label,
                    "until": f"{old.valid_to:%d/%m/%Y}",
                    "new": "; ".join(f"{area.code} ({area.label})" for area in now),
                },
            )

    def named(self, areas, text):
        """The only place found, or the only one of exactly this name."""
        found = list(areas.search(text)[: MOST_SHOWN + 1])
        if not found:
            self.tell_what_became(text)
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        alone = len(found) == 1 or (
            found[0].likeness > found[1].likeness and found[0].likeness >= 2
        )
        if alone:
            return found[0]
        choices = [f"{area.code} ({area.label})" for area in found[:MOST_SHOWN]]
        raise ValidationError(
            self.error_messages["several"],
            code="several",
            params={"choices": "; ".join(choices)},
        )
