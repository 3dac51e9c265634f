"""Who decides a grant around 1 July 2025, when districts ended."""

from datetime import date

import pytest

from accounts.roles import Role
from tests.conftest import place, post
from tests.livelihoods.grants import draft, submitted
from tests.support_regimes.test_bodies import FIRST, LAST

ASKED = {"consulted_on": date(2025, 6, 20)}


@pytest.fixture
def new_province(places):
    area = place("08@2025")
    post("hoi-tinh-moi", "Lê Thị Hòa", Role.PROVINCIAL_OFFICER, area)
    return area


@pytest.mark.parametrize(("day", "decides"), [(LAST, "district"), (FIRST, "province")])
def test_the_district_decides_until_its_last_day_then_the_province(
    settings, caseworker, district_officer, new_province, district, day, decides
):
    settings.TODAY = day

    grant = submitted(caseworker, **ASKED)

    expected = district if decides == "district" else new_province
    assert grant.approving_area == expected


def test_a_draft_of_before_that_is_sent_after_goes_to_the_province(
    settings, caseworker, district_officer, new_province, acts_as, commune
):
    settings.TODAY = LAST
    grant = draft(caseworker, **ASKED)
    settings.TODAY = FIRST
    with acts_as(caseworker):
        grant.submit(by=caseworker)

    assert (grant.approving_area, grant.area) == (new_province, commune)
    assert grant.code.startswith("HGK-2025-")


def test_a_grant_asked_after_has_the_new_commune_and_letters(
    settings, caseworker, new_province, commune
):
    settings.TODAY = FIRST

    grant = submitted(caseworker, **ASKED)

    assert (grant.area, grant.code[:9]) == (commune.successors().get(), "TQK-2025-")
