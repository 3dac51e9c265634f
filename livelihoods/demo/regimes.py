"""Invented requests for regimes and supports given, in every state."""


def load_regimes():
    return 0
