"""What the events of a household have in common."""

from django.db import models

from accounts import activity
from accounts.records import Event
from victims.models import Household


class HouseholdEvent(Event):
    """An event of a household: takes its places from it when it is logged.

    A case, where there is one, is a case of this household (a composite key).
    """

    seen_with = "livelihoods.view_herd"
    act = ""  # the word of the trail

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")

    class Meta(Event.Meta):
        abstract = True

    def place(self, *, by):
        """Take the places of the household; the area may have been named before."""
        self.recorded_by = by
        self.territory_id = self.household.territory_id
        if not self.area_id:
            self.area = self.household.commune_on(self.happened_on)

    def log(self, *, by):
        """Save the event and write the trail."""
        self.place(by=by)
        self.full_clean(exclude=["territory", "recorded_by", "area"])
        self.save(force_insert=True)
        activity.record(self.act, self)
        return self

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record(f"void {self._meta.model_name}", self)
