"""A reform of the communes, household by household: what is left, and giving in bulk.

A commune with one successor is given as a whole once everybody who works there has a
posting that covers the new one: nobody loses a household in between. Of a split commune
a person says for each hamlet or household which successor it is.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Posting
from accounts.roles import Role
from areas.clock import today
from areas.models import Area
from victims.models import Household, NewCommune
from victims.models.new_commune import PERMISSION


@dataclass
class Ended:
    """An ended commune: what it became, households still there and those given."""

    area: Area
    successors: list
    left: int = 0
    given: int = 0
    waits_for: list = field(default_factory=list)  # users without a posting there
    is_reached: bool = True  # whoever asks may act at its successors too

    @property
    def is_split(self):
        return len(self.successors) > 1

    @property
    def is_ready(self):
        settled = self.is_reached and not self.waits_for
        return bool(self.left and len(self.successors) == 1 and settled)

    @property
    def to(self):
        return self.successors[0] if len(self.successors) == 1 else None


def ended_communes(user):
    """Ended communes in reach that have or had households, in official order."""
    reach = user.reach(PERMISSION)
    left = _counted(Household.objects.filter(territory__in=reach), "territory")
    given = _counted(NewCommune.objects.live().filter(territory__in=reach), "from_area")
    areas = Area.objects.filter(
        pk__in={*left, *given}, valid_to__lt=today(), level=Area.Level.COMMUNE
    ).select_related("parent")
    found = [
        Ended(
            area,
            list(area.successors().select_related("parent")),
            left=left.get(area.pk, 0),
            given=given.get(area.pk, 0),
        )
        for area in areas.order_by("code")
    ]
    unposted = _unposted(found)
    for one in found:
        one.waits_for = unposted[one.area.pk]
        one.is_reached = {area.pk for area in one.successors} <= set(reach)
    return found


def _counted(rows, name):
    return dict(rows.values_list(name).annotate(Count("pk")).order_by())


def _unposted(communes):
    """{id of an ended commune: caseworkers there who have no posting at a successor}."""
    found = defaultdict(list)
    held = Posting.objects.live().filter(role=Role.CASEWORKER, user__is_active=True)
    held = held.filter(area__in=[one.area for one in communes if one.left])
    by_area = {one.area.pk: one.successors for one in communes}
    for posting in held.select_related("user").order_by("user__name"):
        reach = set(posting.user.reach("victims.change_household"))
        if not any(area.pk in reach for area in by_area[posting.area_id]):
            found[posting.area_id].append(posting.user)
    return found


def give(commune, *, by):
    """Bring all households of an Ended commune to its only successor; their number.

    Raises ValidationError, naming what is missing.
    """
    if commune.is_split:
        raise ValidationError(
            _("%s was split: choose the new commune of each hamlet or household.")
            % commune.area.label
        )
    if not commune.to:
        raise ValidationError(_("%s has no successor.") % commune.area.label)
    if commune.waits_for:
        raise ValidationError(
            _("%(place)s waits: %(names)s need a posting at %(new)s first.")
            % {
                "place": commune.area.label,
                "names": ", ".join(user.name for user in commune.waits_for),
                "new": commune.to.label,
            }
        )
    households = Household.objects.filter(territory=commune.area)
    return NewCommune.give(households, commune.to, by=by)
