"""What is wrong with the file of a rule set, before anything of it is saved."""

from collections import Counter
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from support_regimes.conditions import CONDITIONS
from support_regimes.findings import shown_day
from support_regimes.models import Confidence, Person

LINE = {"instrument", "article", "confidence", "note"}
KNOWN = {
    "instrument": {
        *("code", "kind", "number", "short", "title", "issuer", "area", "issued_on"),
        *("valid_from", "valid_to", "confidence", "note"),
    },
    "rule_set": {
        *("key", "name", "short", "valid_from", "valid_to", "state", "why", "persons")
    },
    "regime": LINE
    | {"number", "code", "name", "short", "icon", "decided", "report_line"}
    | {"letter", "was"},
    "entitlement": LINE | {"person", "conditions"},
    "item": LINE
    | {"code", "name", "unit", "once", "on_board", "conditions", "report_line"}
    | {"months", "instead"},
    "norm": LINE
    | {"key", "area", "kind", "amount", "ceiling", "valid_from", "valid_to"},
    "step": LINE | {"act", "name", "body", "level", "organ", "working_days", "months"},
    "reading": LINE
    | {"topic", "question", "answer", "days", "months", "followed", "why"},
    "paper": LINE | {"kind", "code", "name"},
}
REQUIRED = {
    "instrument": ("code", "kind", "number", "short", "title", "issuer", "confidence"),
    "rule_set": ("key", "name", "short", "valid_from", "state"),
    "regime": ("number", "code", "name", "short", "icon", "decided", "report_line"),
    "entitlement": ("person", "conditions"),
    "item": ("code", "name", "unit"),
    "norm": ("key", "kind", "valid_from"),
    "step": ("act", "name", "body"),
    "reading": ("topic", "question", "answer"),
    "paper": ("kind", "code", "name"),
}
SHARED = ("step", "reading", "paper")  # stand once, for the regimes they name
PARTS = {
    "": {"rule_set", "instrument", "regime", *SHARED},
    "regime": {"entitlement", "item", "step", "reading"},
    "item": {"norm"},
}


