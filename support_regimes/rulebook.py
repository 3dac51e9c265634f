"""A rule set, in the shape of its file, into the plain rules of one place and day.

The one reader: the files themselves (tests, proofs), the tables (facts.py), and the
versions that decisions rest on (replaying.py) all come through here.
"""

import tomllib
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from areas.widgets import dotted
from support_regimes.known import ItemRules, RegimeRules, StepRules
from support_regimes.models import Confidence, Item, Norm

STAY = "stay"  # the topic of the readings on how long a stay is paid
FILES = Path(__file__).parent / "rules"


def document_in(path):
    """The rule set (dict) that a file holds."""
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def regimes_from(document, areas, day, followed=None):
    """The regimes (list of RegimeRules) as they read for a place on a day.

    areas: keys of the place and all areas above it ("02@2004"). followed: {(number of
    the regime, topic): place of the reading, from 1}, where a case follows another
    answer than the rule set does.
    """
    book = _Book(document, frozenset(areas), day, followed or {})
    rows = sorted(document["regime"], key=lambda row: row["number"])
    return [book.regime(row) for row in rows]


class _Book:
    def __init__(self, document, areas, day, followed):
        self.document, self.areas, self.day = document, areas, day
        self.followed = followed
        rows = document.get("instrument", [])
        self.texts = {row["code"]: row["short"] for row in rows}
        self.persons = frozenset(
            document["rule_set"].get("persons")
            or (p["person"] for r in document["regime"] for p in r["entitlement"])
        )

    def regime(self, row):
        stay = self.reading(row, STAY) or {}
        people = row.get("entitlement", [])
        return RegimeRules(
            number=row["number"],
            code=row["code"],
            name=row["name"],
            short=row["short"],
            icon=row["icon"],
            by_state=row["decided"] == "state",
            basis=self.cited(row),
            persons={each["person"]: tuple(each["conditions"]) for each in people},
            items=tuple(self.item(row, each) for each in row.get("item", [])),
            stay_days=stay.get("days"),
            stay_months=stay.get("months"),
            stay_basis=self.cited(stay) if stay else "",
            stay_is_unconfirmed=stay.get("confidence") == Confidence.UNCONFIRMED,
            letter=row.get("letter", ""),
            report_line=row["report_line"],
            was=tuple(row.get("was", [])),
            is_unconfirmed=row["confidence"] == Confidence.UNCONFIRMED,
            persons_basis={each["person"]: self.cited(each) for each in people},
            tells_apart=self.persons,
            steps=tuple(self.step(each) for each in self.shared(row, "step")),
        )

    def item(self, regime, row):
        norm, least = self.norm(row), self.least(row)
        return ItemRules(
            code=row["code"],
            name=row["name"],
            once=row.get("once", False),
            conditions=tuple(row.get("conditions", [])),
            basis=self.cited(row),
            is_unconfirmed=row["confidence"] == Confidence.UNCONFIRMED,
            on_board=row.get("on_board", True),
            norm=norm_words(norm, row["unit"]),
            norm_basis=self.cited(norm) if norm else "",
            amount=norm.get("amount") if norm else None,
            norm_kind=norm["kind"] if norm else "",
            least=norm_words(least, row["unit"]),
            least_basis=self.cited(least) if least else "",
            ceiling=norm.get("ceiling") if norm else None,
            unit=row["unit"],
            months=row.get("months"),
            instead=tuple(row.get("instead", [])),
            report_line=row.get("report_line") or regime["report_line"],
        )

    def step(self, row):
        return StepRules(
            act=row["act"],
            name=row["name"],
            body=row["body"],
            working_days=row.get("working_days"),
            months=row.get("months"),
            basis=self.cited(row),
            is_unconfirmed=row["confidence"] == Confidence.UNCONFIRMED,
        )

    def norm(self, item):
        """The line in force that day: the place's own before the state's, or None."""
        rows = [row for row in item.get("norm", []) if self.holds(row)]
        own = [row for row in rows if row.get("area")]
        return next(iter(own or rows), None)

    def least(self, item):
        """The state's amount that stands behind the place's own norm, or None."""
        rows = [row for row in item.get("norm", []) if self.holds(row)]
        own = any(row.get("area") for row in rows)
        of_state = [r for r in rows if not r.get("area") and r.get("amount")]
        return next(iter(of_state), None) if own else None

    def holds(self, row):
        if row.get("area") and row["area"] not in self.areas:
            return False
        first, last = as_day(row["valid_from"]), as_day(row.get("valid_to"))
        return first <= self.day and (last is None or self.day <= last)

    def reading(self, regime, topic):
        """The answer that is followed, or None."""
        rows = [row for row in self.shared(regime, "reading") if row["topic"] == topic]
        place = self.followed.get((regime["number"], topic))
        if place and place <= len(rows):
            return rows[place - 1]
        return next((row for row in rows if row.get("followed")), None)

    def shared(self, regime, kind):
        """A regime's own lines, then those that stand once for several regimes."""
        rows = self.document.get(kind, [])
        mine = [row for row in rows if regime["number"] in row["regimes"]]
        return [*regime.get(kind, []), *mine]

    def cited(self, row):
        parts = [self.texts.get(row["instrument"], ""), row.get("article", "")]
        basis = ", ".join(part for part in parts if part)
        if row["confidence"] == Confidence.UNCONFIRMED:
            return f"{basis} ({_('not confirmed')})"
        return basis


def as_day(value):
    """A day (date or None) of a file, or of a version kept as JSON."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def norm_words(norm, unit):
    """ "3.000.000 đ/người", "ít nhất 70.000 đ/ngày", "theo chi phí thực tế"."""
    if norm is None:
        return ""
    kind = Norm.Kind(norm["kind"])
    if norm.get("amount") is None:
        return str(kind.label)
    amount = f"{dotted(norm['amount'])} đ/{Item.Unit(unit).label}"
    return amount if kind is Norm.Kind.FIXED else f"{kind.label} {amount}"
