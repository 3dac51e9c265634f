"""Bodies and postings after 1 July 2025."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organisation, Posting
from accounts.roles import Role
from tests.accounts.trail import acts
from tests.conftest import place, post, send, unguarded

LIST = "/people/reform/"
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def bodies(places):
    """Of a district, of the old province, and of the new one."""
    rows = [
        ("Hội LHPN huyện Mèo Vạc", "womens_union", "027@2004", None),
        ("Phòng LĐTBXH huyện Mèo Vạc", "labour", "027@2004", None),
        ("Sở LĐTBXH tỉnh Hà Giang", "labour", "02@2004", None),
        ("Hội LHPN tỉnh Tuyên Quang", "womens_union", "08@2025", FIRST),
        ("Sở Y tế tỉnh Tuyên Quang", "health", "08@2025", FIRST),
    ]
    with unguarded():
        return [
            Organisation.objects.create(
                name=name, kind=kind, area=place(code), valid_from=begin
            )
            for name, kind, code, begin in rows
        ]


@pytest.fixture
def new_administrator(places, settings):
    settings.TODAY = date(2025, 7, 2)
    area = place("08@2025")
    return post("quan-tri-moi", "Đỗ Quang Vinh", Role.ADMINISTRATOR, area)


def test_bodies_of_ended_places_end_and_are_followed(
    sign_in, new_administrator, bodies
):
    client = sign_in(new_administrator)
    shown = client.get(LIST).content.decode()

    for body in bodies[:3]:
        send(client, f"/people/organisations/{body.pk}/end/")
    again = send(client, f"/people/organisations/{bodies[3].pk}/end/", follow=True)

    with unguarded():
        found = list(
            Organisation.objects.order_by("pk").values_list(
                "valid_to", "successor__name"
            )
        )
    assert [name in shown for name in ("huyện Mèo Vạc", "Sở Y tế")] == [True, True]
    assert found == [
        (LAST, "Hội LHPN tỉnh Tuyên Quang"), (LAST, "Sở Y tế tỉnh Tuyên Quang"),
        (LAST, "Sở Y tế tỉnh Tuyên Quang"), (None, None), (None, None),
    ]  # fmt: skip
    assert "Địa bàn của cơ quan này vẫn còn" in again.content.decode()
    assert acts().count("edit organisation") == 3
    assert not Organisation.objects.to_end().exists()


def test_a_body_is_refused_on_a_day_it_did_not_exist(bodies):
    old, new = bodies[2], bodies[4]
    old.valid_to, old.successor = LAST, new

    old.check_exists(LAST)
    new.check_exists(FIRST)
    with pytest.raises(ValidationError, match="nay là “Sở Y tế"):
        old.check_exists(FIRST)
    with pytest.raises(ValidationError, match="Ngày 30/06/2025 chưa có"):
        new.check_exists(LAST)


def test_postings_on_ended_places_are_work_for_the_administrator(
    sign_in, new_administrator, caseworker, district_officer, commune
):
    client = sign_in(new_administrator)
    new = commune.successors().get()

    shown = client.get(LIST).content.decode()
    proposed = client.get(
        f"/people/{caseworker.pk}/postings/add/",
        {"role": "caseworker", "area": new.key},
    ).content.decode()
    with unguarded():
        Posting.objects.create(
            user=caseworker, role=Role.CASEWORKER, area=new, from_on=date(2020, 1, 1)
        )
    followed = client.get(LIST).content.decode()

    assert f"role=caseworker&amp;area={new.code}%40{new.version}" in shown
    assert district_officer.name in shown
    assert "cấp tỉnh tiếp nhận" in shown
    assert f'value="{new.key}"' in proposed
    assert "đã có nơi mới" in followed


def test_before_the_day_nothing_is_left_to_do(
    sign_in, administrator, caseworker, bodies
):
    shown = sign_in(administrator).get(LIST).content.decode()

    assert "Không còn gì ở địa bàn đã kết thúc" in shown
