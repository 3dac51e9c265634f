"""What the pure parts read: the facts of one claimant, and the rules as plain data."""

from dataclasses import dataclass, field
from datetime import date

from support_regimes.deadlines import WEEKDAYS, Calendar


@dataclass(frozen=True)
class Facts:
    """What the file says of one claimant on a day. Empty or None: not known.

    Values are those of the victims app: `status` of Identification, `citizenship` of
    Victim, `poverty` of PovertyStatus, `papers` {kind: status}, `needs` kinds of Need.
    Of an accompanying minor, `status` and `with_citizenship` are those of the person
    they came with. `*_on`, `*_days`: the day of the record that says so.
    """

    day: date
    accompanying: bool = False
    status: str = ""
    identified_on: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""
    citizenship: str = ""
    with_citizenship: str = ""
    is_minor: bool | None = None
    at_school: bool | None = None
    received_on: date | None = None
    returned_on: date | None = None
    facility_from: date | None = None
    facility_until: date | None = None
    stays: tuple = ()  # of Period, the first one first; else facility_from, _until
    extended_until: date | None = None
    away: str = ""
    poverty: str = ""
    poverty_on: date | None = None
    poverty_year: int | None = None
    poverty_certificate: bool = False
    papers: dict = field(default_factory=dict)
    paper_days: dict = field(default_factory=dict)
    needs: frozenset = frozenset()
    need_days: dict = field(default_factory=dict)
    asked: dict = field(default_factory=dict)  # {regime code: day of the application}
    had: dict = field(default_factory=dict)  # {once-only item code: day}
    given: dict = field(default_factory=dict)  # {item code: units given}
    declined: dict = field(default_factory=dict)  # {regime code: day of the answer}
    calendar: Calendar = field(default=WEEKDAYS, repr=False)

    @property
    def is_abroad(self):
        """Known to have returned on a later day only."""
        return bool(self.returned_on and self.returned_on > self.day)

    @property
    def told_today(self):
        """Found not to be a victim this very day, on which nothing ends."""
        return self.status == "not_victim" and self.identified_on == self.day

    @property
    def periods(self):
        """(first day, last day or None, days away) of each stay that has begun."""
        if self.stays:
            found = [(s.from_on, s.until_on, s.days_away) for s in self.stays]
        else:
            found = [(self.facility_from, self.facility_until, 0)]
        return [each for each in found if each[0] and each[0] <= self.day]

    @property
    def facility(self):
        """Where she lives that day: "in" a facility, "left" it, or "never" in one."""
        if not self.periods:
            until = None if self.stays else self.facility_until
            return "left" if until and until <= self.day else "never"
        until = self.periods[-1][1]
        return "left" if until and until <= self.day else "in"

    @property
    def stay_from(self):
        """The first day of the last stay that has begun, or None."""
        return self.periods[-1][0] if self.periods else None

    @property
    def stay_until(self):
        """The last day of the last stay, or None while it lasts."""
        if self.periods:
            return self.periods[-1][1]
        return None if self.stays else self.facility_until

    @property
    def days_in_facility(self):
        """Days of all stays up to this day without those away, or None."""
        if not self.periods:
            return None
        return sum(
            max((min(until or self.day, self.day) - since).days - away, 0)
            for since, until, away in self.periods
        )


@dataclass(frozen=True)
class ItemRules:
    """What may be given, what it needs, and its norm in words."""

    code: str
    name: str
    once: bool
    conditions: tuple
    basis: str
    is_unconfirmed: bool = False
    on_board: bool = True
    norm: str = ""
    norm_basis: str = ""
    amount: int | None = None
    norm_kind: str = ""
    least: str = ""  # what the state's own line says, beside a province's norm
    least_basis: str = ""
    ceiling: int | None = None  # at most so many units
    unit: str = ""
    months: int | None = None
    instead: tuple = ()
    report_line: str = ""


@dataclass(frozen=True)
class StepRules:
    """A step of the state's procedure."""

    act: str
    name: str
    body: str
    working_days: int | None
    months: int | None
    basis: str
    is_unconfirmed: bool = False


@dataclass(frozen=True)
class RegimeRules:
    """A regime of a rule set: open to whom ({person: conditions}), with which items.

    `persons_basis` {person: article}; `tells_apart`: every kind of person that the rule
    set knows. `stay_days`, `stay_months`: the limit that is followed.
    """

    number: int
    code: str
    name: str
    short: str
    icon: str
    by_state: bool
    basis: str
    persons: dict
    items: tuple
    stay_days: int | None = None
    stay_months: int | None = None
    stay_basis: str = ""
    stay_is_unconfirmed: bool = False
    letter: str = ""
    report_line: str = ""
    was: tuple = ()
    is_unconfirmed: bool = False
    persons_basis: dict = field(default_factory=dict)
    tells_apart: frozenset = frozenset()
    steps: tuple = ()

    def step(self, act):
        """The step of the procedure, or None."""
        return next((step for step in self.steps if step.act == act), None)

    @property
    def apply_months(self):
        """Months to apply in after the confirmation; None where no term is known."""
        step = self.step("ask")
        return step.months if step else None

    @property
    def apply_is_unconfirmed(self):
        """Nobody has confirmed the term to apply in."""
        step = self.step("ask")
        return bool(step and step.is_unconfirmed)

    @property
    def insured_months(self):
        """For how long after the confirmation the insurance is helped with."""
        found = [i.months for i in self.items if "insured_in_time" in i.conditions]
        return found[0] if found else None

    @property
    def for_minors(self):
        """Whether it is open to some kind of accompanying minor."""
        return any(person.startswith("minor") for person in self.persons)

    def article_of(self, key, otherwise):
        """The line that a condition stands in, where it is not the item's own."""
        if key in ("stay_within_limit", "stay_extendable") and self.stay_basis:
            return self.stay_basis
        step = self.step("ask")
        return step.basis if key == "within_12_months" and step else otherwise
