"""Invented persons in all states, and prevention households, around the record.

None has a grant, an animal or an income before 2024: no figure of the example record
changes. All names are invented; several are said twice in these mountains.
"""

from dataclasses import dataclass, field
from datetime import date

from livelihoods.demo.people import CASEWORKER, FAR, NEIGHBOUR, Person
from livelihoods.demo.stage import as_if, commune, demo_id
from victims.models import (
    AccompanyingMinor,
    Case,
    Consent,
    Household,
    Identification,
    Need,
    Paper,
    PovertyStatus,
    RiskAssessment,
    Victim,
)
from victims.models.ethnicity import GSO_1979, code_of

ESTIMATED, YEAR, DAY = "estimated", "year", "day"


@dataclass(frozen=True)
class Scene:
    """One invented person and what is known of the case; dates as of the story."""

    key: str
    person: Person  # who took the person in
    area: str
    call_name: str
    received: date
    name: str = ""
    head: str = ""
    born: date | None = None
    precision: str = YEAR
    sex: str = "female"
    ethnicity: str = "Mông"
    citizenship: str = "vietnamese"
    status: str = "suspected"
    status_on: date | None = None
    risk: str = ""
    way: str = ""
    origin: str = ""
    poverty: str = ""
    needs: tuple = ()
    consents: dict = field(default_factory=lambda: {"record": "yes"})
    minors: tuple = ()
    interpreter: bool = False
    victim: dict = field(default_factory=dict)  # further fields


ALL_YES = {
    "record": "yes", "share_authority": "yes", "share_donor": "yes", "visit": "yes",
    "photo": "no", "story": "no",
}  # fmt: skip
SCENES = [
    Scene(
        "today", CASEWORKER, "00814", "chị Dợ", date(2024, 1, 15),
        born=date(2002, 1, 1), precision=ESTIMATED, way="alone",
        needs=(("shelter", True), ("food", True), ("health", False)),
    ),
    Scene(
        "verifying", CASEWORKER, "00814", "chị Mo", date(2024, 1, 9),
        name="Giàng Thị Mo", head="Giàng Mí Chứ", born=date(1999, 1, 1),
        status="in_identification", status_on=date(2024, 1, 11), risk="medium",
        way="rescued", origin="not_said", poverty="cannot_be_assessed",
        needs=(("papers", True), ("mind", False)),
        consents={"record": "yes", "share_authority": "yes", "visit": "yes"},
    ),
    Scene(
        "mother", CASEWORKER, "00814", "chị Vá", date(2023, 9, 12),
        name="Sùng Thị Vá", head="Sùng Mí Páo", born=date(1996, 1, 1),
        status="victim", status_on=date(2023, 10, 20), risk="high", way="handed_over",
        poverty="poor", needs=(("livestock", False), ("children", True)),
        consents=ALL_YES, minors=(("bé Páo", date(2019, 1, 1), "male"),),
        interpreter=True,
    ),
    Scene(
        "man", CASEWORKER, "00814", "anh Sình", date(2023, 11, 20),
        name="Thào Mí Sình", head="Thào Mí Sình", born=date(1994, 1, 1), sex="male",
        status="victim", status_on=date(2023, 12, 18), risk="low", way="alone",
        origin="same_province", poverty="near_poor",
        needs=(("work", False), ("training", False)), consents=ALL_YES,
    ),
    Scene(
        "newborn", CASEWORKER, "00814", "bé Lía", date(2024, 1, 10),
        name="Ly Thị Lía", head="Ly Thị Chở", born=date(2023, 12, 28), precision=DAY,
        status="in_identification", status_on=date(2024, 1, 12), risk="high",
        way="rescued", needs=(("health", True), ("papers", True)),
    ),
    Scene(
        "declined", CASEWORKER, "00814", "chị Sua", date(2023, 10, 3),
        name="Ly Thị Sua", head="Ly Mí Cáy", born=date(1990, 1, 1),
        status="victim", status_on=date(2023, 11, 2), risk="medium", way="alone",
        poverty="poor", needs=(("livestock", False),), consents=ALL_YES,
    ),
    Scene(
        "girl", CASEWORKER, "00814", "em Chở", date(2023, 10, 30),
        name="Mua Thị Chở", head="Mua Mí Nô", born=date(2008, 1, 1),
        status="victim", status_on=date(2023, 11, 28), risk="medium", way="rescued",
        poverty="not_poor", needs=(("school", True),), consents=ALL_YES,
    ),
    Scene(
        "foreigner", NEIGHBOUR, "00815", "chị Kham", date(2024, 1, 5),
        name="Kham", born=date(1998, 1, 1), precision=ESTIMATED, ethnicity="",
        citizenship="foreigner", status="in_identification",
        status_on=date(2024, 1, 8), risk="medium", way="rescued", interpreter=True,
        needs=(("interpreter", True), ("home", False)),
        consents={"record": "yes", "share_authority": "yes"},
    ),
    Scene(
        "not_entitled", NEIGHBOUR, "00815", "chị Pà", date(2023, 11, 20),
        name="Hờ Thị Pà", head="Hờ Mí Dế", born=date(2001, 1, 1),
        status="not_victim", status_on=date(2024, 1, 10), risk="low", way="alone",
        needs=(("food", False),),
    ),
    Scene(
        "closed", FAR, "00727", "chị Say", date(2021, 2, 10),
        name="Vừ Thị Say", head="Vừ Mí Lùng", born=date(1988, 1, 1),
        status="victim", status_on=date(2021, 3, 12), risk="low", way="alone",
        poverty="not_poor", consents=ALL_YES,
    ),
    Scene(
        "weaver", FAR, "00727", "chị Súng", date(2023, 8, 21),
        name="Vàng Thị Súng", head="Vàng Mí Say", born=date(1985, 1, 1),
        status="victim", status_on=date(2023, 9, 29), risk="low", way="rescued",
        poverty="near_poor", needs=(("livestock", False),), consents=ALL_YES,
    ),
]  # fmt: skip


