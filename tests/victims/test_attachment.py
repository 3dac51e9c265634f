"""Rules of kept files: consent, room, sealing, who reads, how they are destroyed."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from tests.accounts.trail import acts
from tests.conftest import unguarded
from tests.factories import make_case, make_household
from tests.victims.factories import TODAY, make_consent
from tests.victims.files import cleaned, make_file, picture
from victims.models import Attachment, AttachmentContent, Case, Household

REASON = "Ảnh chụp nhầm người khác."


@pytest.fixture
def case(commune):
    return make_case(commune)


def keep(case, by, file=None, *, kind="paper", household=None, **fields):
    """As a view keeps it."""
    fields = {"happened_on": TODAY} | fields
    home = household or Household.objects.for_writing().get(pk=case.household_id)
    fresh = case and Case.objects.get(pk=case.pk)
    made = Attachment(household=home, case=fresh, kind=kind, **fields)
    return made.keep(file or cleaned(), by=by, caption="Giấy xác nhận")


def stored():
    with unguarded():
        return AttachmentContent.objects.get()


# What is kept


def test_a_paper_needs_no_consent_and_opens_as_it_was(acts_as, caseworker, case):
    file = cleaned()

    with acts_as(caseworker):
        kept = keep(case, caseworker, file)
        content = AttachmentContent.objects.get()

        assert (content.open(), content.caption) == (file.content, "Giấy xác nhận")
    assert (kept.size, kept.pages, kept.consent) == (len(file.content), 1, None)
    assert "keep file" in acts()


def test_the_bytes_do_not_stand_in_the_row(case):
    make_file(case)

    with unguarded(), connection.cursor() as cursor:
        cursor.execute("SELECT sealed_bytes, caption FROM victims_attachmentcontent")
        ((sealed, caption),) = cursor.fetchall()

    assert picture()[:20] not in bytes(sealed)
    assert "xác nhận" not in caption


def test_bytes_of_another_row_do_not_open(case):
    make_file(case)
    make_file(case, cleaned(picture(size=(32, 32))))

    with unguarded():
        one, other = AttachmentContent.objects.all()
    one.sealed_bytes = other.sealed_bytes

    with pytest.raises(InvalidTag):
        one.open()


def test_a_flipped_byte_is_noticed(case):
    make_file(case)
    content = stored()
    sealed = bytearray(content.sealed_bytes)
    sealed[40] ^= 1
    content.sealed_bytes = bytes(sealed)

    with pytest.raises(InvalidTag):
        content.open()


def test_without_the_key_nothing_opens(case, settings):
    make_file(case)
    content = stored()
    settings.SEALING_KEYS = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]

    with pytest.raises(KeyError):
        content.open()


# Consent


PURPOSES = {"place": "photo", "person": "story", "voice": "voice"}


def of_kind(kind):
    return cleaned(b"OggS" * 40, "sound") if kind == "voice" else cleaned()


@pytest.mark.parametrize("kind", PURPOSES)
@pytest.mark.parametrize("answer", [None, "no", "not_asked", "withdrawn"])
def test_without_the_yes_of_its_purpose_it_is_refused(
    acts_as, caseworker, case, kind, answer
):
    if answer:
        make_consent(case, PURPOSES[kind], answer)

    with acts_as(caseworker), pytest.raises(ValidationError, match="not said yes"):
        keep(case, caseworker, of_kind(kind), kind=kind)


@pytest.mark.parametrize("kind", PURPOSES)
def test_the_yes_is_kept_with_it_and_closes_it_when_taken_back(
    acts_as, caseworker, case, kind
):
    yes = make_consent(case, PURPOSES[kind])

    with acts_as(caseworker):
        kept = keep(case, caseworker, of_kind(kind), kind=kind)
    make_consent(case, PURPOSES[kind], "withdrawn", on=TODAY)

    with unguarded():
        later = Attachment.objects.get(pk=kept.pk)
        assert later.consent == yes
        assert "took the yes back" in str(later.why_closed())


def test_a_household_without_a_case_keeps_papers_and_places(
    acts_as, caseworker, commune
):
    home = make_household(commune)

    with acts_as(caseworker):
        keep(None, caseworker, household=home)
        keep(None, caseworker, household=home, kind="place")
        with pytest.raises(ValidationError, match="in a case only"):
            keep(None, caseworker, household=home, kind="person")


def test_a_no_holds_for_the_whole_household(acts_as, caseworker, case):
    make_consent(case, "photo", "no")

    with acts_as(caseworker), pytest.raises(ValidationError, match="wants no photos"):
        keep(None, caseworker, household=case.household, kind="place")


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("voice", cleaned()),
        ("place", cleaned(b"x", "scan")),
        ("paper", of_kind("voice")),
    ],
)
def test_a_kind_takes_its_own_media_alone(acts_as, caseworker, case, kind, file):
    for purpose in PURPOSES.values():
        make_consent(case, purpose)

    with acts_as(caseworker), pytest.raises(ValidationError, match="does not fit"):
        keep(case, caseworker, file, kind=kind)


def test_a_closed_case_and_a_taken_back_file_take_nothing_new(
    acts_as, caseworker, case, commune
):
    other = make_case(commune)
    make_consent(other, "record", "withdrawn")
    with unguarded():
        Case.objects.filter(pk=case.pk).update(
            closed_on=TODAY, closed_reason="plan_reached"
        )

    with acts_as(caseworker):
        with pytest.raises(ValidationError, match="is closed"):
            keep(case, caseworker)
        with pytest.raises(ValidationError, match="does not agree"):
            keep(other, caseworker)


# Room


def test_a_case_has_room_for_so_many_files(acts_as, caseworker, case, monkeypatch):
    monkeypatch.setattr(Attachment, "MOST_FILES", 1)
    make_file(case)

    with acts_as(caseworker), pytest.raises(ValidationError, match="1 files already"):
        keep(case, caseworker)


def test_a_case_has_room_for_so_many_bytes(acts_as, caseworker, case, monkeypatch):
    file = cleaned()
    monkeypatch.setattr(Attachment, "MOST_BYTES", 2 * len(file.content) - 1)
    make_file(case, file)

    with acts_as(caseworker), pytest.raises(ValidationError, match="60 MB"):
        keep(case, caseworker, file)


# Destroying


def test_removing_destroys_the_bytes_and_keeps_the_row(acts_as, caseworker, case):
    with acts_as(caseworker):
        kept = keep(case, caseworker)
        kept.remove(by=caseworker, reason=REASON)

    content = stored()
    assert (bytes(content.sealed_bytes), content.caption) == (b"", "")
    with unguarded():
        row = Attachment.objects.get()
    assert (row.void_reason, row.voided_by) == (REASON, caseworker)
    assert "remove file" in acts()


def test_only_who_added_it_or_the_district_removes_it(
    acts_as, caseworker, district_officer, case
):
    kept = make_file(case)

    with acts_as(caseworker), pytest.raises(ValidationError, match="or the district"):
        kept.remove(by=caseworker, reason=REASON)
    with acts_as(district_officer):
        kept.remove(by=district_officer, reason=REASON)


def test_it_is_removed_once_and_with_a_reason(acts_as, district_officer, case):
    kept = make_file(case)

    with acts_as(district_officer):
        with pytest.raises(ValidationError, match="reason"):
            kept.remove(by=district_officer, reason="x")
        kept.remove(by=district_officer, reason=REASON)
        with pytest.raises(ValidationError):
            kept.remove(by=district_officer, reason=REASON)


def test_erasing_asks_not_who_added_it(acts_as, caseworker, case):
    kept = make_file(case)

    with acts_as(caseworker):
        kept.erase(by=caseworker, reason=REASON)

    assert bytes(stored().sealed_bytes) == b""


# The database


def test_only_the_areas_workers_read_what_is_kept(
    acts_as, caseworker, neighbour, district_officer, provincial_officer,
    labour_officer, administrator, case,
):  # fmt: skip
    make_file(case)
    seen = {}

    for user in (caseworker, neighbour, district_officer, provincial_officer,
                 labour_officer, administrator):  # fmt: skip
        with acts_as(user):
            seen[user.username] = (
                Attachment.objects.count(),
                AttachmentContent.objects.count(),
            )

    assert list(seen.values()) == [(1, 1), (0, 0), (1, 1), (1, 0), (1, 0), (0, 0)]


def refused_by_database(statement, *values):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_what_was_kept_is_not_replaced_nor_deleted(acts_as, caseworker, case):
    make_file(case)

    with acts_as(caseworker):
        for change in ("sealed_bytes = 'x'", "caption = 'sealed:eA=='", "id = id"):
            refused_by_database(f"UPDATE victims_attachmentcontent SET {change}")
        refused_by_database("DELETE FROM victims_attachmentcontent")
        refused_by_database("UPDATE victims_attachment SET kind = 'paper'")


def test_a_file_lies_in_its_household_and_moves_with_it(
    as_owner, case, neighbour_commune
):
    make_file(case)

    with unguarded():
        Household.objects.filter(pk=case.household_id).update(
            territory=neighbour_commune
        )
        place = neighbour_commune.pk
        assert Attachment.objects.get().territory_id == place
        assert AttachmentContent.objects.get().territory_id == place


def test_its_case_is_a_case_of_its_household(case, commune):
    other = make_household(commune)
    kept = make_file(case)

    with unguarded(), pytest.raises(DatabaseError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(household=other)
