"""What each named condition means. Which regime or item needs which is data (rules/).

Each function reads the facts and the regime's rules and gives one Finding; pure. Numbers
(days, months) come from the rules. The articles stand with the lines of the rule set.
Conditions about poverty, school and money: conditions_means.py.
"""

from django.utils.translation import gettext as _

from areas.clock import months_after
from support_regimes.conditions_means import MEANS, to_ask
from support_regimes.deadlines import term_end
from support_regimes.findings import Finding, Kind, marked, shown_day


def confirmed(facts, regime):
    """The authority's paper (Law 66/2011, articles 24.4, 25, 28)."""
    label = _("confirmed by the authority")
    if facts.papers.get("victim") in ("lost", "none", "unclear"):
        note = _("It was confirmed, but the paper is not at hand.")
        return Finding(
            "confirmed",
            Kind.PAPER,
            label,
            note,
            ("confirmation_copy",),
            "papers",
            facts.paper_days.get("victim"),
        )
    parts = [
        facts.confirmed_by,
        shown_day(facts.confirmed_on) if facts.confirmed_on else "",
    ]
    note = ", ".join(part for part in parts if part)
    day = facts.confirmed_on or facts.identified_on
    return Finding("confirmed", Kind.MET, label, note, (), "identification", day)


def under_verification(facts, regime):
    """Decree 09/2013, article 19.1b; Law 53/2024, article 37: while it is verified."""
    label = _("being verified by the authority")
    about = {"record": "identification", "on": facts.identified_on}
    if facts.status == "in_identification":
        return Finding("under_verification", Kind.MET, label, **about)
    if facts.told_today:
        return Finding("under_verification", Kind.MET, label, _last_day(), **about)
    note = _("Not sent to an authority yet. Food and shelter do not wait for it.")
    return Finding(
        "under_verification", Kind.PAPER, label, note, ("send_to_police",), **about
    )


def _last_day():
    return _("The result came today; food and shelter do not end the same day.")


def accompanies(facts, regime):
    """Law 66/2011, article 32: a minor who came with a confirmed person."""
    label = _("came with a confirmed person")
    about = {"record": "identification", "on": facts.identified_on}
    if facts.status == "victim":
        return Finding("accompanies", Kind.MET, label, **about)
    if facts.told_today:
        return Finding("accompanies", Kind.MET, label, _last_day(), **about)
    if facts.status == "not_victim":
        note = _("The authority did not confirm the person they came with.")
        return Finding(
            "accompanies", Kind.CLOSED, label, note, ("social_assistance",), **about
        )
    note = _(
        "The person they came with is not confirmed yet. A child's food never waits."
    )
    return Finding("accompanies", Kind.NOBODY, label, note, ("confirmation",), **about)


def vietnamese(facts, regime):
    """Law 53/2024, article 37: abroad, the text names Vietnamese citizens."""
    label = _("Vietnamese citizen")
    about = {"record": "person"}
    citizenship = facts.with_citizenship if facts.accompanying else facts.citizenship
    if citizenship == "vietnamese":
        return Finding("vietnamese", Kind.MET, label, **about)
    if not citizenship:
        note = _("The citizenship is not recorded.")
        return Finding(
            "vietnamese", Kind.PAPER, label, note, ("citizenship_paper",), **about
        )
    note = _("Abroad, only Vietnamese citizens.")
    return Finding("vietnamese", Kind.CLOSED, label, note, ("other_source",), **about)


def case_by_case(facts, regime):
    """Law 53/2024, article 37: for foreigners the competent body looks at each case."""
    note = _("The competent body decides in each case.")
    ways = ("ask_competent_body",)
    return Finding("case_by_case", Kind.ASK, _("case by case"), note, ways)


