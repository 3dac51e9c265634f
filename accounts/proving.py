"""Proof of who sits there, asked again before what could be abused."""


def proven(view):
    """Let the view run only shortly after its user has proven who they are."""
    return view
