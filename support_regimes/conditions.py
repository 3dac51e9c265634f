"""What each named condition means. Which regime or item needs which is data (rules/).

Each function reads the facts and gives one Finding; pure. The articles stand with the
lines of the rule set.
"""

from django.utils.translation import gettext as _

from areas.clock import months_after
from support_regimes.findings import Finding, Kind, shown_day

LONG_AWAY = {"years", "long"}  # absent over a year: the commune's lists lack her
APPLY_MONTHS = 12  # Decree 09/2013, article 23; the rule set's procedure says so too


def confirmed(facts, regime):
    """The authority's paper (Law 66/2011, articles 24.4, 25, 28)."""
    label = _("confirmed by the authority")
    if facts.papers.get("victim") in ("lost", "none", "unclear"):
        note = _("It was confirmed, but the paper is not at hand.")
        return Finding("confirmed", Kind.PAPER, label, note, ("confirmation_copy",))
    parts = [
        facts.confirmed_by,
        shown_day(facts.confirmed_on) if facts.confirmed_on else "",
    ]
    note = ", ".join(part for part in parts if part)
    return Finding("confirmed", Kind.MET, label, note)


def under_verification(facts, regime):
    """Decree 09/2013, article 19.1b: while the authority verifies."""
    label = _("being verified by the authority")
    if facts.status == "in_identification":
        return Finding("under_verification", Kind.MET, label)
    note = _("Not sent to an authority yet. Food and shelter do not wait for it.")
    return Finding("under_verification", Kind.PAPER, label, note, ("send_to_police",))


def accompanies(facts, regime):
    """Law 66/2011, article 32: a minor who came with a confirmed person."""
    label = _("came with a confirmed person")
    if facts.status == "victim":
        return Finding("accompanies", Kind.MET, label)
    if facts.status == "not_victim":
        note = _("The authority did not confirm the person they came with.")
        return Finding("accompanies", Kind.CLOSED, label, note, ("social_assistance",))
    note = _(
        "The person they came with is not confirmed yet. A child's food never waits."
    )
    return Finding("accompanies", Kind.NOBODY, label, note, ("confirmation",))


def in_facility(facts, regime):
    """Paid only during a stay in a facility (Law 66/2011 art. 34, Decree 09 art. 19–21)."""
    label = _("lives in a support facility")
    if facts.facility == "in":
        note = _("since %s") % shown_day(facts.facility_from)
        return Finding("in_facility", Kind.MET, label, note)
    note = _("Paid only in a facility; not in one now.")
    if facts.facility == "left" and facts.facility_until:
        note = _("Paid only in a facility; at home since %s.") % shown_day(
            facts.facility_until
        )
    return Finding("in_facility", Kind.CLOSED, label, note, ("other_source",))


def stay_within_limit(facts, regime):
    """The days of the stay against the limit that the rule set follows."""
    limit, spent = regime.stay_days, facts.days_in_facility
    label = _("within %s days of the stay") % limit
    if spent is None or limit is None:
        return Finding("stay_within_limit", Kind.MET, label)
    note = _("%(spent)s days of %(limit)s.") % {"spent": spent, "limit": limit}
    if spent <= limit:
        return Finding("stay_within_limit", Kind.MET, label, note)
    return Finding("stay_within_limit", Kind.CLOSED, label, note, ("other_source",))


def wishes_home(facts, regime):
    """Wishes to return to the place of residence (Decree 09/2013, article 19)."""
    label = _("wishes to return home")
    if "travel" in facts.needs:
        return Finding("wishes_home", Kind.MET, label, _("asked for travel"))
    if facts.facility == "in":
        return _to_ask("wishes_home", label)
    note = _("Lives at the place of residence already.")
    return Finding("wishes_home", Kind.CLOSED, label, note)


def cannot_pay_fare(facts, regime):
    label = _("cannot pay the fare")
    if "travel" in facts.needs:
        return Finding("cannot_pay_fare", Kind.MET, label, _("asked for travel"))
    return _to_ask("cannot_pay_fare", label)


def home_in_vietnam(facts, regime):
    """No rule pays a foreigner's fare home."""
    label = _("returns within Vietnam")
    if facts.citizenship != "foreigner":
        return Finding("home_in_vietnam", Kind.MET, label)
    note = _("No rule pays the fare abroad. Count it as an unmet need.")
    return Finding("home_in_vietnam", Kind.CLOSED, label, note, ("other_source",))


def is_minor(facts, regime):
    label = _("under 18")
    if facts.is_minor:
        return Finding("is_minor", Kind.MET, label)
    if facts.is_minor is None:
        note = _("The date of birth does not decide it.")
        return Finding("is_minor", Kind.PAPER, label, note, ("birth_paper",))
    return Finding("is_minor", Kind.CLOSED, label, _("18 or older."))


def care_needed(facts, regime):
    """Law 66/2011, article 34: if care is needed to recover."""
    label = _("needs care to recover")
    if "health" in facts.needs:
        return Finding("care_needed", Kind.MET, label, _("asked for medical care"))
    return _to_ask("care_needed", label)


