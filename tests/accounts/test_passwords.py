"""Passwords: long, one's own, keyed before they are hashed."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import passwords
from accounts.models import Password, User
from tests.conftest import unguarded

SAY = {"name": "Lý Thị Say", "username": "can-bo-xa", "phone": "0912345678"}


@pytest.fixture
def known(places):
    return User(**SAY)


@pytest.mark.parametrize(
    "good",
    [
        "ba con trâu ở bờ ao",
        "Trời mưa thì ta đi gặt",
        "x7Kqp2mWz9vT",
        "ngựa đứng ăn cỏ ven suối " * 5,
        "Mèo Vạc mùa này nhiều sương mù",
    ],
)
def test_a_sentence_of_ones_own(known, good):
    validate_password(good[:128], known)


@pytest.mark.parametrize(
    "weak",
    [
        "elevenchars",
        "x" * 129,
        "password1234",
        "123456789012",
        "mật khẩu 2024",
        "matkhau123456",
        "Khâu Vai 123456",
        "khauvai@2024!",
        "Mèo Vạc Hà Giang",
        "meovacmeovac",
        "meovacmeovacmeovacmeovac",
        "anh yêu em 1990",
        "Lý Thị Say 1995",
        "saythily0912",
        "lythisay-lythisay",
        "can-bo-xa-2024",
        "toi la 0912345678",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
    ],
)
def test_what_others_would_try_first(known, weak):
    with pytest.raises(ValidationError):
        validate_password(weak, known)


def test_marks_typed_either_way_are_the_same_password():
    composed, apart = "m\u1eadt l\u00e0 g\u00ec", "ma\u0323\u0302t la\u0300 gi\u0300"
    salt = b"0" * 16

    assert passwords.derived(composed, salt, "8,1,1") == passwords.derived(
        apart, salt, "8,1,1"
    )


def test_without_the_pepper_a_dump_cannot_be_tried(caseworker, settings):
    with unguarded():
        row = Password.objects.get()
    assert row.matches("can-bo-xa" * 3)

    settings.PASSWORD_PEPPER = "another one"

    assert not row.matches("can-bo-xa" * 3)


def test_two_with_one_password_look_different(caseworker):
    assert passwords.hashed("x")[1] != passwords.hashed("x")[1]


def test_long_passwords_count_to_their_last_letter(client, places):
    with unguarded():
        long = "ngựa đứng ăn cỏ ven suối " * 5 + "!!"
        User.objects.create_user("nguoi-dai", "Vàng Thị Dài", password=long)

    def enter(password):
        form = {"username": "nguoi-dai", "password": password}
        return client.post("/sign-in/", form).status_code

    assert (enter(long[:-1]), enter(long)) == (200, 302)
