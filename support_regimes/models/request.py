"""What was asked of the state, and what its bodies did; what she answered herself.

The bodies decide on paper and are no users: each step holds the body, the number and
day of its paper, and who recorded it.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Organisation
from accounts.records import Event, RecordQuerySet, State
from accounts.sealed_fields import SealedCharField
from areas.clock import today
from areas.widgets import dotted
from support_regimes.models.rules import Item, Regime
from victims.models import AccompanyingMinor, Case
from victims.models.withholding import DUTIES


class RequestState(models.TextChoices):
    ASKED = "asked", _("asked, with the commune")
    VERIFIED = "verified", _("sent to the district")
    APPRAISED = "appraised", _("appraised, waiting for the decision")
    RETURNED = "returned", _("returned, papers missing")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


WAITING = [RequestState.ASKED, RequestState.VERIFIED, RequestState.APPRAISED]
LIVE = [*WAITING, RequestState.RETURNED]


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

    def ask(self, *, by, seen):
        """File the application. `seen`: {condition: verdict} of that day, no values.

        Raises ValidationError when one is live, or a once-only item was had already.
        """
        check_open(self.case)
        self._check_day()
        self._check_once()
        self.regime_id = self.item.regime_id
        self.territory_id = self.case.territory_id
        self.recorded_by = self.updated_by = by
        self.state = RequestState.ASKED
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:
            raise _refused(error, "request_live_once", _ALREADY_ASKED) from error
        self.item.mark_used()
        self._step("ask", by=by, happened_on=self.asked_on, facts_seen=seen)
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
        had = self.item.provisions.live().filter(
            victim=self.case.victim_id, minor=self.minor_id
        )
        last = had.order_by("happened_on").last()
        if last:
            raise ValidationError(
                _("Received on %(day)s already. This is given once only.")
                % {"day": last.happened_on.strftime("%d/%m/%Y")}
            )
        approved = RequestState.APPROVED
        if self.item.requests.of(self.case, self.minor).filter(state=approved).exists():
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

    def decide(self, *, by, on, result, seen, **paper):
        """Record the decision of the state's body. result: "approved" or "refused".

        `seen`: the conditions as they stood ({key: verdict}); paper: body or body_name,
        document_number, amount (VND, if approved with an amount), note.
        """
        if result not in (RequestState.APPROVED, RequestState.REFUSED):
            raise ValidationError({"result": _("Choose the result.")})
        paper |= {"result": result, "facts_seen": seen}
        self._move("decide", WAITING, result, by, on, paper)

    def withdraw(self, *, by, on, note):
        """The person does not want it any more; lowers nothing else."""
        self._move("withdraw", LIVE, RequestState.WITHDRAWN, by, on, {"note": note})

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
        """The step that decided, or None."""
        return self.steps.live().filter(act="decide").order_by("recorded_at").last()


_ALREADY_ASKED = _("This was asked for already and is not decided yet.")


def _refused(error, constraint, sentence):
    """The sentence for a broken constraint; any other error as it came."""
    return ValidationError(sentence) if constraint in str(error) else error


class RequestStep(Event):
    """What a body did with a request, from which paper. Never changed."""

    class Act(models.TextChoices):
        ASK = "ask", _("application filed")
        VERIFY = "verify", _("file made up and sent")
        APPRAISE = "appraise", _("appraised and submitted")
        RETURN = "return", _("returned, papers missing")
        COMPLETE = "complete", _("completed and filed again")
        DECIDE = "decide", _("decision of the state body")
        WITHDRAW = "withdraw", _("withdrawn")

    class Result(models.TextChoices):
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    seen_with = "support_regimes.view_regimerequest"

    request = models.ForeignKey(RegimeRequest, models.PROTECT, related_name="steps")
    act = models.CharField(_("step"), max_length=10, choices=Act.choices)
    from_state = models.CharField(
        max_length=10, choices=RequestState.choices, blank=True
    )
    to_state = models.CharField(max_length=10, choices=RequestState.choices)
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
    )
    body_name = models.CharField(_("name of the body"), max_length=160, blank=True)
    document_number = models.CharField(
        _("number of the paper"), max_length=60, blank=True
    )
    document_on = models.DateField(_("day of the paper"), null=True, blank=True)
    result = models.CharField(
        _("result"), max_length=10, choices=Result.choices, blank=True
    )
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    note = SealedCharField(_("note"), max_length=300, blank=True)
    facts_seen = models.JSONField(default=dict, blank=True, editable=False)
    rule_set_key = models.SlugField(max_length=40, editable=False)

    class Meta(Event.Meta):
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(act="decide") & Q(result="", amount__isnull=True)
                | Q(act="decide") & ~Q(result=""),
                name="step_result_iff_decision",
            ),
            models.CheckConstraint(
                condition=~Q(act="decide")
                | ~Q(document_number="") & (Q(body__isnull=False) | ~Q(body_name="")),
                name="step_decision_has_paper",
                violation_error_message=_(
                    "A decision needs the body and the number of its paper."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0, result="approved"),
                name="step_amount_above_zero",
            ),
        ]

    def __str__(self):
        return self.get_act_display()

    def clean(self):
        super().clean()
        first = self.request.asked_on
        if self.happened_on and self.happened_on < first:
            raise ValidationError(
                {
                    "happened_on": gettext("The day lies before the application (%s).")
                    % first.strftime("%d/%m/%Y")
                }
            )
        if self.act == self.Act.DECIDE and not self.document_number:
            raise ValidationError(
                {"document_number": _("Write the number of the decision.")}
            )

        self._check_norm()

    def _check_norm(self):
        """A decision above the norm says on what ground."""
        place = self.request.case.territory
        norm = self.amount and self.request.item.norm_on(self.happened_on, place)
        if not norm or norm.kind not in norm.LIMITS or self.note.strip():
            return
        if self.amount > norm.amount:
            raise ValidationError(
                {
                    "note": gettext(
                        "More than the norm of the rule set (%s đ). Say why."
                    )
                    % dotted(norm.amount)
                }
            )

    @property
    def body_label(self):
        return str(self.body) if self.body_id else self.body_name


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
