"""The head of every page of a case, and the line that names a beneficiary."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.conftest import unguarded
from tests.factories import make_case, make_household, make_victim
from tests.victims.factories import make_consent
from victims.models import Case


@pytest.fixture
def request_of():
    def made(user, **session):
        request = RequestFactory().get("/")
        request.user, request.session, request.shown = user, session, []
        return request

    return made


def header(request, case, **more):
    with unguarded():
        context = {"case": Case.objects.get(pk=case.pk), "tab": "person"} | more
        return render_to_string("victims/case_header.html", context, request)


def who(request, household, case=None):
    with unguarded():
        context = {"household": household, "case": case}
        return " ".join(render_to_string("victims/who.html", context, request).split())


def test_one_line_for_a_case_and_for_a_household(request_of, caseworker, commune):
    case = make_case(commune)
    household = make_household(commune, hamlet="thôn 5")
    request = request_of(caseworker)

    assert who(request, case.household, case).endswith(
        f'class="code strong">{case.code}</a> · V.T.M. · thôn 2, xã Khâu Vai'
    )
    assert who(request, household).endswith(
        f'class="code strong">{household.code}</a> · G.A.P. · thôn 5, xã Khâu Vai'
    )
    assert request.shown == []


def test_a_shown_name_is_told_to_the_trail(request_of, caseworker, commune):
    case = make_case(commune)
    request = request_of(caseworker, names_shown=True)

    line = who(request, case.household, case)

    assert "Vàng Thị Mỷ" in line
    assert (request.shown, request.purpose) == ([case], "names")


def test_a_name_for_a_minute_carries_its_end(request_of, caseworker, commune):
    case = make_case(commune)
    request = request_of(caseworker, revealed={str(case.pk): 9_999_999_999})

    line = who(request, case.household, case)

    assert 'data-initials="V.T.M.">Vàng Thị Mỷ</span>' in line


def test_the_head_says_who_must_not_know_only_to_those_who_may_see(
    request_of, caseworker, labour_officer, commune
):
    case = make_case(commune, victim=make_victim(commune, must_not_know="chú"))

    mine = header(request_of(caseworker), case)
    theirs = header(request_of(labour_officer), case)

    assert ("Someone must not know." in mine, "chú" in mine) == (True, False)
    assert "Someone must not know." not in theirs


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("caseworker", "Show the name"),
        ("provincial_officer", "Ask for the name"),
        ("labour_officer", "Ask for the name"),
    ],
)
def test_how_the_name_is_asked_for(request, request_of, commune, member, words):
    case = make_case(commune)

    head = header(request_of(request.getfixturevalue(member)), case)

    assert [w for w in ("Show the name", "Ask for the name") if w in head] == [words]


def test_the_head_tells_what_is_late_closed_or_taken_back(
    request_of, caseworker, commune
):
    case = make_case(commune)
    make_consent(case, answer="withdrawn")

    head = header(request_of(caseworker), case)

    assert "Visit 116 days late" in head
    assert "Consent withdrawn" in head
    assert "nobody holds it" in head
