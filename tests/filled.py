"""One row in every table of records, in one commune, past every policy."""

from livelihoods.models import (
    Grant,
    GrantFile,
    GrantLine,
    HandoverLine,
    HomeVisit,
    VisitFile,
)
from support_regimes.models import Regime, RegimeAnswer
from tests import records
from tests.conftest import place, unguarded
from tests.factories import make_case, recorder
from tests.support_regimes import stays
from tests.support_regimes.factories import make_need, make_poverty
from tests.victims.factories import (
    DAY,
    make_consent,
    make_identification,
    make_paper,
    make_risk,
)
from tests.victims.files import cleaned
from victims.models import Closure, Holding, NewCommune, Placement

PLACES = {
    "own": "00814@2004",
    "neighbour": "00815@2004",
    "district": "00727@2004",
    "province": "01300@2004",
}


def fill(commune):
    """Everything that can be recorded about people, once; in: the commune."""
    for kind, make in records.MAKERS.items():
        if kind != "rules":
            make(commune)
    case = make_case(commune)
    make_consent(case)
    make_paper(case.victim)
    make_identification(case)
    make_risk(case)
    make_need(case, "health")
    make_poverty(case)
    with unguarded():
        by, day = recorder(), {"happened_on": DAY}
        Closure(case=case, reason="died", risk="low", **day).log(by=by)
        Holding(case=case, user=by, reason="Người tiếp nhận", **day).log(by=by)
        start, to = (place(PLACES[name]) for name in ("own", "neighbour"))
        move = {"from_area": start, "to_area": to, "reason": "Chuyển nhà"}
        Placement(case=case, **move, **day).log(by=by)
        NewCommune(
            household=case.household, from_area=start, to_area=to, area=start,
            territory=case.territory, recorded_by=by, **day,
        ).save(force_insert=True)  # fmt: skip
        RegimeAnswer(case=case, regime=Regime.objects.first(), wants=True, **day).log(
            by=by
        )
    stay = stays.make_stay(case)
    stays.make_assessment(case)
    with unguarded():
        stays.leaving(stay, why="own_wish").log(by=recorder())
    _deliver(commune)
    _keep_files(commune)


def _deliver(commune):
    handover = records.handover(commune)["pk"]
    with unguarded():
        HandoverLine(
            handover_id=handover,
            line=GrantLine.objects.filter(grant__handovers=handover).first(),
            delivered=1,
            territory=commune,
            recorded_by=recorder(),
        ).save(force_insert=True)


def _keep_files(commune):
    said = {"kind": "paper", "happened_on": DAY}
    visit, grant = records.visit(commune)["pk"], records.grant(commune)["pk"]
    with unguarded():
        visit, grant = HomeVisit.objects.get(pk=visit), Grant.objects.get(pk=grant)
        VisitFile.keep(visit, cleaned(), by=recorder(), **said)
        GrantFile.keep(grant, cleaned(), by=recorder(), **said)


def fill_everywhere():
    """The four communes of PLACES, each with everything."""
    for code in PLACES.values():
        fill(place(code))
