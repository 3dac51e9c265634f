"""A household moves with everybody in it; a person of two households is nobody's orphan."""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import unguarded
from tests.factories import make_case, make_household, make_victim
from tests.test_catalogue import rows
from tests.victims.factories import make_alias, make_minor, make_paper
from victims.models import Case, Household, Victim

# Composite keys hold child and parent together; whose place differs all the same?
APART = """
    SELECT c.code FROM victims_case c JOIN victims_household h ON h.id = c.household_id
    WHERE c.territory_id <> h.territory_id
    UNION ALL SELECT c.code FROM victims_case c JOIN victims_victim v
        ON v.id = c.victim_id
    WHERE c.territory_id <> v.territory_id AND c.closed_on IS NULL
    UNION ALL SELECT 'alias' FROM victims_alias a JOIN victims_victim v
        ON v.id = a.victim_id WHERE a.territory_id <> v.territory_id
    UNION ALL SELECT 'paper' FROM victims_paper p JOIN victims_victim v
        ON v.id = p.victim_id WHERE p.territory_id <> v.territory_id
    UNION ALL SELECT 'minor' FROM victims_accompanyingminor m JOIN victims_case c
        ON c.id = m.case_id WHERE m.territory_id <> c.territory_id"""


def move(household, to, by, acts_as):
    with acts_as(by):
        household = Household.objects.get(pk=household.pk)
        household.move(to, by=by, reason="Gia đình chuyển sang xã bên")


def places_of(*records):
    with unguarded():
        return {type(r).objects.get(pk=r.pk).territory for r in records}


@pytest.fixture
def two_persons(commune):
    """Two sisters of one household, each with a case; one came with a child."""
    home = make_household(commune)
    cases = [
        make_case(commune, household=home, victim=make_victim(commune)) for _n in "12"
    ]
    make_minor(cases[0])
    for case in cases:
        make_alias(case.victim)
        make_paper(case.victim)
    return home, cases


def test_everybody_of_the_household_moves(
    two_persons, neighbour_commune, district_officer, acts_as
):
    home, cases = two_persons

    move(home, neighbour_commune, district_officer, acts_as)

    moved = places_of(home, *cases, *(case.victim for case in cases))
    assert moved == {neighbour_commune}
    with unguarded():
        assert rows(APART) == []


@pytest.fixture
def two_households(commune):
    """Her first return ended; on the second she lives with another family."""
    victim = make_victim(commune)
    first = make_case(commune, victim=victim)
    with unguarded():
        Case.objects.filter(pk=first.pk).update(
            closed_on=date(2023, 12, 1), closed_reason="moved"
        )
    second = make_case(commune, victim=victim)
    return first, second


def test_a_person_of_two_households_follows_the_open_case(
    two_households, commune, neighbour_commune, district_officer, acts_as
):
    first, second = two_households

    move(second.household, neighbour_commune, district_officer, acts_as)

    assert places_of(second, second.victim) == {neighbour_commune}
    assert places_of(first, first.household) == {commune}
    with unguarded():
        assert rows(APART) == []
        assert Victim.objects.count() == 1


def test_the_old_commune_reads_neither_her_file_nor_breaks(
    two_households, neighbour_commune, district_officer, caseworker, acts_as, sign_in
):
    first, second = two_households
    move(second.household, neighbour_commune, district_officer, acts_as)
    client = sign_in(caseworker)

    got = [client.get(case.get_absolute_url()).status_code for case in two_households]
    lists = [reverse("victims:case_list"), first.household.get_absolute_url()]
    lists.append(reverse("victims:case_list") + "?state=closed")

    assert got == [404, 404]
    assert [client.get(url).status_code for url in lists] == [200, 200, 200]


def test_the_district_reads_both(
    two_households, neighbour_commune, district_officer, acts_as, sign_in
):
    _first, second = two_households
    move(second.household, neighbour_commune, district_officer, acts_as)
    client = sign_in(district_officer)

    got = [client.get(case.get_absolute_url()).status_code for case in two_households]

    assert got == [200, 200]
