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
    # For an hour, on one commune, agreed to by an officer of it.
    EMERGENCY_READER = "emergency_reader", _("reader in an emergency")


# What could be abused most: in force once a second person has confirmed it.
POWERFUL = [
    Role.PROVINCIAL_OFFICER,
    Role.LABOUR_OFFICER,
    Role.ADMINISTRATOR,
    Role.EMERGENCY_READER,
]


# Whose word opens or decides much: a second step besides the password, always.
NEED_SECOND_FACTOR = {
    Role.DISTRICT_OFFICER,
    Role.PROVINCIAL_OFFICER,
    Role.LABOUR_OFFICER,
    Role.ADMINISTRATOR,
}

# What people of the area see of cases: by code; names are another permission.
_SEES_CASES = {
    "victims.view_household",
    "victims.view_case",
    "support_regimes.view_regimerequest",
    "support_regimes.view_provision",
    "support_regimes.view_stay",
    "support_regimes.view_outcome",
    "support_regimes.view_unmetneed",
}
_KNOWS_THE_WORK = {"support_regimes.view_rules", "support_regimes.view_budget"}
_ASKS = {"victims.ask_emergency"}  # to read files of another place, for an hour
# What supported people say of the programme: taken down, and (by officers) answered. Never
# seen by the worker it is about, whatever their role: victims/guard_complaints.py.
_HEARS = {"victims.view_complaint"}
_ANSWERS = _HEARS | {"victims.answer_complaint"}
_AGREES = {"victims.agree_emergency"}  # to such reading of files of the own area
_SEES_LIVELIHOODS = {
    "livelihoods.view_grant",
    "livelihoods.view_herd",
    "livelihoods.view_homevisit",
}
# Lists that leave as files: asked for, and agreed to by a second person.
_EXPORTS = {
    "accounts.view_export",
    "accounts.decide_export",
    "victims.export_cases",
}
_WORKS_ON_CASES = {
    "victims.view_private",  # contacts, do-not-tell list, notes, safety answers
    "victims.view_file",  # what a photo, scan or sound says; the row is view_case
    "victims.add_file",
    "victims.reveal_name",
    "victims.add_case",
    "victims.change_case",
    "victims.add_household",
    "victims.change_household",
    "support_regimes.add_regimerequest",
    "support_regimes.record_step",
    "support_regimes.add_provision",
    "support_regimes.change_stay",
    "support_regimes.add_outcome",
    "support_regimes.add_unmetneed",
    "support_regimes.view_auditfinding",  # what an audit found in a case: to mend it
    "livelihoods.add_grant",
    "livelihoods.add_homevisit",
    "livelihoods.add_herdentry",
    "livelihoods.hand_over_grant",
}

PERMISSIONS = {
    Role.CASEWORKER: _SEES_CASES
    | _KNOWS_THE_WORK
    | _SEES_LIVELIHOODS
    | _WORKS_ON_CASES
    | _ASKS
    | _HEARS,
    Role.DISTRICT_OFFICER: _SEES_CASES
    | _KNOWS_THE_WORK
    | _SEES_LIVELIHOODS
    | _WORKS_ON_CASES
    | _ASKS
    | _AGREES
    | _EXPORTS
    | _ANSWERS
    | {
        "support_regimes.choose_rules",
        "victims.move_case",
        "victims.close_case",
        "victims.view_restricted",  # the name of whoever took the consent back
        "victims.ask_erasure",
        "victims.confirm_erasure",
        "victims.view_trail",
        "victims.remove_file",
        "victims.download_file",
        "livelihoods.decide_grant",
        "livelihoods.pay_grant",
        "reporting.view_womens_union",
        "reporting.view_unmet",
        "reporting.open_unmet",  # the records behind the counts
    },
    Role.PROVINCIAL_OFFICER: _SEES_CASES
    | _KNOWS_THE_WORK
    | _SEES_LIVELIHOODS
    | _ASKS
    | _AGREES
    | _EXPORTS
    | _ANSWERS
    | {
        "victims.reveal_name_with_reason",
        "victims.ask_erasure",
        "victims.move_case",
        "victims.view_trail",
        "support_regimes.change_budget",
        "support_regimes.confirm_rules",
        "support_regimes.view_auditsample",
        "support_regimes.view_auditfinding",
        "livelihoods.decide_grant",
        "livelihoods.pay_grant",
        "livelihoods.import_record",
        "reporting.view_womens_union",
        "reporting.reconcile",
        "reporting.view_labour",
        "reporting.view_unmet",
        "reporting.open_unmet",
    },
    Role.LABOUR_OFFICER: _SEES_CASES
    | _KNOWS_THE_WORK
    | _ASKS
    | _EXPORTS
    | _ANSWERS
    | {
        "victims.reveal_name_with_reason",
        "victims.view_restricted",
        "support_regimes.choose_rules",
        "support_regimes.draft_rules",
        "support_regimes.confirm_rules",
        "support_regimes.record_step",
        "support_regimes.change_calendar",
        "support_regimes.view_auditsample",
        "support_regimes.view_auditfinding",
        "support_regimes.add_auditsample",  # draws, and notes what it finds
        "reporting.reconcile",
        "reporting.view_labour",
        "reporting.view_unmet",
    },
    Role.ADMINISTRATOR: {
        "areas.view_area",
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_organisation",
        "accounts.change_organisation",
        "accounts.view_run",
        "accounts.view_worksetting",
        "accounts.view_activity",
        "accounts.add_worksetting",
        "support_regimes.view_facility",
        "support_regimes.change_facility",
        "support_regimes.view_rules",
        "support_regimes.draft_rules",  # sees no case, and never confirms
        "support_regimes.change_calendar",
    },
    # Reads, also how to reach the person safely: that is what an emergency is for.
    # Writes nothing, exports nothing, and gives a reason for a name.
    Role.EMERGENCY_READER: _SEES_CASES
    | _SEES_LIVELIHOODS
    | {
        "victims.view_private",
        "victims.view_file",
        "victims.reveal_name_with_reason",
    },
}


def roles_with(permission):
    """The roles whose row of the table holds the permission, in the table's order."""
    return [role for role, held in PERMISSIONS.items() if permission in held]
