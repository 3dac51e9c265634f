"""What the tests of people find already there, and the forms that they send."""

from datetime import date

from tests.conftest import unguarded
from tests.factories import recorder
from victims.models import (
    AccompanyingMinor,
    Alias,
    Consent,
    Identification,
    Paper,
    RiskAssessment,
)

TODAY = date(2024, 1, 15)
DAY = date(2023, 9, 14)


def make_consent(case, purpose="record", answer="yes", on=DAY):
    with unguarded():
        return Consent(case=case, purpose=purpose, answer=answer, happened_on=on).log(
            by=recorder()
        )


def make_minor(case, **fields):
    fields = {"name": "Bé Sua", "relation": "child"} | fields
    with unguarded():
        return AccompanyingMinor(case=case, **fields).log(by=recorder())


def make_paper(victim, kind="identity", status="lost", on=DAY):
    with unguarded():
        return Paper(victim=victim, kind=kind, status=status, happened_on=on).log(
            by=recorder()
        )


def make_alias(victim, name="Mai", kind="home"):
    with unguarded():
        return Alias(victim=victim, name=name, kind=kind, happened_on=DAY).log(
            by=recorder()
        )


def make_identification(case, status="in_identification", on=DAY):
    with unguarded():
        return Identification(case=case, status=status, happened_on=on).log(
            by=recorder()
        )


def make_risk(case, level="medium", on=DAY):
    with unguarded():
        return RiskAssessment(case=case, level=level, happened_on=on).log(by=recorder())


def day_boxes(name, day, month="", year=""):
    """The three boxes of a day field."""
    if isinstance(day, date):
        day, month, year = day.day, day.month, day.year
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
