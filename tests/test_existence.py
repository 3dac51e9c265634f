"""No message, key or choice tells that something exists where one may not look."""

import importlib
import pkgutil
import uuid

import pytest
from django import forms
from django.apps import apps
from django.db import DatabaseError

import accounts.forms
import livelihoods.forms
import support_regimes.forms
import victims.forms
from accounts.records import Record
from tests.accounts.sql import run
from tests.factories import make_case
from tests.test_catalogue import rows

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
# Unique over all places; why it tells nothing.
NEUTRAL = {
    ("livelihoods_grant", "code"): "the counter gives it, nobody chooses",
    ("victims_case", "code"): "the counter gives it",
    ("victims_household", "code"): "the counter gives it",
    ("victims_erasure", "victim_id"): "of one's own person",
    ("victims_transfer", "household_id"): "of one's own household",
    ("victims_emergencyask", "posting_id"): "the database makes the posting",
    ("livelihoods_payment", "area_id,voucher"): "one answer, seen or not",
}


def unique_keys():
    """(table, columns) of every unique index on a table of records but its key."""
    tables = [model._meta.db_table for model in RECORDS]
    found = rows(
        "SELECT indrelid::regclass::text, (SELECT string_agg(attname, ','"
        " ORDER BY attname) FROM pg_attribute WHERE attrelid = indrelid"
        " AND attnum = ANY (indkey::int2[])) FROM pg_index WHERE indisunique"
        " AND indrelid::regclass::text = ANY (%s)",
        tables,
    )
    return {(table, columns) for table, columns in found if columns != "id"}


def test_a_unique_key_is_within_ones_own_records_or_neutral(places):
    parents = {
        (model._meta.db_table, field.column)
        for model in RECORDS
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, Record)
    }
    told = {
        (table, columns)
        for table, columns in unique_keys()
        if "id" not in columns.split(",")
        and not any((table, name) in parents for name in columns.split(","))
    }

    assert told <= set(NEUTRAL)


def form_classes():
    for package in (
        accounts.forms,
        victims.forms,
        support_regimes.forms,
        livelihoods.forms,
    ):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, forms.BaseForm):
                    yield value


def test_no_form_offers_the_records_of_everybody():
    """A list to choose a record from is filled for the visitor, never for all."""
    loose = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
        and field.queryset is not None  # filled by the form itself
        and issubclass(field.queryset.model, Record)
        and not field.queryset.query.is_empty()
    }

    assert loose == set()


def test_a_foreign_parent_is_refused_like_a_missing_one(
    caseworker, commune, neighbour_commune, acts_as
):
    """The same sentence of the database, whatever the key that was tried."""
    foreign, said = make_case(neighbour_commune), []
    insert = (
        "INSERT INTO victims_need (id, territory_id, area_id, recorded_by_id,"
        " happened_on, case_id, kind, urgent, void_reason)"
        " VALUES (%s, %s, %s, %s, '2024-01-10', %s, 'health', false, '')"
    )
    with acts_as(caseworker):
        for case in (foreign.pk, uuid.uuid4()):
            row = uuid.uuid4(), commune.pk, commune.pk, caseworker.pk, case
            with pytest.raises(DatabaseError) as refused:
                run(insert, *row)
            said.append(str(refused.value).replace(str(case), "–").split("DETAIL")[0])

    assert said[0] == said[1]
    assert "follows_case_id" in said[0]
