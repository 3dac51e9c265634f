"""What erasing a person does to the columns of this app (see victims/erasing.py).

A unit is counted by the figures, and a thing that was given is of a list of things.
"""

COLUMNS = {
    "livelihoods.visitfile": {"keep": "visit attachment"},
    "livelihoods.grantfile": {"keep": "grant attachment"},
    "livelihoods.grant": {
        "keep": "code household case approving_area budget state asked_on submitted_on"
        " decided_on due_amount settled_on why consulted consulted_on payee keeper"
        " agreed_alone_on trained has_quote to_mend mend_by",
        "empty": "again_reason",
        "blank": "decision_number",
    },
    "livelihoods.grantline": {
        "keep": "grant place kind species quantity unit unit_price lot_amount not_valued"
        " amount",
        "blank": "item",
    },
    "livelihoods.grantstep": {
        "keep": "grant act from_state to_state reason to_mend",
        "empty": "asked",
        "blank": "note",
    },
    "livelihoods.payment": {
        "keep": "grant amount way receiver is_last",
        "unique": "voucher",
        "blank": "reason",
    },
    "livelihoods.handover": {
        "keep": "grant confirmation receiver read_back_in vet_saw guided number",
        "empty": "handed_by place_name",
    },
    "livelihoods.handoverline": {
        "keep": "handover line delivered condition",
        "empty": "weight ear_tags",
        "blank": "reason",
    },
    "livelihoods.herd": {"keep": "household species heads_now"},
    "livelihoods.herdentry": {
        "keep": "household herd kind heads cause income purpose visit handover",
        "blank": "reason",
    },
    "livelihoods.income": {"keep": "household case kind amount visit"},
    "livelihoods.guidance": {
        "keep": "household grant result",
        "empty": "giver",
        "blank": "topic",
    },
    "livelihoods.homevisit": {
        "keep": "household case way not_met private health mind eating needs risk_before"
        " risk_after risk_reason risk_assessment next_visit_on",
    },
}
