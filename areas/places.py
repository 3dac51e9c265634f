"""Choosing a place in a form: by the list of the day when it happened."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.clock import today
from areas.models import Area


def typed_day(form, name):
    """The day typed into a bound form, as far as it can be read; else today."""
    if not form.is_bound:
        return today()
    field = form.fields[name]
    raw = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    try:
        return field.clean(raw) or today()
    except ValidationError:
        return today()


def offer(form, name, communes, day):
    """Offer these communes (query, of the list of the day) in the field of the form.

    A commune of another list that was one single commune then is taken as that one;
    where it was several, they are named.
    """
    field = form.fields[name]
    field.queryset = communes
    typed = form.data.get(form.add_prefix(name)) if form.is_bound else None
    if not (typed and typed.isdecimal()) or communes.filter(pk=typed).exists():
        return
    place = Area.objects.filter(pk=typed).first()
    same = place and place.as_of(day)
    if same and communes.filter(pk=same.pk).exists():
        form.data = form.data.copy()
        form.data[form.add_prefix(name)] = str(same.pk)
    elif place and not same:
        others = place.predecessors() if place.valid_from else place.successors()
        field.error_messages["invalid_choice"] = _(
            "On %(day)s this was: %(places)s. Choose one."
        ) % {
            "day": f"{day:%d/%m/%Y}",
            "places": "; ".join(area.label for area in others.select_related("parent")),
        }
