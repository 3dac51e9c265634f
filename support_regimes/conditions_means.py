"""Conditions about means, school, work and wishes; see conditions.py. Pure."""

from django.utils.translation import gettext as _

from areas.clock import months_after
from support_regimes.findings import Finding, Kind, shown_day

LONG_AWAY = {"years", "long"}  # absent over a year: the commune's lists lack her


def financial_difficulty(facts, regime):
    """The legal aid centre finds it; poor and near-poor households need no more."""
    key, label = "financial_difficulty", _("financial difficulty")
    if facts.poverty in ("poor", "near_poor"):
        note = _("poor or near-poor household")
        return Finding(key, Kind.MET, label, note, (), "poverty", facts.poverty_on)
    note = _("The legal aid centre finds out and decides.")
    return Finding(key, Kind.PAPER, label, note, ("legal_aid_centre",), "poverty")


def poor_household(facts, regime):
    """A household that the commune's lists call poor (Decree 09/2013, article 23.2).

    No paper is not "not poor": long absent and not registered, nobody can say yet.
    """
    if facts.poverty == "poor":
        return _poor(facts)
    if facts.poverty in ("near_poor", "not_poor"):
        note = _("The commune's list says otherwise.")
        return _poverty(facts, Kind.CLOSED, note, ("review_poverty", "other_source"))
    return _poverty_unknown(facts)


def _poverty(facts, kind, note, ways=(), record="poverty", on=None):
    label, day = _("poor household"), on or facts.poverty_on
    return Finding("poor_household", kind, label, note, ways, record, day)


def _poor(facts):
    if facts.poverty_certificate:
        return _poverty(facts, Kind.MET, str(facts.poverty_year or ""))
    if facts.papers.get("poor") == "has":
        day = facts.paper_days.get("poor")
        note = str(facts.poverty_year or "")
        return _poverty(facts, Kind.MET, note, (), "papers", day)
    note = _("The household is on the list, but the paper is not at hand.")
    return _poverty(facts, Kind.PAPER, note, ("poor_paper",))


def _poverty_unknown(facts):
    ways = ("review_poverty", "register_residence", "other_source")
    is_registered = facts.papers.get("residence") == "has"
    is_away = facts.poverty == "cannot_be_assessed" or facts.away in LONG_AWAY
    if is_away and not is_registered:
        note = _(
            "Long away and not registered here, so nobody can review yet."
            " No paper does not mean not poor."
        )
        return _poverty(facts, Kind.NOBODY, note, ways)
    note = _("Not reviewed yet. No paper does not mean not poor.")
    return _poverty(facts, Kind.PAPER, note, ways)


def means_not_known(facts, regime):
    """Decree 162/2025, article 24: whether it asks for a poor household was not read."""
    label = _("poor household (not known whether still asked for)")
    note = _("The text as known does not say it.")
    return Finding("means_not_known", Kind.ASK, label, note, ("ask_competent_body",))


def wants_training(facts, regime):
    return _wish("wants_training", _("wants to learn a trade"), "training", facts)


def wants_work(facts, regime):
    """Decree 162/2025, article 25: job advice for whoever looks for work."""
    return _wish("wants_work", _("looks for work"), "work", facts)


def wants_loan(facts, regime):
    return _wish("wants_loan", _("wants to borrow and has a plan"), "loan", facts)


def continues_school(facts, regime):
    label = _("goes to school")
    if facts.at_school:
        return Finding("continues_school", Kind.MET, label, record="person")
    if facts.at_school is False:
        note = _("Not at school.")
        return Finding("continues_school", Kind.CLOSED, label, note, (), "person")
    return _wish("continues_school", label, "school", facts)


def insured_in_time(facts, regime):
    """Decree 188/2025: the contribution is helped with for a time from the paper."""
    key, months = "insured_in_time", regime.insured_months
    label = _("within %s months of the confirmation") % months
    if facts.accompanying or facts.status == "not_victim":
        note = _("Only for whoever is confirmed.")
        return Finding(key, Kind.CLOSED, label, note, ("other_source",), "person")
    if facts.status != "victim":
        note = _("From the confirmation on.")
        return Finding(
            key, Kind.PAPER, label, note, ("confirmation",), "identification"
        )
    if facts.confirmed_on is None:
        note = _("The day of the confirmation is not recorded.")
        ways = ("confirmation_day",)
        return Finding(key, Kind.PAPER, label, note, ways, "identification")
    last, about = months_after(facts.confirmed_on, months), facts.confirmed_on
    if facts.day <= last:
        note = _("until %s") % shown_day(last)
        return Finding(key, Kind.MET, label, note, (), "identification", about)
    note = _("It ended on %s.") % shown_day(last)
    ways = ("other_source",)
    return Finding(key, Kind.CLOSED, label, note, ways, "identification", about)


def _wish(key, label, need, facts):
    if need in facts.needs:
        note, day = _("said so when asked about needs"), facts.need_days.get(need)
        return Finding(key, Kind.MET, label, note, (), "needs", day)
    return to_ask(key, label)


def to_ask(key, label):
    """Only the person can say: lowers nothing until then."""
    return Finding(key, Kind.ASK, label, _("Not asked yet."), ("ask_on_visit",))


MEANS = {
    condition.__name__: condition
    for condition in (
        financial_difficulty,
        poor_household,
        means_not_known,
        wants_training,
        wants_work,
        wants_loan,
        continues_school,
        insured_in_time,
    )
}
