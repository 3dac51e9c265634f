"""The commune that a household came to by a reform: in bulk, or chosen by a person."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event
from areas.clock import today
from areas.models import Area, Succession
from victims.models.case import Case
from victims.models.case_parts import Placement
from victims.models.household import Household
from victims.models.victim import Victim

PERMISSION = "victims.move_case"


def place():
    return models.ForeignKey(Area, models.PROTECT, related_name="+")


class NewCommune(Event):
    """A household's old commune ended; this one is responsible since.

    Where it happened stays as it was: only the territory follows. Struck out when it
    was a mistake: `take_back` brings the household to its old commune again.
    """

    seen_with = "victims.view_household"

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="new_communes"
    )
    from_area, to_area = place(), place()
    chosen = models.BooleanField(_("chosen among several"), default=False)

    class Meta(Event.Meta):
        verbose_name = _("new commune")
        verbose_name_plural = _("new communes")
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(
                fields=["household", "from_area"],
                condition=Q(voided_at__isnull=True),
                name="new_commune_once",
            ),
        ]

    def __str__(self):
        return f"{self.from_area} → {self.to_area}"

    @classmethod
    @transaction.atomic
    def give(cls, households, to, *, by, chosen=False):
        """Bring households (query) of one ended commune to its successor; their number.

        Persons, cases and all rows below follow; open cases get a Placement. Whoever
        holds a household and works in the new commune keeps it. Raises ValidationError.
        """
        found = list(households.select_related("territory").for_writing())
        starts = {household.territory for household in found}
        if not found:
            return 0
        if len(starts) > 1:
            raise ValidationError(_("These households are not of one commune."))
        start = starts.pop()
        succession = _checked(start, to, found, by)
        _carry(found, start, to, by, reason=succession.basis)
        row = {"from_area": start, "to_area": to}
        row |= {"chosen": chosen, "happened_on": today(), "recorded_by": by}
        cls.objects.bulk_create(
            cls(household=one, territory=to, area=to, **row) for one in found
        )
        activity.record("give new commune", *found)
        return len(found)

    @transaction.atomic
    def take_back(self, *, by, reason):
        """The household goes back to its old commune. Raises ValidationError."""
        household = Household.objects.for_writing().get(pk=self.household_id)
        if household.territory_id != self.to_area_id:
            raise ValidationError(_("The household has moved on since."))
        if not {self.from_area_id, self.to_area_id} <= set(by.reach(PERMISSION)):
            raise ValidationError(_("This household is not of your area."))
        self.void(by=by, reason=reason)
        _carry([household], self.to_area, self.from_area, by, reason=reason)
        activity.record("take back new commune", household)


def _checked(start, to, households, by):
    """The Succession that leads there; raises ValidationError."""
    step = Succession.objects.filter(old=start, new=to, on__lte=today()).first()
    if not step:
        raise ValidationError(
            _("%(new)s is no successor of %(old)s."),
            params={"new": to.label, "old": start.label},
        )
    if not {start.pk, to.pk} <= set(by.reach(PERMISSION)):
        raise ValidationError(_("This household is not of your area."))
    moving = [one for one in households if one.transfers.waiting().exists()]
    if moving:
        codes = ", ".join(one.code for one in moving[:5])
        raise ValidationError(
            _("A move is under way already: %(codes)s."), params={"codes": codes}
        )
    return step


def _carry(households, start, to, by, *, reason):
    """The territories follow; children's by the database's own keys."""
    keys = [household.pk for household in households]
    moved = {"territory": to, "version": F("version") + 1}
    moved |= {"updated_by": by, "updated_at": Now()}
    rows = Household.objects.filter(pk__in=keys)
    rows.update(**moved)
    for holder in {one.holder for one in households if one.holder_id}:
        if to.pk not in holder.reach("victims.change_household"):
            rows.filter(holder=holder).update(holder=None)
    elsewhere = Case.objects.open().exclude(household__in=keys).values("victim")
    persons = Victim.objects.filter(territory=start, cases__household__in=keys)
    Victim.objects.filter(pk__in=persons.exclude(pk__in=elsewhere).values("pk")).update(
        **moved
    )
    for household in households:
        household.territory = to
    cases = Case.objects.open().filter(household__in=keys)
    event = {"territory": to, "area": to, "recorded_by": by, "happened_on": today()}
    event |= {"from_area": start, "to_area": to, "accepted_by": by, "reason": reason}
    Placement.objects.bulk_create(Placement(case=case, **event) for case in cases)
