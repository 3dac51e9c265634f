"""A day of the working calendar, and striking one out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.widgets import DayField
from support_regimes.models import CalendarDay


class CalendarDayForm(forms.ModelForm):
    day = DayField(label=_("Day"))

    class Meta:
        model = CalendarDay
        fields = ["day", "kind", "name", "basis", "confidence", "area"]
        help_texts = {
            "name": _("For example: Tết, or working day in exchange."),
            "basis": _("The notice or law that says so, with number and day."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = CalendarDay.Kind.OFF
        area = self.fields["area"]
        posted = user.postings.live().values("area")
        area.queryset = Area.objects.filter(pk__in=posted)
        area.label = _("Only for this area")
        area.empty_label = _("the whole country")


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("At least 10 letters, in plain words."),
        max_length=200,
    )
