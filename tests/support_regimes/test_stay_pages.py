"""The page of the stays, its forms, and the list of facilities."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support_regimes.models import (
    CommuneHandover,
    Departure,
    Facility,
    Plan,
    ReturnAssessment,
    Stay,
    StayEntry,
)
from support_regimes.staying import stays_of
from tests.conftest import send, unguarded
from tests.support_regimes.factories import TODAY, make_minor
from tests.support_regimes.stays import (
    ARRIVED,
    LOOKED,
    make_assessment,
    make_entry,
    make_facility,
    make_handover,
    make_plan,
    make_stay,
)
from tests.support_regimes.test_regime_request_pages import boxes
from tests.victims.factories import day_boxes


def url(name, *args, **query):
    return reverse(f"support_regimes:{name}", args=args, query=query or None)


def arrival(**changes):
    data = {"version": 1, "place_name": "Nhà tạm lánh", "room": "2", "why": "recovery"}
    return data | boxes("from_on", ARRIVED) | changes


def sent(client, name, record, data):
    """Posted; the case's page is where it leads."""
    answer = send(client, url(name, record.pk), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_recording_a_stay_with_a_child_and_what_happens_in_it(
    sign_in, caseworker, case, commune
):
    client, child = sign_in(caseworker), make_minor(case)
    facility = make_facility(commune, is_public=False)
    data = arrival(facility=facility.pk, place_name="", children=[child.pk])
    answer = sent(client, "stay_add", case, data)
    assert answer.url == url("case_stays", case.pk)
    with unguarded():
        stay, of_child = Stay.objects.order_by("minor__name").reverse()
        stay, of_child = (stay, of_child) if of_child.minor_id else (of_child, stay)
    assert (of_child.minor_id, of_child.facility_id) == (child.pk, facility.pk)

    away = boxes("happened_on", date(2023, 12, 24)) | boxes(
        "until_on", date(2023, 12, 25)
    )
    sent(client, "stay_away", stay, away)
    service = {"what": "counselling", "body": "Nhà Nhân ái"}
    sent(client, "stay_service", stay, service | boxes("happened_on", TODAY))
    longer = {"body": "Sở Y tế", "document_number": "15/QĐ", "reason": "Chưa có nhà"}
    longer |= boxes("happened_on", TODAY) | boxes("until_on", date(2024, 4, 30))
    sent(client, "stay_extend", stay, longer)

    with unguarded():
        kinds = StayEntry.objects.order_by("recorded_at").values_list("kind", flat=True)
        assert list(kinds) == ["leave", "service", "extension"]
        [period] = stays_of(case)
    assert (period.public, period.days_away, period.extended_until) == (
        False,
        2,
        date(2024, 4, 30),
    )


def test_a_refused_arrival_loses_nothing_typed(sign_in, caseworker, case):
    make_stay(case)

    answer = send(
        sign_in(caseworker), url("stay_add", case.pk), arrival(place_name="Nhà Hoa")
    )

    assert (answer.status_code, b"Nh\xc3\xa0 Hoa" in answer.content) == (200, True)


def test_changing_and_striking_out_a_stay(sign_in, caseworker, case):
    client, stay = sign_in(caseworker), make_stay(case)

    sent(client, "stay_edit", stay, arrival(room="5"))
    stale = send(client, url("stay_edit", stay.pk), arrival(room="7"))
    assert stale.status_code == 200  # version 1 is read, 2 stands
    sent(client, "stay_strike", stay, {"reason": "Ghi nhầm sang hồ sơ này"})

    stay.refresh_from_db()
    assert (stay.room, stay.struck_on) == ("5", TODAY)


def test_leaving_tells_that_nobody_looked_but_does_not_forbid(
    sign_in, caseworker, case
):
    client, stay = sign_in(caseworker), make_stay(case)

    assert client.get(url("stay_leave", stay.pk)).context["warns_unassessed"] is True
    make_assessment(case)
    assert client.get(url("stay_leave", stay.pk)).context["warns_unassessed"] is False
    data = {"why": "own_wish", "handed_to": "alone"} | boxes("happened_on", TODAY)
    sent(client, "stay_leave", stay, data)

    with unguarded():
        assert Departure.objects.get().of_minor is False
        departure = Departure.objects.get()
    void = url("stay_void", "departure", departure.pk)
    assert send(client, void, {"reason": "Ngày ra ghi nhầm"}).status_code == 302
    stay.refresh_from_db()
    assert stay.until_on is None
    assert client.get(url("stay_void", "other", departure.pk)).status_code == 404


def test_assessing_handing_over_and_taking_over(sign_in, caseworker, case):
    client = sign_in(caseworker)
    looked = LOOKED | {"asked_alone": "yes"} | boxes("happened_on", TODAY)
    sent(client, "return_assess", case, looked)
    handed = {"who": "Chị Hoa", "document_number": "03/BB", "note": ""}
    handed |= boxes("happened_on", TODAY)
    sent(client, "hand_over", case, handed)
    with unguarded():
        given = CommuneHandover.objects.get()
    sent(client, "hand_over_take", given, handed)

    with unguarded():
        assert ReturnAssessment.objects.get().plan == LOOKED["plan"]
        assert sorted(CommuneHandover.objects.values_list("step", flat=True)) == [
            "given",
            "taken",
        ]


def test_choosing_a_plan_answering_a_step_and_giving_up(sign_in, caseworker, case):
    client = sign_in(caseworker)
    data = {"template": "lao-cai-five-steps"} | boxes("started_on", ARRIVED)
    sent(client, "plan_choose", case, data)
    with unguarded():
        plan = Plan.objects.get()
        first, *others = plan.steps.all()
    later = boxes("on", TODAY) | boxes("due_on", date(2024, 2, 1))
    sent(client, "plan_step", first, later | {"version": 1, "state": "put_off"})
    late = send(
        client, url("plan_step", others[0].pk), {"version": 1, "state": "put_off"}
    )
    assert late.status_code == 200
    sent(client, "plan_end", plan, {})

    plan.refresh_from_db()
    first.refresh_from_db()
    assert (plan.ended_on, first.due_on, len(others)) == (TODAY, date(2024, 2, 1), 10)


def test_the_page_asks_as_often_for_one_stay_as_for_three(sign_in, caseworker, case):
    client, asked = sign_in(caseworker), []
    for number in (1, 2):
        child = make_minor(case, name=f"Mai {number}")
        stay = make_stay(case, children=[child], from_on=date(2023, 10, number))
        for kind in ("service", "leave"):
            make_entry(
                stay,
                kind,
                happened_on=date(2023, 10, number),
                until_on=date(2023, 10, number) if kind == "leave" else None,
            )
        make_assessment(case)
        make_plan(case, child)
        with unguarded():
            stay.end(date(2023, 10, number), by=stay.recorded_by)
        client.get(url("case_stays", case.pk))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("case_stays", case.pk)).status_code == 200
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_the_province_sees_days_not_places(
    sign_in, provincial_officer, labour_officer, case
):
    make_stay(case, place_name="Nhà Bí Mật")
    make_assessment(case)
    make_handover(case)
    page = url("case_stays", case.pk)

    seen = sign_in(provincial_officer).get(page).content.decode()
    read = sign_in(labour_officer).get(page).content.decode()

    assert ("Nhà Bí Mật" in seen, "Nhà Bí Mật" in read) == (False, True)
    assert LOOKED["plan"] not in seen + read
    assert "Chị Hoa" not in seen + read


