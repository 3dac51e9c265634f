"""The register of funding: what each source gives in a year."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from areas.names import folded
from livelihoods.imports.resources import NUMBER, RegisterResource
from livelihoods.imports.widgets import (
    Column,
    CountWidget,
    MoneyWidget,
    PlaceWidget,
    TextWidget,
    WordWidget,
)
from livelihoods.imports.words import SOURCES
from support_regimes.models import Budget, FundingSource


class BudgetResource(RegisterResource):
    """One budget for each source, area and year. One that is here is left as it is."""

    kind, key = "budget", "Nguồn kinh phí"
    label = gettext_lazy("Funding")

    name = Column(
        "name", "Nguồn kinh phí", TextWidget(), required=True, example="Blue Dragon"
    )
    source_kind = Column(
        "source_kind", "Loại nguồn", WordWidget(SOURCES), example="Xã hội hóa"
    )
    area = Column("area", "Mã địa bàn", PlaceWidget(), required=True, example="02")
    year = Column("year", "Năm", CountWidget(2000, 2100), required=True, example="2021")
    amount = Column(
        "amount", "Số tiền", MoneyWidget(), required=True, example="200.000.000"
    )

    class Meta(RegisterResource.Meta):
        model = Budget

    def prepare(self, dataset):
        self.existing = {
            (folded(budget.source.name), budget.area_id, budget.year): budget
            for budget in Budget.objects.select_related("source")
        }

    def before_import_row(self, row, **kwargs):
        """The key is source, area and year: known once the cells are read."""

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.row, instance.source_kind = row[NUMBER], FundingSource.Kind.OTHER

    def place(self, budget):
        return folded(budget.name), budget.area_id, budget.year

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and self.place(instance) in self.existing

    def full_clean(self, instance, left_out):
        super().full_clean(instance, left_out | {"source"})
        if len(slugify(folded(instance.name))) < 2:
            raise ValidationError({"name": TextWidget.unreadable()})

    def do_instance_save(self, instance, is_create):
        code = slugify(folded(instance.name))[:40]
        instance.source, _new = FundingSource.objects.get_or_create(
            code=code,
            defaults={"name": instance.name, "kind": instance.source_kind},
        )
        instance.add(by=self.book.by)
        self.existing[self.place(instance)] = instance
