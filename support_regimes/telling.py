"""What seems open to the people of a case on a day, as plain data: no names."""

from support_regimes.choosing import why
from support_regimes.conditions import apply_until
from support_regimes.eligibility import assess_all, instead_of
from support_regimes.facts import File
from support_regimes.persons import person_kinds
from support_regimes.ways import ways_of


def entitlements(case, day):
    """Conditions, articles and results (dict) for the person and each minor."""
    file = File(case, day)
    rule_set = file.rule_set
    return {
        "case": case.code,
        "on": day.isoformat(),
        "rules": rule_set
        and {
            "key": rule_set.key,
            "version": rule_set.version,
            "name": rule_set.name,
            "state": rule_set.state,
            "holds": rule_set.holds_on(case.received_on),
            "why": str(why(case, day)),
        },
        "people": [
            _person(file, minor, number)
            for number, minor in enumerate([None, *file.minors])
        ],
    }


def _person(file, minor, number):
    facts = file.facts(minor)
    results = assess_all(facts, file.rules)
    known = file.rules[0].tells_apart if file.rules else frozenset()
    return {
        "who": f"minor {number}" if minor else "person of the case",
        "kinds": list(person_kinds(facts, known)),
        "regimes": [_regime(result, results, facts) for result in results],
    }


def _regime(result, results, facts):
    rules = result.rules
    until = apply_until(facts.confirmed_on, rules.apply_months, facts.calendar)
    return {
        "number": rules.number,
        "letter": rules.letter,
        "code": rules.code,
        "name": rules.name,
        "article": rules.basis,
        "state": result.state,
        "state_if_wanted": result.open_state,
        "declined_on": _day(result.declined_on),
        "apply_by": _day(until) if rules.by_state else None,
        "conditions": [_finding(finding) for finding in result.findings],
        "items": [_item(item) for item in result.items],
        "instead": [
            {"regime": other.number, "item": item.item.code, "state": item.state}
            for other, item in instead_of(result, results)
        ],
    }


def _item(result):
    item = result.item
    return {
        "code": item.code,
        "name": item.name,
        "state": result.state,
        "article": item.basis,
        "once": item.once,
        "norm": item.norm,
        "norm_article": item.norm_basis,
        "amount": item.amount,
        "conditions": [_finding(finding) for finding in result.findings],
    }


def _finding(finding):
    return {
        "key": finding.key,
        "verdict": finding.verdict,
        "condition": str(finding.label),
        "note": str(finding.note),
        "record": finding.record,
        "record_on": _day(finding.on),
        "article": finding.article,
        "ways_out": [
            {"what": str(way.what), "who": str(way.who)} for way in ways_of([finding])
        ],
    }


def _day(day):
    return day and day.isoformat()


def as_text(told):
    """The same to read on a terminal."""
    rules = told["rules"] or {"name": "-", "version": "-", "why": ""}
    yield f"{told['case']}  {told['on']}"
    yield f"{rules['name']} ({rules['version']}). {rules['why']}"
    for person in told["people"]:
        yield ""
        yield f"== {person['who']}: {', '.join(person['kinds'])}"
        for regime in person["regimes"]:
            yield from _regime_text(regime)


def _regime_text(regime):
    place = regime["letter"] or regime["number"]
    yield f"{place}. {regime['name']}: {regime['state']} [{regime['article']}]"
    for each in regime["conditions"]:
        note = f" ({each['note']})" if each["note"] else ""
        yield f"     {each['verdict']:8}{each['condition']}{note} [{each['article']}]"
    for item in regime["items"]:
        norm = f", {item['norm']}" if item["norm"] else ""
        yield f"   - {item['code']}: {item['state']}{norm} [{item['article']}]"