class Checks:
    """What is wrong with one file, as sentences."""

    def __init__(self, rules):
        self.rules = rules
        self.instruments = {i.get("code") for i in rules.get("instrument", [])}
        self.found, self.is_broken = [], False

    def faults(self):
        for key in self.rules.keys() - PARTS[""]:
            self.tell("file", key)
        for kind, where, row in lines(self.rules):
            self.check_keys(kind, where, row)
            if kind not in ("rule_set", "instrument"):
                self.check_basis(where, row)
            self.check_conditions(where, row)
            self.check_whole(kind, where, row)
        if "rule_set" not in self.rules:
            self.found.append(_("no [rule_set]"))
        if not self.is_broken:
            self.check_regimes()
        return self.found

    def check_regimes(self):
        codes = [regime.get("code") for regime in self.rules.get("regime", [])]
        self.check_twice({"code": "rule_set"}, "regime", codes)
        for regime in self.rules.get("regime", []):
            self.check_regime(regime)

    def check_whole(self, kind, where, row):
        for key in REQUIRED[kind]:
            if key not in row:
                self.is_broken = True
                self.found.append(
                    _("%(where)s: “%(key)s” is missing.") % at(where, key)
                )

    def tell(self, where, key):
        self.found.append(_("%(where)s: unknown “%(key)s”.") % at(where, key))

    def check_keys(self, kind, where, row):
        known = KNOWN[kind] | PARTS.get(kind, set())
        if kind in SHARED:
            known |= {"regimes"}
            numbers = {regime.get("number") for regime in self.rules.get("regime", [])}
            for number in set(row.get("regimes", [])) - numbers:
                what = _("%(where)s: there is no regime %(key)s.")
                self.found.append(what % at(where, number))
        for key in row.keys() - known:
            self.tell(where, key)

    def check_basis(self, where, row):
        if row.get("instrument") not in self.instruments:
            self.found.append(_("%s has no legal basis (instrument).") % where)
        if row.get("confidence") not in Confidence.values:
            self.found.append(_("%s does not say how sure it is (confidence).") % where)

    def check_conditions(self, where, row):
        for key in row.get("conditions", []):
            if key not in CONDITIONS:
                what = _("%(where)s: there is no condition “%(key)s”.")
                self.found.append(what % at(where, key))
        if "person" in row and row["person"] not in Person.values:
            what = _("%(where)s: there is no kind of person “%(key)s”.")
            self.found.append(what % at(where, row["person"]))
        told = self.rules.get("rule_set", {}).get("persons")
        if told and "person" in row and row["person"] not in told:
            what = _("%(where)s: the set does not tell “%(key)s” apart (persons).")
            self.found.append(what % at(where, row["person"]))

    def check_regime(self, regime):
        items = regime.get("item", [])
        self.check_twice(regime, "item", [item.get("code") for item in items])
        people = [row.get("person") for row in regime.get("entitlement", [])]
        self.check_twice(regime, "entitlement", people)
        for item in items:
            self.check_norms(item)
        topics = {row["topic"] for row in readings(self.rules, regime)}
        for topic in topics:
            rows = [r for r in readings(self.rules, regime) if r["topic"] == topic]
            if sum(row.get("followed", False) for row in rows) != 1:
                what = _("%(where)s: “%(key)s” needs exactly one followed reading.")
                self.found.append(what % at(regime.get("code"), topic))

    def check_norms(self, item):
        """One norm on each day: of the state for the whole set, of a place unbroken."""
        rows = item.get("norm", [])
        self.found += in_time(rows, "key")
        of_state = [row for row in rows if not row.get("area")]
        rule_set = self.rules.get("rule_set", {})
        first = rule_set.get("valid_from")
        if of_state and first and min(r["valid_from"] for r in of_state) > first:
            what = _("%(where)s: no norm from the first day of the set (%(key)s).")
            self.found.append(what % at(item.get("code"), shown_day(first)))
        last = rule_set.get("valid_to", date.max)
        if of_state and max(r.get("valid_to", date.max) for r in of_state) < last:
            what = _("%(where)s: no norm until the last day of the set (%(key)s).")
            self.found.append(what % at(item.get("code"), shown_day(last)))

    def check_twice(self, regime, kind, keys):
        for key, times in Counter(keys).items():
            if times > 1:
                what = _("%(where)s: “%(key)s” stands twice.")
                self.found.append(what % at(f"{regime.get('code')}, {kind}", key))


def at(where, key):
    return {"where": where, "key": key}


def lines(rules):
    """Every line of a file as (kind, where it stands, row)."""
    if "rule_set" in rules:
        yield "rule_set", "rule_set", rules["rule_set"]
    for row in rules.get("instrument", []):
        yield "instrument", row.get("code", "?"), row
    for kind in SHARED:
        for row in rules.get(kind, []):
            yield kind, f"{kind} {_name(row)}", row
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


def readings(rules, regime):
    return [*regime.get("reading", []), *shared(rules, "reading", regime)]


def shared(rules, kind, regime):
    """The steps or readings that stand once for several regimes."""
    return [r for r in rules.get(kind, []) if regime.get("number") in r["regimes"]]


def in_time(rows, key):
    """What is wrong with rows of one thing (and area): two on one day, days without."""
    faults = []
    for area in dict.fromkeys(row.get("area") for row in rows):
        mine = [row for row in rows if row.get("area") == area]
        mine.sort(key=lambda row: row["valid_from"])
        for row, after in pairwise(mine):
            faults += _between(row, after, key)
    return faults


def _between(row, after, key):
    last = row.get("valid_to", date.max)
    names = {"one": row[key], "two": after[key]}
    if after["valid_from"] <= last:
        yield _("%(one)s and %(two)s hold on the same days.") % names
    elif (after["valid_from"] - last).days > 1:
        yield _("Between %(one)s and %(two)s days are left out.") % names
