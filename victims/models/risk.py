"""The eight questions of a risk assessment, and the rules that suggest a level."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from victims.models.household import Risk

# Asked in private. Never how, with whom, or without papers.
QUESTIONS = {
    "trafficker": gettext_lazy("Is whoever deceived the person near or in contact?"),
    "threat": gettext_lazy("Has anybody threatened?"),
    "home": gettext_lazy("Is it unsafe at home?"),
    "debt": gettext_lazy("Is money owed to those who took the person away?"),
    "stigma": gettext_lazy("Is the person shunned or sent away?"),
    "leaving": gettext_lazy("Are there thoughts of going far away to work?"),
    "hunger": gettext_lazy("No income, or food for less than a month?"),
    "sadness": gettext_lazy("Very sad, thinking of self-harm?"),
}
BECAUSE = {
    "trafficker": gettext_lazy("whoever deceived the person is near or in contact"),
    "threat": gettext_lazy("there was a threat"),
    "home": gettext_lazy("it is unsafe at home"),
    "debt": gettext_lazy("money is owed to those who took the person away"),
    "stigma": gettext_lazy("the person is shunned or sent away"),
    "leaving": gettext_lazy("there are thoughts of going far away to work"),
    "hunger": gettext_lazy("there is no income or little food"),
    "sadness": gettext_lazy("there are thoughts of self-harm"),
}
GRAVE = {"trafficker", "threat", "home", "sadness"}  # one yes makes it high
MANY = 3  # so many others make it high as well
ORDER = [Risk.LOW, Risk.MEDIUM, Risk.HIGH]


@dataclass(frozen=True)
class Suggestion:
    """A level and the sentence that gives its reasons."""

    level: str
    words: str


def suggest(answers, before=""):
    """The level that the rules suggest.

    In: {question: yes, no, unclear or not_asked} and the level before, if any. One
    grave yes, or three others, is high; any other yes, or a grave doubt, is medium.
    What was not asked never lowers the level before.
    """
    said_yes = [key for key in QUESTIONS if answers.get(key) == "yes"]
    unclear = [key for key in QUESTIONS if answers.get(key) == "unclear"]
    open_questions = [key for key in QUESTIONS if answers.get(key) not in ("yes", "no")]
    if GRAVE & set(said_yes) or len(said_yes) >= MANY:
        return _because(Risk.HIGH, said_yes)
    if said_yes or GRAVE & set(unclear):
        found = _because(Risk.MEDIUM, said_yes or unclear, doubt=not said_yes)
    else:
        found = Suggestion(Risk.LOW, _("Low: no question was answered with yes."))
    if before and open_questions and ORDER.index(before) > ORDER.index(found.level):
        words = _("%(level)s as before: not every question could be answered.")
        return Suggestion(before, words % {"level": Risk(before).label})
    return found


def _because(level, keys, doubt=False):
    reasons = "; ".join(str(BECAUSE[key]) for key in keys)
    words = (
        _("%(level)s, perhaps: %(reasons)s.") if doubt else _("%(level)s: %(reasons)s.")
    )
    return Suggestion(level, words % {"level": level.label, "reasons": reasons})
