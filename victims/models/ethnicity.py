"""The 54 ethnic groups: two official code lists exist, so a code never stands alone.

Sources: Decision 121-TCTK/PPCĐ of 2 March 1979 (its spellings here); the list of the
statistics office for the census. Both have code 55 or none for foreigners: foreigners
are told by their citizenship.
"""

GSO_1979, CENSUS = "121-TCTK", "census"

_NAMES_1979 = [
    "Kinh",
    "Tày",
    "Thái",
    "Hoa",
    "Khơ-me",
    "Mường",
    "Nùng",
    "Mông",
    "Dao",
    "Gia-rai",
    "Ngái",
    "Ê-đê",
    "Ba-na",
    "Xơ-đăng",
    "Sán Chay",
    "Cơ-ho",
    "Chăm",
    "Sán Dìu",
    "Hrê",
    "Mnông",
    "Ra-glai",
    "Xtiêng",
    "Bru-Vân Kiều",
    "Thổ",
    "Giáy",
    "Cơ-tu",
    "Gié-Triêng",
    "Mạ",
    "Khơ-mú",
    "Co",
    "Ta-ôi",
    "Chơ-ro",
    "Kháng",
    "Xinh-mun",
    "Hà Nhì",
    "Chu-ru",
    "Lào",
    "La Chí",
    "La Ha",
    "Phù Lá",
    "La Hủ",
    "Lự",
    "Lô Lô",
    "Chứt",
    "Mảng",
    "Pà Thẻn",
    "Cơ Lao",
    "Cống",
    "Bố Y",
    "Si La",
    "Pu Péo",
    "Brâu",
    "Ơ Đu",
    "Rơ-măm",
]
# The same names in the order of the census list.
_NAMES_CENSUS = [
    "Kinh",
    "Tày",
    "Thái",
    "Mường",
    "Khơ-me",
    "Hoa",
    "Nùng",
    "Mông",
    "Dao",
    "Gia-rai",
    "Ê-đê",
    "Ba-na",
    "Sán Chay",
    "Chăm",
    "Cơ-ho",
    "Xơ-đăng",
    "Sán Dìu",
    "Hrê",
    "Ra-glai",
    "Mnông",
    "Thổ",
    "Xtiêng",
    "Khơ-mú",
    "Bru-Vân Kiều",
    "Cơ-tu",
    "Giáy",
    "Ta-ôi",
    "Mạ",
    "Gié-Triêng",
    "Co",
    "Chơ-ro",
    "Xinh-mun",
    "Hà Nhì",
    "Chu-ru",
    "Lào",
    "La Chí",
    "Kháng",
    "Phù Lá",
    "La Hủ",
    "La Ha",
    "Pà Thẻn",
    "Lự",
    "Ngái",
    "Chứt",
    "Lô Lô",
    "Mảng",
    "Cơ Lao",
    "Bố Y",
    "Cống",
    "Si La",
    "Pu Péo",
    "Rơ-măm",
    "Brâu",
    "Ơ Đu",
]


def _numbered(names):
    return {f"{number:02}": name for number, name in enumerate(names, start=1)}


NAMES = {GSO_1979: _numbered(_NAMES_1979), CENSUS: _numbered(_NAMES_CENSUS)}
# The groups that live in Hà Giang, as they are asked first.
LOCAL = [
    "Mông",
    "Dao",
    "Tày",
    "Nùng",
    "Giáy",
    "La Chí",
    "Hà Nhì",
    "Lô Lô",
    "Pu Péo",
    "Cơ Lao",
    "Bố Y",
    "Pà Thẻn",
    "Kinh",
]


def name_of(code_list, code):
    """The group's name, or "" when the list or the code is not known."""
    return NAMES.get(code_list, {}).get(code, "")


def code_of(code_list, name):
    """The group's code in a list; raises KeyError for a name that no list has."""
    return {known: code for code, known in NAMES[code_list].items()}[name]
