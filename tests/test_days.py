"""The main pages open also after 1 July 2025, for each of the cast."""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import CAST, member
from tests.factories import make_case

PAGES = {
    "caseworker": "home victims:case_list victims:case_intake victims:household_list"
    " victims:household_enrol livelihoods:visit_list livelihoods:grant_list"
    " support_regimes:support_without_file",
    "district_officer": "home victims:reform_list livelihoods:grant_list"
    " reporting:womens_union victims:case_list",
    "provincial_officer": "home victims:reform_list victims:transfer_list"
    " reporting:womens_union reporting:labour support_regimes:funding_list",
    "labour_officer": "home victims:case_list reporting:labour",
    "administrator": "home accounts:reform_list areas:area_list accounts:user_list",
}


@pytest.mark.parametrize("day", [date(2025, 7, 2), date(2026, 1, 15)])
def test_the_main_pages_open_on(client, settings, commune, day):
    case = make_case(commune)
    settings.TODAY = day
    wrong = []
    for name, pages in PAGES.items():
        client.force_login(member(name))
        urls = [reverse(page) for page in pages.split()]
        if "victims:case_list" in pages:
            urls += [reverse("support_regimes:case_board", args=[case.pk])]
        if name == "caseworker":
            urls += [
                reverse("victims:case_person", args=[case.pk]),
                reverse("livelihoods:household_page", args=[case.household_id]),
            ]
        for url in urls:
            status = client.get(url).status_code
            wrong += [(name, url, status)] if status != 200 else []
    assert wrong == []
    assert set(PAGES) <= set(CAST)
