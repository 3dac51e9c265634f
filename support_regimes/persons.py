"""Which kind of person a claimant is in the eyes of a rule set. Pure.

Every rule set tells its own kinds apart (`RegimeRules.tells_apart`): Decree 09/2013
knows five, Law 53/2024 ten. Each kind here names the more general ones after it; the
first that the rule set knows is meant.
"""

from django.utils.translation import gettext as _

from support_regimes.findings import Finding, Kind

CONFIRMED = {
    "vietnamese": ("citizen",),
    "stateless_resident": ("stateless",),
    "foreigner": ("foreigner",),
}
AWAITING = ("awaiting",)
AWAITING_ABROAD = ("awaiting_abroad", "awaiting")
FOREIGNER_AWAITING = ("foreigner_awaiting", "awaiting")
MINOR = ("minor",)
MINOR_FOREIGNER = ("minor_foreigner", "minor")
MINOR_AWAITING = ("minor_awaiting", "minor")
MINOR_ABROAD = ("minor_abroad", "minor_awaiting", "minor")


def person_kinds(facts, known=frozenset()):
    """The kinds of person (tuple) the claimant may be; several while it is not clear.

    `known`: the kinds that the rule set tells apart; empty: all there are.
    """
    kinds = [
        next((kind for kind in chain if not known or kind in known), chain[-1])
        for chain in _chains(facts)
    ]
    return tuple(dict.fromkeys(kinds))


def _chains(facts):
    if facts.accompanying:
        return () if facts.is_minor is False else _minor(facts)
    if facts.status == "victim":
        known = CONFIRMED.get(facts.citizenship)
        return (known,) if known else tuple(CONFIRMED.values())
    if facts.status == "not_victim" and not facts.told_today:
        return ()
    return _awaiting(facts)


def _minor(facts):
    """As the person they came with stands."""
    own = MINOR
    if facts.status in ("", "suspected", "in_identification"):
        own = MINOR_ABROAD if facts.is_abroad else MINOR_AWAITING
    return _or_foreign(own, MINOR_FOREIGNER, facts.with_citizenship, facts)


def _awaiting(facts):
    own = AWAITING_ABROAD if facts.is_abroad else AWAITING
    return _or_foreign(own, FOREIGNER_AWAITING, facts.citizenship, facts)


def _or_foreign(own, foreign, citizenship, facts):
    """The law names foreigners trafficked in Vietnam: none who is still abroad."""
    if citizenship == "foreigner":
        return (foreign,)
    return (own,) if citizenship or facts.is_abroad else (own, foreign)


def not_for(facts, regime):
    """Why the regime is open to no kind of person the claimant may be (Finding)."""
    if facts.accompanying:
        return _not_for_minor(facts, regime)
    if facts.status == "not_victim":
        text = _(
            "The authority did not confirm it. Food and shelter never end that day."
        )
        ways = ("social_assistance", "other_source")
        return _not_confirmed(text, ways, facts)
    if facts.status == "victim":
        text = _("Only for Vietnamese citizens and stateless permanent residents.")
        return _closed("citizenship", _("citizenship"), text)
    if {"awaiting_abroad", "foreigner_awaiting"} & regime.tells_apart:
        text = _("This regime is not open while it is being verified.")
    else:
        text = _("While it is being verified only essential needs and travel are open.")
    return _not_confirmed(text, ("confirmation", "other_source"), facts)


def _not_for_minor(facts, regime):
    if facts.is_minor is False:
        text = _("This person is 18 or older now and no longer an accompanying minor.")
        return _closed("person", _("accompanying minor"), text)
    label = _("open to accompanying minors")
    is_foreign = facts.with_citizenship == "foreigner"
    if is_foreign and "minor_foreigner" in regime.tells_apart:
        text = _("The text as known names no minors who came with a foreigner.")
        return _closed("person", label, text)
    if "minor_awaiting" in regime.tells_apart:
        text = _("This regime is not open to accompanying minors here.")
        return _closed("person", label, text)
    text = _("Accompanying minors have essential needs, medical and counselling.")
    return _closed("person", label, text)


def _not_confirmed(text, ways, facts):
    label = _("confirmed by the authority")
    record = ("identification", facts.identified_on)
    return Finding("confirmed", Kind.CLOSED, label, text, ways, *record)


def _closed(key, label, text):
    return Finding(key, Kind.CLOSED, label, text, ("other_source",), "person")
