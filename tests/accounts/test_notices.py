"""Notices: everybody may tell, only the addressee reads and puts away."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice
from accounts.roles import Role
from tests.accounts.sql import refused, run
from tests.accounts.trail import acts
from tests.conftest import send, unguarded


def kept():
    with unguarded():
        return list(Notice.objects.select_related("told_by").order_by("at"))


def tell(**whom):
    Notice.tell("posting_refused", subject=whom.pop("about", None), **whom)


def test_a_person_is_told_and_who_told_it_is_named(
    caseworker, neighbour, acts_as, commune
):
    with acts_as(neighbour):
        tell(user=caseworker, about=neighbour, place=commune)

    notice = kept()[0]
    assert (notice.user, notice.told_by, notice.place) == (
        caseworker, neighbour, commune,
    )  # fmt: skip
    assert neighbour.name in notice.sentence
    assert str(commune) in notice.sentence
    assert notice.url == f"/people/{neighbour.pk}/"


def test_nobody_signed_in_may_tell_too(caseworker):
    tell(user=caseworker)

    assert kept()[0].told_by is None


def test_no_unknown_kind(caseworker):
    with pytest.raises(ValueError, match="gossip"):
        Notice.tell("gossip", user=caseworker)


@pytest.mark.parametrize(
    ("member", "count"),
    [
        ("caseworker", 0),
        ("district_officer", 1),
        ("other_district_officer", 0),
        ("provincial_officer", 0),
        ("administrator", 0),
    ],
)
def test_a_role_over_a_place_is_told(commune, acts_as, request, member, count):
    tell(role=Role.DISTRICT_OFFICER, area=commune)
    user = request.getfixturevalue(member)

    with acts_as(user):
        found = (Notice.objects.count(), Notice.objects.visible_to(user).count())
    assert found == (count, count)


def test_the_database_alone_keeps_others_out(
    caseworker, neighbour, administrator, acts_as
):
    """Without the filter of the query: 0 rows, whoever asks."""
    tell(user=caseworker)

    with acts_as(neighbour):
        assert Notice.objects.count() == 0
        assert Notice.objects.update(seen_at=timezone.now(), seen_by=neighbour) == 0
    with acts_as(administrator):
        assert Notice.objects.count() == 0
    assert Notice.objects.count() == 0  # nobody signed in


def test_each_holder_of_the_role_has_a_row_of_their_own(
    district_officer, other_district_officer, province, commune
):
    Notice.tell_each("posting_refused", role=Role.DISTRICT_OFFICER, area=commune)

    assert [notice.user for notice in kept()] == [district_officer]


def test_without_a_holder_the_role_is_told(commune):
    Notice.tell_each("posting_refused", role=Role.DISTRICT_OFFICER, area=commune)

    assert [(n.user, n.role, n.area) for n in kept()] == [
        (None, Role.DISTRICT_OFFICER, commune)
    ]


def test_but_not_who_did_it(district_officer, commune):
    Notice.tell_each(
        "posting_refused",
        role=Role.DISTRICT_OFFICER,
        area=commune,
        but=[district_officer],
    )

    assert kept() == []


def test_it_stands_on_the_first_page_until_it_is_seen(sign_in, caseworker, commune):
    tell(user=caseworker, place=commune, about=caseworker)
    notice, page = kept()[0], sign_in(caseworker)
    first = page.get("/").content.decode()

    response = send(page, f"/notices/{notice.pk}/seen/")

    assert f"/notices/{notice.pk}/seen/" in first
    assert response.headers["Location"] == "/"
    assert f"/notices/{notice.pk}/seen/" not in page.get("/").content.decode()
    assert kept()[0].seen_by == caseworker
    assert acts() == ["acknowledge notice"]


def test_once_is_enough(caseworker, acts_as):
    tell(user=caseworker)

    with acts_as(caseworker):
        Notice.objects.get().acknowledge(by=caseworker)
        with pytest.raises(ValidationError):
            Notice.objects.get().acknowledge(by=caseworker)


def test_it_is_not_put_away_in_anothers_name(caseworker, neighbour, acts_as):
    tell(user=caseworker)

    with acts_as(caseworker), refused(), transaction.atomic():
        Notice.objects.update(seen_at=timezone.now(), seen_by=neighbour)


def test_what_was_told_is_not_rewritten(caseworker, acts_as):
    tell(user=caseworker)

    with acts_as(caseworker), refused("permission denied"), transaction.atomic():
        Notice.objects.update(kind="posting_confirmed")


def test_only_the_database_writes_one(caseworker, acts_as):
    with acts_as(caseworker), refused("permission denied"):
        run(
            "INSERT INTO accounts_notice (id, kind, user_id, role)"
            " VALUES (%s, 'posting_refused', %s, '')",
            uuid.uuid4(),
            caseworker.pk,
        )


def test_to_a_person_or_to_a_role_never_both(caseworker, commune):
    with pytest.raises(IntegrityError, match="notice_to_a_person_or_a_role"):
        run(
            "SELECT tell('posting_refused', %s, 'caseworker', %s, NULL, NULL)",
            caseworker.pk,
            commune.pk,
        )


def test_the_first_page_asks_as_often_for_three_as_for_one(
    sign_in, caseworker, commune, django_assert_max_num_queries
):
    page = sign_in(caseworker)
    tell(user=caseworker, place=commune)
    counts = []
    for _more in range(2):
        with django_assert_max_num_queries(200) as asked:
            page.get("/")
        counts.append(len(asked))
        tell(user=caseworker, place=commune)
        tell(user=caseworker, place=commune)

    assert counts[0] == counts[1]
