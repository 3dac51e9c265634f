"""A visit as it reads: rows of answers, and what the answers call for."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from livelihoods.models import HerdEntry, HomeVisit
from victims.models import AccompanyingMinor

QUESTIONS = ("threat", "strangers", "leaving")
DAYS, PART = 30, 5  # one animal in five dead within 30 days calls for the vet


def _row(label, value):
    return {"label": label, "value": value}


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def visit_rows(visit, private):
    """Rows of label and value; what is private only for those who may see it."""
    way = [
        visit.get_way_display(),
        visit.get_not_met_display() if visit.not_met else "",
    ]
    if visit.private is not None:
        way.append(_("in private") if visit.private else _("not in private"))
    rows = [
        _row(_("How"), ", ".join(part for part in way if part)),
        _row(_("Visited by"), visit.recorded_by),
    ]
    if visit.was_met:
        rows.append(_row(_("Risk"), _risk(visit, private)))
    if visit.was_met and private:
        rows += _feelings(visit)
    rows.append(_row(_("Next visit"), _day(visit.next_visit_on)))
    if private and visit.note:
        rows.append(_row(_("To remember"), visit.note))
    return rows


def _risk(visit, private):
    if not visit.risk_changed:
        return _("%(level)s, as before") % {"level": visit.get_risk_after_display()}
    change = f"{visit.get_risk_before_display()} → {visit.get_risk_after_display()}"
    return f"{change} ({visit.get_risk_reason_display()})" if private else change


def _feelings(visit):
    feelings = [
        (_("Mind"), visit.get_mind_display()),
        (_("Health"), visit.get_health_display()),
        (_("Eating and sleep"), visit.get_eating_display()),
    ]
    needs = [str(HomeVisit.Needs(need).label) for need in visit.needs]
    feelings.append((_("Needs help with"), ", ".join(needs)))
    return [_row(label, said) for label, said in feelings if said]


def visit_answers(visit):
    """The sealed answers, in rows: safety first, then schooling."""
    labels = {
        "threat": _("Threatened or frightened"),
        "strangers": _("Strangers offered work far away"),
        "leaving": _("Somebody thinks of going far away"),
    }
    said = visit.answers
    rows = [
        _row(labels[name], HomeVisit.Answer(said[name]).label)
        for name in QUESTIONS
        if said.get(name)
    ]
    if said.get("meet"):
        meet = HomeVisit.Meet(said["meet"]).label
        rows.append(_row(_("Wants to meet somebody alone"), meet))
    return rows + _schooling(said.get("school", {}))


def _schooling(said):
    minors = AccompanyingMinor.objects.in_bulk([key for key in said if key != "home"])
    names = {str(pk): minor.name for pk, minor in minors.items()}
    words = dict(HomeVisit.School.choices) | {"none": _("No school children")}
    return [
        _row(names.get(key, _("Children, schooling")), words[answer])
        for key, answer in said.items()
    ]


def visit_advices(visit, entries):
    """Sentences on what the visit calls for: contact lost, the vet, a helper."""
    before = _visit_before(visit)
    if _both(visit, before, lambda v: v.way == HomeVisit.Way.NOT_MET):
        yield _("Not met twice in a row. Is contact being lost? Tell your officer.")
    if _both(visit, before, lambda v: "poor" in (v.health, v.mind, v.eating)):
        yield _("Poor twice in a row. Offer the health station or a counsellor.")
    if any(entry.cause == HerdEntry.Cause.DISEASE for entry in entries):
        yield _("Animals died of disease. Tell the vet today.")
    elif any(_many_died(entry) for entry in entries):
        yield _("Many animals died within 30 days. Tell the vet today.")


def _visit_before(visit):
    earlier = HomeVisit.objects.filter(household=visit.household_id).live()
    earlier = earlier.exclude(pk=visit.pk).filter(happened_on__lte=visit.happened_on)
    return earlier.in_order().last()


def _both(visit, before, true):
    return bool(before) and true(visit) and true(before)


def _many_died(entry):
    if entry.kind != HerdEntry.Kind.DIED:
        return False
    since = entry.happened_on - timedelta(days=DAYS)
    herd = entry.herd
    died = herd.entries.live().filter(kind=HerdEntry.Kind.DIED)
    died = died.filter(happened_on__gt=since, happened_on__lte=entry.happened_on)
    heads = -sum(died.values_list("heads", flat=True))
    return heads * PART >= heads + herd.heads_on(entry.happened_on)
