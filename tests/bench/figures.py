"""The key figures of the two reports by the best SQL we can write, to compare with."""


def compared(cast, measured):
    """(what, ratio, goal, "equal" or what differs) for each report that was measured."""
    return []
