"""Rows of the trail for a page: who, in which role, what, how much, why."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acts import words
from accounts.models import User
from accounts.roles import Role


def told(rows):
    """Rows of the trail with whom and what they tell, for a page (dicts)."""
    users = User.objects.in_bulk({row.user_id for row in rows if row.user_id})
    labels = dict(Role.choices)
    found = []
    for row in rows:
        roles = [str(labels.get(role, role)) for role in row.role.split(",") if role]
        each = {
            "row": row,
            "user": users.get(row.user_id),
            "roles": ", ".join(roles),
            "sentence": words(row.act),
            "number": len(row.subjects),
            "with_names": len(row.names),
            "only": row.subjects[0] if len(row.subjects) == 1 else "",
        }
        found.append(each)
    return found


def why(purpose):
    """A purpose as it is read: what was open on the page, or what was typed."""
    if purpose == "names":
        return _("with the name")
    if purpose.startswith("private: "):
        part = purpose.removeprefix("private: ")
        return _("private part: %(part)s") % {"part": PRIVATE.get(part, part)}
    if purpose.startswith("paper: "):
        kind, _dot, ending = purpose.removeprefix("paper: ").partition(".")
        paper = {"paper": PAPERS.get(kind, kind), "ending": ending.upper()}
        return _("to print: %(paper)s (%(ending)s)") % paper
    return purpose


PRIVATE = {
    "contact": gettext_lazy("safe contact"),
    "numbers": gettext_lazy("numbers of papers"),
    "safety": gettext_lazy("answers about safety"),
    "return": gettext_lazy("return and identification"),
    "family": gettext_lazy("children and household"),
    "consent": gettext_lazy("consent"),
    "risk": gettext_lazy("risk and safety plan"),
}
PAPERS = {
    "application": gettext_lazy("Application with the data of the file"),
    "letter": gettext_lazy("Letter of the commune"),
    "return": gettext_lazy("Letter that returns the file"),
    "decision": gettext_lazy("Decision on the support"),
    "refusal": gettext_lazy("Decision that refuses, with the way to appeal"),
    "annex": gettext_lazy("Annex with the name, sent apart"),
    "posted": gettext_lazy("For the notice board, codes only"),
}
