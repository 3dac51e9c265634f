"""The registers of herds, other incomes and technical guidance: rows are events.

The rows of a register are checked one by one, then written together: the ledger's
balance of every day is checked before anything of a herd is saved.
"""

from itertools import accumulate, groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import activity
from livelihoods.imports.resources import KEPT_OUT, RegisterResource
from livelihoods.imports.widgets import (
    Column,
    CountWidget,
    DayWidget,
    MoneyWidget,
    ReferenceWidget,
    SpeciesWidget,
    TextWidget,
    WordWidget,
)
from livelihoods.imports.words import (
    CAUSES,
    HERD_KINDS,
    INCOMES,
    PURPOSES,
    RESULTS,
)
from livelihoods.models import Guidance, Herd, HerdEntry, Income

BATCH = 1000


class EventResource(RegisterResource):
    """Rows are events of a household, saved together at the end of the sheet."""

    key = "Số dòng"
    refers = {"household": "Số hộ"}
    left_out = set()
    compared = ()  # fields that must agree when a row comes again

    class Meta(RegisterResource.Meta):
        pass

    def __init__(self, book):
        super().__init__(book)
        self.waiting = []
        self.asked = {}

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        instance._state.adding = True

    def agrees(self, before, now):
        return all(getattr(before, f) == getattr(now, f) for f in self.compared)

    def full_clean(self, instance, left_out):
        """Fields and days one by one; a combination of values is asked for once."""
        unread = left_out - KEPT_OUT
        left_out = left_out | KEPT_OUT | self.left_out | {"household", "corrects"}
        instance.clean_fields(exclude=left_out)
        instance.clean()
        if unread:
            return
        signature = self.signature(instance)
        if signature not in self.asked:
            self.asked[signature] = _broken(instance, left_out)
        if self.asked[signature]:
            raise ValidationError(self.asked[signature])

    def signature(self, instance):
        """What the constraints of the table look at."""
        return ()

    def do_instance_save(self, instance, is_create):
        instance.place(by=self.book.by)
        self.waiting.append(instance)

    def after_import(self, dataset, result, **kwargs):
        self.write()

    def write(self):
        self._meta.model.objects.bulk_create(self.waiting, batch_size=BATCH)
        for events in by_place(self.waiting):
            activity.record(self._meta.model.act, *events)


def _broken(instance, left_out):
    """The messages of the table's constraints that the values break, or none."""
    try:
        instance.validate_constraints(exclude=left_out)
    except ValidationError as error:
        return error.messages
    return []


def by_place(events):
    """Lists of events of one commune each."""
    ordered = sorted(events, key=lambda event: event.territory_id)
    return [list(g) for _id, g in groupby(ordered, key=lambda e: e.territory_id)]


class HerdResource(EventResource):
    """What happened to the animals; those handed over come with the grants."""

    kind = "herd"
    label = gettext_lazy("Herd changes")
    left_out = {"herd", "visit", "handover"}
    compared = ("household_id", "species", "kind", "happened_on", "income")

    number = Column("key", "Số dòng", TextWidget(), required=True, example="1")
    household = Column(
        "household",
        "Số hộ",
        ReferenceWidget("household"),
        required=True,
        example="KV-01",
    )
    species = Column(
        "species", "Con giống", SpeciesWidget(), required=True, example="Lợn"
    )
    happened_on = Column(
        "happened_on", "Ngày", DayWidget(), required=True, example="20/06/2021"
    )
    what = Column("kind", "Việc", WordWidget(HERD_KINDS), required=True, example="Bán")
    heads = Column(
        "heads", "Số con", CountWidget(least=-999), required=True, example="4"
    )
    cause = Column("cause", "Nguyên nhân", WordWidget(CAUSES))
    income = Column("income", "Tiền bán", MoneyWidget(), example="4.000.000")
    purpose = Column("purpose", "Mục đích", WordWidget(PURPOSES), example="Làm giống")
    reason = Column("reason", "Lý do", TextWidget())

    class Meta(RegisterResource.Meta):
        model = HerdEntry

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        instance.species = None

    def stored(self, records):
        records = list(records.select_related("herd__species"))
        for record in records:
            record.species = record.herd.species
        return records

    def agrees(self, before, now):
        heads = abs(before.heads) if before.kind in HerdEntry.OUT else before.heads
        return heads == now.heads and super().agrees(before, now)

    def full_clean(self, instance, left_out):
        """The register counts heads; the ledger's sign follows from what happened."""
        if instance.kind in HerdEntry.OUT and instance.heads is not None:
            if instance.heads < 0:
                raise ValidationError({"heads": _("Write the number without a minus.")})
            instance.heads = -instance.heads
        super().full_clean(instance, left_out)

    def signature(self, entry):
        sign = (entry.heads > 0) - (entry.heads < 0)
        money = entry.income is not None
        return entry.kind, sign, money, entry.cause, entry.purpose, bool(entry.reason)

    def write(self):
        """Check each herd's ledger with the new rows; refuse all of a herd or none."""
        before, accepted = self._ledgers(), []
        for place, entries in groupby(sorted(self.waiting, key=_herd_of), key=_herd_of):
            entries = list(entries)
            try:
                check_balance(entries, before.get(place, []))
            except ValidationError as error:
                for entry in entries:
                    self.refuse(entry.row, error)
            else:
                accepted += entries
        herds = self._herds(accepted)
        for entry in accepted:
            entry.herd = herds[_herd_of(entry)]
        self.waiting = accepted
        super().write()
        for herd in herds.values():
            herd.settle()

    def _ledgers(self):
        """{(household, species): [(day, heads)]} as they stand before this register."""
        households = {entry.household_id for entry in self.waiting}
        rows = HerdEntry.objects.live().filter(household__in=households)
        named = "household", "herd__species", "happened_on", "heads"
        ledgers = {}
        for household, species, day, heads in rows.values_list(*named):
            ledgers.setdefault((household, species), []).append((day, heads))
        return ledgers

    def _herds(self, entries):
        """{(household, species): herd}, locked; opened where there is none."""
        households = {entry.household_id for entry in entries}
        found = Herd.objects.for_writing().filter(household__in=households)
        herds = {
            (h.household_id, h.species_id): h for h in found.select_related("species")
        }
        for entry in entries:
            if _herd_of(entry) not in herds:
                herd = Herd.of(entry.household, entry.species, by=self.book.by)
                herds[_herd_of(entry)] = herd
        return {place: herds[place] for place in map(_herd_of, entries)}


