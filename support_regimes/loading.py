"""Rule sets, from support_regimes/rules/*.toml into the database.

Reading checks the whole first and names every fault; saving writes only what differs,
so that a second run changes nothing. A line that records rest on (`used`) is never
changed: only its last day, its note and how sure we are of it may still be written.
"""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from areas.models import Area
from support_regimes.conditions import CONDITIONS
from support_regimes.models import (
    Confidence,
    Entitlement,
    Instrument,
    Item,
    Norm,
    Person,
    ProcedureStep,
    Reading,
    Regime,
    RuleSet,
)

DATA = Path(__file__).parent / "rules"
EMPTY = (None, "", [])
STILL_WRITTEN = {"valid_to", "note", "confidence"}  # of a line in use
LINE = {"instrument", "article", "confidence", "note"}
KNOWN = {
    "instrument": {
        *("code", "kind", "number", "short", "title", "issuer", "area", "issued_on"),
        *("valid_from", "valid_to", "confidence", "note"),
    },
    "rule_set": {"key", "name", "short", "valid_from", "valid_to", "state", "why"},
    "regime": LINE
    | {"number", "code", "name", "short", "icon", "decided", "report_line"},
    "entitlement": LINE | {"person", "conditions"},
    "item": LINE
    | {"code", "name", "unit", "once", "on_board", "conditions", "report_line"},
    "norm": LINE
    | {"key", "area", "kind", "amount", "ceiling", "valid_from", "valid_to"},
    "step": LINE | {"act", "name", "body", "level", "organ", "working_days", "months"},
    "reading": LINE
    | {"topic", "question", "answer", "days", "months", "followed", "why"},
}


def read(directory=DATA):
    """The checked rule sets, a dict for each file; raises ValidationError."""
    found, faults = [], []
    for path in sorted(Path(directory).glob("*.toml")):
        try:
            rules = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path.name}: {error}")
            continue
        faults += [f"{path.name}: {fault}" for fault in Checks(rules).faults()]
        found.append(rules)
    if not faults:
        faults = _overlaps([rules["rule_set"] for rules in found], "key")
    if faults:
        raise ValidationError(faults)
    return found


class Checks:
    """What is wrong with one file, as sentences."""

    def __init__(self, rules):
        self.rules = rules
        self.instruments = {i.get("code") for i in rules.get("instrument", [])}
        self.found = []

    def faults(self):
        for kind, where, row in lines(self.rules):
            self.check_keys(kind, where, row)
            if kind not in ("rule_set", "instrument"):
                self.check_basis(where, row)
            self.check_conditions(where, row)
        for regime in self.rules.get("regime", []):
            self.check_regime(regime)
        if "rule_set" not in self.rules:
            self.found.append(_("no [rule_set]"))
        return self.found

    def check_keys(self, kind, where, row):
        for key in row.keys() - KNOWN[kind] - {"regimes"}:
            if not isinstance(row[key], list) or key == "conditions":
                self.found.append(_("%(where)s: unknown “%(key)s”.") % _at(where, key))

    def check_basis(self, where, row):
        if row.get("instrument") not in self.instruments:
            self.found.append(_("%s has no legal basis (instrument).") % where)
        if row.get("confidence") not in Confidence.values:
            self.found.append(_("%s does not say how sure it is (confidence).") % where)

    def check_conditions(self, where, row):
        for key in row.get("conditions", []):
            if key not in CONDITIONS:
                what = _("%(where)s: there is no condition “%(key)s”.")
                self.found.append(what % _at(where, key))
        if "person" in row and row["person"] not in Person.values:
            what = _("%(where)s: there is no kind of person “%(key)s”.")
            self.found.append(what % _at(where, row["person"]))

    def check_regime(self, regime):
        items = regime.get("item", [])
        self.check_twice(regime, "item", [item.get("code") for item in items])
        people = [row.get("person") for row in regime.get("entitlement", [])]
        self.check_twice(regime, "entitlement", people)
        for item in items:
            self.found += _overlaps(item.get("norm", []), "key")
        topics = {row["topic"] for row in _readings(self.rules, regime)}
        for topic in topics:
            rows = [r for r in _readings(self.rules, regime) if r["topic"] == topic]
            if sum(row.get("followed", False) for row in rows) != 1:
                what = _("%(where)s: “%(key)s” needs exactly one followed reading.")
                self.found.append(what % _at(regime.get("code"), topic))

    def check_twice(self, regime, kind, keys):
        for key, times in Counter(keys).items():
            if times > 1:
                what = _("%(where)s: “%(key)s” stands twice.")
                self.found.append(what % _at(f"{regime.get('code')}, {kind}", key))


