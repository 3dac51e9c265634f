"""Whether a change of the rules fits the days of the lines that stand already."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from support_regimes.models.rules import Norm, RuleSet

OVERLAPS = _("It overlaps in time with the set “%s”.")


def check_days(change):
    """Raises ValidationError where two lines would hold on the same days.

    Of a norm: sets `ends_norm`, the norm that ends the day before (or None).
    """
    if change.kind == change.Kind.NORM:
        _check_norm(change)
    elif change.kind == change.Kind.READING:
        _check_reading(change)
    elif change.kind == change.Kind.END and not change.ends_norm_id:
        _check_set(change)
    elif change.kind == change.Kind.END:
        _check_end(change.ends_norm, change.until_on, _("The norm"))


def _check_norm(change):
    first, last, rules = change.from_on, change.until_on, change.rule_set
    if not first:
        raise ValidationError({"from_on": _("Write the first day.")})
    _check_within(first, rules)
    others = Norm.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        item=change.item,
        area=change.area,
    )
    if last:
        others = others.filter(valid_from__lte=last)
    change.ends_norm = None
    for norm in others.order_by("valid_from"):
        if norm.valid_from >= first or change.ends_norm:
            text = _("It overlaps in time with the norm of %(basis)s from %(day)s.")
            words = {"basis": norm.basis, "day": f"{norm.valid_from:%d/%m/%Y}"}
            raise ValidationError({"from_on": text % words})
        change.ends_norm = norm


def _check_within(day, rules):
    if day < rules.valid_from or not rules.holds_on(day):
        raise ValidationError(
            {"from_on": _("The rule set “%s” does not hold on this day.") % rules.short}
        )


def _check_reading(change):
    if not change.from_on:
        raise ValidationError({"from_on": _("Write the first day.")})
    _check_within(change.from_on, change.rule_set)


def _check_set(change):
    rules = change.rule_set
    _check_end(rules, change.until_on, _("The rule set"))
    later = RuleSet.objects.filter(
        valid_from__gt=rules.valid_from, valid_from__lte=change.until_on
    ).first()
    if later:
        raise ValidationError({"until_on": OVERLAPS % later.short})


def _check_end(line, last, name):
    if not last:
        raise ValidationError({"until_on": _("Write the last day.")})
    if last < line.valid_from:
        raise ValidationError({"until_on": _("The end lies before the begin.")})
    if isinstance(line, Norm) and line.valid_to and last > line.valid_to:
        raise ValidationError(
            {"until_on": _("It ends earlier already. Draft a new norm instead.")}
        )
