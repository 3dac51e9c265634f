"""Who takes a step, by the rules, the place and the day."""

from datetime import date

import pytest

from accounts.models import Organisation
from support_regimes.bodies import Bodies, body_of
from support_regimes.models import ProcedureStep, RuleSet
from tests.conftest import place, unguarded
from tests.support_regimes.factories import item

pytestmark = pytest.mark.django_db
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)  # of the districts, of the new law


def step(act, code="hardship_allowance"):
    steps = ProcedureStep.objects.select_related("regime")
    return steps.get(regime=item(code).regime, act=act)


@pytest.fixture
def khau_vai(places):
    return place("00814@2004")


WHO = [
    ("verify", LAST, "Chủ tịch Ủy ban nhân dân xã Khâu Vai"),
    ("appraise", LAST, "Phòng Lao động – Thương binh và Xã hội huyện Mèo Vạc"),
    ("decide", date(2023, 10, 2), "Chủ tịch Ủy ban nhân dân huyện Mèo Vạc"),
    ("decide", LAST, "Chủ tịch Ủy ban nhân dân huyện Mèo Vạc"),
    ("decide", FIRST, "Sở Y tế tỉnh Tuyên Quang"),
    ("appraise", FIRST, "Sở Y tế tỉnh Tuyên Quang"),
    ("verify", FIRST, "Chủ tịch Ủy ban nhân dân xã Khâu Vai"),
]


def test_a_request_of_the_old_rules_is_decided_by_whoever_is_there(khau_vai):
    found = [(act, day, body_of(step(act), khau_vai, day).name) for act, day, _n in WHO]

    assert found == WHO


def test_what_the_rules_of_the_day_name_instead_says_so(khau_vai):
    before, after = (body_of(step("decide"), khau_vai, day) for day in (LAST, FIRST))

    assert (before.instead, after.instead) == (False, True)
    assert after.step.regime.rule_set == RuleSet.objects.on(FIRST)


def test_a_new_commune_has_its_own_bodies(places):
    new = place("00814@2004").successors().first()
    rules = RuleSet.objects.on(FIRST)
    steps = ProcedureStep.objects.filter(regime__rule_set=rules, act="decide")

    body = body_of(steps.select_related("regime").first(), new, FIRST)

    assert (body.name, body.place.level) == ("Sở Y tế tỉnh Tuyên Quang", "province")


def test_the_record_of_the_body_stands_before_the_rule_of_names(khau_vai):
    district = khau_vai.parent
    with unguarded():
        made = Organisation.objects.create(
            name="Ủy ban nhân dân huyện Mèo Vạc (mới)",
            kind="committee",
            area=district,
            valid_from=date(2024, 1, 1),
            valid_to=LAST,
        )

    found = body_of(step("decide"), khau_vai, date(2024, 5, 1))

    assert found.organisation == made
    assert found.name == "Chủ tịch Ủy ban nhân dân huyện Mèo Vạc (mới)"
    assert body_of(step("decide"), khau_vai, date(2023, 5, 1)).organisation is None


def test_without_rules_of_the_day_the_step_keeps_its_own_words(khau_vai):
    with unguarded():
        lines = ProcedureStep.objects.exclude(regime__rule_set__key="decree-09-2013")
        lines.delete()

    found = body_of(step("appraise"), khau_vai, FIRST)

    assert found.name.startswith("Phòng Lao động – Thương binh và Xã hội")


def test_many_requests_ask_as_few_questions_as_one(
    khau_vai, places, django_assert_num_queries
):
    decide = step("decide")
    communes = list(khau_vai.parent.children.all()[:6])
    with django_assert_num_queries(4):
        one = Bodies(LAST, communes[:1])
        one.of(decide, communes[0])
    with django_assert_num_queries(4):
        many = Bodies(LAST, communes)
        names = {many.of(decide, each).name for each in communes}

    assert names == {"Chủ tịch Ủy ban nhân dân huyện Mèo Vạc"}
