"""The register of grants: one row a line; rows of one number make one grant."""

from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.clock import today
from livelihoods.imports.herds import check_case
from livelihoods.imports.resources import KEPT_OUT, NUMBER, RegisterResource
from livelihoods.imports.widgets import (
    Column,
    CountWidget,
    DayWidget,
    MoneyWidget,
    QuantityWidget,
    ReferenceWidget,
    SourceWidget,
    SpeciesWidget,
    TextWidget,
    WordWidget,
)
from livelihoods.imports.words import CONFIRMATIONS, GRANT_LINES, WAYS, YES
from livelihoods.models import Grant, GrantLine
from livelihoods.models.history import History, Past

COMPARED = ("kind", "species_id", "quantity", "unit_price", "lot_amount", "not_valued")


@dataclass
class Head:
    """What the rows of one grant say alike."""

    household: object = None
    case: object = None
    asked_on: date = None
    submitted_on: date = None
    decided_on: date = None
    number: str = ""
    source: object = None
    paid_on: date = None
    voucher: str = ""
    way: str = ""
    handed_over_on: date = None
    confirmation: str = ""

    def clean(self):
        """Raises ValidationError by column: days in order, what goes with a day."""
        errors = {}
        steps = ["asked_on", "submitted_on", "decided_on", "paid_on", "handed_over_on"]
        dated = [(name, getattr(self, name)) for name in steps if getattr(self, name)]
        for (_name, before), (name, day) in pairwise(dated):
            if day < before:
                errors[f"head__{name}"] = _("This day is before the step before it.")
        for name, day in dated:
            if day > today():
                errors[f"head__{name}"] = _("The day cannot be after today.")
        needs = {"paid_on": ["voucher", "way", "source"]}
        needs["handed_over_on"] = ["confirmation"]
        for name, needed in needs.items():
            for other in needed:
                if getattr(self, name) and not getattr(self, other):
                    errors[f"head__{other}"] = _("This cell must not be empty.")
        if errors:
            raise ValidationError(errors)


def head(name, column_name, widget, **more):
    """A column that stands alike on every row of a grant."""
    return Column(f"head__{name}", column_name, widget, **more)


