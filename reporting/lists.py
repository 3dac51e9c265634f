"""The people and households of a list, as somebody who may open it sees them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from livelihoods.models import GrantLine, HerdEntry, Income, Species
from reporting.figures import behind_outcomes
from reporting.layout.grid import number as dotted
from support_regimes.causes import CAUSES, name_of
from support_regimes.models import FundingSource, Item, Provision
from victims.models import AccompanyingMinor, Case, Household


def described(rows, user):
    """Rows of figures.behind_* with their records, in a few statements.

    Each a dict: row, case and household (None where there is none or it is out of
    reach), minor, item, area of the turn, `of`: the record that is shown, for the trail.
    """
    cases = _found(Case, rows, "case_id", user, "victim", "household", "territory",
                   "household__territory")  # fmt: skip
    households = _found(Household, rows, "household_id", user, "territory")
    minors = _found(AccompanyingMinor, rows, "minor_id", user)
    turns = _found(Provision, rows, "provision_id", user, "area__parent")
    items = Item.objects.in_bulk({i for i in _ids(rows, "item_id") if i})
    told = []
    for row in rows:
        case = cases.get(row.case_id)
        household = households.get(getattr(row, "household_id", None))
        turn = turns.get(getattr(row, "provision_id", None))
        told.append(
            {
                "row": row,
                "case": case,
                "household": household or (case.household if case else None),
                "minor": minors.get(getattr(row, "minor_id", None)),
                "item": items.get(getattr(row, "item_id", None)),
                "turn": turn,
                "cause": name_of(getattr(row, "cause", "")),
                "of": case or household or turn,
            }
        )
    return told


def _ids(rows, name):
    return [getattr(row, name, None) for row in rows]


def _found(model, rows, name, user, *related):
    wanted = {pk for pk in _ids(rows, name) if pk}
    if not wanted:
        return {}
    return model.objects.visible_to(user).select_related(*related).in_bulk(wanted)


def sentence(kind, question, page):
    """What the list is: "46 households: support, 552.000.000 đ"."""
    words, number_is = kind.behind.MEASURES[question.measure][:2]
    if number_is in ("turns", "money_of_turns"):
        counted = ngettext("%(n)s turn", "%(n)s turns", page.units)
    elif question.table == "prevention":
        counted = ngettext("%(n)s household", "%(n)s households", page.units)
    else:
        counted = ngettext("%(n)s person", "%(n)s persons", page.units)
    text = f"{counted % {'n': dotted(page.units)}}: {words}"
    if number_is in ("money", "money_of_turns"):
        return f"{text}, {dotted(page.number)} đ"
    if number_is == "heads":
        return text + ", " + _("%(n)s head") % {"n": dotted(page.number)}
    return text


def place(scope, question):
    """Where, of what and as of when: the rest of the question in words."""
    parts = [str(question.line or scope.area), *_of(question)]
    days = _("from %(first)s to %(last)s, as of %(as_of)s") % {
        "first": f"{scope.from_on:%d/%m/%Y}",
        "last": f"{scope.to_on:%d/%m/%Y}",
        "as_of": f"{scope.as_of:%d/%m/%Y}",
    }
    year = [_("year %s") % question.year] if question.year else []
    return ", ".join([*parts, *year, days])


def _of(question):
    """The words for what the number is of: a species, a kind, a source, a regime."""
    if question.measure in behind_outcomes.MEASURES:
        measure, _asked = behind_outcomes.MEASURES[question.measure][2]
        name = behind_outcomes.part_name(measure, question.of)
        return [name] if question.of else []
    words = dict(GrantLine.Kind.choices) | dict(Income.Kind.choices)
    words = {cause.key: cause.name for cause in CAUSES.values()} | words
    found = [str(words[question.of])] if question.of in words else []
    if question.of and not found:
        for model, field in ((Species, "code"), (FundingSource, "code")):
            found += [
                str(one).lower() for one in model.objects.filter(**{field: question.of})
            ]
    if question.of and not found:
        found = [_("regime line %s") % question.of]
    if question.cause:
        found.append(str(HerdEntry.Cause(question.cause).label))
    return found
