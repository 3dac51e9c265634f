"""Invented complaints, one answered and one open, and needs that nobody met."""

from datetime import date

from accounts.models import User
from livelihoods.demo.people import CASEWORKER, DISTRICT, FAR, NEIGHBOUR
from livelihoods.demo.stage import as_if, commune, demo_id, new_id
from support_regimes.complaining import answer_due
from support_regimes.models import UnmetNeed
from victims.models import Case, Complaint

NAMELESS = ""
# who notes it, case, cause, day, VND (None: not valued), by what it was met later, when
NEEDS = [
    (CASEWORKER, "mother", "hospital_bill", date(2023, 9, 19), 2_400_000,
     "kin", date(2023, 10, 2)),
    (CASEWORKER, "girl", "winter_clothes", date(2023, 11, 20), 350_000,
     "office", date(2023, 12, 8)),
    (CASEWORKER, "girl", "norm_too_low", date(2023, 12, 22), 600_000, "", None),
    (CASEWORKER, "declined", "no_collateral", date(2023, 12, 4), 30_000_000, "", None),
    (CASEWORKER, "man", "no_class", date(2023, 12, 26), None, "", None),
    (CASEWORKER, NAMELESS, "winter_clothes", date(2023, 12, 6), None, "", None),
    (CASEWORKER, "verifying", "counselling_home", date(2024, 1, 11), None, "", None),
    (CASEWORKER, "mother", "compensation_unpaid", date(2024, 1, 8), 55_000_000,
     "", None),
    (NEIGHBOUR, "not_entitled", "escort", date(2023, 11, 21), None, "", None),
    (NEIGHBOUR, "foreigner", "interpreter", date(2024, 1, 5), None, "", None),
    (FAR, "weaver", "fare_home", date(2023, 8, 21), 250_000, "", None),
    (FAR, "weaver", "no_registration", date(2023, 9, 4), None, "", None),
]  # fmt: skip


def load_voices():
    """Tell what was not told yet; returns how many needs and complaints were added."""
    added = 0
    for person in (CASEWORKER, NEIGHBOUR, FAR):
        with as_if(person) as user:
            for place, (of, *told) in enumerate(NEEDS):
                if of == person:
                    added += _note(place, *told, user)
            if person == CASEWORKER:
                added += _take_from_declined(user)
    with as_if(DISTRICT) as user:
        return added + _answer(user) + _take_about_the_worker(user)


def _case(key):
    return Case.objects.for_writing().get(pk=demo_id("case", key))


def _note(place, key, cause, day, amount, met_by, met_on, user):
    pk = new_id(UnmetNeed, str(place))
    if not pk:
        return 0
    need = UnmetNeed(pk=pk, cause=cause, happened_on=day, amount=amount)
    if key == NAMELESS:
        need.area, need.age_group = commune("00814"), "adult"
    else:
        need.case = _case(key)
    need.log(by=user)
    if not met_by:
        return 1
    need.met_by(by=user, how=met_by, happened_on=met_on)
    return 2


def _take(name, key, day, user, **said):
    pk = new_id(Complaint, name)
    if not pk:
        return 0
    Complaint(
        pk=pk, case=_case(key), happened_on=day, due_on=answer_due(day), **said
    ).take(by=user)
    return 1


def _take_from_declined(user):
    """She waited too long for a paper: the worker of the case takes it down."""
    return _take(
        "delay", "declined", date(2023, 12, 27), user,
        kinds=["delay", "papers"], channel="phone", answer_by="phone",
        text="Chị đi ba lần mới xin được giấy, mỗi lần nửa ngày đường.",
    )  # fmt: skip


def _answer(user):
    """The district answers; she is content in part."""
    asked = Complaint.objects.visible_to(user).with_state()
    complaint = asked.get(pk=demo_id("complaint", "delay"))
    if complaint.last_act:
        return 0
    complaint.answer(
        by=user, happened_on=date(2024, 1, 8), way="phone",
        text="Huyện đã nhắc xã: lần sau cán bộ đi lấy giấy thay chị.",
    )  # fmt: skip
    said = asked.get(pk=complaint.pk)  # as it stands now: answered
    said.note_view(by=user, happened_on=date(2024, 1, 10), view="partly", text="")
    return 2


def _take_about_the_worker(user):
    """Of the caseworker, who never learns of it: the district takes it down, open yet."""
    return _take(
        "worker", "man", date(2024, 1, 11), user,
        kinds=["worker"], channel="person", answer_by="person",
        about=User.objects.get(username=CASEWORKER.username),
        text="Cán bộ hẹn hai lần mà không tới, cũng không báo lại.",
    )  # fmt: skip