class GrantResource(RegisterResource):
    """Past grants, approved and after. The grant is kept when all its rows are right."""

    kind, key, line = "grant", "Số đề nghị", "Dòng"
    label = gettext_lazy("Past grants")
    refers = {"household": "Số hộ", "case": "Số hồ sơ", "grant": "Số đề nghị"}

    number = Column("key", "Số đề nghị", TextWidget(), required=True, example="15/2021")
    household = head(
        "household",
        "Số hộ",
        ReferenceWidget("household"),
        required=True,
        example="KV-01",
    )
    case = head("case", "Số hồ sơ", ReferenceWidget("case"))
    asked_on = head(
        "asked_on", "Ngày đề nghị", DayWidget(), required=True, example="05/01/2021"
    )
    submitted_on = head("submitted_on", "Ngày trình", DayWidget(), example="07/01/2021")
    decided_on = head(
        "decided_on", "Ngày duyệt", DayWidget(), required=True, example="20/01/2021"
    )
    decision = head("number", "Số quyết định", TextWidget(), example="12/QĐ-BTV")
    source = head("source", "Nguồn kinh phí", SourceWidget(), example="Blue Dragon")
    paid_on = head("paid_on", "Ngày chi", DayWidget(), example="24/02/2021")
    voucher = head("voucher", "Số chứng từ", TextWidget(), example="PC-03")
    way = head("way", "Hình thức chi", WordWidget(WAYS), example="Mua hộ")
    handed_over_on = head(
        "handed_over_on", "Ngày bàn giao", DayWidget(), example="05/03/2021"
    )
    confirmation = head(
        "confirmation", "Người nhận xác nhận", WordWidget(CONFIRMATIONS), example="Ký"
    )
    place = Column("place", "Dòng", CountWidget(most=40), required=True, example="1")
    what = Column(
        "kind", "Loại", WordWidget(GRANT_LINES), required=True, example="Vật nuôi"
    )
    species = Column("species", "Con giống", SpeciesWidget(), example="Lợn")
    item = Column("item", "Nội dung", TextWidget(), example="Lợn giống")
    quantity = Column("quantity", "Số lượng", QuantityWidget(), example="3")
    unit = Column("unit", "Đơn vị", TextWidget(), example="con")
    unit_price = Column("unit_price", "Đơn giá", MoneyWidget(), example="4.000.000")
    lot_amount = Column("lot_amount", "Giá trọn lô", MoneyWidget())
    not_valued = Column("not_valued", "Chưa quy ra tiền", WordWidget(YES))

    class Meta(RegisterResource.Meta):
        model = GrantLine

    def __init__(self, book):
        super().__init__(book)
        self.grants, self.bad = {}, set()
        self.history = History(by=book.by)

    def prepare(self, dataset):
        for kind, column in self.refers.items():
            if column in dataset.headers:
                self.book.prepare(kind, {str(v) for v in dataset[column] if v != ""})
        lines = zip(dataset[self.key], dataset[self.line], strict=True)
        ids = {self.line_id(key, place): (str(key), str(place)) for key, place in lines}
        found = GrantLine.objects.filter(pk__in=ids).select_related("grant")
        self.existing = {ids[line.pk]: line for line in found}
        self.before = set(self.book.known["grant"])

    def line_id(self, key, place):
        return self.book.id("line", f"{key}/{place}")

    def import_row(self, row, instance_loader, **kwargs):
        result = super().import_row(row, instance_loader, **kwargs)
        if not result.is_valid():
            self.bad.add(str(row[self.key]))
        return result

    def before_import_row(self, row, **kwargs):
        line = str(row[self.key]), str(row[self.line])
        if "" in line:
            return
        if line in self.rows_of:
            raise ValidationError(
                {"place": _("%(key)s stands in row %(row)s already.")
                 % {"key": " / ".join(line)[:60], "row": self.rows_of[line]}}
            )  # fmt: skip
        self.rows_of[line] = row[NUMBER]

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.key, instance.row = str(row[self.key]), row[NUMBER]
        instance.pk = self.line_id(row[self.key], row[self.line])
        instance.line, instance.head = str(row[self.line]), Head()

    def skip_row(self, instance, original, row, import_validation_errors=None):
        before = self.existing.get((instance.key, instance.line))
        if import_validation_errors or not before:
            return False
        same = all(getattr(before, f) == getattr(instance, f) for f in COMPARED)
        if not same or before.grant.asked_on != instance.head.asked_on:
            raise ValidationError(
                _("This row was taken in before with other content. Correct it there.")
            )
        return True

    def full_clean(self, instance, left_out):
        if instance.key in self.before:
            raise ValidationError(
                _("This grant was taken in before, without this row.")
            )
        if not {name for name in left_out if name.startswith("head__")}:
            instance.head.clean()
            check_case(instance.head, set())
        super().full_clean(instance, left_out | KEPT_OUT | {"grant", "amount"})

    def do_instance_save(self, instance, is_create):
        self.grants.setdefault(instance.key, []).append(instance)

    def after_import(self, dataset, result, **kwargs):
        for key, lines in self.grants.items():
            try:
                past = self.past(key, lines)
                self.history.add(past)
            except ValidationError as error:
                for line in lines:
                    self.refuse(line.row, error)
            else:
                self.book.add("grant", key, past.grant)
        self.history.keep()

    def past(self, key, lines):
        """One grant with its past; raises ValidationError."""
        if key in self.bad:
            raise ValidationError(_("Another row of this grant is wrong."))
        first = lines[0].head
        for name in [field.name for field in fields(Head)]:
            if any(getattr(line.head, name) != getattr(first, name) for line in lines):
                column = self.column_of(f"head__{name}")
                raise ValidationError(
                    _("The rows of this grant differ in the column %s.") % column
                )
        grant = Grant(
            pk=self.book.id("grant", key),
            household=first.household,
            case=first.case,
            asked_on=first.asked_on,
        )
        return Past(
            grant=grant,
            lines=lines,
            submitted_on=first.submitted_on or first.asked_on,
            decided_on=first.decided_on,
            number=first.number,
            budget=self.book.budget(first) if first.source else None,
            paid_on=first.paid_on,
            voucher=first.voucher,
            way=first.way,
            handed_over_on=first.handed_over_on,
            confirmation=first.confirmation,
        )
