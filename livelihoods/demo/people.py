"""Who works in the demo: bodies with their letterheads, users, postings."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import passwords
from accounts.models import Organisation, Password, Posting, User
from accounts.roles import Role
from areas.models import Area

PASSWORD = "hoa-dao-tren-nui"  # noqa: S105 (of the demo alone, shown at its start)
SINCE = date(2019, 1, 1)
PROVINCE = "02@2004"
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)  # of districts; without
NEW_UNION = "Hội Liên hiệp Phụ nữ tỉnh Tuyên Quang"
NEW_HEALTH = "Sở Y tế tỉnh Tuyên Quang"

# code of the area: name of the district, as it stands in the names of its bodies
DISTRICTS = {
    "026@2004": "Đồng Văn",
    "027@2004": "Mèo Vạc",
    "028@2004": "Yên Minh",
    "032@2004": "Hoàng Su Phì",
}


@dataclass(frozen=True)
class Person:
    """A member of staff: sign-in name, name, role, codes of areas, body."""

    username: str
    name: str
    role: str
    areas: tuple
    body: str
    shown: bool = False  # named at the start of the demo, one a role


UNION, LABOUR = "Hội Liên hiệp Phụ nữ", "Sở Lao động - Thương binh và Xã hội"
PROVINCE_UNION = f"{UNION} tỉnh Hà Giang"
PROVINCE_LABOUR = f"{LABOUR} tỉnh Hà Giang"
DONOR = "Tổ chức Trẻ em Rồng Xanh (Blue Dragon)"
POLICE = "Công an huyện Mèo Vạc"
FACILITY = "Trung tâm Công tác xã hội tỉnh Hà Giang"

CASEWORKER = Person(
    "can-bo-xa", "Lý Thị Say", Role.CASEWORKER, ("00814@2004",),
    f"{UNION} huyện Mèo Vạc", shown=True,
)  # fmt: skip
NEIGHBOUR = Person(
    "can-bo-ben", "Hoàng Thị Páo", Role.CASEWORKER, ("00815@2004", "00811@2004"),
    f"{UNION} huyện Mèo Vạc",
)  # fmt: skip
FAR = Person(
    "can-bo-pho-la", "Sùng Thị Chía", Role.CASEWORKER, ("00727@2004", "00739@2004"),
    f"{UNION} huyện Đồng Văn",
)  # fmt: skip
DISTRICT = Person(
    "can-bo-huyen", "Nguyễn Thị Lan", Role.DISTRICT_OFFICER, ("027@2004",),
    f"{UNION} huyện Mèo Vạc", shown=True,
)  # fmt: skip
DONG_VAN = Person(
    "huyen-dong-van", "Vàng Thị Xén", Role.DISTRICT_OFFICER, ("026@2004",),
    f"{UNION} huyện Đồng Văn",
)  # fmt: skip
YEN_MINH = Person(
    "huyen-yen-minh", "Nông Thị Thơm", Role.DISTRICT_OFFICER, ("028@2004",),
    f"{UNION} huyện Yên Minh",
)  # fmt: skip
HOANG_SU_PHI = Person(
    "huyen-hoang-su-phi", "Lù Thị Mai", Role.DISTRICT_OFFICER, ("032@2004",),
    f"{UNION} huyện Hoàng Su Phì",
)  # fmt: skip
PROVINCIAL = Person(
    "hoi-tinh", "Phạm Thu Hà", Role.PROVINCIAL_OFFICER, (PROVINCE,),
    PROVINCE_UNION, shown=True,
)  # fmt: skip
LABOUR_OFFICER = Person(
    "so-lao-dong", "Trần Văn Minh", Role.LABOUR_OFFICER, (PROVINCE,),
    PROVINCE_LABOUR, shown=True,
)  # fmt: skip
ADMINISTRATOR = Person(
    "quan-tri", "Đỗ Quang Huy", Role.ADMINISTRATOR, (PROVINCE,),
    PROVINCE_UNION, shown=True,
)  # fmt: skip
PEOPLE = [
    CASEWORKER, NEIGHBOUR, FAR, DISTRICT, DONG_VAN, YEN_MINH, HOANG_SU_PHI,
    PROVINCIAL, LABOUR_OFFICER, ADMINISTRATOR,
]  # fmt: skip


def bodies():
    """Each body as fields of Organisation; the letterheads are drafts to confirm."""
    kinds = Organisation.Kind
    yield from _since_the_reform()
    yield {
        "name": PROVINCE_UNION, "kind": kinds.WOMENS_UNION, "area": PROVINCE,
        "valid_to": LAST_DAY, "successor": NEW_UNION,
        "heading_parent": "HỘI LHPN VIỆT NAM",
        "heading_name": "BAN THƯỜNG VỤ HỘI LHPN TỈNH HÀ GIANG",
        "number_mark": "BC-BTV", "place_line": "Hà Giang",
        "signer_title": "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
        "recipients": "- Trung ương Hội LHPN Việt Nam;\n- Lưu: VP.",
    }  # fmt: skip
    yield {
        "name": PROVINCE_LABOUR, "kind": kinds.LABOUR, "area": PROVINCE,
        "valid_to": LAST_DAY, "successor": NEW_HEALTH,
        "heading_parent": "UBND TỈNH HÀ GIANG",
        "heading_name": "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "number_mark": "BC-SLĐTBXH", "place_line": "Hà Giang",
        "signer_title": "GIÁM ĐỐC",
        "recipients": "- Cục Phòng, chống tệ nạn xã hội;\n- UBND tỉnh;\n- Lưu: VT.",
    }  # fmt: skip
    for code, name in DISTRICTS.items():
        yield from _of_district(code, name)
    yield {"name": POLICE, "kind": kinds.POLICE, "area": "027@2004"}
    yield {"name": FACILITY, "kind": kinds.FACILITY, "area": PROVINCE}
    yield {"name": DONOR, "kind": kinds.DONOR, "area": None}


def _since_the_reform():
    """Districts end, victim support goes from labour to health."""
    kinds = Organisation.Kind
    yield {
        "name": NEW_UNION, "kind": kinds.WOMENS_UNION, "area": "08@2025",
        "valid_from": FIRST_DAY, "heading_parent": "HỘI LHPN VIỆT NAM",
        "heading_name": "BAN THƯỜNG VỤ HỘI LHPN TỈNH TUYÊN QUANG",
        "number_mark": "BC-BTV", "place_line": "Tuyên Quang",
        "signer_title": "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
        "recipients": "- Trung ương Hội LHPN Việt Nam;\n- Lưu: VP.",
    }  # fmt: skip
    yield {
        "name": NEW_HEALTH, "kind": kinds.HEALTH, "area": "08@2025",
        "valid_from": FIRST_DAY, "heading_parent": "UBND TỈNH TUYÊN QUANG",
        "heading_name": "SỞ Y TẾ", "number_mark": "BC-SYT",
        "place_line": "Tuyên Quang", "signer_title": "GIÁM ĐỐC",
        "recipients": "- Cục Bảo trợ xã hội;\n- UBND tỉnh;\n- Lưu: VT.",
    }  # fmt: skip


def _of_district(code, name):
    kinds = Organisation.Kind
    yield {
        "name": f"{UNION} huyện {name}", "kind": kinds.WOMENS_UNION, "area": code,
        "valid_to": LAST_DAY, "successor": NEW_UNION,
        "heading_parent": "HỘI LHPN TỈNH HÀ GIANG",
        "heading_name": f"BAN THƯỜNG VỤ HỘI LHPN HUYỆN {name.upper()}",
        "number_mark": "QĐ-BTV", "place_line": name,
        "signer_title": "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH",
        "recipients": "- Hội LHPN xã;\n- Lưu: VP.",
    }  # fmt: skip
    yield {
        "name": f"Phòng Lao động - Thương binh và Xã hội huyện {name}",
        "kind": kinds.LABOUR, "area": code,
        "valid_to": LAST_DAY, "successor": NEW_HEALTH,
    }  # fmt: skip
    yield {
        "name": f"Ủy ban nhân dân huyện {name}", "kind": kinds.COMMITTEE, "area": code,
        "valid_to": LAST_DAY,
    }  # fmt: skip


@transaction.atomic
def load_people():
    """Bodies, users and postings that are not there yet; how many users were added."""
    for fields in bodies():
        code, next_name = fields.pop("area"), fields.pop("successor", "")
        area = Area.objects.by_code(code) if code else None
        fields["successor"] = Organisation.objects.filter(name=next_name).first()
        Organisation.objects.get_or_create(
            name=fields.pop("name"), defaults={"area": area, **fields}
        )
    there = set(User.objects.values_list("username", flat=True))
    new = [person for person in PEOPLE if person.username not in there]
    hashed = passwords.hashed(PASSWORD) if new else ()  # slow by design: once for all
    for person in new:
        _add(person, hashed)
    return len(new)


def _add(person, hashed):
    user = User(username=person.username, name=person.name)
    user.organisation = Organisation.objects.get(name=person.body)
    user.save(force_insert=True)
    salt, digest, cost = hashed
    Password.objects.create(user=user, salt=salt, digest=digest, cost=cost)
    for code in person.areas:
        area = Area.objects.by_code(code)
        Posting.objects.create(user=user, role=person.role, area=area, from_on=SINCE)


def sign_ins():
    """One line a role: what it is, the sign-in name, and the password of all."""
    lines = [_("Sign in as (password of all: %s)") % PASSWORD]
    lines += [
        f"  {person.username:<14} {Role(person.role).label}, {person.name}"
        for person in PEOPLE
        if person.shown
    ]
    return lines
