"""What lists of cases need beside the case: the last visit, papers that are missing."""

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
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


def listed(cases):
    """Cases with all that a row of the list shows, in one query."""
    return cases.select_related(
        "victim", "household", "territory", "household__holder"
    ).annotate(
        last_visit=last_visit(),
        missing_papers=missing_papers(),
        next_visit=F("household__next_visit_on"),
        place_name=F("territory__name_sort"),
    )


def all_listed(user):
    return listed(Case.objects.visible_to(user))
