"""The figures of a report under stable keys, for programs: see docs/reports.md.

Keys are only ever added. Money is whole VND, animals are heads, days are ISO dates.
"""

from django.conf import settings

from areas.clock import today
from reporting.figures.labour import Labour
from reporting.figures.outcomes import MEASURES
from reporting.figures.unmet import Unmet

EDITION = 1  # of the keys


def as_keys(report):
    """Any report as a dict of plain values, ready for JSON."""
    if isinstance(report, Unmet):
        return _unmet(report)
    return _labour(report) if isinstance(report, Labour) else _womens_union(report)


def _head(name, scope):
    return {
        "report": name,
        "edition": EDITION,
        "parameters": {
            "area": _area(scope.area),
            "from": scope.from_on.isoformat(),
            "to": scope.to_on.isoformat(),
            "as_of": scope.as_of.isoformat(),
            "counted_until": scope.last.isoformat(),
            "by": scope.by,
        },
        "made_on": today().isoformat(),
        "sample_data": settings.DEMO,
        "internal": scope.is_internal,
    }


def _area(area):
    return {
        "code": area.code,
        "key": area.key,
        "level": area.level,
        "kind": str(area.kind),
        "name": str(area.name),
    }


# Women's Union


def _womens_union(report):
    tables = {
        table.key: {
            "unit": unit,
            "lines": [
                {"area": _area(line.area)} | _line(report, line) for line in table.lines
            ],
            "total": _line(report, table.total),
        }
        for table, unit in zip(report.tables, ["household", "person"], strict=True)
    }
    return _head("womens_union", report.scope) | tables


def _line(report, line):
    return {
        "units": line.units,
        "units_valued": line.valued,
        "units_not_valued": line.not_valued,
        "units_by_kind": line.units_by_kind,
        "units_not_valued_by_kind": line.not_valued_by_kind,
        "units_by_year": _years(line.units_by_year),
        "support": _support(report, line),
        "fertilizer_amounts": {
            unit or "": float(amount) for unit, amount in line.fertilizer.items()
        },
        "animals": _animals(report, line),
        "income": {
            "animals": line.sales,
            "products": line.products,
            "products_total": line.products_total,
            "total": line.income,
            "wages": line.wages,
        },
    }


def _support(report, line):
    sources = {pk: source.code for pk, source in report.sources.items()}
    return {
        "total": line.valued_support,
        "average": line.average,
        "by_kind": line.support_by_kind,
        "without_fertilizer": line.support_without_fertilizer,
        "fertilizer": line.fertilizer_support,
        "difference_from_request": line.adjustment,
        "by_year": _years(line.support_by_year),
        "by_source": {
            sources.get(pk, "none"): amount
            for pk, amount in line.support_by_source.items()
        },
    }


def _animals(report, line):
    def heads(by_species):
        return {
            kind.code: by_species[pk]
            for pk, kind in report.species.items()
            if pk in by_species
        }

    return {
        "at_first": heads(line.at_first),
        "handed_over_ever": heads(line.handed_ever),
        "born": heads(line.born),
        "sold": heads(line.sold),
        "died": heads(line.died_heads),
        "died_by_cause": line.died_by_cause,
        "still_raised": heads(line.raised),
        "increase": heads(line.increase),
    }


def _years(by_year):
    return {str(year): by_year[year] for year in sorted(by_year)}


# Department of Labour


def _labour(report):
    return _head("labour", report.scope) | {
        "regimes": [
            {"code": line.code, "name": line.name, "law": law.key}
            for law in report.laws
            for line in law.lines
        ],
        "by_law": {law.key: _of_law(report, law) for law in report.laws},
        "together": [
            {"lines": part.of.split("+"), "name": part.name}
            | _given(report.group(part.of))
            for part in report.together
        ],
        "total": _slice(report, report.total),
        "areas": [
            {"area": _area(part.area)} | _slice(report, part) for part in report.areas
        ],
        "years": {str(part.year): _slice(report, part) for part in report.years},
        "reported": [_area(area) for area in report.reported],
        "not_reported": [_area(area) for area in report.not_reported],
        "outcomes": _outcomes(report.outcomes),
    }


def _outcomes(found):
    areas = [{"area": _area(part.area)} | _came(part) for part in found.areas]
    return {"total": _came(found.total), "areas": areas}


def _came(part):
    return {
        name: _came_of(part.count(name))
        | {"by": {of: _came_of(part.count(name, of)) for of in part.used(name)}}
        for name in MEASURES
    }


def _came_of(counted):
    return {
        "persons": counted.persons,
        "minors": counted.minors,
        "turns": counted.turns,
        "amount": counted.amount,
    }


def _of_law(report, law):
    """All regimes of a law, each person once; the only law is the whole."""
    given = report.group(law.of) if report.together else report.total.given
    return {"name": law.name} | _given(given)


def _slice(report, part):
    got = part.received
    return {
        "received": {
            "persons": got.persons,
            "female": got.female,
            "male": got.male,
            "other_sex": got.other_sex,
            "under_18": got.under_18,
            "age_uncertain": got.age_uncertain,
        },
        "supported": _given(part.given),
        "by_regime": {
            line.code: _given(part.regime(line.code)) for line in report.regimes
        },
    }


def _given(given):
    return {
        "persons": given.persons,
        "minors": given.minors,
        "turns": given.turns,
        "minors_turns": given.minors_turns,
        "turns_without_file": given.without_file,
    }


# Unmet needs


def _unmet(report):
    return _head("unmet", report.scope) | {
        "causes": [
            {"key": cause.key, "name": cause.name, "group": cause.group}
            for cause in report.causes
        ],
        "total": _needs(report, report.total),
        "areas": [
            {"area": _area(part.area)} | _needs(report, part) for part in report.areas
        ],
        "years": {str(part.year): _needs(report, part) for part in report.years},
    }


def _needs(report, part):
    return {
        "all": _counted(part.all),
        "by_cause": {
            cause.key: _counted(part.cause(cause.key)) for cause in report.causes
        },
    }


def _counted(counted):
    return {
        "persons": counted.persons,
        "under_18": counted.minors,
        "turns": counted.turns,
        "turns_without_file": counted.without_file,
        "met_later": counted.met,
        "open": counted.open,
        "turns_valued": counted.valued,
        "turns_not_valued": counted.not_valued,
        "amount": counted.amount,
    }
