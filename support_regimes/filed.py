"""The files of many cases at once: as facts.File, read in a few questions for them all."""

from collections import defaultdict

from areas.models import Coverage
from support_regimes import rulebook
from support_regimes.calendars import calendars
from support_regimes.choosing import rule_sets_of
from support_regimes.documents import document_of
from support_regimes.facts import File
from support_regimes.models import Provision, RegimeAnswer, RegimeRequest, Stay
from victims.models import Identification, Need, Paper, PovertyStatus

IN_ORDER = ("happened_on", "recorded_at")


class Filed(File):
    """A file whose rows were read together with those of other cases.

    The readings of the rules that one case follows are not looked at: they name limits
    of stays, which no conclusion on an application rests on.
    """

    def __init__(self, case, day, rule_set, read):
        self.case, self.day, self.rule_set = case, day, rule_set
        self.calendar = calendars().of(case.territory_id)
        self.rules = read.rules_of(rule_set, case.territory_id)
        self.requests = read.requests[case.pk]
        self.provisions = read.provisions[case.pk]
        self.once = read.once[case.victim_id]
        self.answers = read.answers[case.pk]
        self.read = read
        case._stays = read.stays[case.pk]

    def identification(self):
        return next(reversed(self.read.identifications[self.case.pk]), None)

    def papers(self):
        return self.read.papers[self.case.victim_id]

    def poverty(self):
        return next(reversed(self.read.poverty[self.case.household_id]), None)

    def needs(self):
        return self.read.needs[self.case.pk]


def files_of(cases, day):
    """{case id: Filed} of cases that have rules; the cases with victim and territory."""
    read, sets = _Read(cases, day), rule_sets_of(cases, day)
    return {
        case.pk: Filed(case, day, sets[case.pk], read)
        for case in cases
        if sets[case.pk]
    }


class _Read:
    """The rows of many cases, by what they belong to."""

    def __init__(self, cases, day):
        self.day, self._documents, self._rules = day, {}, {}
        keys = [case.pk for case in cases]
        victims = [case.victim_id for case in cases]
        households = {case.household_id for case in cases}
        events = {"case__in": keys}
        self.identifications = _live(Identification, "case_id", **events)
        self.needs = _live(Need, "case_id", **events)
        self.answers = _live(RegimeAnswer, "case_id", **events)
        self.papers = _live(Paper, "victim_id", victim__in=victims)
        self.poverty = _live(PovertyStatus, "household_id", household__in=households)
        requests = RegimeRequest.objects.filter(**events)
        requests = requests.select_related("item", "regime")
        self.requests = _by("case_id", requests.order_by("asked_on", "recorded_at"))
        given = Provision.objects.filter(victim__in=victims).select_related(
            "item__regime"
        )
        given = list(given.order_by("happened_on", "recorded_at"))
        self.provisions = _by("case_id", given)
        once = [each for each in given if each.once and not each.voided_at]
        self.once = _by("victim_id", once)
        stays = Stay.objects.standing().filter(**events).prefetch_related("entries")
        self.stays = _by("case_id", stays.order_by("from_on", "recorded_at"))
        self.above = defaultdict(set)
        places = {case.territory_id for case in cases}
        above = Coverage.objects.filter(covers__in=places)
        for place, code, version in above.values_list(
            "covers", "area__code", "area__version"
        ):
            self.above[place].add(f"{code}@{version}")

    def rules_of(self, rule_set, place):
        """The regimes as they read for a place; each kind of place once."""
        if rule_set.pk not in self._documents:
            self._documents[rule_set.pk] = document_of(rule_set)
        document = self._documents[rule_set.pk]
        norms = _places_with_norms(document)
        areas = frozenset(self.above[place] & norms)
        found = self._rules.get((rule_set.pk, areas))
        if found is None:
            found = rulebook.regimes_from(document, areas, self.day)
            self._rules[rule_set.pk, areas] = found
        return found


def _places_with_norms(document):
    """Keys of the areas that a rule set names norms of their own for."""
    return {
        norm["area"]
        for regime in document["regime"]
        for item in regime.get("item", ())
        for norm in item.get("norm", ())
        if norm.get("area")
    }


def _live(model, key, **which):
    """Events that stand, the first one first, by what they belong to."""
    return _by(key, model.objects.live().filter(**which).order_by(*IN_ORDER))


def _by(key, rows):
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
