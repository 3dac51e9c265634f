"""Which body takes a step of the procedure, in a place and on a day.

The rule set names the kind of body and its level; the areas' dates say whether that
level still stands. Where it ended (districts on 30/06/2025), the body is the one that
the rules of that day name for the same step, also for what was asked before.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Organisation
from areas.models import Area
from support_regimes.models import ProcedureStep, RuleSet

KINDS = [
    Organisation.Kind.COMMITTEE,
    Organisation.Kind.LABOUR,
    Organisation.Kind.HEALTH,
]
CHAIR = "Chủ tịch "
LEVELS = {
    Area.Level.COMMUNE: "cấp xã",
    Area.Level.DISTRICT: "cấp huyện",
    Area.Level.PROVINCE: "cấp tỉnh",
}


@dataclass(frozen=True)
class Body:
    """Who decides, appraises or verifies. `organisation`: its record, or None.

    `instead`: the level that the rules of the case name stands no more that day.
    """

    name: str
    step: ProcedureStep
    place: Area | None
    organisation: Organisation | None = None
    instead: bool = False

    def __str__(self):
        return self.name


class Bodies:
    """The bodies of a day for several communes: read once, asked for each step."""

    def __init__(self, day, territories):
        """In: the day (date); the areas (Area or key) that are asked for."""
        self.day = day
        keys = {getattr(area, "pk", area) for area in territories}
        self.places = _places(keys, day)
        self.organisations = {
            (body.kind, body.area_id): body
            for body in Organisation.objects.on(day)
            .filter(kind__in=KINDS)
            .order_by("-valid_from", "-pk")
        }
        self._of_the_day = None

    def of(self, step, territory):
        """The body (Body) that takes a step for a commune, or None without a step."""
        if step is None:
            return None
        places = self.places[getattr(territory, "pk", territory)]
        line, place = step, places.get(step.level)
        if step.level and place is None:
            line = self._line_of_the_day(step) or step
            place = places.get(line.level) or places.get(Area.Level.PROVINCE)
        body = self.organisations.get((line.organ, place.pk)) if place else None
        return Body(
            name=_name(line, place, body),
            step=line,
            place=place,
            organisation=body,
            instead=line is not step,
        )

    def _line_of_the_day(self, step):
        """The same step in the rules of the day, of the same regime where it is."""
        if self._of_the_day is None:
            lines = ProcedureStep.objects.filter(
                ~Q(level=Area.Level.DISTRICT),
                regime__rule_set=RuleSet.objects.on(self.day),
            )
            lines = lines.exclude(level="").select_related("regime", "instrument")
            self._of_the_day = list(lines.order_by("regime__number"))
        lines = self._of_the_day
        same = [line for line in lines if line.act == step.act]
        # Where one body appraises and decides there is no step for the first.
        same = same or [line for line in lines if line.act == step.Act.DECIDE]
        code = step.regime.code
        return next((s for s in same if s.regime.code == code), next(iter(same), None))


def _places(keys, day):
    """{area key: {level: the area of that level on the day}}."""
    found = defaultdict(dict)
    above = Area.objects.filter(covering__covers__in=keys).on(day)
    rows = above.values_list("covering__covers_id", "pk")
    covering = [(covered, key) for covered, key in rows if covered in keys]
    areas = Area.objects.in_bulk({key for _covered, key in covering})
    mains = set(
        Area.objects.filter(predecessions__old__in=keys, predecessions__main=True)
        .values_list("predecessions__old_id", "pk")
    )  # fmt: skip
    # A commune that was split lies in several: its own, else its main successor, wins.
    for covered, key in sorted(covering, key=lambda row: _rank(row, mains)):
        area = areas[key]
        found[covered].setdefault(area.level, area)
    return found


def _rank(row, mains):
    covered, key = row
    return (covered != key, (covered, key) not in mains, key)


def _name(step, place, body):
    """ "Chủ tịch Ủy ban nhân dân huyện Mèo Vạc", "Sở Y tế tỉnh Tuyên Quang"."""
    if body:
        return f"{CHAIR}{body.name}" if step.body.startswith(CHAIR) else body.name
    if place is None:
        return step.body
    level = LEVELS.get(step.level, "")
    if level and level in step.body:
        return step.body.replace(level, str(place))
    return step.body if str(place) in step.body else f"{step.body} {place}"


def body_of(step, territory, day):
    """One body: see Bodies.of(); asks nothing without a step."""
    if step is None:
        return None
    return Bodies(day, [territory]).of(step, territory)
