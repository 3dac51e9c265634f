"""A rule set from the tables into the shape of its file, and its versions kept.

A decision names the version that it followed; the first one under a version keeps the
whole document, so that the decision can be replayed after lines have changed.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch

from support_regimes.models import (
    Entitlement,
    Item,
    Norm,
    ProcedureStep,
    Reading,
    RuleVersion,
)

LINE = ["article", "confidence", "note"]
KEYS = {
    "rule_set": ["key", "name", "short", "valid_from", "valid_to", "persons"],
    "instrument": ["code", "short", "confidence"],
    "regime": [
        *("number", "code", "name", "short", "icon", "decided"),
        *("report_line", "letter", "was", *LINE),
    ],
    "entitlement": ["person", "conditions", *LINE],
    "item": [
        *("code", "name", "unit", "once", "on_board", "conditions"),
        *("report_line", "months", "instead", *LINE),
    ],
    "norm": ["key", "kind", "amount", "ceiling", "valid_from", "valid_to", *LINE],
    "step": ["act", "name", "body", "level", "organ", "working_days", "months", *LINE],
    "reading": [
        *("topic", "question", "answer", "days", "months", "followed", "why", *LINE),
    ],
}
EMPTY = (None, "")


def document_of(rule_set):
    """The rule set (dict) in the shape of its file, as the tables have it."""
    regimes = rule_set.regimes.select_related("instrument").order_by("number")
    regimes = regimes.prefetch_related(
        _lines("entitlements", Entitlement.objects.order_by("pk")),
        _lines("items", Item.objects.order_by("order")),
        _lines(
            "items__norms", Norm.objects.select_related("area").order_by("valid_from")
        ),
        _lines("steps", ProcedureStep.objects.order_by("order")),
        _lines("readings", Reading.objects.order_by("topic", "order")),
    )
    return {
        "rule_set": _row("rule_set", rule_set),
        "instrument": [_row("instrument", i) for i in rule_set.instruments.all()],
        "regime": [_regime(regime) for regime in regimes],
    }


def as_json(document):
    """The document as a version keeps it."""
    return json.loads(json.dumps(document, cls=DjangoJSONEncoder))


def keep_version(rule_set):
    """Keep the document of the rule set's version, if nobody has; returns the number."""
    kept = RuleVersion.objects.filter(rule_set=rule_set, version=rule_set.version)
    if not kept.exists():
        document = document_of(rule_set)
        row = RuleVersion(
            rule_set=rule_set, version=rule_set.version, document=document
        )
        RuleVersion.objects.bulk_create([row], ignore_conflicts=True)
    return rule_set.version


def _lines(name, rows):
    return Prefetch(name, rows.select_related("instrument"))


def _regime(regime):
    row = _row("regime", regime)
    row["entitlement"] = [_row("entitlement", e) for e in regime.entitlements.all()]
    row["step"] = [_row("step", each) for each in regime.steps.all()]
    row["reading"] = [_row("reading", each) for each in regime.readings.all()]
    row["item"] = [
        _row("item", item) | {"norm": [_norm(norm) for norm in item.norms.all()]}
        for item in regime.items.all()
    ]
    return row


def _norm(norm):
    row = _row("norm", norm)
    return row | {"area": norm.area.key} if norm.area_id else row


def _row(kind, line):
    values = {key: getattr(line, key) for key in KEYS[kind]}
    row = {key: value for key, value in values.items() if value not in EMPTY}
    if hasattr(line, "instrument_id"):
        row["instrument"] = line.instrument.code
    return row
