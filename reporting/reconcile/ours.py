"""Our side of a comparison: whom our records received in an area and a period."""

from django.db.models import Count

from reporting.figures.labour import labour
from reporting.figures.scope import Scope
from reporting.reconcile.matching import Person
from victims.models import Case
from victims.models.victim import Precision

PERMISSION = "reporting.reconcile"


def totals(area, first, last, user):
    """{key of TOTALS: persons}, as the report by regime counts them."""
    scope = Scope(area=area, from_on=first, to_on=last, as_of=last, by="district",
                  reach=tuple(user.reach(PERMISSION)))  # fmt: skip
    received = labour(scope).total.received
    ways = dict(
        _cases(area, first, last, user)
        .order_by()
        .values_list("way")
        .annotate(Count("victim", distinct=True))
    )
    return {
        "persons": received.persons,
        "female": received.female,
        "minors": received.under_18,
        **{way: ways.get(way, 0) for way in ("alone", "rescued", "handed_over")},
    }


def _cases(area, first, last, user):
    return Case.objects.visible_to(user).filter(
        area__covered_by__area=area, received_on__range=(first, last)
    )


def people(area, first, last, user):
    """([Person with its case as key], how many stay out of it).

    One for each person, by the first case of the period. Left out: whose name this
    visitor may not be shown, also not with a reason.
    """
    cases = (
        _cases(area, first, last, user)
        .select_related("victim", "territory")
        .prefetch_related("victim__aliases")
        .order_by("received_on", "code")
    )
    found, withheld = {}, 0
    for case in cases:
        if case.victim_id in found:
            continue
        found[case.victim_id] = case
    people = []
    for case in found.values():
        if case.withholds_from(user):
            withheld += 1
        else:
            people.append(_person(case))
    return people, withheld


def _person(case):
    victim = case.victim
    aliases = [alias.name for alias in victim.aliases.all() if not alias.voided_at]
    return Person(
        key=case,
        names=tuple(filter(None, [victim.name or victim.call_name, *aliases])),
        year=victim.born_on.year if victim.born_on else None,
        day=case.received_on,
        sex=victim.sex if victim.sex in ("female", "male") else "",
        is_about=victim.born_precision == Precision.ESTIMATED,
    )