# What papers there are; the file of these people is complete and was sent.
PAPERS = {
    "mother": {"victim": "has", "identity": "lost", "poor": "none"},
    "man": {"victim": "has", "identity": "has", "insurance": "none"},
    "declined": {"victim": "has", "identity": "has", "poor": "has"},
    "girl": {"victim": "has", "birth": "has"},
    "weaver": {"victim": "has", "identity": "has", "insurance": "has", "poor": "has"},
}
# key, who, commune, head of household, since when a prevention household
HOUSEHOLDS = [
    ("draft", CASEWORKER, "00814", "Già Mí Lía", date(2023, 12, 4), "medium"),
    ("submitted", CASEWORKER, "00814", "Thò Mí Pá", date(2023, 11, 20), "high"),
    ("refused", NEIGHBOUR, "00815", "Lầu Mí Sử", date(2023, 12, 11), "medium"),
    ("withdrawn", NEIGHBOUR, "00815", "Vàng Mí Dế", date(2023, 11, 6), "low"),
    ("ended", FAR, "00727", "Sùng Mí Say", date(2023, 10, 16), "medium"),
]


def load_cases():
    """Open what is not there yet; returns how many cases and households were added."""
    added = 0
    for scene in SCENES:
        with as_if(scene.person) as user:
            if not Case.objects.filter(pk=demo_id("case", scene.key)).exists():
                _open(scene, user)
                added += 1
    for key, person, area, head, since, risk in HOUSEHOLDS:
        with as_if(person) as user:
            pk = demo_id("household", key)
            if not Household.objects.filter(pk=pk).exists():
                Household(
                    pk=pk, territory=commune(area), hamlet="thôn 2", head_name=head,
                    people=5, high_risk_from=since, risk_level=risk, holder=user,
                    high_risk_reasons=["poor", "school"],
                ).enrol(by=user)  # fmt: skip
                added += 1
    _close_one()
    return added


def _open(scene, user):
    household = Household(
        pk=demo_id("household", scene.key), territory=commune(scene.area),
        hamlet="thôn 3", head_name=scene.head, holder=user,
    ).enrol(by=user)  # fmt: skip
    case = Case(
        pk=demo_id("case", scene.key), household=household,
        victim=_victim(scene, household, user), received_on=scene.received,
        way=scene.way, origin=scene.origin,
    ).open(by=user)  # fmt: skip
    case.assign(user, by=user, reason="Người tiếp nhận", on=scene.received)
    _tell(scene, case, user)
    return case


def _victim(scene, household, user):
    victim = Victim(
        pk=demo_id("victim", scene.key), territory=household.territory,
        recorded_by=user, updated_by=user, name=scene.name, call_name=scene.call_name,
        sex=scene.sex, citizenship=scene.citizenship, born_on=scene.born,
        born_precision=scene.precision, needs_interpreter=scene.interpreter or None,
    )  # fmt: skip
    if scene.ethnicity:
        victim.ethnicity_list = GSO_1979
        victim.ethnicity = code_of(GSO_1979, scene.ethnicity)
        victim.best_language = scene.ethnicity
    victim.phone = "" if scene.key in ("today", "newborn") else "0912345678"
    victim.save(force_insert=True)
    return victim


def _tell(scene, case, user):
    """What the case's events say: identification, consent, needs, risk, poverty."""
    on = {"case": case, "happened_on": scene.received}
    guardian = case.victim.is_minor_on(scene.received)
    for purpose, answer in scene.consents.items():
        said = "spoken" if answer == "yes" else ""
        Consent(
            purpose=purpose, answer=answer, how=said, by_guardian=bool(guardian), **on
        ).log(by=user)
    Identification(
        case=case, status=scene.status, happened_on=scene.status_on or scene.received,
        body="Công an tỉnh Hà Giang" if scene.status == "victim" else "",
    ).log(by=user)  # fmt: skip
    for rank, (kind, urgent) in enumerate(scene.needs, 1):
        Need(kind=kind, urgent=urgent, rank=rank, **on).log(by=user)
    for name, born, sex in scene.minors:
        AccompanyingMinor(
            pk=demo_id("minor", scene.key, name), case=case, name=name, born_on=born,
            born_precision=YEAR, sex=sex, relation="child", at_school=False,
        ).log(by=user)  # fmt: skip
    if scene.risk:
        RiskAssessment(level=scene.risk, suggested=scene.risk, **on).assess(by=user)
    _tell_the_household(scene, case, user)
    _complete(scene, case, user)
    if scene.key == "declined":
        Consent(
            case=case, purpose="share_donor", answer="withdrawn",
            happened_on=date(2024, 1, 8),
        ).log(by=user)  # fmt: skip


def _complete(scene, case, user):
    """The papers, and with them the file is sent."""
    for kind, status in PAPERS.get(scene.key, {}).items():
        Paper(
            victim=case.victim, kind=kind, status=status, happened_on=scene.received
        ).log(by=user)
    if scene.key in PAPERS:
        case.send(by=user)


def _tell_the_household(scene, case, user):
    if scene.poverty:
        PovertyStatus(
            household=case.household, happened_on=scene.received,
            year=scene.received.year, category=scene.poverty,
        ).log(by=user)  # fmt: skip


def _close_one():
    with as_if(FAR, date(2023, 12, 20)) as user:
        case = Case.objects.for_writing().get(pk=demo_id("case", "closed"))
        if case.is_open:
            case.close(by=user, reason="plan_reached", on=date(2023, 12, 20))
