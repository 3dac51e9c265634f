"""The row of buttons that notes an unmet need in one tap, for every page of a case."""

from django import template

from areas.clock import today
from support_regimes.causes import CAUSES, proposed
from support_regimes.models import UnmetNeed

register = template.Library()
NOTE = "support_regimes.add_unmetneed"


@register.inclusion_tag("support_regimes/unmet_row.html", takes_context=True)
def unmet_row(context, case, minor=None, result=None, needs=(), alone=False):
    """The row for a claimant; empty where nothing may be noted any more.

    In: minor or None; of a page about one regime its RegimeResult and the kinds of need
    that were recorded, for the causes to propose; alone: no link to all.
    """
    request = context["request"]
    if not case or case.keeps_no_more:
        return {"may_note": False}
    if case.territory_id not in request.user.reach(NOTE):
        return {"may_note": False}
    noted = {
        need.cause: need
        for need in UnmetNeed.objects.live().of(case, minor).filter(happened_on=today())
    }
    hints = proposed([result], frozenset(needs)) if result else []
    return {
        "may_note": True,
        "request": request,
        "case": case,
        "minor": minor,
        "alone": alone,
        "noted": list(noted.values()),
        "often": [c for c in CAUSES.values() if c.often and c.key not in noted],
        "rest": [c for c in CAUSES.values() if not c.often and c.key not in noted],
        "proposed": [cause for cause, _n in hints if cause.key not in noted],
    }
