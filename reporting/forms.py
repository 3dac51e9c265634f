"""What a report is asked for: area inside one's own reach, period, day of the count."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from areas.models import Area
from areas.widgets import DayField
from reporting.figures.scope import READINGS, Scope

BY = [(name, words) for name, (words, *_more) in READINGS.items()]


class ReachField(forms.ChoiceField):
    """The key of an area in the asker's reach -> Area. Offers provinces and districts."""

    default_error_messages = {
        "invalid_choice": _(
            "You have no figures of this area. Choose one of the list."
        ),
    }

    def __init__(self, *, reach, **kwargs):
        self.reach = set(reach)
        areas = Area.objects.filter(pk__in=self.reach).select_related("parent")
        wide = areas.exclude(level=Area.Level.COMMUNE).order_by("version", "code")
        # The widest first: a province, then its districts.
        self.areas = sorted(wide, key=lambda area: area.level != Area.Level.PROVINCE)
        if not self.areas:
            self.areas = list(areas.order_by("version", "code"))
        super().__init__(choices=[(area.key, area) for area in self.areas], **kwargs)

    def valid_value(self, value):
        return True

    def clean(self, value):
        area = Area.objects.select_related("parent").by_code(super().clean(value))
        if area.pk not in self.reach:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice"
            )
        return area


class ReportForm(forms.Form):
    """Bound to an address; what it does not name is asked for as usual."""

    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))
    as_of = DayField(label=_("As of"))
    by = forms.ChoiceField(
        label=_("Lines"), choices=BY, widget=forms.RadioSelect({"class": "chips"})
    )

    def __init__(self, data, *, reach):
        super().__init__(_completed(data, reach))
        self.reach = tuple(reach)
        self.fields["area"] = ReachField(label=_("Area"), reach=reach)
        self.order_fields(["area", "from_on", "to_on", "as_of", "by"])
        if not self.data.get("area") and self.fields["area"].areas:
            self.data["area"] = self.fields["area"].areas[0].key

    def clean(self):
        values = super().clean()
        from_on, to_on = values.get("from_on"), values.get("to_on")
        as_of = values.get("as_of")
        if from_on and to_on and from_on > to_on:
            self.add_error("to_on", _("The last day lies before the first day."))
        if as_of and as_of > today():
            self.add_error("as_of", _("The day of the count cannot be after today."))
        elif as_of and from_on and as_of < from_on:
            self.add_error("as_of", _("The day of the count lies before the period."))
        return values

    def scope(self):
        """The Scope of a valid form. A commune is told in communes, unless across a reform."""
        asked = self.cleaned_data
        if asked["area"].level == Area.Level.COMMUNE and asked["by"] == "district":
            asked = asked | {"by": "commune"}
        return Scope(reach=self.reach, **asked)


def usual():
    """Five whole years up to the last one that is over: {name: text}."""
    last = today().year - 1
    return {
        "from_on": date(last - 4, 1, 1).isoformat(),
        "to_on": date(last, 12, 31).isoformat(),
        "as_of": date(last, 12, 31).isoformat(),
        "by": "district",
    }


def _completed(data, reach):
    """A copy with the usual answers where the address is silent."""
    data = data.copy()
    for name, value in usual().items():
        if name not in data and not any(key.startswith(f"{name}_") for key in data):
            data[name] = value
    return data


def address(scope):
    """The question as the query of an address; the form reads it back."""
    return urlencode(
        {
            "area": scope.area.key,
            "from_on": scope.from_on.isoformat(),
            "to_on": scope.to_on.isoformat(),
            "as_of": scope.as_of.isoformat(),
            "by": scope.by,
        }
    )
