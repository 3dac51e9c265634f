"""Unmet needs: noted in one tap, once a day, proposed but never by themselves."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from support_regimes.causes import CAUSES, proposed, read
from support_regimes.eligibility import assess_all
from support_regimes.facts import File
from support_regimes.models import FundingSource, NeedMet, UnmetNeed
from tests.accounts.sql import refused, run
from tests.conftest import send, unguarded
from tests.factories import make_case, make_victim, recorder
from tests.livelihoods.herds import make_visit
from tests.support_regimes.factories import (
    make_confirmed,
    make_minor,
    make_need,
    make_poverty,
)
from tests.support_regimes.voices import DAY, make_unmet
from tests.victims.factories import make_consent
from victims.models import Case

TODAY = date(2024, 1, 15)
CAUSE = '[[cause]]\nkey = "a"\nname = "A"\ngroup = "outside"\n'


def page(name, pk):
    return reverse(f"support_regimes:{name}", args=[pk])


def needs():
    with unguarded():
        return list(UnmetNeed.objects.order_by("recorded_at"))


def test_one_tap_notes_one_need_of_today_and_a_second_finds_it(
    commune, caseworker, sign_in
):
    case = make_case(commune)
    client, url = sign_in(caseworker), page("unmet_tap", case.pk)
    there = case.get_absolute_url()

    taps = [send(client, url, {"cause": "interpreter", "next": there}) for _n in "ab"]
    send(client, url, {"cause": "no such cause"})

    [need] = needs()
    assert [tap.headers["Location"] for tap in taps] == [there] * 2
    assert (need.cause, need.happened_on, need.age_group) == (
        "interpreter", TODAY, "adult",
    )  # fmt: skip
    assert (need.area, need.victim_id, need.recorded_by) == (
        commune, case.victim_id, caseworker,
    )  # fmt: skip
    board = client.get(there).content.decode()
    assert page("unmet_undo", need.pk) in board

    send(client, page("unmet_undo", need.pk))
    send(client, url, {"cause": "interpreter"})

    first, second = needs()
    assert (bool(first.voided_at), second.voided_at) == (True, None)


def test_two_taps_at_once_are_one_need_in_the_database_too(commune):
    case = make_case(commune)
    need = make_unmet(case)

    twice = pytest.raises(IntegrityError, match="unmet_once_a_day")
    with unguarded(), twice, transaction.atomic():
        UnmetNeed.objects.bulk_create([copy_of(need)])
    with unguarded():
        need.void(by=recorder(), reason="Bấm nhầm hôm đó")
        UnmetNeed.objects.bulk_create([copy_of(need)])


def copy_of(need):
    return UnmetNeed(
        case=need.case, victim_id=need.victim_id, cause=need.cause, area=need.area,
        happened_on=need.happened_on, age_group="adult", territory=need.territory,
        recorded_by=need.recorded_by,
    )  # fmt: skip


def test_the_age_is_that_of_the_day_and_a_minor_is_one_of_their_own(commune):
    young = make_victim(commune, born_on=date(2006, 1, 12), born_precision="day")
    case = make_case(commune, victim=young)
    unsure = make_victim(commune, born_on=date(2006, 1, 1), born_precision="year")
    minor = make_minor(case)

    made = [
        make_unmet(case, "other", happened_on=date(2024, 1, 11)),
        make_unmet(case, "other", happened_on=date(2024, 1, 12)),
        make_unmet(case, "other", minor=minor),
        make_unmet(make_case(commune, victim=unsure), happened_on=date(2024, 1, 10)),
    ]

    assert [need.age_group for need in made] == ["minor", "adult", "minor", "unknown"]
    assert make_unmet(case, "other", minor=minor) == made[2]


def test_note_and_amount_come_later_and_only_the_cases_people_read_the_note(
    commune, caseworker, labour_officer, sign_in
):
    need = make_unmet(make_case(commune), "other", by=caseworker)
    typed = {
        "cause": "hospital_bill", "happened_on": "2024-01-09", "amount": "2.400.000",
        "note": "Mổ ruột thừa ở bệnh viện tỉnh",
    }  # fmt: skip
    client, url = sign_in(caseworker), page("unmet_correct", need.pk)

    wrong = send(client, url, typed | {"happened_on": "2024-01-16"})
    send(client, url, typed)

    old, new = needs()
    assert (wrong.status_code, "Mổ ruột thừa" in wrong.content.decode()) == (200, True)
    assert (old.voided_at is None, new.corrects_id) == (False, old.pk)
    assert (new.cause, new.amount, new.note) == (
        "hospital_bill", 2_400_000, typed["note"],
    )  # fmt: skip
    listed = page("case_unmet", need.case_id)
    assert typed["note"] in client.get(listed).content.decode()
    shown = sign_in(labour_officer).get(listed).content.decode()
    assert (CAUSES["hospital_bill"].name in shown, typed["note"] in shown) == (
        True,
        False,
    )


def test_met_later_by_what_and_open_again(commune, caseworker, sign_in):
    with unguarded():
        source = FundingSource.objects.create(
            code="rong-xanh", name="Rồng Xanh", kind=FundingSource.Kind.DONOR
        )
    need = make_unmet(make_case(commune))
    client, url = sign_in(caseworker), page("unmet_met", need.pk)
    typed = {"happened_on": "2024-01-12", "how": "source"}

    without_source = send(client, url, typed)
    too_early = send(client, url, typed | {"how": "kin", "happened_on": "2024-01-09"})
    send(client, url, typed | {"source": source.pk, "amount": "300.000"})
    twice = send(client, url, typed | {"source": source.pk})

    assert [r.status_code for r in (without_source, too_early, twice)] == [200] * 3
    with unguarded():
        [met] = NeedMet.objects.all()
        assert (met.source, met.amount, met.territory) == (source, 300_000, commune)
        assert need.meeting == met
    send(client, page("unmet_open", need.pk))
    with unguarded():
        assert need.meeting is None
        assert need.meetings.count() == 1


def test_nothing_new_after_a_withdrawal_but_without_a_file(
    commune, caseworker, acts_as, sign_in
):
    case = make_case(commune)
    need = make_unmet(case)
    make_consent(case, "record", answer="withdrawn")
    client = sign_in(caseworker)

    send(client, page("unmet_tap", case.pk), {"cause": "escort"})
    send(
        client, page("unmet_met", need.pk), {"how": "kin", "happened_on": "2024-01-12"}
    )
    url = reverse("support_regimes:unmet_without_file")
    send(client, url, {"area": commune.pk, "cause": "escort", "age_group": "minor",
                       "happened_on": "2024-01-12"})  # fmt: skip

    first, second = needs()
    assert (first, second.case_id, second.age_group) == (need, None, "minor")
    assert page("unmet_undo", second.pk) in client.get(url).content.decode()
    assert (
        page("unmet_tap", case.pk)
        not in client.get(case.get_absolute_url()).content.decode()
    )
    with unguarded():
        assert not NeedMet.objects.exists()


def test_the_database_ties_person_minor_and_case(commune, caseworker, acts_as):
    case, other = make_case(commune), make_case(commune)
    minor = make_minor(other)
    row = (
        "INSERT INTO support_regimes_unmetneed (id, territory_id, area_id, happened_on,"
        " void_reason, case_id, victim_id, minor_id, cause, age_group,"
        " recorded_by_id) VALUES (gen_random_uuid(), %s, %s, '2024-01-15', '', %s, %s,"
        " %s, 'escort', 'adult', %s)"
    )

    with acts_as(caseworker):
        place, by = commune.pk, caseworker.pk
        for victim, child in [(other.victim_id, None), (case.victim_id, minor.pk)]:
            with refused("ties"):
                run(row, place, place, case.pk, victim, child, by)
        run(row, place, place, case.pk, case.victim_id, None, by)
        with refused("permission denied"):
            run("UPDATE support_regimes_unmetneed SET cause = 'other'")


# What is proposed.


def hints(case, acts_as, user):
    with acts_as(user):
        file = File(Case.objects.get(pk=case.pk))
        facts = file.facts()
        found = proposed(assess_all(facts, file.rules), facts.needs)
    return [(cause.key, number) for cause, number in found]


def test_results_point_to_causes_and_nothing_is_recorded(
    commune, caseworker, acts_as, sign_in
):
    case = make_confirmed(commune, poor=False, away="years")
    make_need(case, "health")
    plain = make_confirmed(commune, poor=True)
    not_poor = make_confirmed(commune, poor=False, away="years")
    make_poverty(not_poor, "not_poor")

    assert hints(case, acts_as, caseworker) == [
        ("hospital_bill", 2), ("no_registration", 5),
    ]  # fmt: skip
    assert hints(plain, acts_as, caseworker) == []
    assert hints(not_poor, acts_as, caseworker) == []  # the list says so: registered
    answer = sign_in(caseworker).get(
        reverse("support_regimes:regime_explained", args=[case.pk, 2])
    )
    assert "chip-proposed" in answer.content.decode()
    assert needs() == []
    make_poverty(case)
    assert hints(case, acts_as, caseworker) == [("hospital_bill", 2)]


def test_the_list_of_causes_is_data_that_is_checked():
    assert list(read(CAUSE)) == ["a"]
    for broken in (
        CAUSE + CAUSE,
        CAUSE.replace("outside", "somewhere"),
        CAUSE.replace('"a"', f'"{"a" * 25}"'),
    ):
        with pytest.raises(ValueError, match="cause a"):
            read(broken)
    wanted = {
        "interpreter", "winter_clothes", "escort", "fare_home", "hospital_bill",
        "counselling_home", "no_woman_officer", "no_registration", "no_class",
        "norm_too_low", "no_job", "no_collateral", "lender_distrust",
        "compensation_unpaid", "other",
    }  # fmt: skip
    assert wanted <= set(CAUSES)
    with pytest.raises(ValidationError):
        UnmetNeed(cause="no such", happened_on=DAY).clean()


def test_the_row_of_buttons_stands_where_it_is_asked(commune, caseworker, sign_in):
    case = make_confirmed(commune)
    visit = make_visit(case.household, case=case)
    client = sign_in(caseworker)

    for url in (
        case.get_absolute_url(),
        reverse("support_regimes:regime_explained", args=[case.pk, 5]),
        reverse("livelihoods:visit_page", args=[visit.pk]),
        page("case_unmet", case.pk),
    ):
        assert page("unmet_tap", case.pk) in client.get(url).content.decode(), url


def test_the_needs_of_a_case_in_a_constant_number_of_queries(
    commune, caseworker, sign_in
):
    case = make_case(commune)
    make_unmet(case)
    client, url = sign_in(caseworker), page("case_unmet", case.pk)
    one = queries(client, url)
    make_unmet(case, "escort", note="Xa quá")
    make_unmet(case, "no_class")

    assert queries(client, url) == one


def queries(client, url):
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)
