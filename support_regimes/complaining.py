"""By when a complaint is answered, and whom else somebody may call."""

from accounts.models import Organisation, Posting, User, WorkSetting
from areas.clock import today
from support_regimes.calendars import the_calendar
from support_regimes.deadlines import working_days_after
from victims.models.complaint import ABOVE

DAYS = "complaint_answer_days"


def answer_due(day):
    """The last day (date) to answer what was said on a day, in working days."""
    return working_days_after(day, WorkSetting.value_on(DAYS, day), the_calendar())


def days_to_answer(day):
    """(working days, whether that is a mere proposal of the programme)."""
    return WorkSetting.value_on(DAYS, day), WorkSetting.is_unconfirmed(DAYS, day)


def workers_of(areas, but):
    """Whom a complaint of these places may be about: all who work there, but not `but`.

    In: ids of areas; the user who takes it down.
    """
    posted = Posting.objects.live().filter(
        role__in=list(ABOVE), area__covering__covers__in=areas
    )
    users = User.objects.filter(is_active=True, pk__in=posted.values("user"))
    return users.exclude(pk=but.pk).order_by("name_sort", "username")


def offices_above(areas):
    """The Women's Unions above these communes, the nearest first (Organisation)."""
    above = []
    for area in areas:
        above += [each for each in area.ancestors() if each not in above]
    bodies = Organisation.objects.on(today()).filter(
        kind=Organisation.Kind.WOMENS_UNION, area__in=above
    )
    order = {area.pk: number for number, area in enumerate(above)}
    return sorted(bodies, key=lambda body: order[body.area_id])
