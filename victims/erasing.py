"""What erasing a person does to each column: kept, emptied, or blanked.

Kept is what the figures count (sex, ethnicity, commune, days, amounts, codes) and what
says nothing of a person. Emptied: nothing, null, or an empty list. Blanked: a dash where
the database wants a text; unique: the beginning of the row's own key. The birth becomes as vague as the figures allow. Every table
about people of every app stands in a file of this name in its app; a test compares them
with the models, so that a new column fails until somebody has decided.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from accounts.records import Record

# Of every record, event and state.
KEPT_EVERYWHERE = {
    "id", "territory", "recorded_by", "recorded_at", "happened_on", "area", "voided_at",
    "voided_by", "corrects", "version", "updated_at", "updated_by",
}  # fmt: skip
EMPTIED_EVERYWHERE = {"sealed"}
BLANKED_EVERYWHERE = {"void_reason"}

# Lists with names live a day at most and are of nobody in particular.
EXPIRES = {"accounts.export"}
# Beside the person's rows, by the database's function forget_of(): the reasons of
# emergency readings of the case and of the household's moves, lists that hold the case.
FORGOTTEN = {
    "victims.emergencyask": "reason",
    "victims.transfer": "reason",
    "accounts.exportfile": "sealed",
    "victims.complaint": "sealed",
    "victims.complaintstep": "sealed",
}

COLUMNS = {
    "victims.victim": {
        "keep": "sex ethnicity_list ethnicity citizenship speaks_vietnamese reads"
        " needs_interpreter merged_into erased_on",
        "vague": "born_on born_precision",
        "empty": "name call_name name_folded name_sort address_form ethnic_group"
        " best_language interpreter_wish id_hash tails",
    },
    "victims.alias": {"keep": "victim kind for_contact", "empty": "name"},
    "victims.paper": {"keep": "victim kind status", "empty": "issuer issued_on"},
    "victims.household": {
        "keep": "code people holder risk_level next_visit_on high_risk_from"
        " high_risk_until high_risk_reasons",
        "empty": "hamlet head_name name_folded",
    },
    "victims.povertystatus": {
        "keep": "household year category",
        "empty": "standard certificate",
    },
    "victims.case": {
        "keep": "code victim household received_on returned_on returned_precision way"
        " origin away in_facility_from in_facility_until tasks_begun tasks_done sent_on"
        " closed_on closed_reason restricted_from unshared_from",
        "empty": "reception_place search name_sort",
    },
    "victims.accompanyingminor": {
        "keep": "case sex relation born_abroad has_birth_certificate at_school needs",
        "vague": "born_on born_precision",
        "empty": "name",
    },
    "victims.holding": {"keep": "case user", "blank": "reason"},
    "victims.placement": {
        "keep": "case from_area to_area accepted_by",
        "blank": "reason",
    },
    "victims.newcommune": {"keep": "household from_area to_area chosen"},
    "victims.need": {"keep": "case kind urgent rank"},
    "victims.closure": {"keep": "case reason risk"},
    "victims.identification": {
        "keep": "case status",
        "empty": "body paper_kind paper_on",
    },
    "victims.riskassessment": {"keep": "case level suggested"},
    "victims.consent": {
        "keep": "case purpose answer how interpreter_present by_guardian",
    },
    "victims.attachment": {
        "keep": "household case kind media consent size pages width height seconds",
    },
    "victims.attachmentcontent": {
        "keep": "attachment",
        "destroy": "caption sealed_bytes",  # by Attachment.erase()
    },
    "victims.erasure": {
        "keep": "victim why document confirmed_by confirmed_at done_at cancelled_at"
        " records",
    },
}


def models_of_people():
    """The tables whose rows may be erased."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model._meta.label_lower not in EXPIRES
    ]


def columns():
    """{model label: {column: what is done}} of all apps."""
    found = {}
    for app in apps.get_app_configs():
        if not find_spec(f"{app.name}.erasing"):
            continue
        for label, said in import_module(f"{app.name}.erasing").COLUMNS.items():
            found[label] = {
                name: act for act, names in said.items() for name in names.split()
            }
    return found


def acts_on(model):
    """{column: keep, vague, empty, blank, unique or destroy}; KeyError if undecided."""
    decided = columns()[model._meta.label_lower]
    return {f.name: _act(f.name, decided) for f in model._meta.concrete_fields}


def _act(name, decided):
    if name in decided:
        return decided[name]
    for names, act in [
        (KEPT_EVERYWHERE, "keep"),
        (EMPTIED_EVERYWHERE, "empty"),
        (BLANKED_EVERYWHERE, "blank"),
    ]:
        if name in names:
            return act
    raise KeyError(name)
