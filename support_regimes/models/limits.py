"""What one turn of support may not do: be paid twice, or more than the rules allow.

Twice is refused (the database refuses it too, whatever the visitor sees); more than the
norm goes only with a reason, and from other money than the state's.
"""

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from areas.clock import months_after
from areas.widgets import dotted
from support_regimes.models.following import followed_of
from support_regimes.models.funding import FundingSource
from support_regimes.models.rules import Item, Norm

STAY = "stay"  # the topic of the readings on how long a stay is paid
IN_FACILITY, WITHIN_STAY = "in_facility", "stay_within_limit"


def check(turn):
    """Raises ValidationError for a turn (Provision of a case, not saved) that may not be.

    The case is locked by whoever asks, so that two officers count one after the other.
    """
    _check_period(turn)
    before = _before(turn)
    _check_once(turn, before)
    _check_overlap(turn, before)
    _check_amount(turn)
    _check_units(turn, before)
    _check_same_day(turn, before)


def _before(turn):
    """Turns of the same support that stand, under any case code of the same person."""
    had = turn.item.had_by(turn.case.victim_id, turn.minor_id).exclude(pk=turn.pk)
    return had.exclude(pk=turn.corrects_id) if turn.corrects_id else had


def _check_period(turn):
    first, last = turn.from_on, turn.until_on
    if bool(first) != bool(last):
        empty = "until_on" if first else "from_on"
        raise ValidationError({empty: _("Write the first and the last day.")})
    if not first:
        return
    if turn.item.unit != Item.Unit.DAY:
        raise ValidationError({"from_on": _("Only what is given by the day has days.")})
    if last < first:
        raise ValidationError(
            {"until_on": _("The last day lies before the first day.")}
        )
    if turn.happened_on and last > turn.happened_on:
        raise ValidationError(
            {"until_on": _("The last day cannot be after the day of the record.")}
        )
    if turn.quantity and turn.quantity > turn.days:
        raise ValidationError(
            {
                "quantity": _("From %(first)s to %(last)s are %(days)s days only.")
                % {"first": _shown(first), "last": _shown(last), "days": turn.days}
            }
        )


def _shown(day):
    return day.strftime("%d/%m/%Y")


def _check_once(turn, before):
    last = before.order_by("happened_on").last() if turn.item.once else None
    if last:
        raise ValidationError(
            _("Received on %(day)s already. This is given once only.")
            % {"day": _shown(last.happened_on)}
        )


def _check_overlap(turn, before):
    if not turn.from_on:
        return
    paid = before.filter(from_on__lte=turn.until_on, until_on__gte=turn.from_on)
    other = paid.select_related("case").first()
    if other:
        raise ValidationError(
            {
                "from_on": _(
                    "Paid from %(first)s to %(last)s already, under %(code)s. "
                    "The same days are not paid twice."
                )
                % {
                    "first": _shown(other.from_on),
                    "last": _shown(other.until_on),
                    "code": other.case.code,
                }
            }
        )


def _check_amount(turn):
    """Above the norm: a reason, and another source; or what a decision gave."""
    most = turn.above_norm()
    if most and not _is_decided(turn):
        if not turn.ground.strip():
            raise ValidationError(
                {
                    "ground": _("More than the norm of the rule set (%s đ). Say why.")
                    % dotted(most)
                }
            )
        _check_source(turn)


def _is_decided(turn):
    """The state's body itself approved this amount, with its ground."""
    decision = turn.request and turn.request.decision
    return bool(decision and decision.amount and turn.amount <= decision.amount)


def _check_source(turn):
    source = turn.source
    if source is None or source.kind == FundingSource.Kind.STATE:
        raise ValidationError(
            {
                "source": _(
                    "What lies above the norm is not paid by the state budget: "
                    "choose another source."
                )
            }
        )


def _check_units(turn, before):
    """More days, trips or courses than are paid for: a reason and another source."""
    limit = limit_of(turn)
    if limit is None:
        return
    had = _in_window(turn, before).aggregate(sum=Sum("quantity"))["sum"] or 0
    if had + turn.quantity <= limit:
        return
    if not turn.ground.strip():
        raise ValidationError(
            {
                "ground": _(
                    "At most %(limit)s %(unit)s are paid, %(had)s were given before. "
                    "Say why."
                )
                % {
                    "limit": limit,
                    "had": had,
                    "unit": turn.item.get_unit_display(),
                }
            }
        )
    _check_source(turn)


def limit_of(turn):
    """So many units are paid (int) of this item, or None without a limit.

    The days of a stay by the reading of the texts that is followed; one a stay of what
    is given to each person there; else the ceiling of the norm.
    """
    item, norm = turn.item, turn.norm
    if WITHIN_STAY in item.conditions:
        days = _days_of_stay(turn)
        if days:
            return days
    if norm and norm.ceiling:
        return norm.ceiling
    if _is_per_stay(item) and norm and norm.kind in Norm.LIMITS:
        return 1
    return None


def _days_of_stay(turn):
    """By the reading that the case follows on the day of the turn, or None."""
    regime = turn.item.regime
    followed = followed_of(regime.rule_set, turn.happened_on, turn.case)
    found = followed.get((regime.number, STAY))
    if found is None:
        return None
    since, months = turn.case.in_facility_from, found.reading.months
    if months and since:
        return (months_after(since, months) - since).days
    return found.reading.days


def _is_per_stay(item):
    return item.unit == Item.Unit.PERSON and IN_FACILITY in item.conditions


def _in_window(turn, before):
    """Of the turns before, those that count against the same limit."""
    if IN_FACILITY not in turn.item.conditions:
        return before
    mine = before.filter(case=turn.case_id)
    since = turn.case.in_facility_from
    if since and turn.happened_on >= since:
        return mine.filter(happened_on__gte=since)
    return mine


def _check_same_day(turn, before):
    """The same paid twice on one day is mostly one thing recorded twice."""
    if not turn.amount or turn.from_on or turn.ground.strip():
        return
    same = before.filter(happened_on=turn.happened_on, amount__isnull=False)
    other = same.select_related("case").first()
    if other:
        raise ValidationError(
            {
                "ground": _(
                    "Recorded on this day already, under %(code)s: %(amount)s đ. "
                    "If it is another time, say what it was for."
                )
                % {"code": other.case.code, "amount": dotted(other.amount)}
            }
        )
