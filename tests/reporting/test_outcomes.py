"""What came of support, in persons and turns, on the smallest data that shows it."""

from datetime import date, timedelta

from reporting.figures.outcomes import MEASURES, Counted, outcomes
from reporting.figures.scope import Scope
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from tests.support_regimes.factories import make_minor
from tests.support_regimes.outcomes import LATER, make_outcome, make_step
from victims.models import Case

YEAR = {"from_on": date(2023, 1, 1), "to_on": date(2023, 12, 31)}
SECOND = 2_000_000


def scope_of(user, area, **fields):
    fields = YEAR | {"as_of": date(2023, 12, 31), "by": "district"} | fields
    return Scope(area=area, reach=tuple(user.reach("support_regimes.view_outcome")), **fields)  # fmt: skip


def test_persons_turns_and_money_by_area(
    commune, far_commune, province, district, provincial_officer, acts_as
):
    case, other = make_case(commune), make_case(far_commune)
    minor = make_minor(case)
    for place, learner in ((case, None), (case, minor), (other, None)):
        course = make_outcome(place, minor=learner)
        make_step(course, "finished" if learner else "left")
    make_step(make_outcome(case, kind="literacy", level=""), "finished")
    loan = make_outcome(case, "loan", amount=30_000_000)
    make_step(loan, "refused")
    make_step(make_outcome(case, "loan"), "granted", amount=10_000_000)
    matter = make_outcome(case, "legal")
    make_step(matter, "awarded", amount=9_000_000, happened_on=date(2023, 10, 1))
    make_step(matter, "awarded", amount=5_000_000)
    for day in (1, 2):
        make_step(
            matter, "received", amount=SECOND, happened_on=date(2023, 12, 20 + day)
        )
    make_outcome(case, "insurance", share="card_100")
    make_outcome(other, "insurance", valid_until=LATER)
    make_outcome(case, "insurance", minor=minor, kind="none")
    void = make_outcome(case, "health")
    with unguarded():
        void.void(by=recorder(), reason="Ghi nhầm người khác")

    with acts_as(provincial_officer):
        found = outcomes(scope_of(provincial_officer, province))
        earlier = outcomes(scope_of(provincial_officer, province, as_of=LATER))
        later = outcomes(
            scope_of(
                provincial_officer,
                province,
                from_on=date(2024, 1, 1),
                to_on=date(2024, 12, 31),
                as_of=date(2024, 1, 15),
            )  # fmt: skip
        )

    count = found.total.count
    assert {*found.total.all} < {*MEASURES}
    assert count("started") == Counted(3, 1, 4, None)
    assert count("started", "vocational") == Counted(3, 1, 3, None)
    assert count("finished") == Counted(2, 1, 2, None)
    assert count("left", "course_late") == Counted(2, 0, 2, None)
    assert count("loan_asked") == Counted(1, 0, 2, 30_000_000)
    assert count("refused", "no_collateral") == Counted(1, 0, 1, None)
    assert count("granted") == Counted(1, 0, 1, 10_000_000)
    assert count("awarded") == Counted(1, 0, 1, 5_000_000)
    assert count("received") == Counted(1, 0, 2, 2 * SECOND)
    assert count("insured") == Counted(1, 0, 1, None)
    assert count("referred") == Counted()
    own = next(part for part in found.areas if part.area == district)
    assert own.count("started") == Counted(2, 1, 3, None)
    assert sum(part.count("started").turns for part in found.areas) == 4
    assert earlier.total.count("insured") == Counted(2, 0, 2, None)
    assert earlier.total.count("received") == Counted()
    assert later.total.count("started") == Counted()
    assert later.total.count("insured") == Counted(1, 0, 1, None)


def test_one_person_over_two_cases_is_one(
    commune, province, provincial_officer, acts_as
):
    first = make_case(commune)
    make_outcome(first)
    with unguarded():
        Case.objects.filter(pk=first.pk).update(
            closed_on=date(2023, 12, 1), closed_reason="plan_reached"
        )
    second = make_case(
        commune, victim=first.victim, received_on=first.received_on + timedelta(days=90)
    )
    make_outcome(second, happened_on=LATER)

    with acts_as(provincial_officer):
        found = outcomes(scope_of(provincial_officer, province))

    assert found.total.count("started") == Counted(1, 0, 2, None)
