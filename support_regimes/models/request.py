"""What was asked of the state, and what its bodies did; what she answered herself.

The bodies decide on paper and are no users: each step holds the body, the number and
day of its paper, and who recorded it.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet, State, refusing
from areas.clock import today
from support_regimes.models.request_state import LIVE, WAITING, RequestState
from support_regimes.models.request_step import RequestStep
from support_regimes.models.rules import Item, Regime
from victims.models import AccompanyingMinor, Case
from victims.models.withholding import DUTIES


def check_open(case):
    """Raises ValidationError where nothing new may be written to a case."""
    if not case.is_open:
        raise ValidationError(_("This case is closed."))
    if case.keeps_no_more:
        raise ValidationError(
            _("The yes to keeping a file was withdrawn: nothing new is written here.")
        )


def _request_runs(case):
    """Asked for and not settled: the state's bodies must still know for whom."""
    return RegimeRequest.objects.filter(case=case, state__in=LIVE).exists()


DUTIES.append(_request_runs)


class RegimeRequestQuerySet(RecordQuerySet):
    def waiting(self):
        """With a body of the state, or returned to us: not decided yet."""
        return self.filter(state__in=LIVE)

    def of(self, case, minor=None):
        return self.filter(case=case, minor=minor)


class RegimeRequest(State):
    """One item asked for one claimant: the person of the case, or one of the minors."""

    seen_with = "support_regimes.view_regimerequest"

    case = models.ForeignKey(Case, models.PROTECT, related_name="regime_requests")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="regime_requests"
    )
    regime = models.ForeignKey(Regime, models.PROTECT, related_name="requests")
    item = models.ForeignKey(Item, models.PROTECT, related_name="requests")
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, editable=False
    )
    asked_on = models.DateField(_("day of the application"))

    objects = RegimeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a regime")
        verbose_name_plural = _("requests for regimes")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "minor", "item"],
                condition=Q(state__in=LIVE),
                nulls_distinct=False,
                name="request_live_once",
            ),
            models.UniqueConstraint(fields=["id", "case"], name="request_of_case"),
        ]
        indexes = [
            models.Index(fields=["territory", "state"], name="request_place_state")
        ]

    def __str__(self):
        return f"{self.case.code}, {self.item}"

    def ask(self, *, by, seen, facts=None):
        """File the application. `seen`: {condition: verdict} of that day, no values.

        `facts`: what was known that day, as plain data (replaying.kept).

        Raises ValidationError when one is live, or a once-only item was had already.
        """
        check_open(self.case)
        self._check_day()
        self._check_once()
        self.regime_id = self.item.regime_id
        self.territory_id = self.case.territory_id
        self.recorded_by = self.updated_by = by
        self.state = RequestState.ASKED
        with refusing({"request_live_once": _ALREADY_ASKED}):
            self.save(force_insert=True)
        self.item.mark_used()
        kept = {"facts_seen": seen, "facts": facts or {}}
        self._step("ask", by=by, happened_on=self.asked_on, **kept)
        activity.record("ask for regime", self)
        return self

    def _check_day(self):
        if self.asked_on > today():
            raise ValidationError({"asked_on": _("The day cannot be after today.")})
        if self.asked_on < self.case.received_on:
            raise ValidationError(
                {"asked_on": _("The day cannot be before the intake of the case.")}
            )

    def _check_once(self):
        if not self.item.once:
            return
        had = self.item.had_by(self.case.victim_id, self.minor_id)
        last = had.order_by("happened_on").last()
        if last:
            raise ValidationError(
                _("Received on %(day)s already. This is given once only.")
                % {"day": last.happened_on.strftime("%d/%m/%Y")}
            )
        approved = RegimeRequest.objects.filter(
            case__victim=self.case.victim_id,
            minor=self.minor_id,
            item__code=self.item.code,
            state=RequestState.APPROVED,
        )
        if approved.exists():
            raise ValidationError(
                _("Approved already. This is given once only; record it when given.")
            )

    def verify(self, *, by, on, **paper):
        """The commune made up the file and sent it. Paper: body, number, day."""
        self._move("verify", [RequestState.ASKED], RequestState.VERIFIED, by, on, paper)

    def appraise(self, *, by, on, **paper):
        """The appraising body submitted the file for decision."""
        self._move(
            "appraise", [RequestState.VERIFIED], RequestState.APPRAISED, by, on, paper
        )

    def send_back(self, *, by, on, note, **paper):
        """A body returned the file: what is missing stands in `note`."""
        if not note.strip():
            raise ValidationError({"note": _("Write what is missing.")})
        paper["note"] = note
        self._move("return", WAITING, RequestState.RETURNED, by, on, paper)

    def complete(self, *, by, on, **paper):
        """What was missing is there: the file goes in again."""
        self._move(
            "complete", [RequestState.RETURNED], RequestState.ASKED, by, on, paper
        )

    def decide(self, *, by, on, result, seen, facts=None, **paper):
        """Record the decision of the state's body. result: "approved" or "refused".

        `seen`: the conditions as they stood ({key: verdict}); paper: body or body_name,
        document_number, amount (VND, if approved with an amount), note.
        """
        if result not in (RequestState.APPROVED, RequestState.REFUSED):
            raise ValidationError({"result": _("Choose the result.")})
        paper |= {"result": result, "facts_seen": seen, "facts": facts or {}}
        self._move("decide", WAITING, result, by, on, paper)

    def appeal(self, *, by, on, **paper):
        """The person does not accept the refusal. Paper: where it was filed, number.

        Raises ValidationError while another request for the same thing runs.
        """
        check_open(self.case)
        refused, appealed = RequestState.REFUSED, RequestState.APPEALED
        before = self.state
        try:
            with refusing({"request_live_once": _ASKED_ANEW}):
                self._move("appeal", [refused], appealed, by, on, paper)
        except ValidationError:
            self.state = before
            raise

    def settle(self, *, by, on, result, seen, facts=None, **paper):
        """Record what became of the appeal; as `decide`. Refused: the refusal stands."""
        if result not in (RequestState.APPROVED, RequestState.REFUSED):
            raise ValidationError({"result": _("Choose the result.")})
        paper |= {"result": result, "facts_seen": seen, "facts": facts or {}}
        self._move("settle", [RequestState.APPEALED], result, by, on, paper)

    def withdraw(self, *, by, on, note):
        """The person does not want it any more; lowers nothing else.

        An appeal that is withdrawn leaves the refusal as it was.
        """
        appealed = self.state == RequestState.APPEALED
        to_state = RequestState.REFUSED if appealed else RequestState.WITHDRAWN
        self._move("withdraw", LIVE, to_state, by, on, {"note": note})

    def _move(self, act, allowed, to_state, by, on, paper):
        """One step from one state to another, with its paper and the trail's row."""
        if self.state not in allowed:
            raise ValidationError(
                _("This step does not fit: the request is “%(state)s”.")
                % {"state": self.get_state_display()}
            )
        before, self.state = self.state, to_state
        step = self._new_step(act, by=by, happened_on=on, from_state=before, **paper)
        step.full_clean(exclude=["request", "area", "territory", "recorded_by"])
        self.save_version(by=by, fields=["state"])
        step.save(force_insert=True)
        activity.record(f"{act} regime request", self)

    def _step(self, act, **fields):
        self._new_step(act, **fields).save(force_insert=True)

    def _new_step(self, act, *, by, **fields):
        return RequestStep(
            request=self,
            act=act,
            to_state=self.state,
            rule_set_key=self.regime.rule_set.key,
            rule_set_version=self.regime.rule_set.version,
            territory_id=self.territory_id,
            area_id=self.case.territory_id,
            recorded_by=by,
            **fields,
        )

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def decision(self):
        """The step that decided last, or None: an appeal's stands before the first."""
        decided = self.steps.live().filter(act__in=RequestStep.DECIDING)
        return decided.order_by("recorded_at").last()


