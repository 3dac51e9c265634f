"""The lists of places: Hà Giang and Tuyên Quang, before and after the reform."""

import csv
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from areas.loading import DATA
from areas.models import Area, Succession

LAST_OLD_DAY, FIRST_NEW_DAY = date(2025, 6, 30), date(2025, 7, 1)

# The communes of the published tables (district, commune, new commune).
PUBLISHED = """
Mèo Vạc: Niêm Tòng > Niêm Sơn
Mèo Vạc: Khâu Vai > Khâu Vai
Mèo Vạc: Giàng Chu Phìn > Mèo Vạc
Mèo Vạc: Nậm Ban > Tát Ngà
Đồng Văn: Hố Quáng Phìn > Lũng Phìn
Đồng Văn: Phố Là > Phố Bảng
Đồng Văn: Sính Lủng > Sà Phìn
Đồng Văn: Tả Phìn > Đồng Văn
Đồng Văn: Lũng Táo > Lũng Cú
Đồng Văn: Sảng Tủng > Sà Phìn
Đồng Văn: Sà Phìn > Sà Phìn
Hoàng Su Phì: Thèn Chu Phìn > Thàng Tín
Yên Minh: Hữu Vinh > Yên Minh
Yên Minh: thị trấn Yên Minh > Yên Minh
Yên Minh: Thắng Mố > Thắng Mố
Yên Minh: Sủng Thài > Thắng Mố
Yên Minh: Lao Và Chải > Yên Minh
Yên Minh: Mậu Duệ > Mậu Duệ
Yên Minh: Ngọc Long > Ngọc Long
Yên Minh: Lũng Hồ > Đường Thượng
Yên Minh: Du Tiến > Du Già
Yên Minh: Phú Lũng > Bạch Đích
"""


def published():
    for line in PUBLISHED.strip().splitlines():
        district, rest = line.split(": ")
        yield (district, *rest.split(" > "))


@pytest.fixture
def ha_giang(places):
    return Area.objects.by_code("02")


@pytest.fixture
def tuyen_quang(places):
    return Area.objects.by_code("08@2025")


@pytest.mark.parametrize(("district", "commune", "new"), list(published()))
def test_each_commune_of_the_published_tables(places, district, commune, new):
    area = Area.objects.on(LAST_OLD_DAY).search(f"{commune} {district}").first()

    assert area.district().name == district
    assert commune in (area.name, str(area))
    assert area.province().letters == "HG"
    assert [place.name for place in area.successors()] == [new]


def test_ha_giang_has_11_districts_and_193_communes(ha_giang):
    kinds = [area.kind for area in ha_giang.communes()]

    assert ha_giang.children.count() == 11
    assert len(kinds) == 193
    assert [kinds.count(kind) for kind in ("phường", "thị trấn", "xã")] == [5, 13, 175]


def test_tuyen_quang_has_124_communes_73_of_them_from_ha_giang(ha_giang, tuyen_quang):
    communes = tuyen_quang.communes()

    assert [area.kind for area in communes].count("phường") == 7
    assert communes.count() == 124
    assert (
        communes.filter(covering__covers__in=ha_giang.communes()).distinct().count()
        == 73
    )


def test_the_whole_country(places):
    def counts(version):
        areas = Area.objects.filter(version=version)
        return [areas.filter(level=level).count() for level in Area.Level.values]

    assert counts(2004) == [63, 696, 10_035]
    assert counts(2025) == [34, 0, 3_321]


def test_every_old_commune_has_one_main_successor_and_every_new_one_a_predecessor(
    places,
):
    mains = Succession.objects.filter(main=True, old__level="commune")
    new = Area.objects.filter(version=2025)

    assert mains.count() == 10_035
    assert not new.filter(predecessions=None).exists()
    assert not Area.objects.filter(version=2004, level="province", successions=None)


def full_name(area):
    return f"{area.kind[0].upper()}{area.kind[1:]} {area.name}"


def test_differences_from_the_other_source_are_known(ha_giang):
    """Our list against the 193-row table of another source (data/SOURCES.md)."""
    with (DATA / "check_ha_giang_2025.csv").open(encoding="utf-8", newline="") as file:
        theirs = {
            (row["old_district"], row["old_commune"]): [row["new_commune_tuyen_quang"]]
            for row in csv.DictReader(file)
        }
    ours = {
        (full_name(area.parent), full_name(area)): [
            full_name(new) for new in area.successors()
        ]
        for area in ha_giang.communes().select_related("parent")
    }

    assert ours.keys() == theirs.keys()
    differences = {
        place[1]: (ours[place], theirs[place])
        for place in ours
        if ours[place] != theirs[place]
    }
    assert differences == {
        # Three split communes, of which the other source names the main part only.
        "Xã Yên Định": (["Xã Ngọc Đường", "Xã Minh Ngọc"], ["Xã Ngọc Đường"]),
        "Phường Quang Trung": (
            ["Phường Hà Giang 2", "Phường Hà Giang 1"],
            ["Phường Hà Giang 2"],
        ),
        "Xã Việt Lâm": (["Xã Việt Lâm", "Xã Vị Xuyên"], ["Xã Việt Lâm"]),
        # One real contradiction.
        "Thị trấn Nông trường Việt Lâm": (["Xã Vị Xuyên"], ["Xã Việt Lâm"]),
    }
    unsure = Succession.objects.filter(confidence="sources differ")
    assert {full_name(line.old) for line in unsure} == set(differences)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("00733", "xã Sủng Là, huyện Đồng Văn", "xã Sà Phìn, tỉnh Tuyên Quang"),
        ("00865", "xã Lũng Hồ, huyện Yên Minh", "xã Đường Thượng, tỉnh Tuyên Quang"),
        ("00829", "xã Sủng Cháng, huyện Yên Minh", "xã Thắng Mố, tỉnh Tuyên Quang"),
        ("00802", "xã Lũng Pù, huyện Mèo Vạc", "xã Khâu Vai, tỉnh Tuyên Quang"),
        ("01033", "xã Pố Lồ, huyện Hoàng Su Phì", "xã Thàng Tín, tỉnh Tuyên Quang"),
        ("15", "tỉnh Yên Bái", "tỉnh Lào Cai"),
    ],
)
def test_a_code_may_mean_another_place_after_the_reform(places, code, old, new):
    assert Area.objects.by_code(f"{code}@2004").label == old
    assert Area.objects.by_code(f"{code}@2025").label == new
    with pytest.raises(ValidationError) as caught:
        Area.objects.by_code(code)
    assert f"{code}@2004" in caught.value.message % caught.value.params
    assert f"{code}@2025" in caught.value.message % caught.value.params


