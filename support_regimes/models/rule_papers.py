"""Papers that a rule set asks for, and the rule set as it read in each version."""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from support_regimes.models.rule_base import Line
from support_regimes.models.rules import RuleSet


class RulePaper(Line):
    """A form to fill in, or a paper that proves who somebody is."""

    class Kind(models.TextChoices):
        FORM = "form", _("form")
        PROOF = "proof", _("proof of the status")

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    regimes = ArrayField(models.PositiveSmallIntegerField(), default=list)

    class Meta:
        verbose_name = _("paper of a rule set")
        verbose_name_plural = _("papers of rule sets")
        ordering = ["rule_set", "kind", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "code"], name="rule_paper_code_once"
            )
        ]

    def __str__(self):
        return self.name


class RuleVersion(models.Model):
    """A whole rule set as it read in one version, in the shape of its file.

    Never changed: a decision names the version that it followed and can be replayed.
    """

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    document = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("version of a rule set")
        verbose_name_plural = _("versions of rule sets")
        ordering = ["rule_set", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "version"], name="rule_version_once"
            )
        ]

    def __str__(self):
        return f"{self.rule_set.key} {self.version}"
