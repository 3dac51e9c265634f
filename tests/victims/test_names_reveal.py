"""Names in lists: initials until asked for, for a minute or by the switch."""

import pytest
from django.urls import reverse

from tests.accounts.trail import rows as trail
from tests.conftest import send
from tests.factories import make_case

URL = reverse("victims:case_list")


def test_names_are_initials_until_asked_for(sign_in, caseworker, commune):
    make_case(commune)
    client = sign_in(caseworker)

    before = client.get(URL).content.decode()
    send(client, reverse("victims:names_reveal"), {"next": URL})
    after = client.get(URL).content.decode()

    assert ("V.T.M." in before, "Vàng Thị Mỷ" in before) == (True, False)
    assert "Vàng Thị Mỷ" in after
    reads = [row for row in trail() if row.act == "read victims:case_list"]
    assert [row.purpose for row in reads] == ["", "names"]


def test_names_hide_again_after_a_minute(sign_in, caseworker, commune):
    make_case(commune)
    client = sign_in(caseworker)
    send(client, reverse("victims:names_reveal"))
    session = client.session
    session["names_until"] -= 61
    session.save()

    assert "Vàng Thị Mỷ" not in client.get(URL).content.decode()


def test_the_switch_shows_names_of_the_own_area(sign_in, district_officer, commune):
    make_case(commune)
    client = sign_in(district_officer)

    send(client, reverse("name_switch"), {"next": URL})

    assert "Vàng Thị Mỷ" in client.get(URL).content.decode()


@pytest.mark.parametrize("member", ["provincial_officer", "labour_officer"])
def test_the_province_never_sees_names_in_lists(request, sign_in, commune, member):
    make_case(commune)
    client = sign_in(request.getfixturevalue(member))
    session = client.session
    session["names_shown"] = True
    session["names_until"] = 9_999_999_999
    session.save()

    page = client.get(URL).content.decode()

    assert ("V.T.M." in page, "Vàng Thị Mỷ" in page) == (True, False)
    assert send(client, reverse("victims:names_reveal")).status_code == 403
