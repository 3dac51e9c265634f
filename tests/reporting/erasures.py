"""Asking for an erasure and confirming it, as two officers do."""

from datetime import date

from django.db import connection

from tests.conftest import unguarded
from victims.erasing_rows import erase
from victims.models import Case, Erasure


def closed(case):
    with unguarded():
        end = {"closed_on": date(2023, 12, 1), "closed_reason": "plan_reached"}
        Case.objects.filter(pk=case.pk).update(**end)
    return case


def asked(case, by, acts_as, why="mistake", **more):
    with acts_as(by):
        return Erasure(victim=case.victim, why=why, **more).ask(by=by)


def confirmed(erasure, by, acts_as):
    with acts_as(by):
        fresh = (
            Erasure.objects.for_writing().select_related("victim").get(pk=erasure.pk)
        )
        fresh.confirm(by=by, erase=erase)


class as_owner:
    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE app_owner")

    def __exit__(self, *error):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE app")
