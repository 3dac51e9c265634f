"""Invented names in the manner of the place, the frequent ones far more frequent."""

from areas.names import folded, name_sort

FAMILIES = [
    "Vàng",
    "Giàng",
    "Lý",
    "Thào",
    "Sùng",
    "Ly",
    "Mua",
    "Vừ",
    "Hầu",
    "Sình",
    "Cứ",
    "Hờ",
    "Chá",
    "Lầu",
    "Ma",
    "Già",
    "Tẩn",
    "Phàn",
    "Triệu",
    "Chảo",
    "Nông",
    "Hoàng",
    "Nguyễn",
    "Đặng",
    "Bàn",
    "Lù",
    "Cháng",
    "Xin",
    "Vù",
    "Dinh",
    "Thò",
    "Tráng",
    "Ngải",
    "Viên",
    "Chẩu",
    "Lò",
]
MIDDLES = [
    "Thị",
    "A",
    "Mí",
    "Văn",
    "Mùi",
    "Seo",
    "Chúng",
    "Thúy",
    "Thu",
    "Kim",
    "Hồng",
    "Sính",
]
GIVEN = [
    "Mỷ",
    "Dợ",
    "Say",
    "Mai",
    "Pà",
    "Súa",
    "Máy",
    "Chở",
    "Xúa",
    "Lía",
    "Và",
    "Dính",
    "Sính",
    "Mào",
    "Xia",
    "Chá",
    "Già",
    "Pó",
    "Páo",
    "Lử",
    "Nô",
    "Vừ",
    "Sùng",
    "Tủa",
    "Dí",
    "Mảo",
    "Xay",
    "Ghếnh",
    "Cáy",
    "Mẩy",
    "Pham",
    "Dua",
    "Chúa",
    "Sai",
    "Vá",
    "Lan",
    "Hoa",
    "Hà",
    "Liên",
    "Thắm",
    "Nhung",
    "Tươi",
]
# The rare name that a search must find as quickly as a frequent one.
RARE = "Quàng Ngọc Yểu"


def pool():
    """(number, name, what to call, folded, sort key), the most frequent first."""
    names = [
        (i + j + k, f"{family} {middle} {given}", given)
        for i, family in enumerate(FAMILIES)
        for j, middle in enumerate(MIDDLES)
        for k, given in enumerate(GIVEN)
    ]
    names.sort()
    names.append((0, RARE, "Yểu"))
    for number, (_rank, name, call) in enumerate(names, start=1):
        yield (
            number,
            name,
            call,
            folded(f"{name} {call}"),
            folded(name),
            name_sort(name),
        )
