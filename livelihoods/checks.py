"""What an officer looks at before deciding on a grant: one line a check.

Nothing here blocks; what may not be done at all is refused by the acts. Who needs a
look comes first (MET, LOOK, UNMET are the verdicts of components/condition_line.html).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import WorkSetting
from areas.clock import today
from areas.widgets import dotted
from livelihoods.models import Grant, GrantLine
from livelihoods.models.deciding import DECIDES
from victims.models import Consent, Identification

MET, LOOK, UNMET = "met", "look", "unmet"
ORDER = [UNMET, LOOK, MET]
VISIT_DAYS = 60
SLOW_TO_SELL = "pig"
NEED_SHELTER = {"cow", "goat", "buffalo"}


@dataclass
class Check:
    verdict: str
    label: str
    note: str = ""


def checks_of(grant, user):
    """All checks of a grant for this officer, those that need a look first (list).

    In: a grant with its lines prefetched; the person who looks.
    """
    found = [
        _entitled(grant),
        _agreed_to_share(grant),
        *_earlier(grant),
        *_prices(grant),
        _money(grant),
        _asked_alone(grant),
        _other_holder(grant),
        _visited(grant),
        _waiting_time(grant),
        _shelter(grant),
        _own_hand(grant, user),
    ]
    return sorted(filter(None, found), key=lambda check: ORDER.index(check.verdict))


def summary_of(checks):
    """`7 in order, 1 to look at`."""
    fine = sum(check.verdict == MET for check in checks)
    rest = len(checks) - fine
    done = ngettext("%(n)s in order", "%(n)s in order", fine) % {"n": fine}
    if not rest:
        return done
    left = ngettext("%(n)s to look at", "%(n)s to look at", rest) % {"n": rest}
    return f"{done}, {left}"


def _entitled(grant):
    if not grant.case:
        return _prevention(grant.household)
    if not grant.case.is_open:
        return Check(UNMET, _("The case is closed"))
    status = grant.case.identification
    of = Identification.Status
    if status is None:
        return Check(LOOK, _("Nothing is written about identification"))
    verdict = {of.VICTIM: MET, of.NOT_VICTIM: UNMET}.get(status.status, LOOK)
    label = _("Identification: %s") % status.get_status_display()
    return Check(verdict, label, f"{status.happened_on:%d/%m/%Y}")


def _prevention(household):
    since, until, day = household.high_risk_from, household.high_risk_until, today()
    if since and since <= day and not (until and until <= day):
        label = _("A household of prevention since %s") % f"{since:%d/%m/%Y}"
        return Check(MET, label)
    return Check(UNMET, _("Not (or no more) a household of prevention"))


def _agreed_to_share(grant):
    donor = grant.budget and grant.budget.source.kind == "donor"
    if not (grant.case and donor):
        return None
    given = grant.case.consents_today().get(Consent.Purpose.SHARE_DONOR)
    if given is None or given.answer == Consent.Answer.NOT_ASKED:
        return Check(LOOK, _("Not asked yet about sharing with the donor"))
    note = _("%s, may be withdrawn") % f"{given.happened_on:%d/%m/%Y}"
    if given.answer == Consent.Answer.YES:
        return Check(MET, _("Agreed to share with the donor"), note)
    label = _("No consent to share with the donor")
    return Check(UNMET, label, f"{given.happened_on:%d/%m/%Y}")


def _earlier(grant):
    """Earlier grants within the period, each with what became of its animals."""
    rows = list(grant.earlier().prefetch_related("lines").order_by("decided_on"))
    if not rows:
        months = WorkSetting.value_on("same_household_months", today())
        label = _("No grant within %(n)s months") % {"n": months}
        return [Check(MET, label, _any_before(grant))]
    herds = ", ".join(
        _("%(species)s: %(heads)s raised now")
        % {"species": herd.species, "heads": herd.heads_now}
        for herd in grant.household.herds.select_related("species")
    )
    return [
        Check(
            LOOK,
            _("Had %(code)s on %(day)s already")
            % {"code": before.code, "day": f"{before.decided_on:%d/%m/%Y}"},
            ". ".join(filter(None, [herds, grant.again_reason])),
        )
        for before in rows
    ]


def _any_before(grant):
    others = Grant.objects.filter(household=grant.household_id).given()
    if others.exclude(pk=grant.pk).exists():
        return _("Had one longer ago")
    return _("This household never had one before")


def _prices(grant):
    """One line for the animals inside the range, one for each that is not."""
    day = grant.submitted_on or today()
    found, fair = [], []
    for line in grant.lines.all():
        if not line.species_id or line.not_valued:
            continue
        doubt = line.price_doubt(day)
        if doubt is None:
            fair.append(str(line.species))
            continue
        each = round(line.amount / line.quantity)
        dear = each > doubt[1]
        label = (
            _("%s: above the usual price") if dear else _("%s: below the usual price")
        )
        note = _("%(each)s đ a head; usually %(low)s–%(high)s đ.") % {
            "each": dotted(each),
            "low": dotted(doubt[0]),
            "high": dotted(doubt[1]),
        }
        quote = (
            _("A price offer was seen.") if grant.has_quote else _("No price offer.")
        )
        found.append(Check(LOOK, label % line.species, f"{note} {quote}"))
    if fair:
        found.append(Check(MET, _("Prices in the usual range"), ", ".join(fair)))
    return found


def _money(grant):
    total = grant.total
    if not total or grant.decided_on:
        return None
    if not grant.budget:
        return Check(LOOK, _("No funding source proposed"))
    left = _("%s đ are left") % dotted(grant.budget.left)
    if total > grant.budget.left:
        return Check(UNMET, _("Too little money in this source"), left)
    return Check(MET, _("The money is there"), left)


def _asked_alone(grant):
    if Grant.Asked.PERSON in grant.consulted and grant.consulted_on:
        day = f"{grant.consulted_on:%d/%m/%Y}"
        return Check(MET, _("The supported person was asked alone"), day)
    return Check(UNMET, _("The supported person was not asked yet"))


def _other_holder(grant):
    if Grant.Holder.OTHER not in (grant.payee, grant.keeper):
        return None
    note = _("Said yes, asked alone, on %s") % (f"{grant.agreed_alone_on:%d/%m/%Y}")
    return Check(LOOK, _("Another person receives or keeps it"), note)


def _visited(grant):
    last = grant.household.visits.latest()
    risk = _("risk: %s") % grant.household.get_risk_level_display()
    if not last:
        return Check(LOOK, _("Not visited yet"), risk)
    days = (today() - last.happened_on).days
    label = _("Last visit %s") % f"{last.happened_on:%d/%m/%Y}"
    ago = ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    return Check(MET if days <= VISIT_DAYS else LOOK, label, f"{ago}, {risk}")


def _codes(grant):
    return {line.species.code for line in grant.lines.all() if line.species_id}


def _waiting_time(grant):
    if SLOW_TO_SELL not in _codes(grant) or _has_kind(grant, GrantLine.Kind.OTHER):
        return None
    note = _("No food support while they wait.")
    return Check(LOOK, _("First sale after 8 to 12 months"), note)


def _shelter(grant):
    """Cold killed herds: cattle and goats need a barn for the winter."""
    if not _codes(grant) & NEED_SHELTER:
        return None
    if _has_kind(grant, GrantLine.Kind.BARN) or Grant.Why.BARN in grant.why:
        return Check(MET, _("A barn against the cold"))
    return Check(LOOK, _("No barn against the cold is named"))


def _has_kind(grant, kind):
    return any(line.kind == kind for line in grant.lines.all())


def _own_hand(grant, user):
    if not user.has_perm(DECIDES):
        return None
    if grant.worked_on_by(user):
        return Check(UNMET, _("You asked for it or changed it: a colleague decides"))
    return Check(MET, _("Who decides is not who asked"))
