"""Who saw a case; the access journal; unusual use."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts import activity, trail
from accounts.models import Activity, Bait, WorkSetting
from tests.accounts.trail import acts, rows
from tests.conftest import unguarded
from tests.factories import make_case
from tests.victims.factories import make_paper

# 09:00 in Hà Giang on a Monday.
NINE = datetime(2026, 11, 2, 2, tzinfo=UTC)
SINCE = NINE - timedelta(days=40)


@pytest.fixture
def case(commune):
    return make_case(commune)


def row_of(user, act, at, *subjects, kind="victims.case", names=()):
    return Activity(
        user_id=user.pk, at=at, act=act, subject_type=kind, role="caseworker",
        subjects=list(subjects), names=list(names), request_id=uuid.uuid4(),
    )  # fmt: skip


def put(*rows):
    """Rows of another time, as the tester may write them; not chained."""
    with unguarded():
        Activity.objects.bulk_create(rows)


@pytest.fixture
def past(places):
    """The guards are off: rows may be of any time and person."""
    from django.db import connection  # noqa: PLC0415

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_activity DISABLE TRIGGER USER")


def who_saw(client, case):
    return client.get(reverse("victims:case_trail", args=[case.pk]))


def test_the_officer_reads_who_saw_the_case_and_why(
    sign_in, caseworker, district_officer, case
):
    sign_in(caseworker).get(f"/cases/{case.pk}/person/?see=contact")

    response = who_saw(sign_in(district_officer), case)

    newest = response.context["rows"][0]
    assert newest["user"] == caseworker
    assert newest["sentence"]
    assert newest["why"]
    assert newest["row"].purpose == "private: contact"


def test_what_hangs_on_the_case_counts_as_the_case(
    sign_in, caseworker, district_officer, case, acts_as
):
    paper = make_paper(case.victim)
    with acts_as(caseworker):
        activity.record("record paper", paper)

    response = who_saw(sign_in(district_officer), case)

    assert "record paper" in [each["row"].act for each in response.context["rows"]]


def test_looking_at_who_saw_is_kept(sign_in, district_officer, case):
    who_saw(sign_in(district_officer), case)

    assert acts()[-1] == "read victims:case_trail"
    assert rows()[-1].subjects == [case.pk]


def test_rows_of_other_records_and_their_keys_are_not_told(
    sign_in, caseworker, district_officer, case, commune, acts_as
):
    other = make_case(commune)
    with acts_as(caseworker):
        activity.record("list both", case, other)
        activity.record("other alone", other)

    response = who_saw(sign_in(district_officer), case)

    told = [each["row"] for each in response.context["rows"]]
    assert "other alone" not in [row.act for row in told]
    assert [row.subjects for row in told if row.act == "list both"] == [[case.pk]]


@pytest.mark.parametrize("member", ["caseworker", "labour_officer"])
def test_the_database_tells_nobody_else(request, member, acts_as, case):
    user = request.getfixturevalue(member)

    with pytest.raises(DatabaseError, match="not yours to read"), acts_as(user):
        trail.who_saw([case.pk])


def test_the_administrator_gets_no_reasons(
    provincial_officer, administrator, case, acts_as
):
    with acts_as(provincial_officer):
        case.reveal(by=provincial_officer, reason="Gọi theo yêu cầu của Sở về trợ cấp")

    with acts_as(provincial_officer):
        reasons = [row.purpose for row in trail.who_saw([case.pk])]
    with acts_as(administrator):
        blank = [row.purpose for row in trail.who_saw([case.pk])]
    assert reasons[0] == "Gọi theo yêu cầu của Sở về trợ cấp"
    assert set(blank) == {""}


def test_the_table_is_empty_for_everybody_but_the_administrator(
    caseworker, provincial_officer, administrator, acts_as
):
    activity.write("kept")

    for user, seen in [(caseworker, 0), (provincial_officer, 0), (administrator, 1)]:
        with acts_as(user):
            assert min(Activity.objects.filter(act="kept").count(), 1) == seen


def journal(client, **asked):
    response = client.get("/people/trail/", asked)
    return [each["row"].act for each in response.context["rows"]], response


def test_the_journal_is_filtered_by_person_act_day_and_record(
    sign_in, past, administrator, caseworker, neighbour
):
    key = uuid.uuid4()
    put(row_of(caseworker, "edit case", NINE, key))
    put(row_of(caseworker, "refused 404 victims:case_person", NINE + timedelta(days=1)))
    put(row_of(neighbour, "log visit", NINE + timedelta(days=2)))
    client = sign_in(administrator)

    assert journal(client, who=caseworker.pk)[0] == [
        "refused 404 victims:case_person", "edit case",
    ]  # fmt: skip
    assert journal(client, act="refusals")[0] == ["refused 404 victims:case_person"]
    day = {"from_on": "04/11/2026", "to_on": "04/11/2026"}
    assert journal(client, **day)[0] == ["log visit"]
    assert journal(client, record=key)[0] == ["edit case"]
    assert journal(client, act="edit case")[0] == ["edit case"]


def test_the_journal_goes_on_by_key(sign_in, past, administrator, caseworker):
    for number in range(60):
        put(row_of(caseworker, f"act {number}", NINE + timedelta(seconds=number // 2)))
    client = sign_in(administrator)

    first, response = journal(client, who=caseworker.pk)
    second = client.get("/people/trail/" + response.context["older"])

    assert first == [f"act {number}" for number in range(59, 9, -1)]
    told = [each["row"].act for each in second.context["rows"]]
    assert told == [f"act {number}" for number in range(9, -1, -1)]


def test_the_journal_itself_is_kept(sign_in, administrator, caseworker):
    journal(sign_in(administrator), who=caseworker.pk)

    assert (acts()[-1], rows()[-1].subjects) == ("look into the trail", [caseworker.pk])


def flags(user, administrator, acts_as):
    with acts_as(administrator):
        found = trail.unusual(SINCE)
    return [(flag.kind, flag.most) for flag in found if flag.user_id == user.pk]


def many(user, count, act, *, minutes, kind="victims.case", named=False):
    """Rows about so many records, evenly over the minutes."""
    made = []
    for number in range(count):
        key = uuid.uuid4()
        at = NINE + timedelta(minutes=minutes * number / count)
        made.append(row_of(user, act, at, key, kind=kind, names=[key] if named else ()))
    put(*made)


LOOK = "read victims:case_person"


@pytest.mark.parametrize(
    ("count", "act", "minutes", "named", "expected"),
    [
        (30, LOOK, 50, True, []),
        (31, LOOK, 50, True, [("names", 31)]),
        (40, LOOK, 50, False, []),
        (41, LOOK, 50, False, [("cases", 41)]),
        (60, LOOK, 180, False, []),
        (19, "refused 404 victims:case_person", 50, False, []),
        (20, "refused 404 victims:case_person", 50, False, [("refusals", 20)]),
        (4, "find nothing victims:case_list", 50, False, []),
        (5, "find nothing victims:case_list", 50, False, [("searches", 5)]),
        (1, "export cases with names", 1, False, [("export", 1)]),
    ],
)
def test_what_is_unusual_is_flagged(
    past, caseworker, administrator, acts_as, count, act, minutes, named, expected
):
    many(caseworker, count, act, minutes=minutes, named=named)

    assert flags(caseworker, administrator, acts_as) == expected


def test_the_same_record_counts_once_an_hour(past, caseworker, administrator, acts_as):
    key = uuid.uuid4()
    for number in range(50):
        put(row_of(caseworker, LOOK, NINE + timedelta(minutes=number), key))

    assert flags(caseworker, administrator, acts_as) == []


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(21, []), (22, [("night", 1)]), (3, [("night", 1)]), (5, [])],
)
def test_work_at_night_is_flagged(
    past, caseworker, administrator, acts_as, hour, expected
):
    put(row_of(caseworker, LOOK, NINE + timedelta(hours=hour - 9), uuid.uuid4()))

    assert flags(caseworker, administrator, acts_as) == expected


def test_a_bait_is_flagged_when_it_is_opened(
    past, caseworker, administrator, acts_as, case
):
    with unguarded():
        Bait.objects.create(record=case.pk, since=NINE - timedelta(days=1))
    put(row_of(caseworker, LOOK, NINE, case.pk))

    assert flags(caseworker, administrator, acts_as) == [("bait", 1)]


def test_a_limit_is_a_setting_of_the_work(past, caseworker, administrator, acts_as):
    many(caseworker, 12, LOOK, minutes=50)
    with unguarded():
        WorkSetting.objects.create(
            key="cases_in_hour",
            value=10,
            from_on=timezone.localdate().replace(year=2023),
        )

    assert flags(caseworker, administrator, acts_as) == [("cases", 12)]


def test_a_flag_leads_to_its_rows(sign_in, past, administrator, caseworker):
    now = timezone.now()
    put(row_of(caseworker, "export cases", now))
    client = sign_in(administrator)

    page = client.get("/people/trail/unusual/")
    [flag] = [each for each in page.context["flags"] if each.user == caseworker]

    response = client.get(flag.url)
    assert [each["row"].act for each in response.context["rows"]] == ["export cases"]
    assert "/people/trail/unusual/" in client.get("/").content.decode()


def test_a_normal_month_raises_at_most_two_flags(
    past, caseworker, neighbour, district_officer, administrator, acts_as
):
    """Twenty-two working days of three people, as busy as the example is."""
    staff = {caseworker: 9, neighbour: 6, district_officer: 16}
    made = []
    for user, cases in staff.items():
        keys = [uuid.uuid4() for _n in range(25)]
        for day in range(22):
            begin = NINE + timedelta(days=day, hours=-1)
            made.append(row_of(user, "read victims:case_list", begin, *keys))
            for number in range(cases):
                at = begin + timedelta(minutes=25 * number)
                key = keys[(day + number) % len(keys)]
                made.append(row_of(user, LOOK, at, key, names=[key]))
            made.append(row_of(user, "refused 403 home", begin))
            made.append(row_of(user, "find nothing victims:case_list", begin))
    put(*made)

    with acts_as(administrator):
        assert len(trail.unusual(SINCE)) <= 2
