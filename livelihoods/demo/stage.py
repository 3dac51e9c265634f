"""How the demo's invented cases come about: by the acts of people, on their days."""

from contextlib import contextmanager
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from accounts.models import User
from accounts.requests import acting
from areas.models import Area

DEMO = uuid5(NAMESPACE_URL, "hoi-gia/demo")


def demo_id(*parts):
    """The id of an invented record: the same at every run, so nothing comes twice."""
    return uuid5(DEMO, "/".join(parts))


def new_id(model, *parts):
    """The id of a record of this model that is not there yet; None if it is."""
    pk = demo_id(model._meta.model_name, *parts)
    return None if model.objects.filter(pk=pk).exists() else pk


def january(day):
    return date(2024, 1, day)


@contextmanager
def as_if(person, day=None):
    """Acts of this person, as if that were the day; gives the user."""
    before = settings.TODAY
    settings.TODAY = day or before
    try:
        user = User.objects.get(username=person.username)
        with acting(user):
            yield user
    finally:
        settings.TODAY = before


def commune(code):
    return Area.objects.by_code(f"{code}@2004")
