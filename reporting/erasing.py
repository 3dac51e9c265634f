"""What erasing a person does to the columns of this app (see victims/erasing.py)."""

COLUMNS = {
    # Counts of an area and a period; no row belongs to a person.
    "reporting.reconciliation": {
        "keep": "source from_on to_on by_list theirs ours lines",
        "empty": "note",
    },
}
