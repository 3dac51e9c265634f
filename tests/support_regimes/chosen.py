"""Choices of a case and changes of the rules, as tests find them there."""

from datetime import date

from support_regimes.models import (
    CalendarDay,
    Item,
    Norm,
    Reading,
    ReadingChoice,
    RuleChange,
    RuleChoice,
    RuleSet,
)
from tests.conftest import unguarded
from tests.factories import make_case, recorder

DAY = date(2024, 1, 10)
WHY = "Hồ sơ nộp từ trước, xã đã hỏi Sở"


def old_rules():
    """The six regimes, until 30/06/2025."""
    return RuleSet.objects.order_by("valid_from").first()


def kept(choice, case):
    """Write an event of a case past its rules."""
    with unguarded():
        choice.case, choice.reason, choice.happened_on = case, WHY, DAY
        choice.territory_id = choice.area_id = case.territory_id
        choice.recorded_by = recorder()
        choice.save(force_insert=True)
    return choice


def make_rules_choice(case, rules=None):
    return kept(RuleChoice(rule_set=rules or RuleSet.objects.last()), case)


def make_reading_choice(case, answer="90 ngày", number=1):
    reading = Reading.objects.get(
        answer=answer, regime__number=number, regime__rule_set=old_rules()
    )
    return kept(ReadingChoice(reading=reading), case)


def change(kind="norm", **fields):
    """A change that is not saved yet; a norm: of the hardship allowance, in Hà Giang."""
    rules = old_rules()
    made = {"rule_set": rules, "kind": kind, "why": "Nghị quyết mới của tỉnh"}
    made |= {"instrument": rules.instruments.get(code="nq-15-2020-ha-giang")}
    made |= {"article": "Điều 2", "confidence": "text_seen"}
    if kind == "norm":
        item = Item.objects.get(code="hardship_allowance", regime__rule_set=rules)
        area = Norm.objects.filter(item=item, area__isnull=False).first().area
        made |= {"item": item, "area": area, "norm_kind": "fixed"}
        made |= {"amount": 4_000_000, "from_on": date(2024, 2, 1)}
    return RuleChange(**made | fields)


def make_change(kind="norm", **fields):
    """Drafted by somebody; it waits for a second person."""
    with unguarded():
        made = change(kind, drafted_by=recorder(), **fields)
        made.save(force_insert=True)
    return made


def rules_choice(commune):
    return {"pk": make_rules_choice(make_case(commune)).pk}


def reading_choice(commune):
    return {"pk": make_reading_choice(make_case(commune)).pk}


def rule_change(commune):
    return {"pk": make_change().pk}


def calendar_day(commune):
    """A day of the working calendar, which is about nobody."""
    return {"pk": CalendarDay.objects.live().first().pk}
