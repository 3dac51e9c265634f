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
    "support_regimes.unmetneed": {
        "keep": "case minor victim cause regime_code age_group amount",
    },
    "support_regimes.needmet": {"keep": "need how source amount"},
}
