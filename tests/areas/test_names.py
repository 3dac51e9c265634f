"""Names as keys: search without diacritics, Vietnamese alphabetical order."""

import unicodedata

import pytest

from areas.names import folded, name_sort, sort_key


def in_order(names, key):
    """Whether each key is strictly greater than the one before."""
    keys = [key(name) for name in names]
    return all(one < other for one, other in zip(keys, keys[1:], strict=False))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vàng Thị Mỷ", "vang thi my"),
        ("Giàng A Pó", "giang a po"),
        ("Sùng Thị Dí", "sung thi di"),
        ("  ĐẶNG   Thị\tĐào ", "dang thi dao"),
        ("Nguyễn Thị Ướt", "nguyen thi uot"),
        ("Hố Quáng Phìn", "ho quang phin"),
        ("H'Hen Niê", "hhen nie"),
        ("H’Hen Niê", "hhen nie"),
        ("Phan Rang-Tháp Chàm", "phan rang thap cham"),
        ("Phường Hà Giang 1", "phuong ha giang 1"),
        ("Nguyễn_Thị_Hoa (bé)", "nguyen thi hoa be"),
        ("", ""),
        (None, ""),
        ("...", ""),
    ],
)
def test_folded(name, expected):
    assert folded(name) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("key", [folded, sort_key, name_sort])
def test_the_form_of_the_input_does_not_matter(form, key):
    name = "Vàng Thị Mỷ Đặng Ướng Hậu Nghễ"

    assert key(unicodedata.normalize(form, name)) == key(name)


def test_the_place_of_the_tone_does_not_matter():
    for one, other in [("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Khỏe", "Khoẻ")]:
        assert folded(one) == folded(other)
        assert sort_key(one) == sort_key(other)


def test_a_mark_that_no_letter_takes_does_not_part_the_word():
    assert folded("Xm\u0300an") == "xman"
    assert folded("\u0300a") == "a"
    assert sort_key("\u0302a") == "a0"


def test_letters_follow_the_vietnamese_alphabet():
    letters = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"

    assert in_order(letters.split(), sort_key)


def test_tones_order_syllables_of_the_same_letters():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert in_order(tones, sort_key)


def test_letters_weigh_more_than_tones_and_syllables_come_one_by_one():
    ordered = ["An", "Ạn", "Anh", "Ăn", "Ân", "Da", "Đa", "Hoa", "Hoa Mai", "Hòa An"]

    assert in_order(ordered, sort_key)


def test_numbers_stand_in_order_of_size():
    ordered = ["Hà Giang", "Hà Giang 1", "Hà Giang 2", "Hà Giang 10"]

    assert in_order(ordered, sort_key)


def test_people_stand_by_given_then_family_then_middle_names():
    ordered = [
        "Dí",
        "Giàng Thị Dí",
        "Sùng Mí Dí",
        "Sùng Thị Dí",
        "Vàng Thị Đào",
        "Vừ Thị Mỷ",
        "Giàng A Pó",
        "Giàng Mí Pó",
    ]

    assert in_order(ordered, name_sort)


def test_the_order_is_that_of_bytes():
    names = ["Ơn", "Ôn", "On", "Đỗ", "Dỗ", "Ủ", "Ư", "U"]

    by_text = sorted(names, key=sort_key)
    by_bytes = sorted(names, key=lambda name: sort_key(name).encode())

    assert by_text == by_bytes == ["Dỗ", "Đỗ", "On", "Ôn", "Ơn", "U", "Ủ", "Ư"]
