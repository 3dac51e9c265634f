"""What all registers have in common: rows into records, each fault by row and column.

The library reads the rows; every model's own rules decide (clean_model_instances). A
row's key gives the record's id, so that the same register twice doubles nothing.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult
from tablib import Dataset

from accounts import activity
from areas.names import folded
from livelihoods.imports.book import words

NUMBER = "#"  # the row's number in the file, carried beside its cells
KEPT_OUT = {"territory", "area", "recorded_by", "updated_by", "voided_by", "corrects"}


@dataclass
class Problem:
    """Why a row was not taken: its number, the column (or ""), the reason."""

    row: int
    column: str
    reason: str


@dataclass
class Outcome:
    """What became of one sheet."""

    kind: str
    label: str
    sheet: str
    rows: int = 0
    new: int = 0
    same: int = 0
    problems: list = field(default_factory=list)
    unused: list = field(default_factory=list)  # names of columns not understood

    most_shown = 200

    @property
    def refused(self):
        return len({problem.row for problem in self.problems})

    @property
    def shown(self):
        return self.problems[: self.most_shown]

    @property
    def more(self):
        return len(self.problems) - len(self.shown)


class Refused(Exception):
    """Undoes what a refused row had begun to write."""


class RegisterResource(Resource):
    """One kind of register. Subclasses give the columns, `kind`, `key` and `save`."""

    kind = label = key = ""
    refers = {}  # kind of record: the column that names it

    class Meta:
        clean_model_instances = True
        instance_loader_class = BaseInstanceLoader
        skip_diff = True
        report_skipped = True
        store_instance = True
        use_transactions = False  # the run is one transaction; a row is a savepoint

    def __init__(self, book):
        super().__init__()
        self.book = book
        self.problems, self.rows_of = [], {}
        for column in self.fields.values():
            column.widget.book = book

    @classmethod
    def columns(cls):
        return list(cls.fields.values())

    @classmethod
    def names(cls):
        """{folded name of a column: its name}."""
        return {folded(c.column_name): c.column_name for c in cls.columns()}

    @classmethod
    def required(cls):
        return [c.column_name for c in cls.columns() if c.required]

    @classmethod
    def suits(cls, headers):
        """Do the sheet's columns hold all that this register requires?"""
        there = {folded(header) for header in headers}
        return all(folded(name) in there for name in cls.required())

    def take(self, sheet):
        """Bring a sheet in; returns its Outcome. Refused rows leave nothing behind."""
        dataset, unused = self._dataset(sheet)
        self.prepare(dataset)
        result = self.import_data(dataset, raise_errors=False)
        outcome = Outcome(self.kind, str(self.label), sheet.name, len(dataset))
        outcome.unused = unused
        for row in result.base_errors:
            self.refuse(0, row.error)
        for number, row in zip(dataset[NUMBER], result.rows, strict=True):
            self._judge(number, row)
        refused = {problem.row for problem in self.problems}
        kinds = Counter(
            row.import_type
            for number, row in zip(dataset[NUMBER], result.rows, strict=True)
            if number not in refused
        )
        outcome.new = kinds[RowResult.IMPORT_TYPE_NEW]
        outcome.same = kinds[RowResult.IMPORT_TYPE_SKIP]
        outcome.problems = sorted(self.problems, key=lambda p: (p.row, p.column))
        return outcome

    def _dataset(self, sheet):
        names = self.names()
        headers = [names.get(folded(header)) for header in sheet.headers]
        unused = [h for h, n in zip(sheet.headers, headers, strict=True) if h and not n]
        places = [i for i, name in enumerate(headers) if name]
        dataset = Dataset(headers=[NUMBER, *(headers[i] for i in places)])
        for number, values in sheet.rows:
            cells = values + [""] * (len(headers) - len(values))
            dataset.append([number, *(cells[i] for i in places)])
        return dataset, unused

    def prepare(self, dataset):
        """Fetch what the rows refer to, and which of them are here already."""
        for kind, column in self.refers.items():
            if column in dataset.headers:
                self.book.prepare(kind, {str(v) for v in dataset[column] if v != ""})
        keys = {str(value) for value in dataset[self.key] if value != ""}
        ids = {self.record_id(key): key for key in keys}
        found = self._meta.model.objects.filter(pk__in=ids)
        self.existing = {ids[record.pk]: record for record in self.stored(found)}

    def stored(self, records):
        return records

    def record_id(self, key):
        return self.book.id(self.kind, key)

    def init_instance(self, row=None):
        return self._meta.model()

    def get_instance(self, instance_loader, row):
        """Never an earlier record: what is here already is not changed by a register."""

    def import_row(self, row, instance_loader, **kwargs):
        """A row is all or nothing."""
        try:
            with transaction.atomic(), activity.gathered():
                result = super().import_row(row, instance_loader, **kwargs)
                if not result.is_valid():
                    raise Refused
        except Refused:
            pass
        return result

    def before_import_row(self, row, **kwargs):
        key = str(row[self.key])
        if key == "":
            raise ValidationError({self.key: _("This cell must not be empty.")})
        if key in self.rows_of:
            raise ValidationError(
                {self.key: _("%(key)s stands in row %(row)s already.")
                 % {"key": key[:40], "row": self.rows_of[key]}}
            )  # fmt: skip
        self.rows_of[key] = row[NUMBER]

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.pk = self.record_id(str(row[self.key]))
        instance.key, instance.row = str(row[self.key]), row[NUMBER]
        instance.recorded_by = instance.updated_by = self.book.by

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Here already: the same is passed over, something else is refused."""
        before = self.existing.get(instance.key)
        if before is None:
            return False
        if not import_validation_errors and not self.agrees(before, instance):
            raise ValidationError(
                _("This row was taken in before with other content. Correct it there.")
            )
        return not import_validation_errors

    def agrees(self, before, now):
        """Does the record that is here say the same? State records may have changed."""
        return True

    def validate_instance(self, instance, import_validation_errors=None, **kwargs):
        """The model's own rules, with the columns that could not be read left out."""
        errors = dict(import_validation_errors or {})
        try:
            self.full_clean(instance, set(errors) | KEPT_OUT)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def full_clean(self, instance, left_out):
        instance.full_clean(exclude=left_out, validate_unique=False)

    def _judge(self, number, row):
        for error in row.errors:
            self.refuse(number, error.error)
        if row.validation_error:
            self.refuse(number, row.validation_error)

    def refuse(self, number, error):
        """Note why a row is not taken; an unforeseen fault is not hidden."""
        if not isinstance(error, (ValidationError, ValueError)):
            raise error
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                reason = " ".join(m for e in errors for m in e.messages)
                self.problems.append(Problem(number, self.column_of(name), reason))
        else:
            self.problems.append(Problem(number, "", words(error)))

    def column_of(self, name):
        """The column's name in the file for the name of a model's field."""
        if name == NON_FIELD_ERRORS:
            return ""
        for column in self.columns():
            if name in (column.attribute, column.column_name):
                return column.column_name
        return ""