def no_insurance_card(facts, regime):
    label = _("has no health insurance card")
    card = facts.papers.get("insurance")
    if card == "has":
        note = _("Has a card already.")
        return Finding("no_insurance_card", Kind.CLOSED, label, note)
    if card in ("none", "lost"):
        return Finding("no_insurance_card", Kind.MET, label)
    return _to_ask("no_insurance_card", label)


def financial_difficulty(facts, regime):
    """The legal aid centre finds it; poor and near-poor households need no more."""
    label = _("financial difficulty")
    if facts.poverty in ("poor", "near_poor"):
        note = _("poor or near-poor household")
        return Finding("financial_difficulty", Kind.MET, label, note)
    note = _("The legal aid centre finds out and decides.")
    return Finding(
        "financial_difficulty", Kind.PAPER, label, note, ("legal_aid_centre",)
    )


def returned_home(facts, regime):
    """On return to the place of residence (Law 66/2011 art. 37, Decree 09 art. 23)."""
    label = _("returned to the place of residence")
    if facts.facility == "in":
        note = _("Asked for after the return; lives in a facility now.")
        return Finding("returned_home", Kind.NOBODY, label, note)
    day = facts.returned_on or facts.facility_until or facts.received_on
    return Finding("returned_home", Kind.MET, label, shown_day(day) if day else "")


def within_12_months(facts, regime):
    """The application, within 12 months of the confirmation (Decree 09/2013, art. 23)."""
    label = _("within 12 months")
    asked = facts.asked.get(regime.code)
    if asked:
        note = _("Asked for on %s.") % shown_day(asked)
        return Finding("within_12_months", Kind.MET, label, note)
    last = apply_until(facts.confirmed_on)
    if last is None:
        note = _("The day of the confirmation is not recorded.")
        return Finding(
            "within_12_months", Kind.PAPER, label, note, ("confirmation_day",)
        )
    left = (last - facts.day).days
    if left < 0:
        note = _("The time to apply ended on %s.") % shown_day(last)
        return Finding("within_12_months", Kind.CLOSED, label, note, ("other_source",))
    note = _("Apply by %(day)s, %(left)s days left.") % {
        "day": shown_day(last),
        "left": left,
    }
    return Finding("within_12_months", Kind.MET, label, note)


def apply_until(confirmed_on):
    """The last day to apply (date), or None while the confirmation's day is unknown."""
    return months_after(confirmed_on, APPLY_MONTHS) if confirmed_on else None


def poor_household(facts, regime):
    """A household that the commune's lists call poor (Decree 09/2013, article 23.2).

    No paper is not "not poor": long absent and not registered, nobody can say yet.
    """
    label = _("poor household")
    if facts.poverty == "poor":
        return _poor(facts, label)
    if facts.poverty in ("near_poor", "not_poor"):
        note = _("The commune's list says otherwise.")
        ways = ("review_poverty", "other_source")
        return Finding("poor_household", Kind.CLOSED, label, note, ways)
    return _poverty_unknown(facts, label)


def _poor(facts, label):
    if facts.poverty_certificate or facts.papers.get("poor") == "has":
        note = str(facts.poverty_year or "")
        return Finding("poor_household", Kind.MET, label, note)
    note = _("The household is on the list, but the paper is not at hand.")
    return Finding("poor_household", Kind.PAPER, label, note, ("poor_paper",))


def _poverty_unknown(facts, label):
    ways = ("review_poverty", "register_residence", "other_source")
    if facts.papers.get("residence") == "has":
        note = _("Not reviewed yet. No paper does not mean not poor.")
        return Finding("poor_household", Kind.PAPER, label, note, ways)
    if facts.poverty == "cannot_be_assessed" or facts.away in LONG_AWAY:
        note = _(
            "Long away and not registered here, so nobody can review yet."
            " No paper does not mean not poor."
        )
        return Finding("poor_household", Kind.NOBODY, label, note, ways)
    note = _("Not reviewed yet. No paper does not mean not poor.")
    return Finding("poor_household", Kind.PAPER, label, note, ways)


def wants_training(facts, regime):
    return _wish("wants_training", _("wants to learn a trade"), "training", facts)


def wants_loan(facts, regime):
    return _wish("wants_loan", _("wants to borrow and has a plan"), "loan", facts)


def continues_school(facts, regime):
    label = _("goes to school")
    if facts.at_school:
        return Finding("continues_school", Kind.MET, label)
    if facts.at_school is False:
        return Finding("continues_school", Kind.CLOSED, label, _("Not at school."))
    return _wish("continues_school", label, "school", facts)


def _wish(key, label, need, facts):
    if need in facts.needs:
        return Finding(key, Kind.MET, label, _("said so when asked about needs"))
    return _to_ask(key, label)


def _to_ask(key, label):
    return Finding(key, Kind.ASK, label, _("Not asked yet."), ("ask_on_visit",))


CONDITIONS = {
    condition.__name__: condition
    for condition in (
        confirmed,
        under_verification,
        accompanies,
        in_facility,
        stay_within_limit,
        wishes_home,
        cannot_pay_fare,
        home_in_vietnam,
        is_minor,
        care_needed,
        no_insurance_card,
        financial_difficulty,
        returned_home,
        within_12_months,
        poor_household,
        wants_training,
        wants_loan,
        continues_school,
    )
}
