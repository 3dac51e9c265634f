"""What every line of a rule set stands on: its text, its article, how sure we are."""

from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class Confidence(models.TextChoices):
    TEXT_SEEN = "text_seen", _("wording seen")
    SECONDARY = "secondary", _("from a secondary source")
    UNCONFIRMED = "unconfirmed", _("not confirmed")


def days(first, last):
    """The days of a line as a range, both ends included."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=None)


def marked(line, text):
    """The text with a mark where nobody has confirmed the line."""
    return f"{text} ({gettext('not confirmed')})" if line.is_unconfirmed else text


class Instrument(models.Model):
    """A law, decree, circular or resolution, as published."""

    class Kind(models.TextChoices):
        LAW = "law", _("law")
        DECREE = "decree", _("decree")
        CIRCULAR = "circular", _("circular")
        RESOLUTION = "resolution", _("resolution")
        DECISION = "decision", _("decision")
        PROCEDURE = "procedure", _("published procedure")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=40)
    short = models.CharField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issued by"), max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(_("issued on"), null=True)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    confidence = models.CharField(max_length=11, choices=Confidence.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")
        ordering = ["issued_on", "code"]

    def __str__(self):
        return self.short

    @property
    def is_unconfirmed(self):
        return self.confidence == Confidence.UNCONFIRMED


class Line(models.Model):
    """A line of a rule set: its article and how sure we are of it."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    article = models.CharField(_("article"), max_length=120, blank=True)
    confidence = models.CharField(max_length=11, choices=Confidence.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def basis(self):
        """ "NĐ 09/2013/NĐ-CP, Điều 23.2c"."""
        parts = [self.instrument.short, self.article]
        return ", ".join(part for part in parts if part)

    @property
    def cited(self):
        """The basis, marked where nobody has confirmed it."""
        return marked(self, self.basis)

    @property
    def is_unconfirmed(self):
        return self.confidence == Confidence.UNCONFIRMED
