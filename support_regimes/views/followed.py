"""Which rules and which answers a case follows, as its pages show them."""

from support_regimes import choosing
from support_regimes.models import Reading
from support_regimes.models.choice import CHOOSE
from support_regimes.views.found import address


def why_shown(request, file, details):
    """Why the case follows its rules; who chose others and for what reason.

    In: the case's File. The reason is a free text: shown with the details alone.
    """
    case = file.case
    return {
        "why": choosing.why(case, file.day),
        "choice": choosing.choice_of(case, file.day) if details else None,
        "straddles": choosing.straddles(case),
        "url": _chooses(request, case, "rules_choose", case.pk),
    }


def is_outdated(file):
    """No set holds for the day of the intake, and nobody chose one instead."""
    case, rules = file.case, file.rule_set
    chosen = rules and rules != choosing.by_date(case)
    return not (rules and (chosen or rules.holds_on(case.received_on)))


def readings_shown(request, file, number):
    """What several texts say to the questions of a regime, and what the case follows."""
    case, rules = file.case, file.rule_set
    followed = choosing.followed_of(rules, file.day, case)
    rows = Reading.objects.filter(regime__rule_set=rules, regime__number=number)
    found = {}
    for row in rows.select_related("instrument").order_by("topic", "order"):
        entry = found.setdefault(
            row.topic,
            {
                "question": row.question,
                "answers": [],
                "followed": followed.get((number, row.topic)),
                "url": _chooses(
                    request, case, "reading_choose", case.pk, number, row.topic
                ),
            },
        )
        entry["answers"].append({"line": row, "basis": row.cited})
    return list(found.values())


def _chooses(request, case, name, *args):
    """The page to choose on, for whoever may, while the case is open."""
    may = case.territory_id in request.user.reach(CHOOSE)
    if not may or not case.is_open or case.keeps_no_more:
        return ""
    return address(f"support_regimes:{name}", *args)
