"""The pages of the file, as tests open and send them."""

from django.urls import reverse

from tests.conftest import unguarded
from tests.victims.factories import day_boxes
from victims.models import Case


def page(case, task):
    return reverse("victims:case_task", args=[case.pk, task])


def answers(client, case, task):
    """What the page shows, as it would be sent back unchanged."""
    form = client.get(page(case, task)).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if hasattr(value, "year"):
            data |= day_boxes(field.name, value)
        elif value is not None:
            data[field.name] = value
    return data


def errors(response):
    return {name: list(e) for name, e in response.context["form"].errors.items()}


def fresh(case):
    with unguarded():
        found = Case.objects.select_related("victim", "household__territory")
        return found.get(pk=case.pk)