def test_the_file_of_the_return_follows_the_stays(sign_in, caseworker, case):
    make_stay(case)
    task = reverse("victims:case_task", args=[case.pk, "return"])
    typed = day_boxes("in_facility_from", date(2023, 10, 1))
    version = type(case).objects
    with unguarded():
        now = version.get(pk=case.pk).version
    data = {"version": now, "private": "yes", "status": "suspected"} | typed

    answer = send(sign_in(caseworker), task, data)

    assert answer.status_code == 302
    with unguarded():
        assert version.get(pk=case.pk).in_facility_from == ARRIVED


def test_a_plan_proposes_a_visit_and_writes_none(sign_in, caseworker, case):
    before = case.household.next_visit_on
    make_plan(case)
    client = sign_in(caseworker)
    pages = [
        reverse("livelihoods:visit_log", args=[case.household_id]),
        reverse("livelihoods:case_livelihood", args=[case.pk]),
    ]

    for page in pages:
        content = client.get(page).content.decode()
        assert url("case_stays", case.pk) + '">' in content
        assert "10/01/2024" in content
    case.household.refresh_from_db()
    assert case.household.next_visit_on == before


def test_the_administrator_keeps_the_facilities(sign_in, administrator, commune):
    client = sign_in(administrator)
    data = {
        "name": "Trung tâm Công tác xã hội", "kind": "social_work", "is_public": "True",
        "area": "00814", "rooms": "6", "phone": "", "license_number": "",
        "confidence": "secondary",
    }  # fmt: skip
    added = send(client, url("facility_add"), data)
    assert added.status_code == 302
    with unguarded():
        facility = Facility.objects.get()
    form = client.get(url("facility_edit", facility.pk)).content.decode()
    assert f'value="{facility.area.key}"' in form
    change = data | {"version": 1, "rooms": "8"}
    assert send(client, url("facility_edit", facility.pk), change).status_code == 302
    stale = send(client, url("facility_edit", facility.pk), change | {"rooms": "9"})
    assert stale.status_code == 200
    facility.refresh_from_db()
    assert (facility.rooms, facility.version) == (8, 2)
    page = client.get(url("facility_list")).content.decode()
    assert "Trung tâm Công tác xã hội" in page
