"""What lists of cases need beside the case: the last visit, papers that are missing."""

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from victims.models.case import Case
from victims.models.case_parts import AccompanyingMinor
from victims.models.household import Household
from victims.models.victim import Paper

# Visits belong to a later app; its model is reached through the relation it made.
VISITS = "visits"


def last_visit():
    """Subquery: the day of the household's last visit where somebody was met."""
    visits = Household._meta.get_field(VISITS).related_model.objects.live()
    met = visits.filter(household=OuterRef("household")).exclude(
        way__in=["not_met", "put_off"]
    )
    return Subquery(met.order_by("-happened_on").values("happened_on")[:1])


def missing_papers():
    """Subquery: how many kinds of paper the person has lost or never had."""
    live = Paper.objects.live()
    later = live.filter(victim=OuterRef("victim"), kind=OuterRef("kind")).filter(
        Q(happened_on__gt=OuterRef("happened_on"))
        | Q(
            happened_on=OuterRef("happened_on"),
            recorded_at__gt=OuterRef("recorded_at"),
        )
    )
    missing = (
        live.filter(victim=OuterRef("victim"), status__in=Paper.MISSING)
        .exclude(Exists(later))
        .order_by()
        .values("victim")
        .annotate(number=Count("*"))
        .values("number")
    )
    return Coalesce(Subquery(missing), 0)


def has_children():
    return Exists(AccompanyingMinor.objects.filter(case=OuterRef("pk")))


def order_name(user):
    """What sorts by name: nothing for whom this visitor sees the code alone."""
    hidden = Q(restricted_from__isnull=False) | Q(name_sort="")
    if not user.reach("victims.reveal_name"):
        hidden |= Q(unshared_from__isnull=False)
    return Choice(When(hidden, then=None), default=F("name_sort"))


def hidden_heads(user):
    """{household: why} where the head is a person of whom this user sees no name."""
    withheld = Q(restricted_from__isnull=False) | Q(unshared_from__isnull=False)
    cases = Case.objects.visible_to(user).filter(
        withheld, household__name_folded=F("victim__name_folded")
    )
    found = {
        case.household_id: case.withholds_from(user)
        for case in cases.select_related("victim", "household")
    }
    return {household: why for household, why in found.items() if why}


def listed(cases, user=None):
    """Cases with all that a row of the list shows, in one query; `user`: who sorts."""
    if user:
        cases = cases.annotate(order_name=order_name(user))
    return cases.select_related(
        "victim", "household", "territory", "household__holder"
    ).annotate(
        last_visit=last_visit(),
        missing_papers=missing_papers(),
        next_visit=F("household__next_visit_on"),
        place_name=F("territory__name_sort"),
    )


def all_listed(user):
    return listed(Case.objects.visible_to(user), user)
