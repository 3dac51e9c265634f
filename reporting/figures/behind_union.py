"""What stands behind a number of the Women's Union's report: units with their share.

The list counts by the same rules as the number: the units of the list are the number
itself (households, persons), or their sum is (money, animals).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from livelihoods.models import GrantLine, HerdEntry, Income, Species
from reporting.figures.question import UNKNOWN, Page, one_of
from reporting.figures.womens_union import PRODUCTS
from support_regimes.models import FundingSource

Kind = HerdEntry.Kind
NO_SOURCE = "none"
FERTILIZER = GrantLine.Kind.FERTILIZER.value

# measure -> (words, what its number is: "units", "money" in VND or "heads")
MEASURES = {
    "units": (_("with any support"), "units"),
    "valued": (_("with a support valued in money"), "units"),
    "not_valued": (_("with a support that was never valued in money"), "units"),
    "support": (_("support"), "money"),
    "kind": (_("support of one kind"), "money"),
    "without_fertilizer": (_("support without fertilizer"), "money"),
    "adjustment": (_("difference from the request"), "money"),
    "kind_not_valued": (_("support of one kind, not valued in money"), "units"),
    "source": (_("support from one source"), "money"),
    "at_first": (_("animals at first"), "heads"),
    "raised": (_("animals still raised"), "heads"),
    "increase": (_("increase of animals"), "heads"),
    "born": (_("animals born"), "heads"),
    "sold": (_("animals sold"), "heads"),
    "died": (_("animals that died"), "heads"),
    "sales": (_("money of animals sold"), "money"),
    "product": (_("money of one product"), "money"),
    "income": (_("money of animals and products sold"), "money"),
    "wages": (_("wages"), "money"),
}

# measure -> kinds of ledger entries, whether all days count, whether heads left
HERD = {
    "at_first": ([Kind.HANDED_OVER], False, False),
    "raised": (list(Kind), True, False),
    "increase": ([kind for kind in Kind if kind != Kind.HANDED_OVER], True, False),
    "born": ([Kind.BORN], False, False),
    "sold": ([Kind.SOLD], False, True),
    "died": ([Kind.DIED], False, True),
}


@dataclass(frozen=True)
class Row:
    """One household, or person by the case (None in table 1), and the share (int)."""

    household_id: object
    case_id: object
    value: object
    key: tuple


def behind(scope, question, after=("", ""), most=50):
    """A Page of Rows by household code; raises ValidationError for no such number."""
    one_of(["prevention", "victims"], question.table)
    number_is = MEASURES[one_of(MEASURES, question.measure)][1]
    file, filters = _filters(question)
    found = scope.rows(
        "places.sql",
        "supported.sql",
        file,
        "behind_union.sql",
        victims=question.table == "victims",
        line=question.line_id,
        after_code=after[0],
        after_unit=after[1],
        most=most + 1,
        **filters,
    )
    rows = tuple(
        Row(household, case, None if value is None else int(value), (code, str(unit)))
        for household, case, value, code, unit, _units, _total in found[:most]
    )
    units, total = found[0][5:7] if found else (0, 0)
    number = units if number_is == "units" else int(total or 0)
    return Page(rows, units, number, len(found) > most)


def _filters(question):
    measure = question.measure
    if measure in HERD:
        return "behind_herd.sql", _herd_filters(question)
    if measure in ("sales", "product", "income", "wages"):
        return "behind_money.sql", _money_filters(question)
    if measure == "adjustment":
        return "behind_adjustment.sql", {}
    if measure in ("kind", "kind_not_valued", "without_fertilizer"):
        return "behind_lines.sql", _line_filters(question)
    return "behind_grants.sql", {
        "only": {"support": "valued", "source": "valued"}.get(measure, measure),
        "year": question.year_number,
        "by_source": measure == "source",
        "source": _source(question.of) if measure == "source" else None,
    }


def _line_filters(question):
    if question.measure == "without_fertilizer":
        kinds = [kind for kind in GrantLine.Kind.values if kind != FERTILIZER]
    else:
        kinds = [one_of(GrantLine.Kind.values, question.of)]
    return {"kinds": kinds, "not_valued": question.measure == "kind_not_valued"}


def _herd_filters(question):
    kinds, balance, leaving = HERD[question.measure]
    return {
        "kinds": kinds,
        "balance": balance,
        "leaving": leaving,
        "species": _species(question.of),
        "cause": one_of(["", *HerdEntry.Cause.values], question.cause),
    }


def _money_filters(question):
    kinds = {
        "sales": [],
        "income": PRODUCTS,
        "wages": [Income.Kind.WAGES],
    }.get(question.measure)
    if kinds is None:
        kinds = [one_of(PRODUCTS, question.of)]
    return {"sales": question.measure in ("sales", "income"), "kinds": kinds}


def _species(code):
    """The id of a species; None for all of them."""
    return _known(Species, code) if code else None


def _source(code):
    return None if code == NO_SOURCE else _known(FundingSource, code)


def _known(model, code):
    found = model.objects.filter(code=code).first()
    if not found:
        raise ValidationError(UNKNOWN)
    return found.pk
