"""Writes marked texts into every kind of sealed field, as a caseworker of the example.

Run by `bin/prove raw` in a process of its own; in: MARKS, {what: text} as JSON.
"""

import json
import os
from datetime import date

import django

django.setup()

from django.test import Client  # noqa: E402

from accounts.cleaning import Cleaned  # noqa: E402
from accounts.models import User  # noqa: E402
from accounts.requests import acting  # noqa: E402
from accounts.roles import Role  # noqa: E402
from livelihoods.models import Grant  # noqa: E402
from victims.models import Attachment, Case, Need  # noqa: E402

MARKS = json.loads(os.environ["MARKS"])


def worker():
    """Somebody who works on an open case of the example."""
    for user in User.objects.all():
        if user.has_role(Role.CASEWORKER):
            with acting(user):
                case = Case.objects.open().select_related("victim", "household").first()
                if case:
                    return user, case
    raise SystemExit("no caseworker with an open case")


def write(user, case):
    victim, household = case.victim, case.household
    victim.name = MARKS["name"]
    victim.id_number, victim.phone = MARKS["identity number"], MARKS["phone"]
    victim.safe_contact = MARKS["safe contact"]
    victim.must_not_know = MARKS["who must not know"]
    victim.edit(by=user, fields=["name"])
    household.address, household.note = MARKS["address"], MARKS["note"]
    household.save_version(by=user, fields=["sealed"])
    need = Need(case=case, kind="health", happened_on=date(2024, 1, 10)).log(by=user)
    need.void(by=user, reason=MARKS["reason of a strike-out"])
    content = MARKS["bytes of a file"].encode() * 50
    file = Cleaned(content, "photo", 1, width=64, height=48)
    made = Attachment(household=household, case=case, kind="paper")
    made.happened_on = date(2024, 1, 10)
    made.keep(file, by=user, caption=MARKS["caption of a file"])
    grant = Grant(household=household, case=case, why=["water"]).ask(by=user, lines=[])
    grant.withdraw(by=user, reason=MARKS["reason of a grant's step"])
    return made


def read(user, case, made):
    """The pages that show what was written, so that sorting and logs had their chance."""
    client = Client()
    client.force_login(user)
    for part in ("contact", "numbers", "safety"):
        client.get(f"/cases/{case.pk}/person/", {"see": part}, follow=True)
    client.get(case.get_absolute_url(), follow=True)


person, file_of = worker()
with acting(person):
    kept = write(person, file_of)
read(person, file_of, kept)
