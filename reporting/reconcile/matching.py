"""Which persons of two lists are one: a pure comparison, without any database.

The name decides first: folded (no diacritics, đ = d), its words in any order. Then the
year of birth, then the day. What is not certain is said to be so and counts as neither:
an officer looks at it. Nothing is merged.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from areas.names import folded

SAME_DAYS = 3  # two offices write down one reception on days so far apart
ABOUT_YEARS = 2  # an estimated year may be so far off

OTHER_YEAR, OTHER_SEX = "other_year", "other_sex"
NO_YEAR, SEVERAL = "no_year", "several"


@dataclass(frozen=True)
class Person:
    """A line of a list. key: whatever finds it again; names: spellings of one name."""

    key: object
    names: tuple
    year: int | None = None
    day: date | None = None
    sex: str = ""
    is_about: bool = False  # the year is an estimate


@dataclass(frozen=True)
class Unsure:
    """Lines of both lists under one name that nobody can tell apart from here."""

    ours: tuple
    theirs: tuple
    why: str


@dataclass
class Answer:
    matched: list = field(default_factory=list)  # (ours, theirs)
    unsure: list = field(default_factory=list)
    only_ours: list = field(default_factory=list)
    only_theirs: list = field(default_factory=list)

    def counts(self):
        """{kind of line: persons}; of ours and of theirs they add up to the lists."""
        return {
            "matched": len(self.matched),
            "unsure_ours": sum(len(each.ours) for each in self.unsure),
            "unsure_theirs": sum(len(each.theirs) for each in self.unsure),
            "only_ours": len(self.only_ours),
            "only_theirs": len(self.only_theirs),
        }


def name_key(name):
    """What two spellings of one name have in common, in any order of its words."""
    return " ".join(sorted(folded(name).split()))


def compare(ours, theirs):
    """Two lists of Person -> Answer, each person in it once."""
    answer = Answer()
    for mine, others in _by_name(ours, theirs):
        mine, others = _pair(mine, others, answer)
        if mine and others:
            answer.unsure.append(Unsure(tuple(mine), tuple(others), _why(mine, others)))
        else:
            answer.only_ours += mine
            answer.only_theirs += others
    return answer


def _by_name(ours, theirs):
    """Groups (ours, theirs) that share a name, also through a person's other names."""
    above, groups = {}, defaultdict(lambda: ([], []))

    def top(key):
        while above.setdefault(key, key) != key:
            key = above[key]
        return key

    keys = {}
    for side, people in enumerate((ours, theirs)):
        for at, person in enumerate(people):
            own = [name_key(name) for name in person.names if name_key(name)]
            own = own or [f"\0{side}.{at}"]  # without a name nobody is the same
            keys[side, at] = own[0]
            for key in own[1:]:
                above[top(key)] = top(own[0])
            top(own[0])
    for side, people in enumerate((ours, theirs)):
        for at, person in enumerate(people):
            groups[top(keys[side, at])][side].append(person)
    return list(groups.values())


def _pair(mine, others, answer):
    """Take out of a group the pairs that are certain, the surest first; the rest."""
    for fits in (_same_year_and_day, _same_year, _same_day_year_unknown):
        mine, others = _certain(mine, others, fits, answer)
    return mine, others


def _certain(mine, others, fits, answer):
    found = [(one, other) for one in mine for other in others if fits(one, other)]
    of_mine, of_others = defaultdict(list), defaultdict(list)
    for one, other in found:
        of_mine[id(one)].append(other)
        of_others[id(other)].append(one)
    pairs = [
        (one, other)
        for one, other in found
        if len(of_mine[id(one)]) == len(of_others[id(other)]) == 1
    ]
    answer.matched += pairs
    gone = {id(person) for pair in pairs for person in pair}
    return (
        [person for person in mine if id(person) not in gone],
        [person for person in others if id(person) not in gone],
    )


def _share_a_name(one, other):
    return bool({*map(name_key, one.names)} & {*map(name_key, other.names)})


def _same_year_and_day(one, other):
    return _same_year(one, other) and _same_day(one, other)


def _same_year(one, other):
    return (
        _share_a_name(one, other) and _years(one, other) and not _other_sex(one, other)
    )


def _same_day_year_unknown(one, other):
    unknown = one.year is None or other.year is None
    return (
        unknown
        and _share_a_name(one, other)
        and _same_day(one, other)
        and not _other_sex(one, other)
    )


def _years(one, other):
    if one.year is None or other.year is None:
        return False
    apart = abs(one.year - other.year)
    return apart <= (ABOUT_YEARS if one.is_about or other.is_about else 0)


def _same_day(one, other):
    if one.day is None or other.day is None:
        return False
    return abs((one.day - other.day).days) <= SAME_DAYS


def _other_sex(one, other):
    return bool(one.sex and other.sex and one.sex != other.sex)


def _why(mine, others):
    pairs = [(one, other) for one in mine for other in others]
    if all(_other_sex(one, other) for one, other in pairs):
        return OTHER_SEX
    if any(_years(one, other) for one, other in pairs):
        return SEVERAL
    if any(one.year is None or other.year is None for one, other in pairs):
        return NO_YEAR
    return OTHER_YEAR
