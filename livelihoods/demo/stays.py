"""Invented facilities and stays: two that go on, a girl and a mother who went home."""

from datetime import date

from areas.models import Area
from livelihoods.demo.people import ADMINISTRATOR, CASEWORKER, NEIGHBOUR, PROVINCE
from livelihoods.demo.stage import as_if, demo_id, new_id
from support_regimes.models import (
    CommuneHandover,
    Departure,
    Facility,
    Plan,
    ReturnAssessment,
    Stay,
    StayEntry,
)
from support_regimes.planning import templates
from victims.models import AccompanyingMinor, Case

CENTRE, HOUSE = "Trung tâm Công tác xã hội tỉnh (mẫu)", "Nhà tạm lánh (mẫu)"
FACILITIES = [
    {"name": CENTRE, "kind": "social_work", "rooms": 12},
    {
        "name": HOUSE, "kind": "open_house", "is_public": False, "rooms": 4,
        "license_number": "12/GP (mẫu)", "licensed_until": date(2023, 12, 31),
    },
]  # fmt: skip
# who records it, case, facility, from, why, guardian of a minor
STAYS = [
    (CASEWORKER, "girl", CENTRE, date(2023, 10, 31), "recovery",
     {"guardian_name": "Hoàng Thị Mỷ (mẫu)", "guardian_relation": "cán bộ trung tâm",
      "guardian_paper": "09/QĐ-GH"}),
    (CASEWORKER, "mother", HOUSE, date(2023, 9, 12), "no_safe_home", {}),
    (CASEWORKER, "newborn", CENTRE, date(2024, 1, 10), "verifying", {}),
    (NEIGHBOUR, "foreigner", HOUSE, date(2024, 1, 5), "verifying", {}),
]  # fmt: skip
# case: what happened in the stay
ENTRIES = {
    "girl": [
        {"kind": "service", "happened_on": date(2023, 11, 2), "what": "health"},
        {"kind": "service", "happened_on": date(2023, 11, 15), "what": "counselling",
         "body": CENTRE},
        {"kind": "leave", "happened_on": date(2023, 12, 23),
         "until_on": date(2023, 12, 25)},
        {"kind": "extension", "happened_on": date(2023, 12, 27),
         "until_on": date(2024, 1, 31), "document_number": "31/QĐ-SLĐTBXH",
         "body": "Sở Lao động - Thương binh và Xã hội",
         "reason": "Chờ gia đình chuẩn bị đón em về"},
    ],
    "foreigner": [
        {"kind": "service", "happened_on": date(2024, 1, 6), "what": "interpreter"},
    ],
}  # fmt: skip
LOOK = {
    "family_takes": "yes", "can_live_there": "yes", "marriage_near": "no",
    "trafficker_near": "no", "asked_alone": True, "wish": "home", "result": "home",
    "team": "Cán bộ trung tâm và cán bộ xã",
    "plan": "Mẹ đón em về, đi học tiếp ở trường xã, gọi 111 khi cần",
}  # fmt: skip
HOME = date(2024, 1, 12)


def load_stays():
    """Facilities, stays and what belongs to them; returns how many records were added."""
    added = _load_facilities()
    for person in (CASEWORKER, NEIGHBOUR):
        with as_if(person) as user:
            for of, key, *told in STAYS:
                if of == person:
                    added += _stay(key, *told, user)
            if person == CASEWORKER:
                added += _bring_mother_home(user) + _bring_girl_home(user)
    return added


def _load_facilities():
    there = set(Facility.objects.values_list("name", flat=True))
    new = [fields for fields in FACILITIES if fields["name"] not in there]
    if new:
        with as_if(ADMINISTRATOR) as user:
            for fields in new:
                Facility(area=Area.objects.by_code(PROVINCE), **fields).add(by=user)
    return len(new)


def _stay(key, facility, since, why, guardian, user):
    pk = new_id(Stay, key)
    if not pk:
        return 0
    case = Case.objects.for_writing().get(pk=demo_id("case", key))
    stay = Stay(
        pk=pk, case=case, facility=Facility.objects.get(name=facility), from_on=since,
        why=why, **guardian,
    )  # fmt: skip
    children = AccompanyingMinor.objects.filter(case=case)
    stay.begin(by=user, children=children)
    entries = ENTRIES.get(key, [])
    for fields in entries:
        StayEntry(stay=stay, **fields).log(by=user)
    return 1 + len(children) + len(entries)


def _bring_mother_home(user):
    """She goes by herself, with her child."""
    case = Case.objects.get(pk=demo_id("case", "mother"))
    running = [stay for stay in case.stays.for_writing() if stay.is_running]
    for stay in running:
        Departure(
            stay=stay, happened_on=date(2023, 9, 28), why="home",
            handed_to="person" if stay.minor_id else "alone",
        ).log(by=user)  # fmt: skip
    return len(running)


def _bring_girl_home(user):
    """Assessed, handed to her mother, taken over by the commune, seen for 24 months."""
    case = Case.objects.for_writing().get(pk=demo_id("case", "girl"))
    stay = Stay.objects.for_writing().get(pk=demo_id("stay", "girl"))
    if not stay.is_running:
        return 0
    ReturnAssessment(case=case, happened_on=date(2024, 1, 8), **LOOK).log(by=user)
    Departure(
        stay=stay, happened_on=HOME, why="home", handed_to="mother",
        receiver="Giàng Thị Xúa (mẫu)",
    ).log(by=user)  # fmt: skip
    given = CommuneHandover(
        case=case, stay=stay, happened_on=HOME, document_number="04/BB-BG",
        who="Cán bộ trung tâm",
    ).give(by=user)  # fmt: skip
    CommuneHandover(happened_on=HOME, who="Cán bộ xã").take(given, by=user)
    chosen = templates()["follow-up-24-months"]
    Plan(
        case=case, template=chosen.key, name=chosen.name, source=chosen.source,
        started_on=HOME,
    ).choose(chosen.steps_from(HOME), by=user)  # fmt: skip
    return 5
