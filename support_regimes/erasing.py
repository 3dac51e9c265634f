"""What erasing a person does to the columns of this app (see victims/erasing.py)."""

COLUMNS = {
    "support_regimes.regimerequest": {
        "keep": "case minor regime item state asked_on",
    },
    "support_regimes.requeststep": {
        "keep": "request act from_state to_state body document_on result amount"
        " rule_set_key rule_set_version",
        "empty": "body_name person document_number note facts_seen facts",
    },
    "support_regimes.rulechoice": {"keep": "case rule_set", "blank": "reason"},
    "support_regimes.readingchoice": {"keep": "case reading", "blank": "reason"},
    "support_regimes.regimeanswer": {"keep": "case minor regime wants"},
    "support_regimes.provision": {
        "keep": "case minor victim item item_code once request age_group quantity amount"
        " source from_on until_on receiver",
        "empty": "ground document_number",
        "blank": "provider",
    },
    "support_regimes.auditsample": {
        "keep": "from_on to_on which size seed population population_mark",
    },
    "support_regimes.auditedcase": {"keep": "sample case place"},
    "support_regimes.auditfinding": {
        "keep": "audited case question result saw follow_up_on",
    },
    "support_regimes.unmetneed": {
        "keep": "case minor victim cause age_group amount",
    },
    "support_regimes.needmet": {"keep": "need how source amount"},
    "support_regimes.stay": {
        "keep": "case minor victim facility from_on until_on why struck_on",
        "empty": "room",
        "blank": "place_name struck_reason",
    },
    "support_regimes.stayentry": {
        "keep": "stay case kind until_on what",
        "blank": "body document_number reason",
    },
    "support_regimes.departure": {
        "keep": "stay case why handed_to of_minor escorted",
    },
    "support_regimes.outcome": {
        "keep": "case minor victim topic kind body level with_plan plan_help amount"
        " valid_from valid_until share",
    },
    "support_regimes.outcomestep": {
        "keep": "outcome case topic kind cause what level amount months ends",
    },
    "support_regimes.returnassessment": {
        "keep": "case minor family_takes can_live_there marriage_near trafficker_near"
        " asked_alone wish result",
    },
    "support_regimes.communehandover": {
        "keep": "case minor step stay answers",
        "empty": "document_number",
    },
    "support_regimes.plan": {
        "keep": "case minor template started_on ended_on",
        "blank": "name source",
    },
    "support_regimes.planstep": {
        "keep": "plan case number is_visit due_on state answered_on answered_by",
        "blank": "title",
    },
}
