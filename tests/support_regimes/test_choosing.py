"""Which rules a case follows, and which of several answers; chosen, told, taken back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Activity
from support_regimes import choosing
from support_regimes.facts import File
from support_regimes.models import Reading, ReadingChoice, RuleChoice, RuleSet
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.support_regimes.chosen import (
    WHY,
    make_reading_choice,
    make_rules_choice,
    old_rules,
)

BEFORE = date(2024, 1, 9)
TYPED = {"happened_on": "15/01/2024", "reason": WHY}


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def other(places):
    return RuleSet.objects.exclude(pk=old_rules().pk).get()


@pytest.fixture
def _later(settings):
    """A day on which the other rules hold."""
    settings.TODAY = date(2025, 7, 15)


def stay_days(case, day=None):
    return {rule.number: rule.stay_days for rule in File(case, day).rules}


@pytest.mark.parametrize(
    ("received", "key"),
    [
        (date(2013, 4, 14), None),
        (date(2025, 6, 30), "decree-09-2013"),
        (date(2025, 7, 1), "law-53-2024"),
    ],
)
def test_the_day_of_the_intake_decides(places, received, key):
    case = RuleChoice._meta.get_field("case").related_model(received_on=received)
    case.pk = None

    rules = choosing.by_date(case)

    assert (rules and rules.key) == key


def test_why_is_a_sentence_for_every_case(case, settings):
    assert choosing.why(case) == (
        "Tiếp nhận ngày 14/09/2023; Nghị định 09/2013/NĐ-CP có hiệu lực từ 15/04/2013 đến"
        " 30/06/2025."
    )
    case.received_on = date(2013, 4, 14)
    assert "chưa nạp bộ quy định" in choosing.why(case)
    with unguarded():
        RuleSet.objects.exclude(pk=old_rules().pk).update(valid_from=date(2030, 1, 1))
    case.received_on = settings.TODAY = date(2025, 7, 1)
    assert "chỉ để tham khảo" in choosing.why(case)


def test_a_choice_stands_from_its_day_and_until_it_is_taken_back(
    acts_as, labour_officer, case, other
):
    choice = make_rules_choice(case, other)

    with acts_as(labour_officer):
        assert choosing.rule_set_of(case) == File(case).rule_set == other
        assert choosing.rule_set_of(case, BEFORE) == old_rules()
        assert choosing.rule_sets_of([case]) == {case.pk: other}
        choice.void(by=labour_officer, reason="Chọn nhầm hồ sơ khác")
        assert choosing.rule_set_of(case) == old_rules()


@pytest.mark.usefixtures("_later")
def test_an_officer_chooses_on_the_page_and_the_board_tells_who_and_why(
    sign_in, labour_officer, caseworker, case, other
):
    address = reverse("support_regimes:rules_choose", args=[case.pk])
    client = sign_in(labour_officer)

    typed = TYPED | {"rule_set": other.pk, "happened_on": "15/07/2025"}
    send(client, address, typed)

    with unguarded():
        choice = RuleChoice.objects.get()
    assert (choice.rule_set, choice.recorded_by) == (other, labour_officer)
    with unguarded():
        assert Activity.objects.filter(act="choose rules", subjects=[choice.pk])
    board = reverse("support_regimes:case_board", args=[case.pk])
    text = sign_in(caseworker).get(board).content.decode()
    assert str(labour_officer) in text
    assert WHY in text
    assert address not in text  # a caseworker chooses nothing


def test_no_rules_are_chosen_for_a_day_on_which_they_do_not_hold_yet(
    sign_in, settings, labour_officer, case, other
):
    address = reverse("support_regimes:rules_choose", args=[case.pk])
    client = sign_in(labour_officer)
    assert "Chưa có quy định khác" in client.get(address).content.decode()
    settings.TODAY = date(2025, 7, 1)

    typed = TYPED | {"rule_set": other.pk, "happened_on": "30/06/2025"}
    response = send(sign_in(labour_officer), address, typed)

    assert "chưa có hiệu lực" in str(response.context["form"].errors["happened_on"])
    with unguarded():
        assert not RuleChoice.objects.exists()
    send(client, address, typed | {"happened_on": "01/07/2025"})
    with unguarded():
        assert RuleChoice.objects.get().rule_set == other


@pytest.mark.usefixtures("_later")
def test_no_reason_no_choice_and_nothing_typed_is_lost(
    sign_in, labour_officer, case, other
):
    address = reverse("support_regimes:rules_choose", args=[case.pk])

    typed = {"rule_set": other.pk, "happened_on": "15/07/2025", "reason": "vì vậy"}
    response = send(sign_in(labour_officer), address, typed)

    assert response.context["form"].errors["reason"]
    assert "vì vậy" in response.content.decode()
    assert not RuleChoice.objects.exists()


@pytest.mark.usefixtures("_later")
def test_only_who_has_the_right_chooses_while_the_case_is_open(
    acts_as, caseworker, district_officer, case, other
):
    def choice(day=date(2025, 7, 15), rules=other):
        return RuleChoice(case=case, rule_set=rules, reason=WHY, happened_on=day)

    with acts_as(caseworker), pytest.raises(ValidationError, match="không thuộc quyền"):
        choice().log(by=caseworker)
    with acts_as(district_officer):
        with pytest.raises(ValidationError, match="trước ngày tiếp nhận"):
            choice(date(2023, 9, 13), old_rules()).log(by=district_officer)
        case.closed_on = date(2025, 7, 15)
        with pytest.raises(ValidationError, match="đã đóng"):
            choice().log(by=district_officer)


def test_another_answer_for_one_case_moves_its_limit(
    acts_as, caseworker, case, commune
):
    make_reading_choice(case, "90 ngày")
    nobodys = make_case(commune)

    with acts_as(caseworker):
        assert stay_days(case)[1] == 90
        assert stay_days(case, BEFORE)[1] == 60
        assert stay_days(nobodys)[1] == 60


def test_an_answer_holds_wherever_the_same_is_asked(acts_as, caseworker, case):
    reading = Reading.objects.get(topic="decides", followed=False, regime__number=5)
    make_reading_choice(case, reading.answer, number=5)

    with acts_as(caseworker):
        followed = choosing.followed_of(old_rules(), date(2024, 1, 15), case)

    answers = {
        key: each.reading.answer
        for key, each in followed.items()
        if key[1] == "decides"
    }
    assert answers == {(5, "decides"): reading.answer, (6, "decides"): reading.answer}


def test_the_page_of_the_regime_says_who_chose_the_answer_and_why(
    sign_in, district_officer, case
):
    page = reverse("support_regimes:regime_explained", args=[case.pk, 1])
    client = sign_in(district_officer)
    [before] = client.get(page).context["readings"]
    wanted = Reading.objects.get(answer="90 ngày", regime__rule_set=old_rules())

    send(client, before["url"], {"reading": wanted.pk} | TYPED)

    response = client.get(page)
    [after] = response.context["readings"]
    assert before["followed"].choice is None
    with unguarded():
        assert after["followed"].choice == ReadingChoice.objects.get()
    assert str(district_officer) in response.content.decode()
    assert WHY in response.content.decode()


def test_a_choice_is_taken_back_on_a_page_with_a_reason(
    sign_in, acts_as, district_officer, case
):
    choice = make_reading_choice(case, "90 ngày")
    page = reverse("support_regimes:reading_choice_void", args=[choice.pk])

    send(sign_in(district_officer), page, {"reason": "Xã hỏi lại, giữ 60 ngày"})

    with acts_as(district_officer):
        choice.refresh_from_db()
        assert choice.voided_by == district_officer
        assert stay_days(case)[1] == 60


def test_a_case_that_straddles_two_laws_says_that_no_transition_was_found(
    sign_in, labour_officer, case, settings
):
    page = reverse("support_regimes:rules_choose", args=[case.pk])
    client = sign_in(labour_officer)
    told = "quy định chuyển tiếp"

    assert told not in client.get(page).content.decode()
    settings.TODAY = date(2025, 7, 1)
    assert told in client.get(page).content.decode()
