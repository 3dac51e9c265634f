"""The person's tab, the private parts one at a time, the name on request."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.trail import rows as trail
from tests.conftest import send, unguarded
from tests.factories import make_case, make_victim
from tests.victims.factories import (
    make_alias,
    make_consent,
    make_minor,
    make_paper,
    make_risk,
)
from victims.models import Holding


@pytest.fixture
def case(commune):
    victim = make_victim(
        commune, phone="0912345678", must_not_know="chú ruột", id_number="002195001234"
    )
    return make_case(commune, victim=victim)


def url(case, part=""):
    return reverse("victims:case_person", args=[case.pk]) + (
        f"?see={part}" if part else ""
    )


def reveal(case):
    return reverse("victims:case_reveal", args=[case.pk])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("member", "status"),
    [
        ("caseworker", 200),
        ("neighbour", 404),
        ("district_officer", 200),
        ("other_district_officer", 404),
        ("provincial_officer", 200),
        ("labour_officer", 200),
        ("administrator", 403),
    ],
)
def test_who_may_open_it(request, sign_in, case, member, status):
    client = sign_in(request.getfixturevalue(member))

    assert client.get(url(case)).status_code == status


def test_private_parts_are_covered_at_first(sign_in, caseworker, case):
    page = text(sign_in(caseworker).get(url(case)))

    hidden = ["chú ruột", "0912", "1234", "Vàng Thị Mỷ"]
    assert [word for word in hidden if word in page] == []
    assert "Someone must not know." in page


def test_looking_at_a_private_part_is_kept_in_the_trail(sign_in, caseworker, case):
    page = text(sign_in(caseworker).get(url(case, "contact")))

    assert ("chú ruột" in page, "0912 345 678" in page) == (True, True)
    (row,) = [row for row in trail() if row.act == "read victims:case_person"]
    assert (row.purpose, row.subjects) == ("private: contact", [case.pk])


def test_an_identity_number_shows_its_end_alone(sign_in, caseworker, case):
    page = text(sign_in(caseworker).get(url(case, "numbers")))

    assert ("••••••••1234" in page, "002195001234" in page) == (True, False)


@pytest.mark.parametrize("member", ["provincial_officer", "labour_officer"])
@pytest.mark.parametrize("part", ["contact", "numbers", "safety"])
def test_the_province_sees_no_private_part(request, sign_in, case, member, part):
    page = text(sign_in(request.getfixturevalue(member)).get(url(case, part)))

    hidden = ["chú ruột", "0912", "1234", "Someone must not know."]
    assert [word for word in hidden if word in page] == []
    # But the page's own address, no way to any part.
    assert set(re.findall(r"[?]see=(\w+)", page)) <= {part}


@pytest.mark.parametrize(
    ("member", "count"),
    [("caseworker", 3), ("provincial_officer", 0), ("labour_officer", 0)],
)
def test_papers_wishes_and_consents_are_for_who_works_with_the_case(
    request, sign_in, case, member, count
):
    """As on the timeline."""
    make_consent(case), make_paper(case.victim), make_alias(case.victim, "Xuân")

    page = text(sign_in(request.getfixturevalue(member)).get(url(case)))

    told = ['id="consent"', "identity card", "at home"]
    assert len([words for words in told if words.lower() in page.lower()]) == count


def test_consents_papers_children_and_names_stand_there(sign_in, caseworker, case):
    make_consent(case)
    make_paper(case.victim, status="lost")
    make_minor(case)
    make_alias(case.victim, "Xuân")
    make_risk(case)

    page = text(sign_in(caseworker).get(url(case)))

    assert "Bé Sua" not in page
    assert "B.S." in page
    assert "Xuân" not in page
    assert reverse("victims:consent_withdraw", args=[case.pk, "record"]) in page


def test_a_constant_number_of_queries(sign_in, caseworker, case):
    client = sign_in(caseworker)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(url(case))
        return len(caught)

    make_minor(case), make_alias(case.victim), make_paper(case.victim)
    queries()
    one = queries()
    make_minor(case), make_alias(case.victim), make_paper(case.victim, "birth")

    assert queries() == one


# The name on request


def test_the_own_area_asks_without_a_reason(sign_in, caseworker, case):
    client = sign_in(caseworker)

    response = send(client, reveal(case), {"next": url(case)})

    assert response.headers["Location"] == url(case)
    assert "Vàng Thị Mỷ" in text(client.get(url(case)))
    assert "reveal name" in [row.act for row in trail()]


def test_after_a_minute_the_name_is_hidden(sign_in, caseworker, case):
    client = sign_in(caseworker)
    send(client, reveal(case))
    session = client.session
    session["revealed"] = {str(case.pk): session["revealed"][str(case.pk)] - 61}
    session.save()

    assert "Vàng Thị Mỷ" not in text(client.get(url(case)))


@pytest.mark.parametrize("member", ["provincial_officer", "labour_officer"])
def test_the_province_gives_a_reason(request, sign_in, case, member):
    client = sign_in(request.getfixturevalue(member))

    short = send(client, reveal(case), {"reason": "cần xem"})
    reason = "đối chiếu với danh sách của công an"
    send(client, reveal(case), {"reason": reason})

    assert short.context["form"].errors == {
        "reason": ["Give a reason of at least 10 letters."]
    }
    assert "Vàng Thị Mỷ" in text(client.get(url(case)))
    (row,) = [row for row in trail() if row.act == "reveal name"]
    assert (row.purpose, row.subjects) == (reason, [case.pk])


def test_who_refused_to_share_is_not_named_to_the_province(
    sign_in, provincial_officer, case
):
    make_consent(case, "share_authority", "withdrawn")
    client = sign_in(provincial_officer)

    send(client, reveal(case), {"reason": "đối chiếu với danh sách của công an"})

    assert "Vàng Thị Mỷ" not in text(client.get(url(case)))
    assert "reveal name" not in [row.act for row in trail()]


@pytest.mark.parametrize(
    ("member", "status"), [("administrator", 403), ("neighbour", 404)]
)
def test_others_are_never_told(request, sign_in, case, member, status):
    client = sign_in(request.getfixturevalue(member))

    assert send(client, reveal(case), {"reason": "x" * 20}).status_code == status


def test_no_name_in_the_title_or_an_address(sign_in, caseworker, case):
    client = sign_in(caseworker)
    send(client, reveal(case))

    page = text(client.get(url(case)))

    title = page[page.index("<title>") : page.index("</title>")]
    assert ("Mỷ" in title, case.code in title) == (False, True)


def test_other_cases_and_holders_and_moves(sign_in, caseworker, case):
    with unguarded():
        case.closed_on, case.closed_reason = date(2024, 1, 1), "plan_reached"
        case.save()
    second = make_case(case.territory, household=case.household, victim=case.victim)

    page = text(sign_in(caseworker).get(url(second)))

    assert case.code in page


@pytest.mark.parametrize(
    ("member", "is_shown"),
    [
        ("caseworker", True),
        ("district_officer", True),
        ("provincial_officer", False),
        ("labour_officer", False),
    ],
)
def test_why_somebody_holds_the_case_is_a_note(
    request, sign_in, case, caseworker, member, is_shown
):
    with unguarded():
        Holding(
            case=case,
            user=caseworker,
            reason="chồng cũ hay đến tìm",
            happened_on=date(2023, 10, 1),
        ).log(by=caseworker)
    page = text(sign_in(request.getfixturevalue(member)).get(url(case)))

    assert ("chồng cũ hay đến tìm" in page) is is_shown