def in_facility(facts, regime):
    """Paid only during a stay in a facility (Law 66/2011 art. 34, Decree 09 art. 19–21)."""
    label = _("lives in a support facility")
    since, until = facts.stay_from, facts.stay_until
    if facts.facility == "in":
        note = _("since %s") % shown_day(since)
        return Finding("in_facility", Kind.MET, label, note, (), "stay", since)
    note = _("Paid only in a facility; not in one now.")
    if facts.facility == "left" and until:
        note = _("Paid only in a facility; at home since %s.") % shown_day(until)
    ways = ("other_source",)
    return Finding("in_facility", Kind.CLOSED, label, note, ways, "stay", until)


def stay_within_limit(facts, regime):
    """The stay against the limit that the rule set follows: days, or months."""
    return _stay(facts, regime, "stay_within_limit")


def stay_extendable(facts, regime):
    """Decree 162/2025, article 17: over the limit a decision to extend is needed."""
    found = _stay(facts, regime, "stay_extendable")
    until = facts.extended_until
    if found.kind is Kind.MET:
        return found
    if until and until >= facts.day:
        note = _("Extended until %s.") % shown_day(until)
        return Finding(
            "stay_extendable", Kind.MET, found.label, note, (), "stay", until
        )
    note = _("%s A decision may extend it.") % found.note
    return Finding(
        "stay_extendable",
        Kind.PAPER,
        found.label,
        note,
        ("ask_extension", "other_source"),
        "stay",
        facts.stay_from,
    )


def _stay(facts, regime, key):
    spent, since = facts.days_in_facility, facts.stay_from
    if regime.stay_months and since and spent is not None:
        last = months_after(since, regime.stay_months)
        label = marked(
            _("within %s months of the stay") % regime.stay_months,
            regime.stay_is_unconfirmed,
        )
        note = _("Paid until %s.") % shown_day(last)
        reached = min(facts.day, facts.stay_until or facts.day)
        return _within(key, reached <= last, label, note, since)
    limit = regime.stay_days
    label = _("within %s days of the stay") % limit if limit else _("a stay in time")
    label = marked(label, regime.stay_is_unconfirmed)
    if spent is None or limit is None:
        return Finding(key, Kind.MET, label, record="stay", on=since)
    note = _("%(spent)s days of %(limit)s.") % {"spent": spent, "limit": limit}
    return _within(key, spent <= limit, label, note, since)


def _within(key, is_within, label, note, since):
    if is_within:
        return Finding(key, Kind.MET, label, note, (), "stay", since)
    return Finding(key, Kind.CLOSED, label, note, ("other_source",), "stay", since)


def wishes_home(facts, regime):
    """Wishes to return to the place of residence (Decree 09/2013, article 19)."""
    label = _("wishes to return home")
    if "travel" in facts.needs:
        return _asked_for_travel("wishes_home", label, facts)
    if facts.facility == "in":
        return to_ask("wishes_home", label)
    note = _("Lives at the place of residence already.")
    return Finding("wishes_home", Kind.CLOSED, label, note, (), "stay")


def cannot_pay_fare(facts, regime):
    label = _("cannot pay the fare")
    if "travel" in facts.needs:
        return _asked_for_travel("cannot_pay_fare", label, facts)
    return to_ask("cannot_pay_fare", label)


def _asked_for_travel(key, label, facts):
    day = facts.need_days.get("travel")
    return Finding(key, Kind.MET, label, _("asked for travel"), (), "needs", day)


def home_in_vietnam(facts, regime):
    """No rule pays a foreigner's fare home."""
    label = _("returns within Vietnam")
    if facts.citizenship != "foreigner":
        return Finding("home_in_vietnam", Kind.MET, label, record="person")
    note = _("No rule pays the fare abroad. Count it as an unmet need.")
    ways = ("other_source",)
    return Finding("home_in_vietnam", Kind.CLOSED, label, note, ways, "person")


def is_minor(facts, regime):
    label = _("under 18")
    if facts.is_minor:
        return Finding("is_minor", Kind.MET, label, record="person")
    if facts.is_minor is None:
        note = _("The date of birth does not decide it.")
        return Finding("is_minor", Kind.PAPER, label, note, ("birth_paper",), "person")
    return Finding("is_minor", Kind.CLOSED, label, _("18 or older."), (), "person")


