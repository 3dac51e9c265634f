"""Erasing rows: finds what belongs to a person, then empties what erasing.py says.

Works with the rights of whoever confirmed, and (after a restore) of the tables' owner.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from accounts.sealed_fields import SealedMixin, sealed_as
from areas.clock import today
from areas.names import folded
from victims.erasing import acts_on, models_of_people
from victims.models import (
    Alias,
    Attachment,
    Case,
    Household,
    Victim,
)
from victims.models.erasure import Erasure

DASH = "–"


def erase(erasure):
    """Name every row of the person in the erasure, then erase them all."""
    rows = belonging(erasure.victim_id)
    erasure.records = sorted(key for keys in rows.values() for key in keys)
    erasure.save(update_fields=["records", "confirmed_by", "confirmed_at"])
    erase_rows(rows, by=erasure.confirmed_by)


def erase_rows(rows, *, by):
    """Erase {model: keys}; `by` stands on files that are struck out."""
    _hide_head(rows)
    for attachment in Attachment.objects.filter(pk__in=rows.get(Attachment, ())).live():
        attachment.erase(by=by, reason="Xóa cùng dữ liệu của người được hỗ trợ.")
    for model, keys in rows.items():
        _erase(model, keys)
    Victim.objects.filter(pk__in=rows[Victim]).update(erased_on=today())
    every = [key for keys in rows.values() for key in keys]
    _forget_submissions(every)
    _forget_elsewhere(every)


def belonging(victim, also=()):
    """{model: keys of rows} that follow from a person by keys; `also`: known keys.

    A household goes along when nobody else's case and no support of its own needs it.
    """
    tables = [model for model in models_of_people() if model is not Erasure]
    rows = {model: _known(model, also) for model in tables}
    rows[Victim].add(victim)
    grown = True
    while grown:
        grown = False
        for model in tables:
            found = _households(rows) if model is Household else _children(model, rows)
            grown = grown or not found <= rows[model]
            rows[model] |= found
    return {model: keys for model, keys in rows.items() if keys}


def _known(model, also):
    return set(model.objects.filter(pk__in=also).values_list("pk", flat=True))


def _children(model, rows):
    """Rows of a model that name, by any of its keys, a row found already."""
    found = models.Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if field.is_relation and rows.get(field.related_model):
            found |= models.Q(**{f"{field.name}__in": rows[field.related_model]})
    return set(model.objects.filter(found).values_list("pk", flat=True))


def _households(rows):
    homes = Household.objects.filter(cases__in=rows[Case], high_risk_from=None)
    others = Case.objects.exclude(pk__in=rows[Case]).values("household")
    return set(homes.exclude(pk__in=others).values_list("pk", flat=True))


def _hide_head(rows):
    """In a household that others need, the head's name goes if it is the person's."""
    victims = Victim.objects.filter(pk__in=rows[Victim])
    names = {folded(n) for v in victims for n in (v.name, v.call_name) if n}
    aliases = Alias.objects.filter(victim__in=rows[Victim])
    names |= {folded(alias.name) for alias in aliases}
    homes = Household.objects.filter(
        cases__in=rows.get(Case, ()), name_folded__in=names
    )
    keys = list(homes.values_list("pk", flat=True))
    Household.objects.filter(pk__in=keys).update(head_name="", name_folded="")


def _erase(model, keys):
    fields = {
        field: act
        for field in model._meta.concrete_fields
        if (act := acts_on(model)[field.name]) not in ("keep", "destroy")
    }
    emptied = {f.attname: _nothing(f) for f, act in fields.items() if act == "empty"}
    rows = model.objects.filter(pk__in=keys)
    if emptied and rows.update(**emptied) != len(keys):
        raise PermissionError(f"Some rows of {model._meta.label} are out of reach.")
    for field, act in fields.items():
        if act in ("blank", "unique"):
            _blank(model, field, keys, act)
    if "vague" in fields.values():
        for record in rows:
            born_on, precision = vague(record)
            rows.filter(pk=record.pk).update(born_on=born_on, born_precision=precision)


def _nothing(field):
    if field.null:
        return None
    if isinstance(field, ArrayField):
        return []
    return {} if isinstance(field, models.JSONField) else ""


def _blank(model, field, keys, act):
    written = model.objects.filter(pk__in=keys).exclude(**{field.attname: ""})
    for key in written.values_list("pk", flat=True):
        text = DASH if act == "blank" else str(key)[:8]
        if isinstance(field, SealedMixin):
            text = sealed_as(text, field.bound_to(model(pk=key)))
        model.objects.filter(pk=key).update(**{field.attname: text})


def vague(record):
    """(born_on, precision) as coarse as leaves every figure as it is.

    Figures ask whether somebody was under 18 at each reception: the year, else the
    month, is kept if it answers as before.
    """
    born = record.born_on
    if not born or record.born_precision not in ("day", "month"):
        return born, record.born_precision
    days = list(_reception_days(record))
    before = [record.is_minor_on(day) for day in days]
    for day, precision in [
        (date(born.year, 1, 1), "year"),
        (born.replace(day=1), "month"),
    ]:
        coarse = type(record)(born_on=day, born_precision=precision)
        if [coarse.is_minor_on(day) for day in days] == before:
            return day, precision
    return born, record.born_precision


def _reception_days(record):
    if isinstance(record, Victim):
        return record.cases.values_list("received_on", flat=True)
    return Case.objects.filter(pk=record.case_id).values_list("received_on", flat=True)


def _forget_submissions(keys):
    """Forms that led to an erased record: their key and hash go."""
    texts = [str(key) for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accounts_submission WHERE EXISTS ("
            " SELECT FROM unnest(%s::text[]) AS named WHERE strpos(answer, named) > 0)",
            [texts],
        )


def _forget_elsewhere(keys):
    """What erasing.FORGOTTEN lists: rows that officers of the place cannot write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_of(%s::uuid[])", [keys])
