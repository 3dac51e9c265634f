"""Whether the days in a facility are kept as stays of their own, in a later app."""

# Asked for a case; a later app adds its answer.
KEEPERS = []


def kept_as_stays(case):
    """The days on the case follow its stays, so nobody types them here any more."""
    return any(keeps(case) for keeps in KEEPERS)
