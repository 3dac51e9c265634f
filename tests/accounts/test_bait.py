"""The owner lays a bait: whoever opens the invented case is flagged."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import Bait
from tests.accounts.sql import refused
from tests.accounts.trail import acts, rows
from tests.conftest import take
from tests.factories import make_case


@pytest.fixture
def case(commune):
    return make_case(commune)


def bait(*words):
    """The command as the owner; the test goes on as the application."""
    take("app_owner")
    try:
        call_command("bait", *words, stdout=StringIO())
    finally:
        take("app")


def flagged(administrator, acts_as):
    with acts_as(administrator):
        flags = trail.unusual(timezone.now() - timedelta(days=1))
    return [(flag.user_id, flag.most) for flag in flags if flag.kind == "bait"]


def test_who_opens_it_is_flagged_from_then_on(
    sign_in, caseworker, administrator, case, acts_as
):
    page = sign_in(caseworker)
    page.get(f"/cases/{case.pk}/person/")
    before = flagged(administrator, acts_as)

    bait(f"https://so-tay.example/cases/{case.pk}/")
    page.get(f"/cases/{case.pk}/person/")

    assert before == []
    assert flagged(administrator, acts_as) == [(caseworker.pk, 1)]


def test_after_its_end_nobody_is_flagged_until_it_is_laid_again(
    sign_in, caseworker, administrator, case, acts_as
):
    page = sign_in(caseworker)
    bait(str(case.pk))
    bait(str(case.pk), "--end")
    page.get(f"/cases/{case.pk}/person/")
    ended = flagged(administrator, acts_as)

    bait(str(case.pk))
    page.get(f"/cases/{case.pk}/person/")

    assert ended == []
    assert flagged(administrator, acts_as) == [(caseworker.pk, 1)]


def test_the_trail_keeps_that_it_was_laid_but_not_which(case):
    bait(str(case.pk))

    assert acts()[-1] == "lay bait"
    assert (rows()[-1].subjects, rows()[-1].purpose) == ([], "")


@pytest.mark.parametrize("end", [[], ["--end"]])
def test_what_is_no_key_or_no_bait_is_refused(case, end):
    with pytest.raises(CommandError):
        bait("HG-2024-0001", *end)
    with pytest.raises(CommandError):
        bait(str(case.pk), "--end")


def test_the_application_lays_none(administrator, case, acts_as):
    with acts_as(administrator), refused("permission denied"), transaction.atomic():
        Bait.objects.create(record=case.pk, since=timezone.now())
