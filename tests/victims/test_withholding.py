"""What a withdrawal hides: as each role, on pages and in SQL, at once and until a new yes."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from support_regimes.models import Item, RegimeRequest
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household, make_victim, recorder
from tests.victims.factories import (
    make_alias,
    make_consent,
    make_paper,
    make_risk,
)
from victims.models import Case, Consent, Need

TODAY = date(2024, 1, 15)
STAFF = ["caseworker", "district_officer", "provincial_officer", "labour_officer"]
OWN, ABOVE = STAFF[:2], STAFF[2:]
TABLES = ("victims_alias", "victims_paper", "victims_riskassessment")


@pytest.fixture
def case(commune):
    case = make_case(commune, household=make_household(commune, head_name="Sùng A Vừ"))
    make_consent(case)
    make_consent(case, "share_authority")
    make_alias(case.victim), make_paper(case.victim), make_risk(case)
    return case


def withdraw(case, purpose, answer="withdrawn"):
    make_consent(case, purpose, answer, on=TODAY)


def request_for(case):
    with unguarded():
        return RegimeRequest(
            case=case, item=Item.objects.first(), asked_on=date(2023, 10, 2)
        ).ask(by=recorder(), seen={})


def shown(client, case):
    """The words of the case's pages, with names asked for."""
    session = client.session
    session["names_shown"] = True
    session.save()
    client.post(reverse("victims:case_reveal", args=[case.pk]))
    pages = [
        client.get(reverse("victims:case_person", args=[case.pk])),
        client.get(reverse("victims:case_list")),
        client.get(case.get_absolute_url()),
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()) for page in pages)


def rows_seen(user, acts_as):
    """How many rows of the person's own tables this user's SQL finds."""
    with acts_as(user), connection.cursor() as cursor:
        counts = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
        return counts