_ALREADY_ASKED = _("This was asked for already and is not decided yet.")
_ASKED_ANEW = _(
    "The same was asked for anew and is not decided yet: no appeal besides."
)


class RegimeAnswer(Event):
    """Her own answer to one regime: wants it or not. Dated; lowers nothing else."""

    seen_with = "support_regimes.view_regimerequest"

    case = models.ForeignKey(Case, models.PROTECT, related_name="regime_answers")
    minor = models.ForeignKey(
        AccompanyingMinor, models.PROTECT, null=True, related_name="regime_answers"
    )
    regime = models.ForeignKey(Regime, models.PROTECT, related_name="answers")
    wants = models.BooleanField(_("wants it"))

    class Meta(Event.Meta):
        verbose_name = _("answer to a regime")
        verbose_name_plural = _("answers to regimes")

    def __str__(self):
        return str(self.happened_on)

    def log(self, *, by):
        """Keep the answer; a later one stands instead of it."""
        check_open(self.case)
        self.territory_id = self.case.territory_id
        self.area_id = self.case.territory_id
        self.recorded_by = by
        self.full_clean(exclude=["area", "territory", "recorded_by", "minor"])
        self.save(force_insert=True)
        Regime.objects.filter(pk=self.regime_id, used=False).update(used=True)
        activity.record("answer regime", self)
        return self