def _herd_of(entry):
    return entry.household_id, entry.species.pk


def check_balance(entries, before):
    """Raises ValidationError when on some day more would leave than there are.

    In: new entries of one herd, and (day, heads) of its ledger. Of a day, animals
    come in first.
    """
    days = {}
    for day, heads in [*before, *((e.happened_on, e.heads) for e in entries)]:
        days[day] = days.get(day, 0) + heads
    ordered = sorted(days)
    for day, balance in zip(ordered, accumulate(days[d] for d in ordered), strict=True):
        if balance < 0:
            raise ValidationError(
                _("%(animal)s: on %(day)s %(short)s more would leave than are there.")
                % {
                    "animal": entries[0].species,
                    "day": f"{day:%d/%m/%Y}",
                    "short": -balance,
                }
            )


class IncomeResource(EventResource):
    """Money from eggs, maize, weaving and the like, apart from animals sold."""

    kind = "income"
    label = gettext_lazy("Other incomes")
    left_out = {"visit", "case"}
    refers = {"household": "Số hộ", "case": "Số hồ sơ"}
    compared = ("household_id", "kind", "amount", "happened_on")

    number = Column("key", "Số dòng", TextWidget(), required=True, example="1")
    household = Column(
        "household",
        "Số hộ",
        ReferenceWidget("household"),
        required=True,
        example="KV-01",
    )
    case = Column("case", "Số hồ sơ", ReferenceWidget("case"))
    happened_on = Column(
        "happened_on", "Ngày", DayWidget(), required=True, example="30/06/2023"
    )
    what = Column(
        "kind", "Nguồn thu", WordWidget(INCOMES), required=True, example="Trứng"
    )
    amount = Column(
        "amount", "Số tiền", MoneyWidget(), required=True, example="600.000"
    )

    class Meta(RegisterResource.Meta):
        model = Income

    def full_clean(self, instance, left_out):
        check_case(instance, left_out)
        super().full_clean(instance, left_out)


def check_case(instance, left_out):
    """The case that a row names is a case of the household that it names."""
    if left_out & {"case", "household"} or not instance.case:
        return
    if instance.case.household_id != instance.household.pk:
        raise ValidationError({"case": _("This case is of another household.")})


class GuidanceResource(EventResource):
    """Technical guidance at home and the result that was seen."""

    kind = "guidance"
    label = gettext_lazy("Technical guidance")
    left_out = {"grant"}
    refers = {"household": "Số hộ", "grant": "Số đề nghị"}
    compared = ("household_id", "topic", "happened_on", "result")

    number = Column("key", "Số dòng", TextWidget(), required=True, example="1")
    household = Column(
        "household",
        "Số hộ",
        ReferenceWidget("household"),
        required=True,
        example="KV-01",
    )
    grant = Column("grant", "Số đề nghị", ReferenceWidget("grant"))
    happened_on = Column(
        "happened_on", "Ngày", DayWidget(), required=True, example="15/09/2021"
    )
    topic = Column(
        "topic", "Chủ đề", TextWidget(), required=True, example="Bón phân cho ngô"
    )
    giver = Column("giver", "Người hướng dẫn", TextWidget())
    result = Column("result", "Kết quả", WordWidget(RESULTS), example="Tốt hơn")

    class Meta(RegisterResource.Meta):
        model = Guidance

    def full_clean(self, instance, left_out):
        named = instance.grant_id and not left_out & {"grant", "household"}
        if named and instance.grant.household_id != instance.household_id:
            raise ValidationError({"grant": _("This grant is of another household.")})
        super().full_clean(instance, left_out)
