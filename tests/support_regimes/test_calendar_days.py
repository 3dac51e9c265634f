"""The working calendar: loaded, added to, struck out, and counted by at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.requests import acting
from support_regimes.calendars import Calendars, calendars, the_calendar
from support_regimes.loading_calendar import read, save
from support_regimes.models import CalendarDay
from tests.accounts.trail import acts
from tests.conftest import place, send, unguarded

LIST = reverse("support_regimes:calendar_days")
ADD = reverse("support_regimes:calendar_day_add")
FLOOD = {
    "day": "06/02/2025", "kind": "off", "name": "Lũ",
    "basis": "Công điện 01/2025", "confidence": "text_seen", "area": "",
}  # fmt: skip


def the(day, area=None):
    return CalendarDay.objects.live().get(day=day, area=area)


def new(**fields):
    fields = {
        "day": date(2025, 2, 6), "kind": "off", "name": "Lũ", "basis": "Công điện",
        "confidence": "text_seen",
    } | fields  # fmt: skip
    return CalendarDay(**fields)


def off(year):
    with unguarded():
        days = CalendarDay.objects.live().filter(day__year=year, area=None)
        return {
            kind: [
                d.strftime("%d/%m")
                for d in days.filter(kind=kind).values_list("day", flat=True)
            ]
            for kind in ("off", "worked")
        }


def test_the_days_of_2025_and_2026_as_announced(places):
    assert off(2025) == {
        "off": [
            "01/01", "27/01", "28/01", "29/01", "30/01", "31/01", "07/04", "30/04",
            "01/05", "02/05", "01/09", "02/09",
        ],
        "worked": ["26/04"],
    }  # fmt: skip
    assert off(2026) == {
        "off": [
            "01/01", "16/02", "17/02", "18/02", "19/02", "20/02", "27/04", "30/04",
            "01/05", "31/08", "01/09", "02/09", "24/11",
        ],
        "worked": ["22/08"],
    }  # fmt: skip


def test_every_year_is_there_and_what_nobody_announced_is_marked(places):
    days = read()

    assert {each.day.year for each in days} == set(range(2013, 2028))
    unsure = {each.day.year for each in days if each.is_unconfirmed}
    assert unsure == {2027}
    assert all(each.basis and each.name for each in days)
    assert all((each.kind == "worked") == (each.day.weekday() >= 5) for each in days)


def test_loading_again_changes_nothing_and_keeps_what_the_page_wrote(
    administrator, capsys
):
    with acting(administrator):
        the(date(2025, 1, 27)).void(by=administrator, reason="Ngày này vẫn làm việc")
        new().add(by=administrator)
    with unguarded():
        CalendarDay.objects.filter(day=date(2025, 1, 1)).update(name="khác")

        again = save([*read(), new()])

        assert again == {"changed": 1, "kept": 2, "same": len(read()) - 2}
        assert CalendarDay.objects.get(day=date(2025, 1, 1)).name == "Tết Dương lịch"
        call_command("load_calendar")
    assert "180" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "2025-13-01,off,Tết,Luật,secondary",
        "2025-01-01,half,Tết,Luật,secondary",
        "2025-01-04,off,Tết,Luật,secondary",  # a Saturday
        "2025-01-06,worked,Bù,Luật,secondary",  # a Monday
        "2025-01-01,off,Tết,,secondary",
        "2025-01-01,off,Tết,Luật,sure",
    ],
)
def test_a_wrong_line_is_named(tmp_path, line):
    path = tmp_path / "calendar.csv"
    path.write_text(f"day,kind,name,basis,confidence\n{line}\n", encoding="utf-8")

    with pytest.raises(ValidationError, match="2"):
        read(path)


def test_one_question_a_request(sign_in, caseworker, places):
    with CaptureQueriesContext(connection) as queries:
        sign_in(caseworker).get(reverse("support_regimes:request_list"))
        sign_in(caseworker).get(reverse("support_regimes:due_list"))

    asked = [q for q in queries if "support_regimes_calendarday" in q["sql"]]
    assert len(asked) == 1


def test_a_day_of_one_place_stands_before_that_of_the_country():
    sixth, saturday = date(2025, 2, 6), date(2025, 4, 26)
    found = Calendars(
        [
            (saturday, "worked", False, None),
            (sixth, "off", True, [7, 8]),
            (saturday, "off", False, [8]),
        ]
    )

    assert found.country.is_working(sixth)
    assert found.of(9) == found.of() == found.country
    assert [found.of(place).is_working(sixth) for place in (7, 8)] == [False, False]
    assert [found.of(place).is_working(saturday) for place in (7, 8)] == [True, False]
    assert found.of(7).unconfirmed == {sixth}
    assert found.country.known_until == date(2025, 12, 31)
    assert Calendars([]).country.known_until is None


def test_an_officer_adds_a_day_and_every_clock_counts_by_it(
    sign_in, labour_officer, commune, province
):
    response = send(sign_in(labour_officer), ADD, FLOOD | {"area": province.pk})

    assert response.status_code == 302
    with acting(labour_officer):
        assert not the_calendar(commune.pk).is_working(date(2025, 2, 6))
        assert the_calendar().is_working(date(2025, 2, 6))
    assert the(date(2025, 2, 6), province).added_by == labour_officer
    assert "add calendar day" in acts()


def test_a_day_struck_out_counts_no_more_and_stays_readable(
    sign_in, administrator, places
):
    client, day = sign_in(administrator), the(date(2025, 1, 27))
    url = reverse("support_regimes:calendar_day_void", args=[day.pk])

    short = send(client, url, {"reason": "sai"})
    done = send(client, url, {"reason": "Thông báo mới: vẫn làm việc"})

    assert (short.status_code, done.status_code) == (200, 302)
    with unguarded():
        assert calendars().country.is_working(date(2025, 1, 27))
    text = client.get(LIST, {"year": 2025}).content.decode()
    assert "Thông báo mới: vẫn làm việc" in text
    assert client.get(url).status_code == 404
    assert "void calendar day" in acts()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": "08/02/2025"}, "day"),  # a Saturday off
        ({"kind": "worked"}, "day"),  # a Thursday worked
        ({"day": "27/01/2025"}, "day"),  # there already
        ({"basis": ""}, "basis"),
    ],
)
def test_a_day_that_says_nothing_is_refused_and_what_was_typed_stays(
    sign_in, administrator, places, fields, field
):
    response = send(sign_in(administrator), ADD, FLOOD | fields)

    assert list(response.context["form"].errors) == [field]
    assert "Lũ" in response.content.decode()


def test_only_for_a_place_of_ones_own(labour_officer, commune):
    with acting(labour_officer), pytest.raises(ValidationError):
        new(area=place("04@2004")).add(by=labour_officer)
    with acting(labour_officer):
        day = the(date(2025, 1, 27))
        day.void(by=labour_officer, reason="Thông báo mới của Chính phủ")
        with pytest.raises(ValidationError):
            day.void(by=labour_officer, reason="Thông báo mới của Chính phủ")


def test_the_database_lets_nobody_else_write_or_change_a_day(
    caseworker, administrator, commune
):
    wrong = [
        (caseworker, "INSERT INTO support_regimes_calendarday (day, kind, name, basis,"
         " confidence, void_reason, added_by_id) VALUES ('2025-02-06', 'off', 'x', 'x',"
         " 'secondary', '', asker())"),
        (administrator, "UPDATE support_regimes_calendarday SET day = '2025-03-03'"),
        (administrator, "DELETE FROM support_regimes_calendarday"),
    ]  # fmt: skip
    for user, statement in wrong:
        with (
            acting(user),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(statement)
    with acting(caseworker):
        struck = CalendarDay.objects.update(void_reason="x", voided_by=caseworker)
        assert struck == 0


def test_the_page_shows_one_year_at_a_time(sign_in, caseworker, settings):
    settings.TODAY = date(2027, 3, 1)
    client = sign_in(caseworker)

    shown = client.get(LIST)

    assert {day.day.year for day in shown.context["days"]} == {2027}
    assert shown.content.decode().count("tag-warn") == len(shown.context["days"])
    assert client.get(LIST, {"year": "1999"}).status_code == 404
    settings.TODAY = date(2028, 3, 1)
    assert client.get(LIST).context["days"] == []
