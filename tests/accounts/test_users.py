"""The administrator's pages of people."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SignIn, User
from tests.accounts.trail import acts, rows
from tests.conftest import send, unguarded

LIST, ADD = "/people/", "/people/add/"


def kept(username="lu.thi.mai"):
    with unguarded():
        return User.objects.filter(username=username).first()


def address(user, act=""):
    return f"/people/{user.pk}/{act}"


def test_adding_opens_an_account_with_a_one_time_code(page, form):
    response = send(page, ADD, form, follow=True)

    user = kept()
    code = response.context["code"]
    assert (user.name, user.phone) == ("Lù Thị Mai", "0912345678")
    assert user.must_change_password
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", code)
    assert acts() == ["add user", "read accounts:user_paper"]


def test_the_code_is_shown_once_and_kept_nowhere(page, form):
    response = send(page, ADD, form, follow=True)
    code = response.context["code"]

    again = page.get(address(kept(), "paper/"))

    assert again.headers["Location"] == address(kept())
    assert code not in repr(dict(page.session.items()))
    assert code not in page.get(address(kept())).content.decode()


def test_until_it_is_shown_it_lies_sealed(page, form):
    send(page, ADD, form)

    (sealed,) = page.session["entry_code"].values()
    shown = page.get(address(kept(), "paper/")).context["code"]
    assert shown not in sealed


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("username", "ab"),
        ("username", "0912345678"),
        ("username", "lù.mai"),
        ("phone", "12345"),
        ("phone", "1912345678"),
        ("phone", ""),
        ("organisation", ""),
        ("pledged_on", ""),
        ("pledged_on", "16/01/2024"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(page, form, field, wrong):
    response = send(page, ADD, form | {field: wrong})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["name"].value() == (
        wrong if field == "name" else "Lù Thị Mai"
    )
    assert kept() is None


@pytest.mark.parametrize(
    ("field", "told"), [("username", "username"), ("phone", "__all__")]
)
def test_a_name_or_phone_has_one_account(page, form, field, told):
    send(page, ADD, form)
    other = form | {"username": "lu.thi.hoa", "phone": "0987654321"}

    response = send(page, ADD, other | {field: form[field]})

    assert list(response.context["form"].errors) == [told]


def test_a_name_is_shown_as_it_is(page, form):
    send(page, ADD, form | {"name": "Ma <b>Thị</b> Pó"})

    assert "Ma &lt;b&gt;Thị" in page.get(LIST).content.decode()


def test_the_list_stands_in_the_order_of_given_names(page, caseworker, neighbour):
    names = [user.name for user in page.get(LIST).context["page"]]

    assert names == ["Đỗ Quang Huy", "Hoàng Văn Páo", "Lý Thị Say"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "ly say"}, ["Lý Thị Say"]),
        ({"q": "SAY LÝ"}, ["Lý Thị Say"]),
        ({"q": "can-bo-b"}, ["Hoàng Văn Páo"]),
        ({"q": "0912 345"}, ["Hoàng Văn Páo"]),
        ({"q": "nobody here"}, []),
        ({"state": "locked"}, ["Hoàng Văn Páo"]),
        ({"state": "open", "q": "pao"}, []),
        ({"state": "nonsense", "q": "say"}, None),
    ],
)
def test_finding(page, caseworker, neighbour, asked, names):
    with unguarded():
        User.objects.filter(pk=neighbour.pk).update(is_active=False, phone="0912345678")

    found = [user.name for user in page.get(LIST, asked).context["page"]]

    assert found == (names if names is not None else found)
    assert (len(found) == 3) == (names is None)


def test_finding_by_organisation(page, caseworker, organisation):
    with unguarded():
        User.objects.filter(pk=caseworker.pk).update(organisation=organisation)

    found = page.get(LIST, {"organisation": organisation.pk}).context["page"]

    assert list(found) == [caseworker]


def test_a_long_list_has_pages(page):
    with unguarded():
        for number in range(26):
            User.objects.create_user(f"nguoi-{number}", f"Người {number:02}")

    first = page.get(LIST)
    second = page.get(LIST, {"page": 2})

    assert len(first.context["page"]) == 25
    assert len(second.context["page"]) == 2
    assert first.context["older"] == "?page=2"
    assert second.context["newer"] == "?page=1"


def test_the_list_asks_as_often_for_three_as_for_one(
    page, caseworker, neighbour, district_officer
):
    def queries(**asked):
        with CaptureQueriesContext(connection) as asking:
            page.get(LIST, asked)
        return len(asking)

    page.get(LIST)

    assert queries(q="say") == queries()


def test_reading_is_kept_in_the_trail(page, caseworker, administrator):
    page.get(address(caseworker))

    row = rows()[-1]
    assert (row.act, row.subjects) == ("read accounts:user_page", [caseworker.pk])


def test_editing(page, caseworker, organisation):
    response = send(
        page,
        address(caseworker, "edit/"),
        {
            "name": "Lý Thị Sai",
            "phone": "0912345678",
            "organisation": organisation.pk,
            "version": 1,
        },
    )

    user = kept("can-bo-xa")
    assert response.headers["Location"] == address(caseworker)
    assert (user.name, user.phone, user.version) == ("Lý Thị Sai", "0912345678", 2)
    assert user.name_folded == "ly thi sai"
    assert acts() == ["edit user"]


def test_a_stale_form_shows_both_and_is_saved_the_second_time(
    page, caseworker, organisation
):
    with unguarded():
        User.objects.filter(pk=caseworker.pk).update(phone="0911111111", version=2)
    form = {
        "name": "Lý Thị Say",
        "phone": "0922222222",
        "organisation": organisation.pk,
        "version": 1,
    }

    response = send(page, address(caseworker, "edit/"), form)

    text = response.content.decode()
    assert response.status_code == 200
    assert "0911111111" in text
    assert "0922222222" in text
    assert 'name="version" value="2"' in text
    assert kept("can-bo-xa").phone == "0911111111"
    send(page, address(caseworker, "edit/"), form | {"version": 2})
    assert kept("can-bo-xa").phone == "0922222222"


def test_locking_closes_the_account_at_once(page, caseworker, client):
    other = type(client)()
    other.force_login(caseworker)

    send(page, address(caseworker, "lock/"))

    assert not kept("can-bo-xa").is_active
    assert other.get("/account/").status_code == 302
    assert acts() == ["lock user"]


def test_opening_again(page, caseworker):
    send(page, address(caseworker, "lock/"))

    send(page, address(caseworker, "unlock/"))

    assert kept("can-bo-xa").is_active
    assert acts() == ["lock user", "unlock user"]


@pytest.mark.parametrize("act", ["lock/", "code/"])
def test_not_ones_own(page, administrator, act):
    send(page, address(administrator, act))

    user = kept("quan-tri")
    assert user.is_active
    assert not user.must_change_password
    assert acts() == []


@pytest.mark.parametrize(("act", "again"), [("lock/", "lock user"), ("unlock/", None)])
def test_not_twice(page, caseworker, act, again):
    for _time in range(2):
        send(page, address(caseworker, act))

    assert acts() == ([again] if again else [])


def test_a_new_code_ends_the_password_and_the_sign_ins(page, caseworker, client):
    other = type(client)()
    other.force_login(caseworker)

    response = send(page, address(caseworker, "code/"), follow=True)

    assert response.context["code"]
    with unguarded():
        assert not caseworker.check_password("can-bo-xa" * 3)
    assert kept("can-bo-xa").must_change_password
    assert other.get("/account/").status_code == 302


def test_signing_somebody_out_everywhere(page, caseworker, client):
    other = type(client)()
    other.force_login(caseworker)

    send(page, address(caseworker, "sign-out/"))

    with unguarded():
        assert not SignIn.objects.filter(user=caseworker).exists()
    assert other.get("/account/").status_code == 302
    assert kept("can-bo-xa").is_active