def _at(where, key):
    return {"where": where, "key": key}


def lines(rules):
    """Every line of a file as (kind, where it stands, row)."""
    if "rule_set" in rules:
        yield "rule_set", "rule_set", rules["rule_set"]
    for row in rules.get("instrument", []):
        yield "instrument", row.get("code", "?"), row
    for kind in ("step", "reading"):
        for row in rules.get(kind, []):
            yield kind, f"{kind} {row.get('act') or row.get('topic')}", row
    for regime in rules.get("regime", []):
        code = regime.get("code", "?")
        yield "regime", code, regime
        for kind in ("entitlement", "item", "reading", "step"):
            for row in regime.get(kind, []):
                yield kind, f"{code}, {kind} {_name(row)}", row
                for norm in row.get("norm", []):
                    yield "norm", f"norm {norm.get('key', '?')}", norm


def _name(row):
    names = ("code", "person", "act", "topic")
    return next((row[name] for name in names if name in row), "?")


def _readings(rules, regime):
    return [*regime.get("reading", []), *_shared(rules, "reading", regime)]


def _shared(rules, kind, regime):
    """The steps or readings that stand once for several regimes."""
    return [r for r in rules.get(kind, []) if regime.get("number") in r["regimes"]]


def _overlaps(rows, key):
    """Two rows of one thing (and area) that hold on the same day."""
    faults = []
    for number, row in enumerate(rows):
        for other in rows[:number]:
            if row.get("area") == other.get("area") and _meet(row, other):
                what = _("%(one)s and %(two)s hold on the same days.")
                faults.append(what % {"one": other[key], "two": row[key]})
    return faults


def _meet(row, other):
    return row["valid_from"] <= other.get("valid_to", date.max) and other[
        "valid_from"
    ] <= row.get("valid_to", date.max)


@transaction.atomic
def save(found):
    """Write what differs: Counter of added, changed, same, removed lines.

    Raises ValidationError naming each line in use that the files would change.
    """
    saving = Saving()
    for rules in found:
        saving.rule_set(rules)
    if saving.faults:
        raise ValidationError(saving.faults)
    return saving.done


