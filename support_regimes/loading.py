"""Rule sets, from support_regimes/rules/*.toml into the database.

Reading checks the whole first and names every fault; saving writes only what differs,
so that a second run changes nothing. A line that records rest on (`used`) is never
changed: only its last day, its note and how sure we are of it may still be written.
"""

import tomllib
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from areas.models import Area
from support_regimes.changed import Changed
from support_regimes.checking import KNOWN, Checks, at, in_time, readings, shared
from support_regimes.documents import as_json, document_of
from support_regimes.models import (
    Entitlement,
    Instrument,
    Item,
    Norm,
    ProcedureStep,
    Reading,
    Regime,
    RulePaper,
    RuleSet,
)

DATA = Path(__file__).parent / "rules"
EMPTY = (None, "", [])
# Of a line in use: what changes no entitlement (`why`, `instead` only explain).
STILL_WRITTEN = {"valid_to", "note", "confidence", "why", "letter", "was", "instead"}


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
        faults = in_time([rules["rule_set"] for rules in found], "key")
    if faults:
        raise ValidationError(faults)
    return found


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
        """Write one set; what people changed on the pages stays as they have it."""
        self.changed = Changed(rules["rule_set"]["key"])
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
        texts = {self.instruments[row["code"]] for row in rules["instrument"]}
        rule_set.instruments.set(texts | set(self.changed.instruments()))
        kept = [self.regime(rule_set, rules, regime) for regime in rules["regime"]]
        self.drop(rule_set.regimes, kept, lambda regime: regime.used)
        self.papers(rule_set, rules.get("paper", []), used)
        self.raise_version(rule_set)

    def papers(self, rule_set, rows, used):
        kept = []
        for order, row in enumerate(rows, start=1):
            values = self.values("paper", row) | {"regimes": row["regimes"]}
            key = {"rule_set": rule_set, "code": row["code"]}
            kept.append(self.put(RulePaper, key, values, used, order=order))
        self.drop(rule_set.papers, kept, lambda line: used)

    def raise_version(self, rule_set):
        """Lines differ from what decisions of this version saw: a new version."""
        kept = rule_set.versions.filter(version=rule_set.version).first()
        if kept and kept.document != as_json(document_of(rule_set)):
            rule_set.version += 1
            rule_set.save(update_fields=["version"])

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
        self.steps(regime, [*row.get("step", []), *shared(rules, "step", row)], used)
        self.readings(regime, readings(rules, row), used)
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
        new = not Norm.objects.filter(key=row["key"]).exists()
        if new and self.changed.meets(item, values["area"], row):
            self.done["left"] += 1  # the page's own norm holds on these days
            return None
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
        self.done["left"] += bool(changed & self.changed.of(line))
        changed -= self.changed.of(line)
        if used and changed - STILL_WRITTEN - set(place):
            what = _("%(where)s: records rest on it. End it and add a line (%(key)s).")
            names = ", ".join(sorted(changed - STILL_WRITTEN))
            self.faults.append(what % at(f"{model._meta.model_name} {line}", names))
            return line
        for name in changed:
            setattr(line, name, wanted[name])
        if changed:
            line.save(update_fields=changed)
        self.done["changed" if changed else "same"] += 1
        return line

    def drop(self, saved, kept, is_used):
        """Remove the lines that the file no longer has, unless records rest on them."""
        for line in saved.exclude(pk__in=[each.pk for each in kept if each]):
            if self.changed.keeps(line):
                continue
            if is_used(line) or self.changed.names(line):
                what = _("%(where)s: records rest on it; it may not go (%(key)s).")
                self.faults.append(what % at(line._meta.model_name, line))
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
    empty |= {"issued_on": None, "valid_from": None, "letter": "", "persons": []}
    empty |= {"was": [], "instead": []}
    names = {each.name for each in model._meta.concrete_fields}
    return {name: value for name, value in empty.items() if name in names}


def _area(row):
    return Area.objects.by_code(row["area"]) if row.get("area") else None