def care_needed(facts, regime):
    """Law 66/2011, article 34: if care is needed to recover."""
    label = _("needs care to recover")
    if "health" in facts.needs:
        note, day = _("asked for medical care"), facts.need_days.get("health")
        return Finding("care_needed", Kind.MET, label, note, (), "needs", day)
    return to_ask("care_needed", label)


def needs_interpreter(facts, regime):
    """Law 53/2024, article 37.1c: whoever cannot follow Vietnamese."""
    label = _("needs an interpreter")
    if "interpreter" in facts.needs:
        note = _("said so when asked about needs")
        day = facts.need_days.get("interpreter")
        return Finding("needs_interpreter", Kind.MET, label, note, (), "needs", day)
    return to_ask("needs_interpreter", label)


def no_insurance_card(facts, regime):
    label = _("has no health insurance card")
    card, day = facts.papers.get("insurance"), facts.paper_days.get("insurance")
    if card == "has":
        note = _("Has a card already.")
        return Finding("no_insurance_card", Kind.CLOSED, label, note, (), "papers", day)
    if card in ("none", "lost"):
        return Finding("no_insurance_card", Kind.MET, label, "", (), "papers", day)
    return to_ask("no_insurance_card", label)


def returned_home(facts, regime):
    """On return to the place of residence (Law 66/2011 art. 37, Decree 09 art. 23)."""
    label = _("returned to the place of residence")
    if facts.facility == "in":
        note = _("Asked for after the return; lives in a facility now.")
        return Finding(
            "returned_home",
            Kind.NOBODY,
            label,
            note,
            ("after_return",),
            "stay",
            facts.stay_from,
        )
    day = facts.returned_on or facts.stay_until or facts.received_on
    note = shown_day(day) if day else ""
    return Finding("returned_home", Kind.MET, label, note, (), "case", day)


def within_12_months(facts, regime):
    """The application in time after the confirmation (Decree 09/2013, article 23).

    So many months as the rule set's procedure says (twelve, whence the name).
    """
    key, months = "within_12_months", regime.apply_months
    label = _("within %s months") % months if months else _("in time")
    label = marked(label, regime.apply_is_unconfirmed)
    if not months:
        return Finding(key, Kind.MET, label, _("No time limit is known."))
    last = apply_until(facts.confirmed_on, months, facts.calendar)
    if last is None:
        note = _("The day of the confirmation is not recorded.")
        ways = ("confirmation_day",)
        return Finding(key, Kind.PAPER, label, note, ways, "identification")
    asked = facts.asked.get(regime.code)
    if asked and asked <= last:
        note = _("Asked for on %s.") % shown_day(asked)
        return Finding(key, Kind.MET, label, note, (), "requests", asked)
    left, about = (last - facts.day).days, ("identification", facts.confirmed_on)
    if left < 0:
        note = _("The time to apply ended on %s.") % shown_day(last)
        return Finding(key, Kind.CLOSED, label, note, ("other_source",), *about)
    note = _("Apply by %(day)s, %(left)s days left.") % {
        "day": shown_day(last),
        "left": left,
    }
    return Finding(key, Kind.MET, label, note, (), *about)


def apply_until(confirmed_on, months, calendar):
    """The last day to apply (date), or None while that day or the term is not known."""
    return term_end(confirmed_on, months, calendar)


CONDITIONS = MEANS | {
    condition.__name__: condition
    for condition in (
        confirmed,
        under_verification,
        accompanies,
        vietnamese,
        case_by_case,
        in_facility,
        stay_within_limit,
        stay_extendable,
        wishes_home,
        cannot_pay_fare,
        home_in_vietnam,
        is_minor,
        care_needed,
        needs_interpreter,
        no_insurance_card,
        returned_home,
        within_12_months,
    )
}
