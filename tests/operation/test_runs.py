"""How jobs ended: kept by the database's function alone, and no backup is claimed."""

import os
import uuid
from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Run, Submission
from accounts.models.run import LABELS
from operation import health
from operation.management.commands import nightly
from tests.accounts.sql import refused, run
from tests.conftest import unguarded


def ran(kind, ok=True, hours=0):
    with unguarded():
        Run.record(kind, ok=ok)
        run = Run.objects.last(kind)
        ended = timezone.now() - timedelta(hours=hours)
        Run.objects.filter(pk=run.pk).update(ended_at=ended)


@pytest.mark.parametrize("kind", ["backup", "restore test"])
def test_the_real_role_of_the_site_cannot_claim_a_backup(places, kind):
    name = connection.settings_dict["NAME"]

    with (
        psycopg.connect(os.environ["DATABASE_APP_URL"], dbname=name) as real,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="no backups"),
    ):
        real.execute("SELECT record_run(%s, true, '', 1)", [kind])


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO accounts_run (kind, ok, note, started_at, role)"
        " VALUES ('trail', true, '', now(), 'app')",
        "UPDATE accounts_run SET ok = true",
        "DELETE FROM accounts_run",
    ],
)
def test_the_site_writes_no_run_past_the_function(places, statement):
    with refused("permission denied"):
        run(statement)


@pytest.mark.parametrize(
    ("ok", "hours", "well"),
    [(True, 1, True), (True, 25, True), (True, 27, False), (False, 1, False)],
)
def test_a_backup_counts_for_a_night(places, ok, hours, well):
    ran("backup", ok, hours)

    assert health.backup()[0] is well


@pytest.mark.parametrize(("days", "well"), [(34, True), (36, False)])
def test_a_restore_test_counts_for_a_month(places, days, well):
    ran("restore test", hours=24 * days)

    assert health.restore_test()[0] is well


def test_a_backup_that_was_never_made_is_not_well(places):
    assert health.backup()[0] is False


def test_a_failed_walk_along_the_trail_is_not_well(places):
    ran("trail", ok=True, hours=3)
    ran("trail", ok=False)

    assert health.trail()[0] is False


def test_a_job_that_did_not_run_is_named(places):
    for kind in health.NIGHTLY:
        ran(kind)
    assert health.jobs()[0] is True
    ran("expire", ok=False)

    assert health.jobs() == (False, str(LABELS["expire"]))


def test_what_cannot_be_asked_is_not_well(places, monkeypatch):
    def broken():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(
        health, "QUESTIONS", [(broken, "Broken"), (health.clocks, "Clocks")]
    )

    first, second = health.checks()

    assert (first.ok, second.ok) == (False, True)


def test_each_job_of_the_night_is_kept_and_a_failure_is_loud(places, monkeypatch):
    monkeypatch.setattr(
        nightly, "JOBS", [("clear", None), ("expire", ["no_such_command"])]
    )

    with pytest.raises(CommandError, match="Failed: expire"):
        call_command("nightly")

    assert [(run.kind, run.ok) for run in Run.objects.newest()] == [
        ("clear", True),
        ("expire", False),
    ]


def test_the_night_clears_keys_of_forms_of_a_month_ago_and_no_others(caseworker):
    at = timezone.now()
    with unguarded():
        for days in (29, 31):
            Submission.objects.create(
                key=uuid.uuid4(),
                user=caseworker,
                digest=b"",
                at=at - timedelta(days=days),
            )

    said = nightly.clear()

    assert said.endswith("1 keys of forms")
    with unguarded():
        assert Submission.objects.get().at == at - timedelta(days=29)


def test_the_nights_jobs_are_those_that_health_asks_for():
    assert [kind for kind, _words in nightly.JOBS] == health.NIGHTLY


def test_health_fails_with_a_code(places):
    with pytest.raises(CommandError, match="not well"):
        call_command("health")


def test_a_monitor_learns_one_word(client, places):
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (503, b"not ok\n")


def test_a_monitor_is_told_when_all_is_well(client, places, monkeypatch):
    monkeypatch.setattr(health, "QUESTIONS", [(health.clocks, "Clocks")])

    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_administrator_sees_what_is_not_well(sign_in, administrator):
    ran("backup", ok=False)

    page = sign_in(administrator).get("/status/").content.decode()

    with override("vi"):
        for _question, name in health.QUESTIONS:
            assert str(name) in page
    assert page.count("tag-danger") >= 2
