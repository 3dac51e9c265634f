"""Lists that leave, in the database: who asks, who agrees, whose bytes, until when."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from accounts import guard_exports
from accounts.models import Export, ExportFile, WorkSetting
from accounts.roles import Role, roles_with
from tests.accounts.sql import run, value
from tests.accounts.trail import rows as trail
from tests.conftest import post, unguarded


@pytest.fixture
def second_officer(district):
    return post("can-bo-hai", "Sùng Thị Dợ", Role.DISTRICT_OFFICER, district)


def asked(by, area, names=1, **fields):
    """Asked for by somebody who is acting."""
    fields = {
        "with_names": True,
        "purpose": "meeting",
        "why": "Họp liên ngành tháng 1",
        "columns": ["code", "name"],
    } | fields
    export = Export(territory=area, **fields)
    export.ask([uuid.uuid4() for _n in range(names)], by=by)
    return export


def ended(export):
    """Its time is over."""
    with unguarded():
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("ALTER TABLE accounts_export DISABLE TRIGGER moved")
        run("UPDATE accounts_export SET expires_at = now() WHERE id = %s", export.pk)
        run("ALTER TABLE accounts_export ENABLE TRIGGER moved")
        run("SET CONSTRAINTS ALL DEFERRED")


def refused(statement, *parameters):
    with pytest.raises(Error), transaction.atomic():
        run(statement, *parameters)


def test_defaults_are_the_same_here_and_in_the_database():
    assert WorkSetting.DEFAULTS["names_a_day"] == guard_exports.NAMES_A_DAY
    assert WorkSetting.DEFAULTS["exports_a_day"] == guard_exports.EXPORTS_A_DAY
    assert guard_exports.ROLES.split(",") == [
        str(role) for role in roles_with("accounts.decide_export")
    ]


def test_the_fifty_first_name_of_a_day_needs_a_second(
    acts_as, district_officer, district
):
    with acts_as(district_officer):
        needs = [asked(district_officer, district, n).needs_second for n in (30, 20, 1)]

    assert needs == [False, False, True]


def test_the_fourth_list_of_a_day_needs_a_second(acts_as, district_officer, district):
    with acts_as(district_officer):
        needs = [asked(district_officer, district).needs_second for _n in range(4)]

    assert needs == [False, False, False, True]


def test_a_list_by_code_needs_nobody(acts_as, district_officer, district):
    with acts_as(district_officer):
        export = asked(district_officer, district, 60, with_names=False)

    assert (export.needs_second, export.purpose, export.why) == (False, "", "")


def test_the_number_is_a_setting_of_the_day(acts_as, district_officer, district):
    with unguarded():
        WorkSetting.objects.create(key="names_a_day", value=2, from_on="2024-01-15")
    with acts_as(district_officer):
        needs = [asked(district_officer, district, n).needs_second for n in (2, 1)]

    assert needs == [False, True]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"purpose": ""}, "purpose"), ({"why": "  họp      "}, "why")],
)
def test_names_need_a_purpose(acts_as, district_officer, district, fields, field):
    with acts_as(district_officer), pytest.raises(ValidationError) as error:
        asked(district_officer, district, **fields)

    assert list(error.value.message_dict) == [field]


def test_nothing_and_foreign_places_are_refused(
    acts_as, district_officer, district, other_district
):
    with acts_as(district_officer):
        with pytest.raises(ValidationError):
            asked(district_officer, district, 0)
        with pytest.raises(ValidationError):
            asked(district_officer, other_district)


def test_the_application_cannot_say_that_nobody_is_needed(
    acts_as, district_officer, district, provincial_officer
):
    """Written past the model, as injected SQL would."""
    with acts_as(district_officer):
        Export.objects.bulk_create(
            [
                Export(
                    territory=district,
                    recorded_by=district_officer,
                    with_names=True,
                    purpose="other",
                    why="không cần ai",
                    columns=["code"],
                    subjects=[uuid.uuid4() for _n in range(51)],
                    state="approved",
                    needs_second=False,
                    decided_by=provincial_officer,
                    count=1,
                )
            ]
        )
        kept = Export.objects.get()

    assert (kept.needs_second, kept.state, kept.count) == (True, "asked", 51)
    assert kept.decided_by is None


def test_nobody_agrees_to_their_own(
    acts_as, district_officer, district, provincial_officer
):
    decide = "UPDATE accounts_export SET state = 'approved', decided_by_id = %s"
    with acts_as(district_officer):
        export = asked(district_officer, district, 51)
        with pytest.raises(ValidationError):
            export.approve(by=district_officer)
        refused(decide, district_officer.pk)
        refused(decide, provincial_officer.pk)
        refused("UPDATE accounts_export SET state = 'made'")
        refused("UPDATE accounts_export SET needs_second = false")
        refused("UPDATE accounts_export SET expires_at = now() + interval '1 year'")
        export.refresh_from_db()
        with pytest.raises(ValidationError):
            export.keep(b"x", by=district_officer)
        refused(
            "INSERT INTO accounts_exportfile (export_id, sealed) VALUES (%s, 'x')",
            export.pk,
        )

    assert export.state == "asked"


@pytest.mark.parametrize(
    ("member", "may"),
    [
        ("second_officer", True),
        ("provincial_officer", True),
        ("labour_officer", True),
        ("other_district_officer", False),
        ("caseworker", False),
        ("administrator", False),
    ],
)
def test_who_sees_what_waits_and_may_agree(
    request, acts_as, district_officer, district, member, may
):
    person = request.getfixturevalue(member)
    with acts_as(district_officer):
        asked(district_officer, district, 1)  # a small one is nobody else's matter
        export = asked(district_officer, district, 51)

    with acts_as(person):
        seen = list(Export.objects.waiting_for(person))
        alone = list(Export.objects.all())
    assert seen == alone == ([export] if may else [])


def test_a_second_person_agrees_and_the_asker_alone_has_the_bytes(
    acts_as, district_officer, district, second_officer
):
    with acts_as(district_officer):
        export = asked(district_officer, district, 51)
    with acts_as(second_officer):
        export.approve(by=second_officer)
        refused("UPDATE accounts_export SET state = 'made'")
    with acts_as(district_officer):
        export.refresh_from_db()
        export.keep(b"PK bytes", by=district_officer)
    with acts_as(second_officer):
        assert not ExportFile.objects.exists()
        run("DELETE FROM accounts_exportfile")
        refused("UPDATE accounts_export SET state = 'downloaded'")
    with acts_as(district_officer):
        refused("UPDATE accounts_export SET state = 'refused'")
        assert export.take(by=district_officer) == b"PK bytes"
        with pytest.raises(ValidationError):
            export.take(by=district_officer)

    assert export.state == "downloaded"
    assert [row.act for row in trail() if row.subject_type == "accounts.export"] == [
        "ask for export",
        "approve export",
        "download export",
    ]


def test_what_was_asked_for_stays_as_it_was(
    acts_as, district_officer, district, second_officer
):
    with acts_as(district_officer):
        export = asked(district_officer, district, 51)
    with acts_as(second_officer):
        refused("UPDATE accounts_export SET subjects = '{}'")
        export.refuse(by=second_officer, reason="Chưa rõ mục đích dùng")
    with acts_as(district_officer):
        export.refresh_from_db()
        refused("UPDATE accounts_export SET state = 'approved'")
        refused("UPDATE accounts_export SET refusal = 'khác'")

    assert (export.state, export.refusal) == ("refused", "Chưa rõ mục đích dùng")


def test_two_seconds_do_not_decide_twice(
    acts_as, district_officer, district, second_officer, provincial_officer
):
    with acts_as(district_officer):
        export = asked(district_officer, district, 51)
    with acts_as(second_officer):
        export.approve(by=second_officer)
    with acts_as(provincial_officer), pytest.raises(ValidationError):
        export.refuse(by=provincial_officer, reason="Đã có người đồng ý")


def test_bytes_are_sealed_bound_to_their_row_and_gone_after_a_day(
    acts_as, district_officer, district
):
    with acts_as(district_officer):
        export = asked(district_officer, district)
        export.keep(b"Vang Thi My", by=district_officer)
    with unguarded():
        sealed = bytes(ExportFile.objects.get().sealed)
    ended(export)

    with acts_as(district_officer):
        assert not ExportFile.objects.exists()
        with pytest.raises(ValidationError):
            export.take(by=district_officer)
    assert Export.expire() == 1  # by nobody, as the timer does
    assert Export.expire() == 0
    with unguarded():
        assert not ExportFile.objects.exists()
        assert Export.objects.get().state == "expired"
    assert b"Vang" not in sealed
    assert trail()[-1].act == "expire exports"
    assert trail()[-1].subjects == [export.pk]


def test_nothing_ends_before_its_time(acts_as, district_officer, district):
    with acts_as(district_officer):
        export = asked(district_officer, district)
        export.keep(b"x", by=district_officer)
        refused("UPDATE accounts_export SET state = 'expired'")
        assert Export.expire() == 0
        assert value("SELECT expires_at - made_at = '24 hours' FROM accounts_export")
        assert export.take(by=district_officer) == b"x"


def test_whoever_is_posted_elsewhere_loses_the_file(
    acts_as, district_officer, district
):
    with acts_as(district_officer):
        export = asked(district_officer, district)
        export.keep(b"x", by=district_officer)
    with unguarded():
        district_officer.postings.update(until_on="2020-01-01")

    with acts_as(district_officer):
        assert not Export.objects.exists()
        assert not ExportFile.objects.exists()


def test_nobody_from_elsewhere_agrees_even_past_the_model(
    acts_as, district_officer, district, other_district_officer
):
    with acts_as(district_officer):
        export = asked(district_officer, district, 51)

    with acts_as(other_district_officer):
        decide = "UPDATE accounts_export SET state = 'approved', decided_by_id = %s"
        run(decide, other_district_officer.pk)  # reaches no row

    with acts_as(district_officer):
        export.refresh_from_db()
    assert export.state == "asked"


@pytest.mark.parametrize("what", ["place", "person"])
def test_a_list_is_asked_for_in_the_own_area_and_name(
    acts_as, district_officer, district, other_district, provincial_officer, what
):
    place = other_district if what == "place" else district
    person = provincial_officer if what == "person" else district_officer
    with acts_as(district_officer):
        refused(
            "INSERT INTO accounts_export (id, territory_id, recorded_by_id, with_names,"
            " purpose, why, filters, columns, subjects, count, needs_second, state,"
            " refusal) VALUES (gen_random_uuid(), %s, %s, false, '', '', '', '{code}',"
            " '{}', 0, false, 'asked', '')",
            place.pk,
            person.pk,
        )
