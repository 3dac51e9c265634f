"""What the tests of the regimes find already there."""

from datetime import date

from support_regimes.models import Item, Provision, RegimeRequest
from tests.conftest import unguarded
from tests.factories import make_case, recorder
from victims.models import AccompanyingMinor, Identification, Need, PovertyStatus

TODAY = date(2024, 1, 15)
CONFIRMED = date(2023, 9, 12)
RECEIVED = date(2023, 9, 14)


def item(code, rules="decree-09-2013"):
    """A line of a loaded rule set."""
    found = Item.objects.select_related("regime__rule_set")
    return found.get(code=code, regime__rule_set__key=rules)


def make_confirmed(area, *, poor=True, **fields):
    """A case whose person has the authority's paper; of a poor household or unknown."""
    case = make_case(area, **fields)
    with unguarded():
        identify(case, "victim", paper_on=CONFIRMED, body="Công an huyện Mèo Vạc")
        if poor:
            make_poverty(case)
    return case


def identify(case, status, **fields):
    with unguarded():
        return Identification(
            case=case, status=status, happened_on=RECEIVED, **fields
        ).log(by=recorder())


def make_poverty(case, category="poor", **fields):
    fields = {"certificate": "HN-12"} | fields if category == "poor" else fields
    with unguarded():
        return PovertyStatus(
            household=case.household,
            year=2023,
            category=category,
            happened_on=RECEIVED,
            **fields,
        ).log(by=recorder())


def make_need(case, kind):
    with unguarded():
        return Need(case=case, kind=kind, happened_on=RECEIVED).log(by=recorder())


def make_minor(case, **fields):
    fields = {"name": "Sua", "relation": "child", "born_on": date(2019, 5, 1)} | fields
    fields.setdefault("born_precision", "year")
    with unguarded():
        return AccompanyingMinor(case=case, **fields).log(by=recorder())


def make_request(case, code="hardship_allowance", *, by=None, **fields):
    """An application filed on 02/10/2023."""
    fields = {"asked_on": date(2023, 10, 2)} | fields
    with unguarded():
        return RegimeRequest(case=case, item=item(code), **fields).ask(
            by=by or recorder(), seen={"confirmed": "met"}
        )


def make_provision(case, code="clothing", *, by=None, **fields):
    """One turn, given on 02/10/2023."""
    fields = {"happened_on": date(2023, 10, 2), "provider": "Trạm Y tế xã"} | fields
    with unguarded():
        return Provision(case=case, item=item(code), **fields).log(by=by or recorder())


def make_nameless(area, code="clothing", **fields):
    """Support to somebody without a file."""
    fields = {"happened_on": date(2023, 10, 2), "provider": "Hội LHPN xã"} | fields
    fields.setdefault("age_group", "adult")
    with unguarded():
        return Provision(area=area, item=item(code), **fields).log(by=recorder())
