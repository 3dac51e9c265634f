"""The ways out of what is missing: what to do, who does it, where it begins. Pure."""

from django.utils.translation import gettext_lazy as _

from support_regimes.findings import Way

_WORKER = _("commune caseworker")


def ways_of(findings):
    """The ways out that these findings name, each once, in their order."""
    keys = dict.fromkeys(key for finding in findings for key in finding.ways)
    return tuple(WAYS[key] for key in keys)


_WAYS = (
    Way("confirmation", _("Ask the police how far the verification is"), _WORKER),
    Way(
        "send_to_police",
        _("Send the case for verification"),
        _("commune caseworker, with the commune police"),
        "identification",
    ),
    Way(
        "confirmation_copy",
        _("Ask for a copy of the confirmation"),
        _("the body that issued it"),
        "papers",
    ),
    Way(
        "confirmation_day",
        _("Record the day of the confirmation"),
        _WORKER,
        "identification",
    ),
    Way("citizenship_paper", _("Record the citizenship"), _WORKER, "person"),
    Way(
        "birth_paper",
        _("Look for a paper with the date of birth"),
        _("commune caseworker, with the commune's civil status officer"),
        "person",
    ),
    Way(
        "review_poverty",
        _("Ask the commune for an extraordinary poverty review"),
        _("the commune caseworker helps to write it"),
        "household",
    ),
    Way(
        "register_residence",
        _("Register the residence first"),
        _("commune police; a caseworker goes along"),
        "papers",
    ),
    Way("poor_paper", _("Get the poor-household paper"), _WORKER, "papers"),
    Way(
        "other_source",
        _("Use socialised funding meanwhile"),
        _("the district Women's Union decides. It takes nothing from this regime."),
        "grant",
    ),
    Way(
        "social_assistance",
        _("Ask for emergency social assistance"),
        _("people's committee of the commune"),
    ),
    Way(
        "legal_aid_centre",
        _("Go to the legal aid centre"),
        _("the centre; a caseworker goes along"),
    ),
    Way(
        "ask_extension",
        _("Ask for a decision to extend the stay"),
        _("the director of the facility, or the Department"),
    ),
    Way(
        "ask_competent_body",
        _("Ask the competent body to look at the case"),
        _("the Department, with the police"),
    ),
    Way(
        "after_return",
        _("Apply after the return home"),
        _("the facility, with the commune caseworker"),
    ),
    Way("ask_on_visit", _("Ask at the next visit"), _WORKER, "visit"),
)
WAYS = {way.key: way for way in _WAYS}
