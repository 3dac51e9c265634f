"""The bodies that people work for, as named on a day."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models.versioned import Versioned
from areas.clock import today
from areas.models import Area

TRAIL_KIND = "accounts.organisation"


class OrganisationQuerySet(models.QuerySet):
    def to_end(self):
        """Those that still have no last day although their area has ended."""
        ended = self.filter(area__valid_to__lt=today(), valid_to__isnull=True)
        return ended.select_related("area__parent", "successor")

    def on(self, day):
        """The bodies that exist under this name on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Organisation(Versioned):
    """A body of the state, the Union or a donor, as named on a day; renamed = new row."""

    class Kind(models.TextChoices):
        WOMENS_UNION = "womens_union", _("Women's Union")
        LABOUR = "labour", _("labour, social affairs")
        HEALTH = "health", _("health")
        COMMITTEE = "committee", _("people's committee")
        POLICE = "police", _("police, border guard")
        FACILITY = "facility", _("support facility")
        DONOR = "donor", _("donor, social organisation")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"), null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    # Where somebody calls who complains about the office below.
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    # The letterhead of its papers (to be confirmed by the body itself).
    heading_parent = models.CharField(
        _("heading: parent body"), max_length=160, blank=True
    )
    heading_name = models.CharField(_("heading: name"), max_length=160, blank=True)
    number_mark = models.CharField(
        _("mark of paper numbers"), max_length=40, blank=True
    )
    place_line = models.CharField(
        _("place in the date line"), max_length=60, blank=True
    )
    signer_title = models.CharField(
        _("title of the signer"), max_length=120, blank=True
    )
    recipients = models.TextField(_("recipients"), blank=True)

    LETTERHEAD = [
        "heading_parent",
        "heading_name",
        "number_mark",
        "place_line",
        "signer_title",
        "recipients",
    ]

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="organisation_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self):
        return self.name

    def exists_on(self, day):
        """It bears this name on that day."""
        begun = not self.valid_from or self.valid_from <= day
        return begun and not (self.valid_to and self.valid_to < day)

    def check_exists(self, day, field="body"):
        """Raises ValidationError for a day on which there is no such body."""
        if self.exists_on(day):
            return
        text = _("On %(day)s there was no “%(name)s”.")
        if self.successor_id and self.valid_to and self.valid_to < day:
            text = _("“%(name)s” ended on %(until)s; it was followed by “%(next)s”.")
        said = {"name": self.name, "day": f"{day:%d/%m/%Y}", "next": self.successor}
        said["until"] = f"{self.valid_to:%d/%m/%Y}" if self.valid_to else ""
        raise ValidationError({field: text % said})

    def follower(self):
        """Who takes over its work after its area ended: of the same kind (what was
        labour's is health's since 2025) at what the province became; or None.
        """
        province = self.area.province() if self.area_id else None
        then = self.area.valid_to + timedelta(days=1) if self.area.valid_to else today()
        place = province.as_of(then) if province else None
        kinds = [self.kind]
        if self.kind == self.Kind.LABOUR:
            kinds = [self.Kind.HEALTH]
        bodies = Organisation.objects.on(then).filter(area=place, kind__in=kinds)
        return bodies.exclude(pk=self.pk).order_by("pk").first()

    def clean(self):
        super().clean()
        if self.successor_id and self.successor_id == self.pk:
            raise ValidationError({"successor": _("A body cannot follow itself.")})

    def add(self, *, by):
        """Keep a new body, or the new name of one."""
        self.full_clean()
        self.save(force_insert=True)
        activity.write("add organisation", TRAIL_KIND, territory=self.area_id)

    def end(self, *, by):
        """It ends with its area; its follower takes over. Raises ValidationError."""
        if not (self.area_id and self.area.has_ended):
            raise ValidationError(_("Its place has not ended."))
        if self.valid_to:
            raise ValidationError(_("It has its last day already."))
        self.successor = self.successor or self.follower()
        self.valid_to = self.area.valid_to
        self.edit(by=by)

    def edit(self, *, by):
        """Change letterhead, last day and successor; raises Stale. Never the name."""
        self.full_clean()
        self.save_version(fields=[*self.LETTERHEAD, "phone", "valid_to", "successor"])
        activity.write("edit organisation", TRAIL_KIND, territory=self.area_id)
