"""The registers of households and of persons who returned."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from livelihoods.imports.resources import KEPT_OUT, RegisterResource
from livelihoods.imports.widgets import (
    AreaWidget,
    BirthWidget,
    Column,
    CountWidget,
    DayWidget,
    NameWidget,
    ReferenceWidget,
    TextWidget,
    WordWidget,
)
from livelihoods.imports.words import (
    CITIZENSHIPS,
    CONSENTS,
    ETHNICITIES,
    IDENTIFICATIONS,
    SEXES,
)
from victims.models import Case, Consent, Household, Identification, Victim
from victims.models.ethnicity import GSO_1979


class HouseholdResource(RegisterResource):
    """Families: prevention households have the day on which the high risk was set."""

    kind, key = "household", "Số hộ"
    label = gettext_lazy("Households")

    number = Column("key", "Số hộ", TextWidget(), required=True, example="KV-01")
    territory = Column(
        "territory", "Mã xã", AreaWidget(), required=True, example="00814"
    )
    hamlet = Column("hamlet", "Thôn", TextWidget(), example="thôn 1")
    head_name = Column(
        "head_name", "Chủ hộ", NameWidget(), required=True, example="Giàng Mí Pó"
    )
    people = Column("people", "Số khẩu", CountWidget(most=40), example="5")
    high_risk_from = Column(
        "high_risk_from", "Ngày vào diện phòng ngừa", DayWidget(), example="05/03/2020"
    )

    class Meta(RegisterResource.Meta):
        model = Household

    # The commune's name is compared with its code, never stored.
    commune = Column(None, "Xã", TextWidget(), example="Khâu Vai")

    def full_clean(self, instance, left_out):
        super().full_clean(instance, left_out | {"code", "holder"})

    def do_instance_save(self, instance, is_create):
        instance.enrol(by=self.book.by)

    def after_import_row(self, row, row_result, **kwargs):
        key = str(row[self.key])
        household = self.existing.get(key) or row_result.instance
        self.book.add("household", key, household)


class PersonResource(RegisterResource):
    """Persons who returned: the person, the case under the household, what is known.

    Whoever refuses a file has none: such a row is not taken.
    """

    kind, key = "case", "Số hồ sơ"
    label = gettext_lazy("Persons who returned")
    refers = {"household": "Số hộ"}

    number = Column("key", "Số hồ sơ", TextWidget(), required=True, example="12/2021")
    household = Column(
        "household",
        "Số hộ",
        ReferenceWidget("household"),
        required=True,
        example="KV-01",
    )
    name = Column("victim__name", "Họ và tên", NameWidget(), example="Vàng Thị Mỷ")
    call_name = Column("victim__call_name", "Cách gọi", NameWidget(), example="chị Mỷ")
    born = Column("victim__born", "Năm sinh", BirthWidget(), example="1995")
    sex = Column("victim__sex", "Giới tính", WordWidget(SEXES), example="Nữ")
    ethnicity = Column(
        "victim__ethnicity", "Dân tộc", WordWidget(ETHNICITIES), example="Mông"
    )
    citizenship = Column(
        "victim__citizenship", "Quốc tịch", WordWidget(CITIZENSHIPS), example="Việt Nam"
    )
    received_on = Column(
        "received_on",
        "Ngày tiếp nhận",
        DayWidget(),
        required=True,
        example="12/05/2021",
    )
    status = Column(
        "status", "Xác định", WordWidget(IDENTIFICATIONS), example="Đang xác minh"
    )
    consent = Column(
        "consent", "Đồng ý lập hồ sơ", WordWidget(CONSENTS), required=True, example="Có"
    )

    class Meta(RegisterResource.Meta):
        model = Case

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        instance.victim = Victim(pk=self.book.id("victim", instance.key))
        instance.status = instance.consent = ""
        instance.victim.born = None

    def full_clean(self, instance, left_out):
        victim = instance.victim
        if victim.born:
            victim.born_on, victim.born_precision = victim.born
        if victim.ethnicity:
            victim.ethnicity_list = GSO_1979
        if not victim.call_name and victim.name:
            victim.call_name = victim.name.split()[-1]
        if instance.consent == "no":
            raise ValidationError(
                {
                    "consent": _(
                        "A person who does not agree has no file: leave the row out."
                    )
                }
            )
        errors = {}
        own = {name.removeprefix("victim__") for name in left_out}
        try:
            victim.full_clean(exclude=own | KEPT_OUT | {"merged_into"})
        except ValidationError as error:
            errors = {f"victim__{k}": v for k, v in error.error_dict.items()}
        try:
            super().full_clean(instance, left_out | {"victim", "code"})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance, is_create):
        by, household = self.book.by, instance.household
        victim = instance.victim
        victim.territory_id = household.territory_id
        victim.recorded_by = victim.updated_by = by
        victim.save(force_insert=True)
        instance.open(by=by)
        on = {"case": instance, "happened_on": instance.received_on}
        if instance.status:
            Identification(status=instance.status, **on).log(by=by)
        purpose = Consent.Purpose.RECORD
        Consent(purpose=purpose, answer=instance.consent, **on).log(by=by)

    def after_import_row(self, row, row_result, **kwargs):
        key = str(row[self.key])
        self.book.add("case", key, self.existing.get(key) or row_result.instance)