class Saving:
    """One run of the loader."""

    def __init__(self):
        self.done, self.faults, self.instruments = Counter(), [], {}

    def rule_set(self, rules):
        used = RuleSet.objects.filter(
            key=rules["rule_set"]["key"], regimes__used=True
        ).exists()
        for row in rules["instrument"]:
            values = row | {"area": _area(row)}
            self.instruments[row["code"]] = self.put(
                Instrument, {"code": row["code"]}, values, used
            )
        values = rules["rule_set"]
        rule_set = self.put(RuleSet, {"key": values["key"]}, values, used)
        rule_set.instruments.set(
            self.instruments[r["code"]] for r in rules["instrument"]
        )
        kept = [self.regime(rule_set, rules, regime) for regime in rules["regime"]]
        self.drop(rule_set.regimes, kept, lambda regime: regime.used)

    def regime(self, rule_set, rules, row):
        key = {"rule_set": rule_set, "number": row["number"]}
        saved = Regime.objects.filter(**key).first()
        used = bool(saved and saved.used)
        regime = self.put(Regime, key, self.values("regime", row), used)
        persons = [
            self.put(
                Entitlement,
                {"regime": regime, "person": each["person"]},
                self.values("entitlement", each),
                used,
            )
            for each in row.get("entitlement", [])
        ]
        self.drop(regime.entitlements, persons, lambda line: used)
        self.items(regime, row)
        self.steps(regime, [*row.get("step", []), *_shared(rules, "step", row)], used)
        self.readings(regime, _readings(rules, row), used)
        return regime

    def items(self, regime, row):
        kept = []
        for order, each in enumerate(row["item"], start=1):
            key = {"regime": regime, "code": each["code"]}
            saved = Item.objects.filter(**key).first()
            used = bool(saved and saved.used)
            values = {"report_line": regime.report_line} | self.values("item", each)
            item = self.put(Item, key, values, used, order=order)
            norms = [self.norm(item, norm, used) for norm in each.get("norm", [])]
            self.drop(item.norms, norms, lambda line, used=used: used)
            kept.append(item)
        self.drop(regime.items, kept, lambda item: item.used)

    def norm(self, item, row, used):
        values = self.values("norm", row) | {"item": item, "area": _area(row)}
        return self.put(Norm, {"key": row["key"]}, values, used)

    def steps(self, regime, rows, used):
        kept = []
        for order, row in enumerate(rows, start=1):
            key = {"regime": regime, "act": row["act"]}
            values = self.values("step", row)
            kept.append(self.put(ProcedureStep, key, values, used, order=order))
        self.drop(regime.steps, kept, lambda line: used)

    def readings(self, regime, rows, used):
        kept, counts = [], Counter()
        for row in rows:
            counts[row["topic"]] += 1
            place = {"topic": row["topic"], "order": counts[row["topic"]]}
            values = self.values("reading", row)
            kept.append(self.put(Reading, {"regime": regime} | place, values, used))
        self.drop(regime.readings, kept, lambda line: used)

    def values(self, kind, row):
        values = {key: row[key] for key in KNOWN[kind] if key in row}
        values["instrument"] = self.instruments[row["instrument"]]
        return values

    def put(self, model, key, values, used, **place):
        """Make, leave or change one line; a line in use is told as a fault."""
        line = model.objects.filter(**key).first()
        wanted = _defaults(model) | values | place
        if line is None:
            self.done["added"] += 1
            return _add(model(**key | wanted))
        changed = {k for k, v in wanted.items() if getattr(line, k) != v}
        if used and changed - STILL_WRITTEN - set(place):
            what = _("%(where)s: records rest on it. End it and add a line (%(key)s).")
            names = ", ".join(sorted(changed - STILL_WRITTEN))
            self.faults.append(what % _at(f"{model._meta.model_name} {line}", names))
            return line
        for name in changed:
            setattr(line, name, wanted[name])
        if changed:
            line.save(update_fields=changed)
        self.done["changed" if changed else "same"] += 1
        return line

    def drop(self, saved, kept, is_used):
        """Remove the lines that the file no longer has, unless records rest on them."""
        for line in saved.exclude(pk__in=[each.pk for each in kept]):
            if is_used(line):
                what = _("%(where)s: records rest on it; it may not go (%(key)s).")
                self.faults.append(what % _at(line._meta.model_name, line))
            else:
                self.done["removed"] += 1
                _remove(line)


def _add(line):
    """Save a new line whose values fit its fields; what is empty may be empty."""
    empty = [f.name for f in line._meta.fields if f.value_from_object(line) in EMPTY]
    line.full_clean(empty, validate_unique=False, validate_constraints=False)
    line.save(force_insert=True)
    return line


def _remove(line):
    """A regime or an item goes with its lines."""
    for name in ("entitlements", "steps", "readings", "norms", "items"):
        for child in getattr(line, name).all() if hasattr(line, name) else ():
            _remove(child)
    line.delete()


def _defaults(model):
    """What a line says when the file says nothing."""
    empty = {"note": "", "article": "", "why": "", "valid_to": None, "conditions": []}
    empty |= {"amount": None, "ceiling": None, "days": None, "followed": False}
    empty |= {"once": False, "on_board": True, "working_days": None, "months": None}
    empty |= {"issued_on": None, "valid_from": None}
    names = {each.name for each in model._meta.concrete_fields}
    return {name: value for name, value in empty.items() if name in names}


def _area(row):
    return Area.objects.by_code(row["area"]) if row.get("area") else None