@pytest.mark.parametrize(
    "code", ["", "99", "2", "02@2025", "02@", "02@x", "02@²", "@2004", None]
)
def test_an_unknown_code_is_refused_in_a_sentence(places, code):
    with pytest.raises(ValidationError) as caught:
        Area.objects.by_code(code)

    assert caught.value.messages[0].endswith(".")


def test_a_code_of_one_list_needs_no_version(ha_giang):
    assert (ha_giang.name, ha_giang.version, ha_giang.key) == (
        "Hà Giang",
        2004,
        "02@2004",
    )
    assert Area.objects.by_code(" 02@2004 ") == ha_giang


def test_the_lists_meet_without_gap_or_overlap(places):
    old, new = Area.objects.on(LAST_OLD_DAY), Area.objects.on(FIRST_NEW_DAY)

    assert {area.version for area in old} == {2004}
    assert {area.version for area in new} == {2025}


def test_places_above(places):
    khau_vai = Area.objects.by_code("00814")
    new = Area.objects.by_code("00802@2025")

    assert khau_vai.label == "xã Khâu Vai, huyện Mèo Vạc"
    assert [str(area) for area in khau_vai.ancestors()] == [
        "huyện Mèo Vạc",
        "tỉnh Hà Giang",
    ]
    assert khau_vai.district().label == "huyện Mèo Vạc, tỉnh Hà Giang"
    assert khau_vai.province().district() is None
    assert (new.district(), str(new.province())) == (None, "tỉnh Tuyên Quang")


@pytest.mark.parametrize(
    ("day", "province"),
    [(LAST_OLD_DAY, "tỉnh Hà Giang"), (FIRST_NEW_DAY, "tỉnh Tuyên Quang")],
)
def test_a_paper_of_today_goes_to_the_province_of_today(
    places, settings, day, province
):
    settings.TODAY = day
    khau_vai, new = map(Area.objects.by_code, ("00814@2004", "00802@2025"))

    assert str(khau_vai.province_today()) == province
    assert str(new.province_today()) == "tỉnh Tuyên Quang"


def test_letters_of_case_codes_are_unique_on_every_day(places):
    for day in (LAST_OLD_DAY, FIRST_NEW_DAY):
        letters = [
            area.letters for area in Area.objects.on(day).filter(level="province")
        ]
        assert len(letters) == len(set(letters))
        assert all(2 <= len(word) <= 3 and word.isupper() for word in letters)
        assert not set("".join(letters)) & set("IO")


def covered(area):
    return set(Area.objects.within(area))


def test_old_ha_giang_covers_its_own_list_alone(ha_giang):
    within = covered(ha_giang)

    assert len(within) == 1 + 11 + 193
    assert {area.version for area in within} == {2004}


def test_new_tuyen_quang_covers_its_communes_and_both_old_provinces(
    ha_giang, tuyen_quang
):
    within = covered(tuyen_quang)
    old = covered(ha_giang) | covered(Area.objects.by_code("08@2004"))

    assert within == {tuyen_quang, *tuyen_quang.communes(), *old}


def test_a_district_covers_its_communes_and_not_the_neighbours(places):
    within = covered(Area.objects.by_code("027"))

    assert len(within) == 19
    assert Area.objects.by_code("00814") in within
    assert Area.objects.by_code("00733@2004") not in within


def test_a_new_commune_covers_its_predecessors(places):
    sa_phin = Area.objects.by_code("00733@2025")

    assert {str(area) for area in sa_phin.predecessors()} == {
        "xã Sủng Là",
        "xã Sà Phìn",
        "xã Sính Lủng",
        "xã Sảng Tủng",
    }
    assert covered(sa_phin) == {sa_phin, *sa_phin.predecessors()}


def test_a_split_commune_is_covered_by_each_of_its_successors(places):
    yen_dinh = Area.objects.by_code("00988@2004")

    successors = list(yen_dinh.successors())

    assert [str(area) for area in successors] == ["xã Ngọc Đường", "xã Minh Ngọc"]
    assert all(yen_dinh in covered(area) for area in successors)


def test_an_island_district_without_communes_became_a_special_zone(places):
    con_dao = Area.objects.on(FIRST_NEW_DAY).search("đặc khu Côn Đảo").get()

    assert [area.label for area in con_dao.predecessors()] == [
        "huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu"
    ]
