"""When a posting is in force; the database's posting_live() asks the same."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.roles import POWERFUL, Role


def live_postings(prefix=""):
    """Condition for postings in force today, by the database's calendar.

    A powerful one counts once a second person confirmed it, or when the owner's command
    gave it. `prefix`: the way to the posting from the model that asks ("postings__").
    """

    def q(**condition):
        return Q(**{prefix + name: value for name, value in condition.items()})

    day = timezone.localdate()
    simple = [role for role in Role if role not in POWERFUL]
    agreed = q(role__in=simple) | q(granted_by__isnull=True)
    return (
        q(from_on__lte=day)
        & (q(until_on__isnull=True) | q(until_on__gt=day))
        & (q(ends_at__isnull=True) | q(ends_at__gt=Now()))
        & (agreed | q(confirmed_by__isnull=False))
    )
