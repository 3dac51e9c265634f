"""One step of a request, as the paper of the body that took it says."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.records import Event
from accounts.sealed_fields import SealedCharField
from areas.widgets import dotted
from support_regimes.models.request_state import RequestState


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
        APPEAL = "appeal", _("appeal filed")
        SETTLE = "settle", _("appeal decided")

    class Result(models.TextChoices):
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    seen_with = "support_regimes.view_regimerequest"

    # Acts that decide: on a paper with a number, with a result.
    DECIDING = (Act.DECIDE, Act.SETTLE)

    request = models.ForeignKey("RegimeRequest", models.PROTECT, related_name="steps")
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
    # An official of the body: whoever signed the paper or took the file in.
    person = SealedCharField(_("who signed or took it in"), max_length=80, blank=True)
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
    rule_set_version = models.PositiveIntegerField(null=True, editable=False)
    # What was known that day: days and choices of the file, no names, no texts.
    facts = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Event.Meta):
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(act__in=["decide", "settle"])
                & Q(result="", amount__isnull=True)
                | Q(act__in=["decide", "settle"]) & ~Q(result=""),
                name="step_result_iff_decision",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=["decide", "settle"])
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
            models.CheckConstraint(
                condition=Q(act="appeal", from_state="refused", to_state="appealed")
                | Q(act="settle", from_state="appealed")
                | ~Q(act__in=["appeal", "settle"]),
                name="step_appeal_after_refusal",
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
        if self.act in self.DECIDING and not self.document_number:
            raise ValidationError(
                {"document_number": _("Write the number of the decision.")}
            )
        if self.body and self.happened_on:
            self.body.check_exists(self.happened_on)
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
