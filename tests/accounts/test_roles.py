"""Who may do what: postings decide, from one table."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Posting, User
from accounts.roles import PERMISSIONS, Role, roles_with
from tests.conftest import unguarded

CAST = {
    "caseworker": Role.CASEWORKER,
    "district_officer": Role.DISTRICT_OFFICER,
    "provincial_officer": Role.PROVINCIAL_OFFICER,
    "labour_officer": Role.LABOUR_OFFICER,
    "administrator": Role.ADMINISTRATOR,
}


def test_every_role_has_a_row_in_the_table():
    assert set(PERMISSIONS) == set(Role)


@pytest.mark.parametrize("member", CAST)
def test_a_member_holds_exactly_the_row_of_the_role(places, request, member):
    user = request.getfixturevalue(member)
    every = set().union(*PERMISSIONS.values())

    held = {perm for perm in every if user.has_perm(perm)}

    assert user.roles == [CAST[member]]
    assert held == PERMISSIONS[CAST[member]]


def test_the_administrator_reaches_no_case(administrator):
    assert administrator.reach("victims.view_case") == []


def test_reach_is_the_area_and_what_it_covers(district_officer, commune, far_commune):
    reach = district_officer.reach("victims.view_case")

    assert commune.pk in reach
    assert far_commune.pk not in reach


def test_two_postings_add_up_and_do_not_mix(caseworker, far_commune, commune, district):
    with unguarded():
        Posting.objects.create(
            user=caseworker,
            role=Role.DISTRICT_OFFICER,
            area=district,
            from_on=date(2024, 1, 1),
        )
    user = User.objects.get(pk=caseworker.pk)

    assert user.roles == [Role.CASEWORKER, Role.DISTRICT_OFFICER]
    assert len(user.reach("victims.view_case")) > 1
    assert far_commune.pk not in user.reach("livelihoods.decide_grant")


@pytest.mark.parametrize(("begins", "ends"), [(1, None), (-9, 0)])
def test_a_posting_of_another_day_gives_nothing(caseworker, begins, ends):
    day = timezone.localdate()
    with unguarded():
        Posting.objects.update(
            from_on=day + timedelta(days=begins),
            until_on=None if ends is None else day + timedelta(days=ends),
        )
    user = User.objects.get(pk=caseworker.pk)

    assert (user.roles, user.reach("victims.view_case")) == ([], [])
    assert not user.has_perm("victims.view_case")


def test_a_locked_person_holds_nothing(caseworker):
    caseworker.is_active = False

    assert caseworker.roles == []


def test_nobody_else_holds_what_the_officers_decide():
    assert roles_with("livelihoods.decide_grant") == [
        Role.DISTRICT_OFFICER,
        Role.PROVINCIAL_OFFICER,
    ]


def test_a_has_perm_asks_once(caseworker, django_assert_num_queries):
    user = User.objects.get(pk=caseworker.pk)

    with django_assert_num_queries(1):
        user.has_perm("victims.view_case")
        user.has_perms(["victims.view_case", "victims.add_case"])
        user.has_module_perms("victims")
        user.reach("victims.view_case")
