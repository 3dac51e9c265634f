"""A free text of a record that stands sealed in its own column.

To forms, models and templates it is an ordinary text; to SQL, a dump or a disk it is
`sealed:` and sealed bytes, bound to this row and column. The column's CHECK refuses
clear text. What was typed is sealed when the record is saved; `update()` of a query
cannot know the row and is refused.
"""

import json
from base64 import b64decode, b64encode

from django.apps import apps
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from accounts.sealing import seal, unseal

MARK = "sealed:"


class Kept(str):
    """A text as it stands in the column."""

    __slots__ = ()


def sealed_as(text, bound_to):
    """The column's text (str) for what was typed; nothing stays nothing."""
    return Kept(MARK + b64encode(seal(text, bound_to)).decode()) if text else ""


def opened(kept, bound_to):
    """What was typed (str); raises InvalidTag for a text of another row or column."""
    if not kept:
        return ""
    return unseal(b64decode(kept.removeprefix(MARK), validate=True), bound_to)


def sealed_fields():
    """Every sealed field of the program's models."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedMixin):
                yield field


class OpensWhenRead(DeferredAttribute):
    def __get__(self, record, cls=None):
        value = super().__get__(record, cls)
        if isinstance(value, Kept):
            value = self.field.unpack(opened(value, self.field.bound_to(record)))
            record.__dict__[self.field.attname] = value
        return value

    def __set__(self, record, value):
        record.__dict__[self.field.attname] = value


class SealedMixin:
    descriptor_class = OpensWhenRead

    def bound_to(self, record):
        return f"{self.model._meta.label_lower}.{self.attname}:{record.pk}"

    def pack(self, value):
        return value or ""

    def unpack(self, text):
        return text

    def db_type(self, connection):
        return "text"

    def db_parameters(self, connection):
        """The CHECK comes with the column."""
        found = super().db_parameters(connection)
        column = connection.ops.quote_name(self.column)
        return found | {"check": f"{column} = '' OR starts_with({column}, '{MARK}')"}

    def from_db_value(self, value, expression, connection):
        return Kept(value) if value else self.unpack("")

    def pre_save(self, record, add):
        value = record.__dict__.get(self.attname)
        if isinstance(value, Kept):  # unread, so unchanged
            return value
        return sealed_as(
            self.pack(getattr(record, self.attname)), self.bound_to(record)
        )

    def get_prep_value(self, value):
        return value if isinstance(value, str) else self.pack(value)

    def get_db_prep_save(self, value, connection):
        if not isinstance(value, Kept) and value:
            raise TypeError(f"{self} is sealed: save the record, not the column.")
        return value or ""


class SealedCharField(SealedMixin, models.CharField):
    """A text; max_length counts what was typed."""


class SealedJSONField(SealedMixin, models.TextField):
    """A dict of plain values."""

    def pack(self, value):
        return json.dumps(value) if value else ""

    def unpack(self, text):
        return json.loads(text) if text else {}

    def to_python(self, value):
        return value
