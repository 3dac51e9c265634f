"""Under which law support was given: the lines of each, and how they come together.

A regime says which regimes of the set before it continues (`Regime.was`): so the six of
Decree 09/2013 and the ten of Law 53/2024 can be told together, and in no other way.
"""

from dataclasses import dataclass

from support_regimes.models import Item, Regime, RuleSet


@dataclass(frozen=True)
class ReportLine:
    """A line of the Department's table: "6a", "Trợ cấp khó khăn ban đầu"."""

    code: str
    name: str


@dataclass(frozen=True)
class Law:
    """A rule set with the lines of its table. is_draft: not confirmed by two persons."""

    key: str
    short: str
    name: str
    lines: tuple
    is_draft: bool = False

    @property
    def is_lettered(self):
        """Its regimes have letters in the law; those of 2013 have numbers."""
        return not self.lines[0].code[0].isdigit()

    @property
    def of(self):
        """All its lines as one group: "a+b+c"."""
        return "+".join(line.code for line in self.lines)


@dataclass(frozen=True)
class Together:
    """Lines of both laws that are one matter: of "1+a+e"."""

    of: str
    name: str

    @property
    def words(self):
        return self.of.replace("+", " + ")


def laws_of(scope, used=()):
    """The laws in force on a day of the period, and those under which was given."""
    last = RuleSet.objects.on(scope.last)
    begun = RuleSet.objects.filter(valid_from__lte=scope.last)
    sets = {s.pk: s for s in begun if s == last or s.holds_on(scope.from_on)}
    items = Item.objects.filter(report_line__in=used).select_related("regime__rule_set")
    for item in items:
        sets.setdefault(item.regime.rule_set_id, item.regime.rule_set)
    found = sorted(sets.values(), key=lambda rules: rules.valid_from)
    return tuple(
        Law(s.key, s.short, s.name, _lines(s), s.state == RuleSet.State.DRAFT)
        for s in found
    )


def _lines(rules):
    """An item with a line of its own gives its name, the others the regime's: so regime 5
    is one line, regime 6 is two.
    """
    names = {}
    for item in Item.objects.filter(regime__rule_set=rules).select_related("regime"):
        own = item.report_line != item.regime.report_line
        names.setdefault(item.report_line, item.name if own else item.regime.name)
    return tuple(ReportLine(code, names[code]) for code in sorted(names, key=_place))


_ALPHABET = "abcdđeghiklmnopqrstuvxy"


def _place(code):
    """ "6a" stands after "5" and before "10"; letters as the Vietnamese alphabet has them."""
    digits = "".join(filter(str.isdigit, code))
    return int(digits or 99), [_ALPHABET.find(letter) for letter in code]


def together(laws):
    """The lines of several laws told as one; nothing for one law. See Regime.was."""
    if len(laws) < 2:
        return ()
    groups = {}
    regimes = Regime.objects.filter(rule_set__key__in=[law.key for law in laws])
    regimes = regimes.select_related("rule_set").prefetch_related("items")
    for regime in regimes.order_by("rule_set__valid_from", "number"):
        is_first = regime.rule_set.key == laws[0].key
        key = regime.number if is_first else (regime.was or [regime.report_line])[0]
        name, codes = groups.setdefault(key, (regime.name, []))
        lines = dict.fromkeys(item.report_line for item in regime.items.all())
        codes += [line for line in lines if line not in codes]
    return tuple(
        Together("+".join(sorted(codes, key=_place)), name)
        for name, codes in groups.values()
    )
