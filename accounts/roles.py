"""The table of powers: which role may do what. An official can read it.

A role is held through a posting (who, as what, where, from–to). Whoever may *view* a
kind of record sees it in the areas of the postings that give the permission, here and,
by the policies of the migrations, in the database (a test compares the two).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("commune caseworker")
    DISTRICT_OFFICER = "district_officer", _("district officer")
    PROVINCIAL_OFFICER = "provincial_officer", _("provincial officer")
    LABOUR_OFFICER = "labour_officer", _("labour officer")
    ADMINISTRATOR = "administrator", _("administrator")


# What people of the area see of cases: by code; names are another permission.
_SEES_CASES = {
    "victims.view_household",
    "victims.view_case",
    "support_regimes.view_regimerequest",
    "support_regimes.view_provision",
    "support_regimes.view_rules",
    "support_regimes.view_budget",
}
_SEES_LIVELIHOODS = {
    "livelihoods.view_grant",
    "livelihoods.view_herd",
    "livelihoods.view_homevisit",
}
_WORKS_ON_CASES = {
    "victims.view_private",  # contacts, do-not-tell list, notes, safety answers
    "victims.reveal_name",
    "victims.add_case",
    "victims.change_case",
    "victims.add_household",
    "victims.change_household",
    "support_regimes.add_regimerequest",
    "support_regimes.record_step",
    "support_regimes.add_provision",
    "livelihoods.add_grant",
    "livelihoods.add_homevisit",
    "livelihoods.add_herdentry",
    "livelihoods.hand_over_grant",
}

PERMISSIONS = {
    Role.CASEWORKER: _SEES_CASES | _SEES_LIVELIHOODS | _WORKS_ON_CASES,
    Role.DISTRICT_OFFICER: _SEES_CASES
    | _SEES_LIVELIHOODS
    | _WORKS_ON_CASES
    | {
        "victims.move_case",
        "victims.close_case",
        "livelihoods.decide_grant",
        "livelihoods.pay_grant",
        "reporting.view_womens_union",
    },
    Role.PROVINCIAL_OFFICER: _SEES_CASES
    | _SEES_LIVELIHOODS
    | {
        "victims.reveal_name_with_reason",
        "victims.move_case",
        "support_regimes.change_budget",
        "livelihoods.decide_grant",
        "livelihoods.pay_grant",
        "livelihoods.import_record",
        "reporting.view_womens_union",
        "reporting.view_labour",
    },
    Role.LABOUR_OFFICER: _SEES_CASES
    | {
        "victims.reveal_name_with_reason",
        "support_regimes.record_step",
        "reporting.view_labour",
    },
    Role.ADMINISTRATOR: {
        "areas.view_area",
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_organisation",
        "accounts.change_organisation",
        "accounts.view_worksetting",
        "accounts.add_worksetting",
        "support_regimes.view_rules",
    },
}


def roles_with(permission):
    """The roles whose row of the table holds the permission, in the table's order."""
    return [role for role, held in PERMISSIONS.items() if permission in held]
