"""Who the person is, other names, papers: what is kept and what is refused."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import send, unguarded
from tests.factories import make_case, make_victim
from tests.victims.factories import (
    day_boxes,
    make_alias,
)
from tests.victims.pages import answers, errors, fresh, page
from victims.models import (
    Alias,
    Case,
    Paper,
    Victim,
)
from victims.views.tasks import TASKS

SLUGS = [task.slug for task in TASKS]


@pytest.fixture
def case(commune):
    return make_case(commune, returned_on=date(2023, 9, 1), returned_precision="day")


@pytest.fixture
def client(sign_in, caseworker):
    return sign_in(caseworker)


# Who the person is


@pytest.mark.parametrize(
    ("birth", "born_on", "precision"),
    [
        ({"birth": "day", **day_boxes("birth_day", 29, 2, 1996)}, (1996, 2, 29), "day"),
        (
            {"birth": "month", "birth_month": 5, "birth_year": 1995},
            (1995, 5, 1),
            "month",
        ),
        ({"birth": "year", "birth_year": 1995}, (1995, 1, 1), "year"),
        ({"birth": "age", "birth_age": 29}, (1995, 1, 1), "estimated"),
        (
            {"birth": "animal", "birth_animal": 11, "birth_candidate": 1995},
            (1995, 1, 1),
            "estimated",
        ),
        ({"birth": "unknown"}, None, ""),
    ],
)
def test_a_birth_date_as_far_as_it_is_known(client, case, birth, born_on, precision):
    said = answers(client, case, "identity")
    said = {k: v for k, v in said.items() if not k.startswith("birth")}

    response = send(client, page(case, "identity"), said | birth)

    assert response.status_code == 302
    victim = fresh(case).victim
    assert (victim.born_on, victim.born_precision) == (
        date(*born_on) if born_on else None,
        precision,
    )


def test_the_animal_offers_its_years(client, case):
    said = answers(client, case, "identity") | {"birth": "animal", "birth_animal": 11}

    response = send(client, page(case, "identity"), said)

    assert errors(response) == {"birth_candidate": ["Choose one of the years below."]}
    field = response.context["form"].fields["birth_candidate"]
    assert [year for year, _words in field.choices][:4] == [2019, 2007, 1995, 1983]


@pytest.mark.parametrize(
    ("birth", "error"),
    [
        (
            {"birth": "day", **day_boxes("birth_day", 30, 2, 1995)},
            {"birth_day": ["The date 30/02/1995 does not exist."]},
        ),
        (
            {"birth": "day", **day_boxes("birth_day", date(2024, 1, 16))},
            {"birth_day": ["The date of birth must be before today."]},
        ),
        (
            {"birth": "day", **day_boxes("birth_day", date(2023, 9, 2))},
            {"birth": ["The birth cannot be after the return."]},
        ),
        (
            {"birth": "month", "birth_month": 13, "birth_year": 1995},
            {"birth_month": ["The month must be from 1 to 12."]},
        ),
        (
            {"birth": "year", "birth_year": 95},
            {"birth_year": ["Write the year with four digits."]},
        ),
        (
            {"birth": "year", "birth_year": 1901},
            {"birth_year": ["The age cannot be over 110."]},
        ),
        (
            {"birth": "age", "birth_age": 111},
            {"birth_age": ["The age cannot be over 110."]},
        ),
        (
            {"birth": "month", "birth_year": 1995},
            {"birth_month": ["Fill in what you chose above."]},
        ),
    ],
)
def test_a_birth_date_that_cannot_be(client, case, birth, error):
    said = answers(client, case, "identity")
    said = {k: v for k, v in said.items() if not k.startswith("birth")}

    response = send(client, page(case, "identity"), said | birth)

    found = errors(response)
    assert {k: v for k, v in found.items() if k in error} == error


def test_an_ethnic_group_keeps_the_code_of_the_chosen_list(client, case):
    said = answers(client, case, "identity") | {"ethnicity": "Giáy"}

    send(client, page(case, "identity"), said | {"ethnicity_list": "121-TCTK"})
    first = fresh(case).victim
    said["version"] = first.version
    send(client, page(case, "identity"), said | {"ethnicity_list": "census"})
    second = fresh(case).victim

    assert [(v.ethnicity_list, v.ethnicity) for v in (first, second)] == [
        ("121-TCTK", "25"),
        ("census", "26"),
    ]
    assert second.ethnicity_name == "Giáy"


def test_a_long_name_in_pieces_is_measured_composed(client, case):
    name = "Nguyễn Thị Hường " * 4
    pieces = unicodedata.normalize("NFD", name)
    assert len(pieces) > 80 > len(name.strip())
    said = answers(client, case, "identity") | {"name": pieces}

    send(client, page(case, "identity"), said)

    assert fresh(case).victim.name == name.strip()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Ễ" * 81, "A name has at most 80 letters. This has 81."),
        ("Mỷ 2", "A name has letters only. Leave out “2”."),
        ("<b>Mỷ", "A name has letters only. Leave out “<>”."),
        ("M", "Write at least 2 letters."),
    ],
)
def test_what_is_no_name(client, case, name, error):
    said = answers(client, case, "identity") | {"name": name}

    response = send(client, page(case, "identity"), said)

    assert errors(response) == {"name": [error]}
    assert fresh(case).victim.name == "Vàng Thị Mỷ"


def test_names_with_apostrophe_and_hyphen_are_names(client, case):
    said = answers(client, case, "identity") | {"name": "H’Hen Niê-Kdăm"}

    send(client, page(case, "identity"), said)

    assert fresh(case).victim.name == "H’Hen Niê-Kdăm"


def test_an_identity_number_is_sealed_and_found_by_its_end(
    client, case, caseworker, provincial_officer
):
    said = answers(client, case, "identity") | {"id_number": "002 195 001234"}

    send(client, page(case, "identity"), said)

    victim = fresh(case).victim
    assert victim.id_number == "002195001234"
    assert b"1234" not in bytes(victim.sealed)
    with unguarded():
        assert list(Case.objects.search("1234", by=caseworker)) == [case]
        assert list(Case.objects.search("002195001234", by=caseworker)) == [case]
        assert not Case.objects.search("1234", by=provincial_officer).exists()


def test_an_identity_number_has_9_or_12_digits(client, case):
    said = answers(client, case, "identity") | {"id_number": "00219500123"}

    response = send(client, page(case, "identity"), said)

    assert errors(response) == {
        "id_number": [
            "An identity number has 12 digits (an old card: 9). There are 11."
        ]
    }


def test_the_number_of_another_file_of_the_area_is_told(client, case, commune):
    make_victim(commune, id_number="002195001234")
    said = answers(client, case, "identity") | {"id_number": "002195001234"}

    response = send(client, page(case, "identity"), said)

    assert list(errors(response)) == ["id_number"]


def test_the_number_of_a_file_elsewhere_tells_nothing(client, case, far_commune):
    make_victim(far_commune, id_number="002195001234")
    said = answers(client, case, "identity") | {"id_number": "002195001234"}

    assert send(client, page(case, "identity"), said).status_code == 302


def test_a_new_name_is_found_at_once(client, case):
    said = answers(client, case, "identity") | {"name": "Đặng Thị Ươm"}

    send(client, page(case, "identity"), said)

    with unguarded():
        assert list(Case.objects.search("uom dang")) == [case]
        assert list(Case.objects.search("Vàng")) == []


def test_somebody_else_was_quicker_and_nothing_is_lost(client, case):
    said = answers(client, case, "identity")
    with unguarded():
        victim = Victim.objects.get(pk=case.victim_id)
        victim.best_language = "tiếng Dao"
        victim.edit(by=victim.recorded_by, fields=["best_language"])

    response = send(
        client, page(case, "identity"), said | {"best_language": "tiếng Mông"}
    )

    form = response.context["form"]
    assert [tuple(map(str, pair)) for pair in form.differences()] == [
        ("Best language", "tiếng Dao")
    ]
    assert form["best_language"].value() == "tiếng Mông"
    assert fresh(case).victim.best_language == "tiếng Dao"

    again = said | {"best_language": "tiếng Mông", "version": form["version"].value()}
    send(client, page(case, "identity"), again)

    assert fresh(case).victim.best_language == "tiếng Mông"


# Other names


def test_another_name_is_added_and_found(client, case):
    said = {"version": 1, "name": "Lan", "kind": "away", "for_contact": "on"}

    response = send(client, page(case, "aliases"), said)

    assert response.headers["Location"] == page(case, "aliases")
    with unguarded():
        assert Alias.objects.get().for_contact
        assert list(Case.objects.search("lan")) == [case]


def test_another_name_is_struck_out_and_no_more_found(client, case):
    alias = make_alias(case.victim, "Hoa")

    send(client, reverse("victims:alias_void", args=[case.pk, alias.pk]))

    with unguarded():
        assert Alias.objects.get().voided_by
        assert list(Case.objects.search("hoa")) == []


# Papers


def test_only_papers_that_changed_are_written(client, case):
    said = {"version": 1, "identity": "lost", "birth": "has", "birth-number": "12/KS"}

    send(client, page(case, "papers"), said)
    send(client, page(case, "papers"), said | {"identity": "has"})

    with unguarded():
        rows = Paper.objects.order_by("recorded_at", "kind")
        standing = {p.kind: p for p in Paper.objects.standing()}
        assert sorted(row.kind for row in rows) == ["birth", "identity", "identity"]
        assert standing["identity"].status == "has"
        assert standing["birth"].number == "12/KS"


def test_a_paper_is_not_issued_before_the_birth_or_after_today(client, case):
    said = {"version": 1, "birth": "has", "identity": "has"}
    said |= day_boxes("birth-issued_on", date(1994, 12, 31))
    said |= day_boxes("identity-issued_on", date(2024, 1, 16))

    response = send(client, page(case, "papers"), said)

    assert errors(response) == {
        "birth-issued_on": ["A paper is not issued before the birth."],
        "identity-issued_on": ["The day cannot be after today."],
    }
