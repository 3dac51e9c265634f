"""What the administrator asks the access journal for."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import ACTS
from accounts.models import Activity, User, WorkSetting
from areas.clock import today
from areas.widgets import DayField

GROUPS = [
    ("looks", _("looked at records")),
    ("acts", _("changed something")),
    ("names", _("names shown")),
    ("refusals", _("refusals")),
    ("searches", _("searches without a result")),
    ("export", _("exports")),
    ("bait", _("bait opened")),
    ("night", _("work at night")),
]
NOT_ACTS = ("read ", "refused ", "failed ", "find nothing ")


class TrailForm(forms.Form):
    """Filters of the journal, bound to the address; `rows()` are what they find."""

    who = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.all(),
        required=False,
        empty_label=_("all"),
    )
    act = forms.ChoiceField(label=_("What was done"), required=False)
    from_on = DayField(label=_("From"), required=False)
    to_on = DayField(label=_("To"), required=False)
    record = forms.UUIDField(
        label=_("Key of a record"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        exact = sorted(ACTS.items(), key=lambda pair: str(pair[1]))
        self.fields["act"].choices = [
            ("", _("all")),
            (_("Kinds"), GROUPS),
            (_("Single acts"), exact),
        ]

    def rows(self):
        """Rows of the trail that match, without their reasons; all if it is empty."""
        rows = Activity.objects.defer("purpose")
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        if asked["who"]:
            rows = rows.filter(user_id=asked["who"].pk)
        if asked["from_on"]:
            rows = rows.filter(at__gte=_midnight(asked["from_on"]))
        if asked["to_on"]:
            rows = rows.filter(at__lt=_midnight(asked["to_on"] + timedelta(days=1)))
        return _of_act(rows, asked["act"]) if asked["act"] else rows


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _of_act(rows, act):
    """Rows of one act, or of a kind of acts as unusual_use() counts them."""
    if act == "looks":
        return rows.filter(act__startswith="read ")
    if act == "acts":
        other = Q()
        for prefix in NOT_ACTS:
            other |= Q(act__startswith=prefix)
        return rows.exclude(other)
    if act == "names":
        return rows.filter(~Q(names=[]) | Q(act="reveal name"))
    if act == "refusals":
        return rows.filter(act__startswith="refused ")
    if act == "searches":
        return rows.filter(act__startswith="find nothing ")
    if act == "export":
        return rows.filter(Q(act__startswith="export ") | Q(act="download export"))
    if act == "bait":
        return rows.baited()
    if act == "night":
        return _at_night(rows)
    return rows.filter(act=act)


def _at_night(rows):
    hours = ("night_from_clock", "night_until_clock")
    values = WorkSetting.values_on(hours, today())
    first, last = (values[key] for key in hours)
    hour = rows.annotate(hour=ExtractHour("at"))
    return hour.filter(Q(hour__gte=first) | Q(hour__lt=last))
