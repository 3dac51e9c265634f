"""The bodies that people work for, as named on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class Organisation(models.Model):
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
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.name
