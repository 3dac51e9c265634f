"""Erasing a person: files, and what other tables and other officers keep of her."""

import json
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Export, ExportFile
from accounts.records import Record
from accounts.roles import Role
from accounts.sealed_fields import SealedMixin
from livelihoods.models import VisitFile
from tests.accounts.sql import run
from tests.conftest import post, unguarded
from tests.factories import make_case, make_household, recorder
from tests.livelihoods.herds import make_visit
from tests.reporting.erasures import as_owner, asked, closed, confirmed
from tests.victims.factories import make_consent
from tests.victims.files import cleaned, make_file
from victims.erasing import EXPIRES, FORGOTTEN, columns
from victims.models import Attachment, AttachmentContent, EmergencyAsk, Transfer
from victims.tombstones import tombstones

REASON = "Chị gái của Mỷ xin giấy cho em"


@pytest.fixture
def second_officer(district):
    return post("can-bo-hai", "Phàn Mùi Chẳn", Role.DISTRICT_OFFICER, district)


@pytest.fixture
def erased(district_officer, second_officer, acts_as):
    """Erase the person of a case: both officers."""

    def done(case):
        confirmed(asked(case, district_officer, acts_as), second_officer, acts_as)

    return done


def stored(attachment):
    """(sealed bytes, caption, reason of removal) as the database has them."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed_bytes, caption, void_reason FROM victims_attachment a"
            " JOIN victims_attachmentcontent c ON c.attachment_id = a.id"
            " WHERE a.id = %s",
            [attachment.pk],
        )
        content, caption, reason = cursor.fetchone()
    return bytes(content), caption, reason


def test_files_lose_their_bytes_and_words_and_the_rows_stay(commune, erased):
    case = make_case(commune)
    make_consent(case, "voice")
    visit = make_visit(case.household, case=case)
    kept, removed, of_visit = (make_file(case, caption=REASON) for _n in range(3))
    voice = cleaned(b"OggS" * 40, "sound")
    sound = make_file(case, voice, kind="voice", caption=REASON)
    with unguarded():
        removed.erase(by=recorder(), reason=REASON)
        VisitFile.objects.create(
            visit=visit, attachment=of_visit, territory=commune, recorded_by=recorder()
        )
    assert (stored(kept)[0], len(stored(removed)[2]) > 80) != (b"", False)

    erased(closed(case))

    for file in (kept, removed, of_visit, sound):
        content, caption, reason = stored(file)
        assert (content, caption, len(reason) < 80) == (b"", "", True)
    with unguarded():
        rows = Attachment.objects.filter(case=case)
        assert {row.void_reason for row in rows} == {"–"}
        assert {(row.kind, row.size > 0, bool(row.voided_at)) for row in rows} == {
            ("paper", True, True),
            ("voice", True, True),
        }
        assert VisitFile.objects.get().attachment == of_visit


def test_files_of_somebody_else_stay(commune, erased):
    home = make_household(commune)
    case, other = (make_case(commune, household=home) for _n in range(2))
    make_file(case)
    kept = make_file(other)

    erased(closed(case))

    with unguarded():
        assert AttachmentContent.objects.get(attachment=kept).open()


# Beside her rows


@pytest.fixture
def elsewhere(commune, neighbour_commune):
    """An emergency reading, a move and a list of hers, and the same of another."""
    made = [make_case(commune), make_case(commune)]
    with unguarded():
        for case in made:
            EmergencyAsk.objects.create(  # over; while one waits its case shows
                asked_by=recorder(), asked_at="2023-01-02T00:00Z", code=case.code,
                reason=REASON,
            )  # fmt: skip
            Transfer.objects.create(
                household=case.household, code=case.household.code, crosses=False,
                from_area=commune, to_area=neighbour_commune, reason=REASON,
                asked_by=recorder(), ended_by=recorder(), state="withdrawn",
            )  # fmt: skip
            export = Export(
                territory=commune, recorded_by=recorder(), subjects=[case.pk, uuid4()],
                columns=["name"], with_names=True, purpose="meeting", why="Họp xã",
            )  # fmt: skip
            export.save(force_insert=True)
            ExportFile.objects.bulk_create([ExportFile(export=export, sealed=b"x")])
    return made


def words():
    """What is left of the reasons and of the lists: {key of the case: …}."""
    with unguarded():
        reasons = {ask.code: ask.reason for ask in EmergencyAsk.objects.all()}
        moves = {move.household_id: move.reason for move in Transfer.objects.all()}
        lists = {file.export.subjects[0] for file in ExportFile.objects.all()}
    return lambda case: (
        reasons[case.code], moves[case.household_id], case.pk in lists,
    )  # fmt: skip


def test_reasons_of_readings_and_moves_and_lists_with_her_go(elsewhere, erased):
    hers, other = elsewhere

    erased(closed(hers))

    left = words()
    assert left(hers) == ("", "", False)
    assert left(other) == (REASON, REASON, True)
    with unguarded():
        assert EmergencyAsk.objects.count() == Transfer.objects.count() == 2


def test_the_database_forgets_for_a_confirmed_erasure_alone(
    elsewhere, district_officer, acts_as
):
    asked(closed(elsewhere[0]), district_officer, acts_as)
    keys = [case.pk for case in elsewhere]
    keys += [case.household_id for case in elsewhere]

    with acts_as(district_officer):
        run("SELECT forget_of(%s::uuid[])", keys)
        with pytest.raises(DatabaseError), transaction.atomic():
            run("SELECT ask_emergency(%s, %s, NULL, '')", uuid4(), elsewhere[0].code)

    assert [words()(case) for case in elsewhere] == [(REASON, REASON, True)] * 2


def test_after_a_restore_they_are_forgotten_again(elsewhere, erased, tmp_path):
    hers, other = elsewhere
    erased(closed(hers))
    file = tmp_path / "tombstones.jsonl"
    with unguarded():
        file.write_text("".join(json.dumps(stone) + "\n" for stone in tombstones()))
        hers.victim.__class__.objects.update(erased_on=None)
        for ask in EmergencyAsk.objects.filter(code=hers.code):
            ask.reason = REASON
            ask.save(update_fields=["reason"])
    assert words()(hers)[0] == REASON

    with as_owner():
        call_command("erase_again", file)

    assert words()(hers)[0] == ""
    assert words()(other)[0] == REASON


def test_every_table_with_words_about_people_is_decided():
    """A sealed text, or a row that hangs on a person's: erased, forgotten or listed."""
    own_secrets = {"accounts.factor"}  # of users, not of the people helped
    decided = set(columns()) | set(FORGOTTEN) | EXPIRES | own_secrets
    open_ones = set()
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        is_sealed = any(
            isinstance(field, SealedMixin) or field.name.startswith("sealed")
            for field in fields
        )
        hangs = any(
            field.is_relation and issubclass(field.related_model, Record)
            for field in fields
        )
        if (is_sealed or hangs) and model._meta.label_lower not in decided:
            open_ones.add(model._meta.label_lower)

    assert open_ones == set()
