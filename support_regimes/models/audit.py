"""The audit of cases by the Department: a drawn sample, and what was found in each.

Nobody chooses a case: the database makes the seed, and cases come only with the draw.
A sample is never changed; struck out, it stays in the list with its reason.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, Record, RecordQuerySet
from accounts.sealing import Sealed, sealed_text
from areas.clock import today
from support_regimes.auditing import LONGEST_KEY, QUESTIONS, drawn, fingerprint
from support_regimes.models.provision import Provision
from support_regimes.models.request_step import RequestStep
from victims.models import Case

VIEW = "support_regimes.view_auditsample"
DRAW = "support_regimes.add_auditsample"
MOST = 100  # cases of one sample
CORRECTED = _("Found otherwise on a later look.")


def shared_cases():
    """The cases that the Department may look into: no consent to it was taken back."""
    return Case.objects.filter(restricted_from=None, unshared_from=None)


class AuditSample(Event):
    """A random sample of the cases of an area. happened_on: the day of the draw.

    population, population_mark: number and fingerprint of all cases drawn from; whoever
    holds the same cases draws the same sample with the seed.
    """

    class Which(models.TextChoices):
        RECEIVED = "received", _("taken in in the period")
        DECIDED = "decided", _("with a decision of the period")
        GIVEN = "given", _("with support given in the period")

    seen_with = VIEW

    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    which = models.CharField(_("which cases"), max_length=8, choices=Which.choices)
    size = models.PositiveSmallIntegerField(_("how many"))
    seed = models.CharField(max_length=32, editable=False)
    population = models.PositiveIntegerField(editable=False)
    population_mark = models.CharField(max_length=64, editable=False)

    class Meta(Event.Meta):
        verbose_name = _("audit sample")
        verbose_name_plural = _("audit samples")
        ordering = ["-recorded_at"]
        constraints = [
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=MOST), name="audit_size"
            ),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="audit_days"
            ),
            models.CheckConstraint(
                condition=Q(population__gte=1), name="audit_of_something"
            ),
        ]

    def __str__(self):
        return f"{self.area}, {self.from_on:%d/%m/%Y}–{self.to_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("support_regimes:audit_sample", args=[self.pk])

    def keys(self):
        """The keys of the cases drawn from, as the records stood at the draw.

        What was recorded or struck out since changes nothing; a case whose consent was
        taken back is not there any more.
        """
        events = {
            self.Which.DECIDED: ("request__case", self._decisions()),
            self.Which.GIVEN: ("case", Provision.objects.filter(case__isnull=False)),
        }
        cases = shared_cases().filter(territory__covered_by__area=self.area_id)
        span = self.from_on, self.to_on
        if self.which in events:
            name, rows = events[self.which]
            rows = self._at_the_draw(rows.filter(happened_on__range=span))
            cases = cases.filter(pk__in=rows.values(name))
        else:
            cases = self._recorded(cases.filter(received_on__range=span))
        return list(cases.distinct().values_list("pk", flat=True))

    def _decisions(self):
        return RequestStep.objects.filter(act__in=RequestStep.DECIDING)

    def _recorded(self, rows):
        return rows.filter(recorded_at__lte=self.recorded_at) if self.drawn else rows

    def _at_the_draw(self, events):
        if not self.drawn:
            return events.live()
        standing = Q(voided_at__isnull=True) | Q(voided_at__gt=self.recorded_at)
        return self._recorded(events.filter(standing))

    @property
    def drawn(self):
        return bool(self.seed)

    def clean(self):
        super().clean()
        if self.from_on and self.to_on:
            if self.from_on > self.to_on:
                raise ValidationError(
                    {"to_on": _("The last day lies before the first day.")}
                )
            if self.to_on > today():
                raise ValidationError(
                    {"to_on": _("The period cannot end after today.")}
                )
        if not 1 <= (self.size or 0) <= MOST:
            raise ValidationError({"size": _("Draw between 1 and %s cases.") % MOST})

    def draw(self, *, by):
        """Draw and keep the sample; ValidationError where there is nothing to draw."""
        self.happened_on, self.recorded_by = today(), by
        self.territory_id = self.area_id
        if self.area_id not in by.reach(DRAW):
            raise ValidationError(_("This place lies outside your area."))
        self.full_clean(
            exclude=["area", "territory", "recorded_by", "seed", "population"]
            + ["population_mark"],
            validate_constraints=False,
        )
        keys = self.keys()
        if not keys:
            raise ValidationError(_("No case of this area and period fits."))
        self.population, self.population_mark = len(keys), fingerprint(keys)
        self.save(force_insert=True)
        self.refresh_from_db(fields=["seed", "recorded_at"])
        activity.record("draw audit sample", self)
        AuditedCase.take(self, drawn(keys, self.size, self.seed))
        return self

    def redrawn(self):
        """The draw made again: True, the same cases; False, others; None: the cases that
        it was drawn from are not all there any more, so it cannot be said.
        """
        keys = self.keys()
        if fingerprint(keys) != self.population_mark:
            return None
        kept = self.audited.order_by("place").values_list("case_id", flat=True)
        return drawn(keys, self.size, self.seed) == list(kept)

    def void(self, *, by, reason):
        """Strike the sample out, while nothing was noted in it. ValidationError."""
        if self.area_id not in by.reach(DRAW):
            raise ValidationError(_("This place lies outside your area."))
        if AuditFinding.objects.filter(audited__sample=self).exists():
            raise ValidationError(
                _("Findings were noted: this sample is not struck out any more.")
            )
        super().void(by=by, reason=reason)
        activity.record("void audit sample", self)


class AuditedCase(Record):
    """A case of a sample, in the order of the draw; never changed, never exchanged."""

    seen_with = VIEW

    sample = models.ForeignKey(AuditSample, models.PROTECT, related_name="audited")
    case = models.ForeignKey(Case, models.PROTECT, related_name="audits")
    place = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("case of an audit")
        verbose_name_plural = _("cases of an audit")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "case"], name="audited_once"),
            models.UniqueConstraint(fields=["sample", "place"], name="audited_place"),
        ]

    def __str__(self):
        return str(self.place)

    def get_absolute_url(self):
        return reverse("support_regimes:audit_case", args=[self.pk])

    @classmethod
    def take(cls, sample, keys):
        """Keep the drawn cases, in the same transaction as the draw."""
        found = Case.objects.in_bulk(keys)
        cls.objects.bulk_create(
            cls(
                sample=sample,
                case_id=key,
                place=place,
                territory_id=found[key].territory_id,
                recorded_by=sample.recorded_by,
            )
            for place, key in enumerate(keys, 1)
        )

    def find(self, answers, *, by, known):
        """Keep what was found: {question: {result, note, follow_up_on, saw}}.

        What is kept so already stays; another finding strikes the former out. known: how
        many findings, struck out ones too, whoever writes has seen; ValidationError if
        somebody else noted more meanwhile. Fetch the sample for writing before.
        """
        self.check_open(by)
        if self.findings.count() != known:
            raise ValidationError(
                _("Somebody else has noted findings meanwhile. Read them, save again.")
            )
        before = {row.question: row for row in self.findings.live()}
        noted = 0
        for question, said in answers.items():
            former = before.get(question)
            if former and former.says(said):
                continue
            if former:
                former.void(by=by, reason=str(CORRECTED))
            AuditFinding(
                audited=self, case=self.case, question=question, corrects=former, **said
            ).log(by=by)
            noted += 1
        return noted

    def check_open(self, by):
        """Raises ValidationError where nothing is noted any more, or not by them."""
        if self.case.territory_id not in by.reach(DRAW):
            raise ValidationError(_("This place lies outside your area."))
        if self.sample.voided_at:
            raise ValidationError(_("This sample is struck out."))
        if self.case.keeps_no_more or self.case.unshared_from:
            raise ValidationError(
                _("The consent was taken back: nothing new is noted here.")
            )


class AuditFindingQuerySet(RecordQuerySet):
    def to_mend(self, case):
        """What stands and is not in order in a case."""
        return self.live().filter(case=case, result=AuditFinding.Result.NOT_MET)


class AuditFinding(Event, Sealed):
    """What was found on one question in one case, beside what the records said (saw)."""

    class Result(models.TextChoices):
        MET = "met", _("in order")
        NOT_MET = "not_met", _("not in order")
        UNCLEAR = "unclear", _("cannot be told")

    class Saw(models.TextChoices):
        MET = "met", _("in order")
        NOT_MET = "not_met", _("not in order")

    seen_with = "support_regimes.view_auditfinding"

    audited = models.ForeignKey(AuditedCase, models.PROTECT, related_name="findings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="audit_findings")
    question = models.CharField(_("question"), max_length=LONGEST_KEY)
    result = models.CharField(_("finding"), max_length=7, choices=Result.choices)
    saw = models.CharField(max_length=7, choices=Saw.choices, blank=True)
    follow_up_on = models.DateField(_("look again on"), null=True, blank=True)
    note = sealed_text("note")

    objects = AuditFindingQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("finding of an audit")
        verbose_name_plural = _("findings of an audit")
        constraints = [
            *Event.Meta.constraints,
            models.UniqueConstraint(
                fields=["audited", "question"],
                condition=Q(voided_at__isnull=True),
                name="finding_once",
            ),
            models.CheckConstraint(
                condition=~Q(result="met") | Q(follow_up_on__isnull=True),
                name="finding_met_is_done",
            ),
        ]

    def __str__(self):
        return self.get_result_display()

    @property
    def text(self):
        """The question's words; its key where it was taken off the list since."""
        known = QUESTIONS.get(self.question)
        return known.text if known else self.question

    def says(self, said):
        """Whether it says the same, whatever the records said."""
        mine = self.result, self.note, self.follow_up_on
        return mine == (said["result"], said["note"], said["follow_up_on"])

    def clean(self):
        super().clean()
        if self.question not in QUESTIONS:
            raise ValidationError(_("There is no such question."))
        if self.result == self.Result.NOT_MET and not self.note.strip():
            raise ValidationError({"note": _("Say what is not in order.")})
        if self.follow_up_on and self.result == self.Result.MET:
            raise ValidationError(
                {"follow_up_on": _("What is in order needs no second look.")}
            )
        if self.follow_up_on and self.follow_up_on < today():
            raise ValidationError({"follow_up_on": _("Choose today or a later day.")})

    def log(self, *, by):
        self.happened_on, self.recorded_by = today(), by
        self.territory_id = self.area_id = self.case.territory_id
        self.full_clean(
            exclude=["area", "territory", "recorded_by", "audited", "case"],
            validate_constraints=False,
        )
        self.save(force_insert=True)
        activity.record("note audit finding", self)
        return self

    def void(self, *, by, reason):
        super().void(by=by, reason=reason)
        activity.record("void auditfinding", self)
