"""When a posting is in force; the database's reach() asks the same."""

from django.db.models import Q
from django.utils import timezone


def live_postings(prefix=""):
    """Condition for postings in force today, by the database's calendar.

    `prefix`: the way to the posting from the model that asks, as "postings__".
    """
    day = timezone.localdate()
    no_end = Q(**{f"{prefix}until_on__isnull": True})
    return Q(**{f"{prefix}from_on__lte": day}) & (
        no_end | Q(**{f"{prefix}until_on__gt": day})
    )
