"""The launcher of the demo's and the tests' database, on a cluster of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.postgres import PROJECT, Cluster

pytestmark = pytest.mark.system
NAME = "test-launcher-" + os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(scope="module")
def made():
    cluster = Cluster(NAME)
    cluster.fresh()
    yield cluster
    cluster.stop()
    shutil.rmtree(cluster.home)
    cluster.secret.unlink()


@pytest.fixture
def cluster(made):
    made.start()
    return made


def launch(*arguments, **variables):
    return subprocess.Popen(
        [sys.executable, "-m", "config.postgres", *arguments],
        cwd=PROJECT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_no_application_role_passes_row_level_security(cluster):
    question = (
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles"
        " WHERE rolname ~ '^(app|tester)' ORDER BY rolname"
    )

    with psycopg.connect(cluster.url("app")) as connection:
        rows = connection.execute(question).fetchall()

    assert rows == [
        ("app", False, False),
        ("app_backup", False, True),
        ("app_owner", False, False),
        ("tester", False, True),
    ]


def test_a_wrong_password_is_refused(cluster):
    url = cluster.url("postgres").replace(cluster.password("postgres"), "guess")

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url)


def test_nothing_listens_on_the_network_and_the_socket_is_closed(cluster):
    with psycopg.connect(cluster.url("app")) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()[0]
    _, door = cluster.running()

    assert listening == ""
    assert Path(door).stat().st_mode & 0o777 == 0o700
    assert cluster.data.stat().st_mode & 0o777 == 0o700


def test_data_are_kept_over_a_stop(cluster):
    with psycopg.connect(cluster.url("app_owner")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    _, door = cluster.running()

    cluster.stop()
    assert cluster.running() is None
    assert not Path(door).exists()
    cluster.start()

    with psycopg.connect(cluster.url("app_owner")) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_starting_after_a_crash(cluster):
    process, door = cluster.running()
    os.kill(process, signal.SIGKILL)
    while Path(f"/proc/{process}").exists():
        time.sleep(0.01)

    cluster.start()

    assert cluster.running()[1] != door
    assert not Path(door).exists()
    with psycopg.connect(cluster.url("app")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_process_id_of_somebody_else_is_never_stopped(cluster):
    cluster.stop()
    other = subprocess.Popen(["sleep", "60"])
    stale = f"{other.pid}\n{cluster.data}\n0\n5432\n/tmp/not-there\n\n0\nready\n"
    (cluster.data / "postmaster.pid").write_text(stale)

    cluster.stop()

    assert other.poll() is None
    other.terminate()
    other.wait()


def test_starts_at_once_share_one_server(cluster):
    cluster.stop()

    answers = [
        process.communicate() for process in [launch("start", NAME) for _ in "1234"]
    ]

    assert len({output for output, _ in answers}) == 1
    assert "DATABASE_URL='postgres://app:" in answers[0][0]


def test_an_unknown_choice_of_database_is_a_sentence(cluster):
    cluster.stop()

    process = launch("start", NAME, POSTGRES="nonsense")

    _, error = process.communicate()
    assert process.returncode == 1
    assert error.startswith("No PostgreSQL found (nonsense)")
