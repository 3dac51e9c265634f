"""Finding a place by what people type."""

import unicodedata

import pytest

from areas.models import Area


def first(text, version=2004):
    area = Area.objects.filter(version=version).search(text).first()
    return area and area.label


@pytest.mark.parametrize(
    "text",
    [
        "Khâu Vai",
        "khau vai",
        "  KHÂU   VAI ",
        unicodedata.normalize("NFD", "Khâu Vai"),
        "xã Khâu Vai",
        "vai khau",
        "khau vai, meo vac",
        "meo vac khau vai ha giang",
        "kh va meo",
    ],
)
def test_ways_to_type_a_commune(places, text):
    assert first(text) == "xã Khâu Vai, huyện Mèo Vạc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xà Phìn", "xã Sà Phìn, huyện Đồng Văn"),
        ("xa sa phin", "xã Sà Phìn, huyện Đồng Văn"),
        ("sà phìn", "xã Sà Phìn, huyện Đồng Văn"),
        ("Phó Bảng", "thị trấn Phố Bảng, huyện Đồng Văn"),
        ("sung trang", "xã Sủng Cháng, huyện Yên Minh"),
        ("Thuận Hoà Vị Xuyên", "xã Thuận Hòa, huyện Vị Xuyên"),
        ("thi tran yen minh", "thị trấn Yên Minh, huyện Yên Minh"),
        ("huyện yên minh", "huyện Yên Minh, tỉnh Hà Giang"),
        ("Đồng Văn", "huyện Đồng Văn, tỉnh Hà Giang"),
        ("ha giang", "tỉnh Hà Giang"),
        ("Dong Van thi tran", "thị trấn Đồng Văn, huyện Đồng Văn"),
    ],
)
def test_other_spellings_and_kinds(places, text, expected):
    assert first(text) == expected


def test_the_spelling_that_was_typed_stands_first(places):
    assert first("Tà Lùng") == "thị trấn Tà Lùng, huyện Quảng Hòa"
    assert first("Tả Lủng").startswith("xã Tả Lủng")


def test_the_same_name_stands_before_names_that_begin_so(places):
    found = Area.objects.filter(version=2025).search("Hà Giang")[:2]

    assert [str(area) for area in found] == ["phường Hà Giang 1", "phường Hà Giang 2"]


def test_two_communes_of_one_name_are_both_found(places):
    found = Area.objects.filter(version=2004).search("Tả Lủng")[:2]

    assert {area.label for area in found} == {
        "xã Tả Lủng, huyện Đồng Văn",
        "xã Tả Lủng, huyện Mèo Vạc",
    }


@pytest.mark.parametrize("text", ["", "  ", "...", None, "zzzz", "khau zzzz"])
def test_nothing_asked_or_nothing_known_finds_nothing(places, text):
    assert not Area.objects.search(text).exists()


@pytest.mark.parametrize("text", ["%", "_", "a%", "khau_vai%", "'", "\\", '"', ";--"])
def test_signs_of_the_database_mean_nothing(places, text):
    for area in Area.objects.search(text)[:3]:
        assert area.name


def test_words_match_from_their_beginning(places):
    assert not Area.objects.filter(version=2004).search("hau vai").exists()


def test_a_search_is_one_query(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels = [
            area.label
            for area in Area.objects.search("dong van").select_related("parent")
        ]

    assert len(labels) > 1
