"""What people changed on the pages: the loader leaves it, and writes the rest."""

from collections import defaultdict

from django.db.models import Q

from support_regimes.models import Instrument, Norm, RuleChange

PAGE = "page-"  # the key of a norm that a change brought; see guard_changes.py
Kind = RuleChange.Kind


class Changed:
    """The changes in force of one rule set, as the loader must know them."""

    def __init__(self, key):
        """key: of the rule set."""
        self.columns = defaultdict(set)
        self.texts, self.named = set(), set()
        rows = RuleChange.objects.filter(rule_set__key=key)
        for change in rows.in_force():
            self.texts.add(change.instrument_id)
            for model, pk, column in _columns(change):
                self.columns[(model, pk)].add(column)
        for change in rows:
            self.named |= {("item", change.item_id), ("reading", change.reading_id)}

    def of(self, line):
        """The columns of a line that a change wrote."""
        return self.columns[(line._meta.model_name, line.pk)]

    def keeps(self, line):
        """A norm that a change brought: no file knows it."""
        return isinstance(line, Norm) and line.key.startswith(PAGE)

    def names(self, line):
        """A change, in force or not, is about this line: it may not go."""
        return (line._meta.model_name, line.pk) in self.named

    def meets(self, item, area, row):
        """Whether a norm of a file holds on days of one that a change brought."""
        own = item.norms.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=row["valid_from"]),
            area=area,
            key__startswith=PAGE,
        )
        if row.get("valid_to"):
            own = own.filter(valid_from__lte=row["valid_to"])
        return own.exists()

    def instruments(self):
        """The texts behind changes: they stay listed in the set."""
        return Instrument.objects.filter(pk__in=self.texts)


def _columns(change):
    """(model, key, column) that a change in force wrote."""
    if change.kind == Kind.LINE:
        for column in ("confidence", "note"):
            yield change.line_kind, change.line_id, column
    elif change.ends_norm_id:
        yield "norm", change.ends_norm_id, "valid_to"
    elif change.kind == Kind.END:
        yield "ruleset", change.rule_set_id, "valid_to"
    elif change.kind == Kind.WHOLE:
        yield "ruleset", change.rule_set_id, "state"
