"""Acts on a grant from the first draft to its decision. Nothing is undone."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case as ByCase
from django.db.models import Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Posting, WorkSetting
from accounts.roles import roles_with
from areas.clock import today
from areas.models import Area
from livelihoods.models.grant_parts import GrantStep
from victims.models import CodeCounter, Household

DECIDES = "livelihoods.decide_grant"
LEAST_REASON = 10
KEPT_OUT = ["territory", "recorded_by", "updated_by", "area", "asked_on"]


def areas_decided_by(user):
    """Ids (query) of the areas to which this person is posted to decide, today."""
    postings = user.postings.live().filter(role__in=roles_with(DECIDES))
    return postings.values("area")


class Deciding(models.Model):
    """What is done with a grant until it is approved, refused or withdrawn."""

    class Meta:
        abstract = True

    def find_approving_area(self):
        """Id of the narrowest area over the household with an officer today who had
        no hand in the request; above the dated limit (VND), the province.

        Raises ValidationError if there is none.
        """
        postings = Posting.objects.live().filter(
            role__in=roles_with(DECIDES),
            user__is_active=True,
            area__in=Area.objects.on(today()).filter(
                covering__covers=self.territory_id
            ),
        )
        if self._is_above_limit(self.total):
            postings = postings.filter(area__level=Area.Level.PROVINCE)
        narrow_first = ByCase(
            *(
                When(area__level=level, then=Value(place))
                for place, level in enumerate(reversed(Area.Level.values))
            )
        )
        others = postings.exclude(user__in=self.workers())
        found = others.order_by(narrow_first, "area").first()
        if not found:
            raise ValidationError(
                _("No officer decides for this place now. Tell your administrator.")
            )
        return found.area_id

    def is_decided_by(self, user):
        """Is this person posted to exactly the approving area today? When the area
        itself has ended (2025), to one that covers it.
        """
        if not self.approving_area_id:
            return False
        mine = areas_decided_by(user)
        area = self.approving_area
        if area.valid_to and area.valid_to < today():
            return Area.objects.filter(pk__in=mine, covering__covers=area).exists()
        return mine.filter(area=area).exists()

    def ask(self, *, by, lines=()):
        """Save a new draft with its lines (unsaved GrantLine); returns it."""
        with transaction.atomic():
            household = Household.objects.for_writing().get(pk=self.household_id)
            self.territory_id = household.territory_id
            self.asked_on = self.asked_on or today()
            if not self.area_id:
                self.area = household.commune_on(self.asked_on)
            letters = Area.objects.get(pk=self.area_id).province().letters
            self.code = CodeCounter.next_code(f"{letters}K", self.asked_on.year)
            self.recorded_by = self.updated_by = by
            self.full_clean(exclude=KEPT_OUT)
            self.save(force_insert=True)
            self._write_lines(lines, by=by)
            self._step(GrantStep.Act.ASK, "", by=by, on=self.asked_on)
        return self

    @transaction.atomic
    def edit(self, *, by, fields, lines, version=None):
        """Save changed fields and the lines anew; only a draft or a returned one."""
        self._hold(*self.EDITABLE, version=version)
        self.full_clean(exclude=KEPT_OUT)
        self.save_version(by=by, fields=fields)
        self.lines.all().delete()
        self._write_lines(lines, by=by)
        self._step(GrantStep.Act.EDIT, self.state, by=by)

    @transaction.atomic
    def submit(self, *, by):
        """Send it to the approving area, frozen from here on."""
        held = self._hold(*self.EDITABLE)
        self._check_complete()
        self.submitted_on = today()
        if self.earlier().exists() and len(self.again_reason.strip()) < LEAST_REASON:
            raise ValidationError(
                _("This household had a grant within the period. Say why again.")
            )
        self.approving_area_id = self.find_approving_area()
        self.state = self.State.SUBMITTED
        self.to_mend, self.mend_by = [], None
        fields = ["state", "submitted_on", "approving_area", "to_mend", "mend_by"]
        self.save_version(by=by, fields=fields)
        asked = self.snapshot()
        self._step(GrantStep.Act.SUBMIT, held.state, by=by, asked=asked)

    @transaction.atomic
    def approve(
        self, *, by, version=None, amount=None, reason="", budget=None, number=""
    ):
        """Approve the total, or another amount (VND) with a reason; no undo.

        Takes the money from the budget. Raises ValidationError: changed since it was
        read, not this officer's to decide, no source, too little left.
        """
        self._hold(self.State.SUBMITTED, version=version)
        self._check_decider(by)
        if self.earlier().exists() and not (self.again_reason or reason):
            raise ValidationError(
                _("This household had a grant within the period. Say why again.")
            )
        self.budget = budget or self.budget
        self.due_amount = self._due(amount, reason)
        if self.due_amount:
            self._take(self.due_amount)
        self.state, self.decided_on = self.State.APPROVED, today()
        self.decision_number = number.strip()
        fields = ["state", "decided_on", "decision_number", "due_amount", "budget"]
        self.save_version(by=by, fields=fields)
        self._step(GrantStep.Act.APPROVE, self.State.SUBMITTED, by=by, note=reason)

    @transaction.atomic
    def return_for_mending(
        self, *, by, fields, reason="", kind="other", until=None, version=None
    ):
        """Send it back: the fields to mend, a kind of reason (or words), a day."""
        self._hold(self.State.SUBMITTED, version=version)
        self._check_decider(by)
        if not fields:
            raise ValidationError({"fields": _("Tick what has to be mended.")})
        if kind == GrantStep.Reason.OTHER:
            must_say(reason)
        if until and until < today():
            raise ValidationError({"until": _("The day cannot be before today.")})
        self.state = self.State.RETURNED
        self.to_mend, self.mend_by = list(fields), until
        self.save_version(by=by, fields=["state", "to_mend", "mend_by"])
        told = {"note": reason, "to_mend": fields, "reason": kind}
        self._step(GrantStep.Act.RETURN, self.State.SUBMITTED, by=by, **told)

    @transaction.atomic
    def refuse(self, *, by, reason, version=None):
        """Refuse, also after the approval while nothing was given; frees the budget."""
        held = self._hold(self.State.SUBMITTED, self.State.APPROVED, version=version)
        self._check_decider(by)
        must_say(reason)
        self._free(held)
        self.state, self.decided_on = self.State.REFUSED, today()
        self.save_version(by=by, fields=["state", "decided_on"])
        self._step(GrantStep.Act.REFUSE, held.state, by=by, note=reason)

    @transaction.atomic
    def withdraw(self, *, by, reason, version=None):
        """Take it back before anything was paid or handed over; frees the budget."""
        waiting = (*self.EDITABLE, self.State.SUBMITTED, self.State.APPROVED)
        held = self._hold(*waiting, version=version)
        must_say(reason)
        self._free(held)
        self.state = self.State.WITHDRAWN
        self.save_version(by=by, fields=["state"])
        self._step(GrantStep.Act.WITHDRAW, held.state, by=by, note=reason)

    @transaction.atomic
    def number_decision(self, number, *, by):
        """Note the number of the signed paper; it is given outside, once."""
        self._hold(*self.GIVEN, self.State.REFUSED)
        if self.decision_number:
            raise ValidationError(_("The decision has its number already."))
        self.decision_number = number.strip()
        self.save_version(by=by, fields=["decision_number"])
        activity.record("number decision", self)

    @transaction.atomic
    def close(self, *, by, note, version=None):
        """End it after the handover, saying what became of it; money that was not
        paid goes back to the budget.
        """
        self._hold(self.State.HANDED_OVER, version=version)
        must_say(note)
        unpaid = self.left_to_pay
        if unpaid:
            self.budget.give_back(unpaid)
        self.state = self.State.CLOSED
        self.save_version(by=by, fields=["state"])
        self._step(GrantStep.Act.CLOSE, self.State.HANDED_OVER, by=by, note=note)

    def snapshot(self):
        """What is asked for now, as plain values: kept with each submission."""
        return {
            "lines": [line.plain() for line in self.lines.all()],
            "budget": str(self.budget or ""),
            "why": list(self.why),
            "consulted": list(self.consulted),
            "payee": [self.payee, self.keeper],
            "trained": self.trained,
            "again_reason": self.again_reason,
        }

    def _hold(self, *states, version=None):
        """Lock the row and return it as it stands. Raises ValidationError when it is
        in another state, or was changed since this one (or `version`) was read.
        """
        held = type(self).objects.for_writing().get(pk=self.pk)
        if held.state not in states:
            raise ValidationError(
                _("This grant is now “%(state)s”. Look at it again."),
                code="state",
                params={"state": held.get_state_display()},
            )
        if held.version != (self.version if version is None else version):
            raise ValidationError(
                _("The request was changed at %(time)s. Look again before deciding."),
                code="stale",
                params={"time": f"{timezone.localtime(held.updated_at):%H:%M}"},
            )
        return held

    def _check_complete(self):
        """Raises ValidationError while something needed for a decision is missing."""
        if not self.lines.exists():
            raise ValidationError(_("Add at least one line: what is asked for."))
        if self.Asked.PERSON not in self.consulted or not self.consulted_on:
            raise ValidationError(
                {"consulted": _("Ask the supported person, alone, and write the day.")}
            )
        if not (self.why or self.note.strip()):
            raise ValidationError({"why": _("Say why this support fits.")})

    def _check_decider(self, by):
        if not self.is_decided_by(by):
            raise ValidationError(_("This grant is decided by another office."))
        if self.worked_on_by(by):
            raise ValidationError(
                _("You asked for this grant or changed it: a colleague must decide.")
            )

    def _is_above_limit(self, amount):
        limit = WorkSetting.value_on("second_level_limit", today())
        return (amount or 0) > limit

    def _due(self, amount, reason):
        """VND that will be due: what was asked, or another amount with a reason."""
        total = self.total
        if amount is None or amount == total:
            return total
        if amount < 1:
            raise ValidationError({"amount": _("The amount must be above 0.")})
        if total is None:
            raise ValidationError(
                {"amount": _("Nothing here is valued in money: no amount is due.")}
            )
        must_say(reason)
        if self.approving_area.level != Area.Level.PROVINCE and self._is_above_limit(
            amount
        ):
            raise ValidationError(
                {"amount": _("Above the limit the level above decides.")}
            )
        return amount

    def _take(self, amount):
        if not self.budget:
            raise ValidationError({"budget": _("Choose the funding source.")})
        place = self.budget.area
        if place and not place.covering.filter(covers=self.area_id).exists():
            raise ValidationError({"budget": _("This money is for another area.")})
        self.budget.take(amount)

    def _free(self, held):
        """Give the budget back what an approval took, if nothing was given yet."""
        if self.was_delivered:
            raise ValidationError(
                _("Money or goods were given already: record that instead.")
            )
        if held.state == self.State.APPROVED and held.due_amount:
            self.budget.give_back(held.due_amount)

    def _write_lines(self, lines, *, by):
        for place, line in enumerate(lines, start=1):
            line.grant, line.territory_id = self, self.territory_id
            line.recorded_by, line.place = by, place
            line.full_clean(exclude=["grant", "territory", "recorded_by", "amount"])
            line.save(force_insert=True)
        self._prefetched_objects_cache = {}

    def _step(self, act, before, *, by, on=None, to_state="", **told):
        told["note"] = told.get("note", "").strip()
        told["to_mend"] = list(told.get("to_mend", ()))
        GrantStep(
            grant=self,
            act=act,
            from_state=before,
            to_state=to_state or self.state,
            happened_on=on or today(),
            territory_id=self.territory_id,
            area_id=self.area_id,
            recorded_by=by,
            **told,
        ).save(force_insert=True)
        activity.record(f"{act} grant", self)


def must_say(reason):
    """Raises ValidationError unless the reason says something."""
    if len((reason or "").strip()) < LEAST_REASON:
        raise ValidationError(
            {"reason": _("Give a reason, so that the receiver knows what to do.")}
        )