@pytest.mark.parametrize("member", ABOVE)
def test_sharing_taken_back_leaves_the_code_to_the_province(
    request, sign_in, acts_as, case, member
):
    user = request.getfixturevalue(member)
    client = sign_in(user)
    before = shown(client, case), rows_seen(user, acts_as)

    withdraw(case, "share_authority")

    after = shown(client, case)
    assert "V.T.M." in before[0]
    assert [word in after for word in (case.code, "V.T.M.", "Vàng Thị Mỷ", "Mai")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert (before[1], rows_seen(user, acts_as)) == ([1, 1, 1], [0, 0, 0])


@pytest.mark.parametrize("member", OWN)
def test_sharing_taken_back_changes_nothing_at_home(
    request, sign_in, acts_as, case, member
):
    withdraw(case, "share_authority")
    user = request.getfixturevalue(member)

    assert "Vàng Thị Mỷ" in shown(sign_in(user), case)
    assert rows_seen(user, acts_as) == [1, 1, 1]


@pytest.mark.parametrize("member", STAFF)
def test_keeping_taken_back_leaves_the_code_to_everybody(
    request, sign_in, case, member
):
    withdraw(case, "record")

    words = shown(sign_in(request.getfixturevalue(member)), case)

    hidden = ("V.T.M.", "Vàng Thị Mỷ", "Mai", "Sùng A Vừ")
    assert [word for word in hidden if word in words] == []
    assert case.code in words
    assert "only the code is shown" in words


def test_the_rows_of_a_case_not_kept_are_closed_to_the_caseworker(
    acts_as, case, caseworker, district_officer
):
    withdraw(case, "record")

    assert rows_seen(caseworker, acts_as) == [0, 0, 0]
    assert rows_seen(district_officer, acts_as) == [1, 1, 1]


@pytest.mark.parametrize(
    ("member", "seen"),
    [
        ("caseworker", []),
        ("district_officer", ["Vàng Thị Mỷ"]),
        ("provincial_officer", []),
        ("labour_officer", ["V.T.M."]),  # the name itself needs a reason
    ],
)
def test_only_who_decides_sees_the_name_while_a_request_runs(
    request, sign_in, case, member, seen
):
    request_for(case)
    withdraw(case, "record")

    words = shown(sign_in(request.getfixturevalue(member)), case)

    assert [word for word in ("V.T.M.", "Vàng Thị Mỷ") if word in words] == seen


@pytest.mark.parametrize("purpose", ["record", "share_authority"])
def test_a_new_yes_shows_again_what_was_kept(
    acts_as, sign_in, case, provincial_officer, caseworker, purpose
):
    withdraw(case, purpose)
    with unguarded():
        Consent.objects.filter(answer="withdrawn").update(happened_on=date(2024, 1, 10))

    make_consent(case, purpose, "yes", on=TODAY)

    assert "Vàng Thị Mỷ" in shown(sign_in(caseworker), case)
    assert rows_seen(provincial_officer, acts_as) == [1, 1, 1]
    with unguarded():
        kept = Case.objects.get(pk=case.pk)
    assert (kept.restricted_from, kept.unshared_from) == (None, None)


def test_after_the_withdrawal_the_code_alone_finds(
    acts_as, case, caseworker, provincial_officer
):
    withdraw(case, "share_authority")
    for user, found in [(caseworker, [case]), (provincial_officer, [])]:
        with acts_as(user):
            assert list(Case.objects.search("vang my", by=user)) == found
            assert list(Case.objects.search(case.code, by=user)) == [case]
    withdraw(case, "record")
    with acts_as(caseworker):
        assert list(Case.objects.search("vang my", by=caseworker)) == []


def test_nothing_new_is_written_not_even_by_sql(acts_as, case, caseworker):
    withdraw(case, "record")

    with acts_as(caseworker), pytest.raises(DatabaseError), transaction.atomic():
        Need(case=case, kind="health", happened_on=TODAY).log(by=caseworker)


def test_a_reason_with_the_name_in_it_is_refused(acts_as, case, provincial_officer):
    with acts_as(provincial_officer), pytest.raises(ValidationError, match="no name"):
        case.reveal(by=provincial_officer, reason="Xem vàng thị mỷ đã về chưa")


def test_the_page_says_what_the_withdrawal_did(sign_in, caseworker, case):
    client = sign_in(caseworker)
    url = reverse("victims:consent_withdraw", args=[case.pk, "share_authority"])

    send(client, url)

    page = client.get(reverse("victims:case_person", args=[case.pk])).content.decode()
    assert "In force now:" in page
    assert "The province and the Department see the code alone" in page


def test_the_clock_starts_at_closing_and_stops_at_reopening(
    acts_as, sign_in, case, district_officer
):
    with unguarded():
        case.household.set_risk("low", by=recorder())
    with acts_as(district_officer):
        mine = Case.objects.select_related("household", "victim").get(pk=case.pk)
        mine.close(by=district_officer, reason="moved", on=date(2024, 1, 10))
        assert mine.retain_until == date(2034, 1, 10)
    words = shown(sign_in(district_officer), case)
    with acts_as(district_officer):
        mine.reopen(by=district_officer, note="về lại")

    assert "10/01/2034" in words
    assert "period not confirmed" in words
    assert mine.retain_until is None


def test_what_was_kept_long_enough_is_listed(
    sign_in, district_officer, caseworker, commune, django_assert_num_queries
):
    url = reverse("victims:retention_list")
    for closed_on, listed in [(date(2014, 1, 14), 1), (date(2014, 1, 15), 1)]:
        made = make_case(commune, received_on=date(2013, 1, 1))
        with unguarded():
            Case.objects.filter(pk=made.pk).update(
                closed_on=closed_on, closed_reason="moved"
            )
        page = sign_in(district_officer).get(url)
        assert page.context["total"] == listed

    assert sign_in(caseworker).get(url).status_code == 403


def test_the_list_by_name_puts_whom_it_hides_last_by_code(
    sign_in, provincial_officer, caseworker, commune
):
    names = ["Bàn Thị An", "Bàn Thị Cúc", "Bàn Thị Bình"]
    cases = [make_case(commune, victim=make_victim(commune, name=n)) for n in names]
    make_consent(cases[0], "share_authority", "withdrawn")

    def order(user):
        page = sign_in(user).get(reverse("victims:case_list"), {"sort": "name"})
        return [names.index(case.victim.name) for case in page.context["rows"]]

    assert order(provincial_officer) == [2, 1, 0]
    assert order(caseworker) == [0, 2, 1]


def test_a_households_head_is_hidden_if_it_is_hers(
    sign_in, provincial_officer, caseworker, commune
):
    since = date(2023, 1, 1)
    for head in ("Vàng Thị Mỷ", "Giàng A Pó"):
        home = make_household(commune, head_name=head, high_risk_from=since)
        make_consent(make_case(commune, household=home), "share_authority", "withdrawn")

    def shown(user):
        page = sign_in(user).get(reverse("victims:household_list"))
        text = page.content.decode()
        return ["V.T.M." in text, "G.A.P." in text]

    assert shown(provincial_officer) == [False, True]
    assert shown(caseworker) == [True, True]
