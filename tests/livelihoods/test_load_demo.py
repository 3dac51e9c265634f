"""The demo: who works in it, and that nothing invented changes the record's figures."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import Posting, User
from accounts.requests import acting
from accounts.roles import Role
from livelihoods.demo.people import PASSWORD, PEOPLE
from livelihoods.models import Grant, HomeVisit
from reporting.figures.scope import Scope
from reporting.figures.womens_union import womens_union
from support_regimes.models import (
    CommuneHandover,
    Outcome,
    RegimeRequest,
    ReturnAssessment,
    Stay,
    StayEntry,
    UnmetNeed,
)
from tests.conftest import take, unguarded
from tests.livelihoods.counted import Table
from victims.models import Case, Complaint, Household, Identification, Victim


def load(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def people(places):
    """The demo's people, added by the owner of the tables."""
    take("app_owner")
    call_command("load_demo_people", stdout=StringIO())
    take("app")


def counts():
    models = [Case, Household, Grant, HomeVisit, RegimeRequest, User, Posting]
    models += [Stay, StayEntry, Outcome, UnmetNeed, Complaint]
    with unguarded():
        return [model.objects.count() for model in models]


def kinds(model, field):
    with unguarded():
        return set(model.objects.values_list(field, flat=True).distinct())


def figures(user, province, as_of):
    reach = tuple(user.reach("reporting.view_womens_union"))
    scope = Scope(province, date(2019, 1, 1), as_of, as_of, "district", reach)
    with acting(user):
        return womens_union(scope)


DISTRICTS = {"MV": "Mèo Vạc", "ĐV": "Đồng Văn", "HSP": "Hoàng Su Phì", "YM": "Yên Minh"}


def check_lines(victims, table, day, names):
    """A report's table, line by line, against the count of the record's files."""
    lines = {line.area.name: line for line in table.lines}
    for prefix, district in DISTRICTS.items():
        check(Table(victims, prefix, day), lines[district], names)
    check(Table(victims, "", day), table.total, names)


def check(table, line, names):
    """One line against the count of the record's files."""
    heads = {names[species]: n for species, n in line.at_first.items()}
    raised = {names[species]: n for species, n in line.raised.items()}
    sold = {names[species]: n for species, n in line.sold.items()}
    assert (line.units, line.valued, line.support) == (
        table.units,
        table.valued,
        table.support,
    )
    assert (heads, raised, sold) == (table.at_first, table.raised, table.sold)
    assert line.income == table.sales


def test_the_demo_lives_and_the_record_keeps_its_figures(people, province):
    load()
    first = counts()
    lines = load()

    assert counts() == first
    assert [line.rsplit(" ", 1)[-1] for line in lines[-10:]] == [
        "0.", "0.", "bước.", "0.", "0.", "0.", "0.", "0.", "0.", "0.",
    ]  # fmt: skip
    officer = User.objects.get(username="hoi-tinh")
    for day in (date(2021, 12, 31), date(2023, 12, 31)):
        report = figures(officer, province, day)
        names = {key: str(species) for key, species in report.species.items()}
        for victims, table in [(False, report.prevention), (True, report.victims)]:
            check_lines(victims, table, f"{day:%d/%m/%Y}", names)
    assert kinds(Grant, "state") == set(Grant.State.values)
    assert kinds(RegimeRequest, "state") == {
        "asked", "verified", "appraised", "returned", "approved", "refused", "withdrawn",
    }  # fmt: skip
    assert kinds(Identification, "status") == set(Identification.Status.values)
    assert kinds(Victim, "sex") == {"female", "male"}
    assert kinds(Victim, "citizenship") == {"vietnamese", "foreigner"}
    with unguarded():
        overdue = Household.objects.filter(next_visit_on__lt=date(2024, 1, 15)).count()
        assert 3 <= overdue <= 15
        assert Case.objects.filter(closed_on__isnull=False).count() == 1
    check_the_new_pages()


def check_the_new_pages():
    """Stays, outcomes, needs and complaints: each page has something to show."""
    assert kinds(Outcome, "topic") == set(Outcome.Topic.values)
    assert len(kinds(UnmetNeed, "cause")) > 8
    assert kinds(ReturnAssessment, "result") == {"home"}
    assert kinds(CommuneHandover, "step") == {"given", "taken"}
    assert kinds(StayEntry, "kind") == set(StayEntry.Kind.values)
    with unguarded():
        running = Stay.objects.running(date(2024, 1, 15)).count()
        assert (running, Stay.objects.count()) == (2, 5)
        worker = User.objects.get(username="can-bo-xa")
        assert Complaint.objects.filter(about=worker).waiting().count() == 1
        assert Complaint.objects.exclude(about=worker).count() == 1
    for name, seen in [("can-bo-xa", 0), ("can-bo-huyen", 1), ("hoi-tinh", 1)]:
        user = User.objects.get(username=name)
        with acting(user):
            assert Complaint.objects.filter(about=worker).count() == seen, name


def test_every_role_has_a_sign_in_with_the_password_that_is_shown(people):
    lines = load("--sign-ins")

    assert PASSWORD in lines[0]
    shown = {person.role for person in PEOPLE if person.shown}
    assert shown == set(Role) - {Role.EMERGENCY_READER}  # asked for, never given
    assert len(lines) == 1 + len(shown)
    with unguarded():
        assert all(user.check_password(PASSWORD) for user in User.objects.all())
        posted = User.objects.annotate(n=Count("postings")).filter(n=0)
        assert posted.count() == 0


@pytest.mark.parametrize("command", ["load_demo", "load_demo_people"])
def test_the_demo_is_refused_elsewhere(settings, command):
    settings.DEMO = False

    with pytest.raises(CommandError) as error:
        call_command(command)

    assert str(error.value) == "Lệnh này chỉ dùng cho bản chạy thử."
