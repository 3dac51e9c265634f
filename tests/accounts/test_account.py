"""One's own account: who am I, where am I signed in, in which language."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import SignIn, User
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

ACCOUNT, PASSWORD = "/account/", "/account/password/"
OLD, NEW = "can-bo-xa" * 3, "ba con trâu ở bờ ao"


@pytest.fixture
def page(sign_in, caseworker):
    return sign_in(caseworker)


@pytest.fixture
def other_device(page, caseworker):
    client = type(page)()
    client.force_login(caseworker)
    return client


def sign_ins():
    with unguarded():
        return SignIn.objects.count()


def change(client, **fields):
    form = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    return send(client, PASSWORD, form | fields)


def test_own_data_and_postings(page, caseworker):
    response = page.get(ACCOUNT)

    assert [str(posting.area) for posting in response.context["postings"]] == [
        "xã Khâu Vai"
    ]
    assert "Lý Thị Say" in response.content.decode()


def test_where_i_am_signed_in(page, other_device):
    here = [each["here"] for each in page.get(ACCOUNT).context["sign_ins"]]

    assert sorted(here) == [False, True]


def test_what_has_ended_is_not_listed_and_is_forgotten(page, other_device, caseworker):
    here = page.get(ACCOUNT).context["request"].sign_in.id
    with unguarded():
        SignIn.objects.exclude(pk=here).update(
            ends_at=timezone.now() - timedelta(seconds=1)
        )

    assert len(page.get(ACCOUNT).context["sign_ins"]) == 1
    type(page)().force_login(caseworker)
    assert sign_ins() == 2


def test_ending_another_device(page, other_device):
    (other,) = [
        each["row"].pk
        for each in page.get(ACCOUNT).context["sign_ins"]
        if not each["here"]
    ]

    send(page, "/account/sign-ins/end/", {"sign_in": other})

    assert other_device.get(ACCOUNT).status_code == 302
    assert page.get(ACCOUNT).status_code == 200
    assert acts() == ["end own sign-in"]


def test_not_the_sign_in_of_another_person(page, neighbour):
    client = type(page)()
    client.force_login(neighbour)
    with unguarded():
        (theirs,) = neighbour.sign_ins.all()

    response = send(page, "/account/sign-ins/end/", {"sign_in": theirs.pk})

    assert response.status_code == 404
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("key", ["", "zz", "6f1b0f5e-6f6b-4b7e-9d53-0123456789ab"])
def test_no_such_sign_in(page, key):
    url = "/account/sign-ins/end/"

    assert send(page, url, {"sign_in": key}).status_code == 404


def test_changing_the_password_signs_other_devices_out(page, other_device, caseworker):
    response = change(page)

    assert response.headers["Location"] == ACCOUNT
    assert page.get(ACCOUNT).status_code == 200
    assert other_device.get(ACCOUNT).status_code == 302
    assert sign_ins() == 1
    with unguarded():
        assert User.objects.get(pk=caseworker.pk).check_password(NEW)
    assert acts() == ["change own password"]


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("old_password", "no", "old_password"),
        ("new_password2", "another one, also long", "new_password2"),
        ("old_password", "", "old_password"),
    ],
)
def test_a_slip_changes_nothing(page, caseworker, field, wrong, told):
    response = change(page, **{field: wrong})

    assert list(response.context["form"].errors) == [told]
    with unguarded():
        assert User.objects.get(pk=caseworker.pk).check_password(OLD)


@pytest.mark.parametrize(
    "weak", ["short", "123456789012", "can-bo-xa-123", "lý thị say 12"]
)
def test_a_weak_password_is_refused(page, weak):
    response = change(page, new_password1=weak, new_password2=weak)

    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_language_stays_on_the_device(page):
    response = send(page, "/account/language/", {"language": "en", "next": ACCOUNT})

    assert response.headers["Location"] == ACCOUNT
    assert page.cookies["django_language"].value == "en"
    assert "My postings" in page.get(ACCOUNT).content.decode()


def test_the_name_switch_lasts_for_the_session(page):
    assert page.get(ACCOUNT).context["names_shown"] is False

    response = send(page, "/names/", {"next": ACCOUNT})

    assert response.headers["Location"] == ACCOUNT
    assert page.get(ACCOUNT).context["names_shown"] is True
    send(page, "/names/", {"next": ACCOUNT})
    assert page.get(ACCOUNT).context["names_shown"] is False
    assert acts() == ["switch names on", "switch names off"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", ""])
def test_the_name_switch_leads_only_to_our_pages(page, target):
    assert send(page, "/names/", {"next": target}).headers["Location"] == "/"


def test_who_may_not_see_names_has_no_switch(sign_in, administrator):
    client = sign_in(administrator)

    assert client.get(ACCOUNT).context["names_shown"] is None
    assert send(client, "/names/").status_code == 403


def test_quick_exit_ends_the_sign_in_and_shows_a_calendar(page):
    response = send(page, "/exit/")

    assert response.headers["Location"] == "/calendar/"
    assert sign_ins() == 0
    assert page.get("/").status_code == 302
    assert acts() == ["quick exit"]


def test_the_calendar_says_nothing_of_this_product(page):
    with override("vi"):
        text = page.get("/calendar/").content.decode()

    assert "Lịch âm dương" in text
    for word in ("Sổ tay", "hồ sơ", "Hồ sơ", "Lý Thị Say", "Dữ liệu mẫu", "/sign-in/"):
        assert word not in text
